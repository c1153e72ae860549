package main

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"paddock/bindings/container/launch"
	"paddock/bindings/store"
)

// sandboxApp is a fixture that uses the genuine @cloudflare/sandbox.
func sandboxApp(t *testing.T, name string) string {
	t.Helper()
	dir, err := filepath.Abs("../../fixtures/apps/" + name)
	if err != nil {
		t.Fatal(err)
	}
	packages := filepath.Join("node_modules", "@cloudflare", "sandbox")
	for _, at := range []string{dir, filepath.Dir(dir)} {
		if _, err := os.Stat(filepath.Join(at, packages)); err == nil {
			return dir
		}
	}
	t.Fatal("the fixture's packages are not installed (run: make setup)")
	return ""
}

// needsNamespaces skips what needs a sandbox with files of its own, where there can be none.
func needsNamespaces(t *testing.T) {
	t.Helper()
	root := available(t, launch.LinkNFT)
	if user := available(t, launch.LinkNFTRootless); root != nil && user != nil {
		if requiredLink(launch.LinkNFT) {
			t.Fatalf("a link with namespaces is required: %v; %v", root, user)
		}
		t.Skipf("no link with namespaces: %v; %v", root, user)
	}
}

// post sends a text and gives the answer.
func (s *devServer) post(t *testing.T, path, body string) string {
	t.Helper()
	_, answer, err := ask(http.MethodPost, s.url+path, body)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// TestSandbox_api drives the public API of the genuine package over each transport.
func TestSandbox_api(t *testing.T) {
	t.Parallel()
	needsNamespaces(t)
	s := startDev(t, sandboxApp(t, "sandboxes/api"))
	for _, transport := range []string{"http", "websocket", "rpc"} {
		t.Run(transport, func(t *testing.T) {
			t.Parallel()
			s.cases(t, transport)
		})
	}
}

// cases runs those of fixtures/apps/sandboxes/api over a transport.
func (s *devServer) cases(t *testing.T, transport string) {
	t.Helper()
	_, body := s.get(t, "/"+transport)
	outcomes := map[string]string{}
	if err := json.Unmarshal([]byte(body), &outcomes); err != nil || len(outcomes) < 20 {
		t.Fatalf("%v: %s", err, body)
	}
	for name, outcome := range outcomes {
		t.Run(name, func(t *testing.T) {
			if outcome != "ok" {
				t.Error(outcome)
			}
		})
	}
}

// exec runs a command in a sandbox of the announcement's project.
func (s *devServer) exec(t *testing.T, sandbox, command string) (stdout string) {
	t.Helper()
	var result struct {
		ExitCode       int
		Stdout, Stderr string
	}
	body := s.post(t, "/"+sandbox, command)
	if err := json.Unmarshal([]byte(body), &result); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	if result.ExitCode != 0 {
		t.Errorf("%s: exit code %d: %s", command, result.ExitCode, result.Stderr)
	}
	return result.Stdout
}

// TestSandbox_outbound is the announcement: programs in a sandbox, answered by the project's handlers.
func TestSandbox_outbound(t *testing.T) {
	t.Parallel()
	app := sandboxApp(t, "outbound-sandbox")
	overLinks(t, func(t *testing.T, link string) {
		state := t.TempDir()
		must(t, paddock(t, app, "kv", "key", "put", "--persist-to", state, "--binding", "KV", "some-key", "hello"))
		s := startDev(t, app, "--persist-to", state, "--egress", link)
		id := store.ObjectID("outbound-sandbox-MyApp", "one")
		for command, want := range map[string]string{
			"curl -sS http://my.kv/some-key":                                              "hello",
			"curl -sS -d Ada http://my.worker/":                                           "Hello, Ada!",
			"curl -sS http://anything.example/x":                                          `{"method":"GET","url":"http://anything.example/x","containerId":"` + id + `"}`,
			"echo content > f; curl -sS -T f http://my.r2/f >&2; curl -sS http://my.r2/f": "content",
		} {
			t.Run(command, func(t *testing.T) {
				if got := s.exec(t, "one", command); got != want {
					t.Errorf("got %q, want %q", got, want)
				}
			})
		}
		t.Run("each sandbox has files of its own", func(t *testing.T) {
			s.exec(t, "one", "echo mine > private.txt; touch ~/seen")
			if got := s.exec(t, "two", "ls; ls -A ~"); got != "" {
				t.Errorf("the other sandbox sees %q", got)
			}
		})
	})
}

// TestSandbox_bounds tries what a sandbox must not reach.
func TestSandbox_bounds(t *testing.T) {
	t.Parallel()
	app := sandboxApp(t, "outbound-sandbox")
	for _, link := range []string{launch.LinkNFT, launch.LinkNFTRootless} {
		t.Run(link, func(t *testing.T) {
			t.Parallel()
			if err := available(t, link); err != nil {
				t.Skipf("link %s: %v", link, err)
			}
			state, err := os.MkdirTemp(app, ".wrangler-test-")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { os.RemoveAll(state) })
			s := startDev(t, app, "--persist-to", state, "--egress", link)
			t.Run("the state folder is not to be seen", func(t *testing.T) {
				if got := s.exec(t, "s", "find "+state+" -type f | wc -l"); got != "0" {
					t.Errorf("%s files", got)
				}
			})
			t.Run("Paddock's own server and the host's loopback are not reached", func(t *testing.T) {
				port := s.url[strings.LastIndexByte(s.url, ':')+1:]
				for _, host := range []string{"127.0.0.1", "localhost", "[::1]"} {
					if got := s.exec(t, "s", "curl -s -o /dev/null -w '%{http_code}' http://"+host+":"+port+"/ || true"); got != "000" {
						t.Errorf("%s answers with %s", host, got)
					}
				}
			})
			t.Run("the user's home is not to be seen, and the sandbox's own can be written to", func(t *testing.T) {
				if got := s.exec(t, "s", "ls -A ~; git config --global user.name x; cat ~/.gitconfig"); !strings.HasPrefix(got, "[user]") {
					t.Errorf("%q", got)
				}
			})
			t.Run("the files of the host cannot be written to", func(t *testing.T) {
				if got := s.exec(t, "s", "for f in /container-server/sandbox "+app+"/x; do (echo > $f) 2>/dev/null && echo $f; done; true"); got != "" {
					t.Errorf("%s were", got)
				}
			})
			t.Run("what is changed in folders of the system is the sandbox's own", func(t *testing.T) {
				const mark = "paddock-test-mark"
				dirs := []string{"/usr/local/bin", "/opt", "/srv", "/mnt", "/var/lib", "/etc", "/data"}
				script := "for d in " + strings.Join(dirs, " ") + "; do mkdir -p $d; echo x > $d/" + mark + "; cat $d/" + mark + "; done | wc -l"
				if got := s.exec(t, "s", script); got != strconv.Itoa(len(dirs)) {
					t.Errorf("%s of %d were written", got, len(dirs))
				}
				for _, dir := range dirs {
					if _, err := os.Lstat(filepath.Join(dir, mark)); err == nil {
						t.Errorf("%s of the host was written to", dir)
					}
				}
				if got := s.exec(t, "other", "ls /usr/local/bin/"+mark+" /data 2>/dev/null; true"); got != "" {
					t.Errorf("another sandbox sees %s", got)
				}
			})
		})
	}
}

