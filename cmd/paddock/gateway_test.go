package main

import (
	"io"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"paddock/bindings/container/launch"
)

// fixture copies one of the fixtures, with secrets of its own.
func fixture(t *testing.T, name, secrets string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("../../fixtures/apps", name))); err != nil {
		t.Fatal(err)
	}
	write(t, dir, map[string]string{".dev.vars": secrets})
	return dir
}

// TestGateway_authenticatedAPI lets programs of every kind call an API that wants a secret which only
// the Worker has. The API is a local server; the programs know it by its name, over HTTPS.
func TestGateway_authenticatedAPI(t *testing.T) {
	t.Parallel()
	const secret = "s3cret-of-the-worker"
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+secret {
			http.Error(w, "Unauthorized", http.StatusUnauthorized)
			return
		}
		body, _ := io.ReadAll(r.Body)
		io.WriteString(w, r.Method+" "+r.URL.String()+" "+string(body))
	}))
	t.Cleanup(api.Close)
	dir := fixture(t, "authenticated", "API_TOKEN="+secret+"\n")
	asked := []question{
		{"GET", "https://api.example.com/v1/models?limit=1", "", "GET /v1/models?limit=1  200"},
		{"POST", "https://api.example.com/v1/messages", "hello", "POST /v1/messages hello 200"},
		{"GET", "https://api.example.com/admin", "", "Not for agents\n 403"},
	}
	programs := append(clients(t),
		client{"Java", java(t), false},
		client{"Deno", []string{"deno", "run", "--allow-all", filepath.Join(askDir(t), "fetch.mjs")}, true},
	)
	overLinks(t, func(t *testing.T, link string) {
		state := t.TempDir()
		run := func(command ...string) *exec.Cmd {
			args := []string{"exec", "Agent", "--egress", link, "--persist-to", state, "--var", "API_ORIGIN:" + api.URL, "--"}
			return paddock(t, dir, append(args, command...)...)
		}
		for i, c := range programs { // all of them on one link: TestOutbound_https has the others
			if i > 0 && link != launch.LinkNFT {
				continue
			}
			t.Run(c.name+" is let in without the secret", func(t *testing.T) {
				optional := c.command[0] == "java" || c.command[0] == "deno"
				if err := exec.Command(c.command[0], "--version").Run(); err != nil && optional {
					t.Skip(err)
				}
				c.ask(t, asked, run)
			})
		}
		t.Run("the secret is nowhere in the container", func(t *testing.T) {
			if said := must(t, run("sh", "-c", "env; cat /proc/self/environ | tr '\\0' '\\n'; curl -sv https://api.example.com/v1/models 2>&1")); strings.Contains(said, secret) || !strings.Contains(said, "GET /v1/models") {
				t.Errorf("the container says %s", said)
			}
		})
		if link != launch.LinkNFT && link != launch.LinkNFTRootless {
			return // wget reads the system's roots alone, which are this machine's
		}
		for name, command := range map[string][]string{"GNU wget": {"wget"}, "wget of busybox": {"busybox", "wget"}} {
			t.Run(name+" is let in too", func(t *testing.T) {
				if _, err := exec.LookPath(command[0]); err != nil {
					t.Skipf("%s is not installed: %v", name, err)
				}
				if said := must(t, run(append(command, "-qO-", "https://api.example.com/v1/models")...)); said != "GET /v1/models " {
					t.Errorf("got %q", said)
				}
			})
		}
	})
}

// gitServer serves a private repository over HTTP as git's own program does it, to whoever has the token.
func gitServer(t *testing.T, token string) *httptest.Server {
	t.Helper()
	path, err := exec.Command("git", "--exec-path").Output()
	if err != nil {
		t.Skip(err)
	}
	backend := filepath.Join(strings.TrimSpace(string(path)), "git-http-backend")
	if _, err := os.Stat(backend); err != nil {
		t.Skip(err)
	}
	root, work := t.TempDir(), t.TempDir()
	write(t, work, map[string]string{"README.md": "private words\n", "big.bin": strings.Repeat("0123456789abcdef", 1<<16)})
	for _, args := range [][]string{
		{"init", "-q", "-b", "main"}, {"add", "."},
		{"-c", "user.name=t", "-c", "user.email=t@t.test", "commit", "-qm", "First words"},
		{"clone", "-q", "--bare", ".", filepath.Join(root, "team", "private.git")},
	} {
		cmd := exec.Command("git", args...)
		cmd.Dir = work
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	git := &cgi.Handler{Path: backend, Env: []string{"GIT_PROJECT_ROOT=" + root, "GIT_HTTP_EXPORT_ALL=1", "HOME=" + work}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, ok := r.BasicAuth(); !ok || user != "x-access-token" || password != token {
			w.Header().Set("WWW-Authenticate", `Basic realm="git"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if r.ContentLength < 0 { // CGI has no chunks
			body, _ := io.ReadAll(r.Body)
			r.Body, r.ContentLength, r.TransferEncoding = io.NopCloser(strings.NewReader(string(body))), int64(len(body)), nil
		}
		git.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server
}

// TestGateway_git clones a private repository with the genuine git, whose credentials are the gateway's.
func TestGateway_git(t *testing.T) {
	t.Parallel()
	const token = "t0ken-of-the-gateway"
	server, dir := gitServer(t, token), fixture(t, "git", "GIT_TOKEN="+token+"\n")
	overLinks(t, func(t *testing.T, link string) {
		state := t.TempDir()
		run := func(script string) result {
			return finish(t, paddock(t, dir, "exec", "Builder", "--egress", link, "--persist-to", state, "--var", "GIT_ORIGIN:"+server.URL, "--", "sh", "-c", script))
		}
		t.Run("git clones, fetches and sees what there is", func(t *testing.T) {
			to := filepath.Join(t.TempDir(), "clone")
			r := run("export GIT_TERMINAL_PROMPT=0; git clone -q https://git.example.com/team/private.git " + to + " && cat " + to + "/README.md && wc -c <" + to + "/big.bin && git -C " + to + " fetch -q && git -C " + to + " log --format=%s; git -C " + to + " config --list; env")
			if r.code != 0 || !strings.HasPrefix(r.stdout, "private words\n1048576\nFirst words\n") || strings.Contains(r.stdout, token) {
				t.Errorf("got %d\n%s\n%s", r.code, r.stdout, r.stderr)
			}
		})
		t.Run("what the gateway does not let through fails", func(t *testing.T) {
			pushed := t.TempDir()
			if out, err := exec.Command("sh", "-c", "cd "+pushed+" && git init -q && git -c user.name=t -c user.email=t@t.test commit -q --allow-empty -m x").CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			for _, script := range []string{
				"git ls-remote https://git.example.com/team/other.git",
				"cd " + pushed + " && git push -q https://git.example.com/team/private.git HEAD:refs/heads/x",
				"git ls-remote https://other.example.com/team/private.git",
			} {
				if r := run("export GIT_TERMINAL_PROMPT=0; " + script); r.code == 0 {
					t.Errorf("%s: got %s", script, r.stdout)
				}
			}
		})
	})
}