// TestSandbox_faults tries commands that misbehave.
func TestSandbox_faults(t *testing.T) {
	t.Parallel()
	needsNamespaces(t)
	s := startDev(t, sandboxApp(t, "outbound-sandbox"))
	t.Run("a command that prints a gigabyte fails, and the sandbox goes on", func(t *testing.T) {
		if got := s.post(t, "/big", "head -c 1000000000 /dev/zero"); !strings.Contains(got, "execStream() gives output of any size") {
			t.Errorf("%.300s", got)
		}
		if got := s.exec(t, "big", "echo fine"); got != "fine" {
			t.Errorf("%q", got)
		}
	})
	t.Run("nothing of a sandbox outlives Paddock, not even a daemon", func(t *testing.T) {
		mark := "86399." + strings.TrimPrefix(s.url[strings.LastIndexByte(s.url, ':'):], ":")
		s.exec(t, "daemon", "(setsid sleep "+mark+" </dev/null >/dev/null 2>&1 &); (trap '' TERM HUP; setsid sleep "+mark+" </dev/null >/dev/null 2>&1 &)")
		for begin := time.Now(); running(t, mark) != 2; time.Sleep(time.Millisecond) {
			if time.Since(begin) > limit {
				t.Fatal("the daemons do not run")
			}
		}
		if code := s.stop(t, syscall.SIGTERM); code != 0 {
			t.Errorf("exit code %d", code)
		}
		if n := running(t, mark); n != 0 {
			t.Errorf("%d daemons are left", n)
		}
	})
}

// running counts the processes of this machine that have a word in their command line.
func running(t *testing.T, word string) int {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, file := range files {
		if b, err := os.ReadFile(file); err == nil && strings.HasPrefix(string(b), "sleep\x00"+word) {
			n++
		}
	}
	return n
}

// TestSandbox_examples runs projects written after the package's public examples.
func TestSandbox_examples(t *testing.T) {
	t.Parallel()
	needsNamespaces(t)
	t.Run("minimal", func(t *testing.T) {
		t.Parallel()
		s := startDev(t, sandboxApp(t, "sandboxes/minimal"))
		s.answers(t, "/run", `{"output":"2 + 2 = 4","exitCode":0,"success":true}`)
		s.answers(t, "/file", `{"content":"Hello, Sandbox!"}`)
	})
	t.Run("authentication", func(t *testing.T) {
		t.Parallel()
		s := startDev(t, sandboxApp(t, "sandboxes/authentication"))
		for client, want := range map[string]string{
			"curl": "you are known", "node": "you are known", "python": "you are known", "git": "refs/heads/main", "npm": "1.2.3", "pip": "42",
		} {
			t.Run(client+" reaches the API with a key that it does not know", func(t *testing.T) {
				if client == "pip" && exec.Command("python3", "-m", "pip", "--version").Run() != nil {
					t.Skip("there is no pip")
				}
				if _, got := s.get(t, "/"+client); strings.TrimSpace(got) != want {
					t.Errorf("got %q, want %q", got, want)
				}
			})
		}
		s.answers(t, "/elsewhere", "000")
		s.answers(t, "/secret", "0")
	})
	t.Run("git", func(t *testing.T) {
		t.Parallel()
		s := startDev(t, sandboxApp(t, "sandboxes/git"))
		for range 2 {
			s.answers(t, "/build", `{"branch":"main","exitCode":0,"stderr":"","built":"built by demo\n"}`)
		}
	})
	t.Run("agent", func(t *testing.T) {
		t.Parallel()
		s := startDev(t, sandboxApp(t, "sandboxes/agent"))
		got := s.post(t, "/", "Greet Ada's friends")
		for _, want := range []string{"> run sh test.sh\nDone: the test has passed.\n", "exit code 0\n", `+echo "Hello, ${1:-Ada}!"`} {
			if !strings.Contains(got, want) {
				t.Errorf("%q is missing in\n%s", want, got)
			}
		}
	})
}

// TestSandbox_many starts as many sandboxes at once as the project allows.
func TestSandbox_many(t *testing.T) {
	t.Parallel()
	s := startDev(t, sandboxApp(t, "outbound-sandbox"))
	var wait sync.WaitGroup
	for _, name := range strings.Fields("a b c d e") {
		wait.Go(func() {
			if got := s.exec(t, name, "echo $$ > pid; cat pid; hostname > /dev/null; echo "+name); !strings.HasSuffix(got, name) {
				t.Errorf("%s: %q", name, got)
			}
		})
	}
	wait.Wait()
}
