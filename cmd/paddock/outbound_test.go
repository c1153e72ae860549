package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"paddock/bindings/container/launch"
	"paddock/bindings/store"
)

// question is one request that a program in the sandbox makes, and the answer it must get:
// body, a space, and status.
type question struct{ method, url, body, answer string }

// questions are the demo's requests and their neighbours, as the object named name makes them
// for the first time.
func questions(name string) []question {
	caught := func(method, url, body string) string {
		return fmt.Sprintf(`{"method":"%s","url":"%s","body":"%s","containerId":"%s"} 200`,
			method, url, body, store.ObjectID("outbound-MyApp", name))
	}
	return []question{
		{"GET", "http://my.kv/some-key", "", "hello 200"},
		{"GET", "http://my.kv/missing", "", "Not Found 404"},
		{"POST", "http://my.kv/some-key", "x", "Method Not Allowed 405"},
		{"GET", "http://MY.KV/some-key", "", "hello 200"},
		{"GET", "http://my.r2/some-object", "", "an object out of R2 200"},
		{"GET", "http://my.r2/missing", "", "Not Found 404"},
		{"POST", "http://my.worker/", "Ada", "Hello, Ada! 200"},
		{"GET", "http://my.worker/", "", "Hello, container! 200"},
		{"POST", "http://get-state.do/", "some-key", "state of some-key 200"},
		{"POST", "http://get-state.do/", "some-key", "state of some-key. 200"},
		{"GET", "http://anything.example/x", "", caught("GET", "http://anything.example/x", "")},
		{"PUT", "http://anything.example/x?q=1", "body", caught("PUT", "http://anything.example/x?q=1", "body")},
		{"GET", "http://203.0.113.7/", "", caught("GET", "http://203.0.113.7/", "")},
		{"POST", "http://203.0.113.7/path", "body", caught("POST", "http://203.0.113.7/path", "body")},
	}
}

// client is a program that asks questions.
type client struct {
	name    string
	command []string
	proxied bool // it honours HTTP_PROXY
}

// askDir holds the clients' sources.
func askDir(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("testdata/ask")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// static builds a Go program that links to nothing.
func static(t *testing.T, source string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "static")
	build := exec.Command("go", "build", "-o", program, source)
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build %s: %v\n%s", source, err, out)
	}
	return program
}

func curlClient(t *testing.T) client {
	return client{"curl", []string{"sh", filepath.Join(askDir(t), "ask.sh")}, true}
}

// clients are the programs that must be caught without knowing of it.
func clients(t *testing.T) []client {
	t.Helper()
	dir := askDir(t)
	return []client{
		curlClient(t),
		{"a static Go binary", []string{static(t, filepath.Join(dir, "ask.go"))}, true},
		{"Node's fetch", []string{"node", filepath.Join(dir, "fetch.mjs")}, false},
		{"Node's http", []string{"node", filepath.Join(dir, "http.mjs")}, false},
		{"Python", []string{"python3", filepath.Join(dir, "ask.py")}, true},
	}
}

// ask runs the questions through a client in the sandbox and compares the answers.
func (c client) ask(t *testing.T, list []question, exec func(command ...string) *exec.Cmd) {
	t.Helper()
	command := c.command
	var want strings.Builder
	for _, q := range list {
		command = append(command, q.method, q.url, q.body)
		want.WriteString(q.answer + "\n")
	}
	if got := must(t, exec(command...)); got != want.String() {
		t.Errorf("got\n%s\nwant\n%s", got, want.String())
	}
}

// seed puts what the handlers serve into a new state folder.
func seed(t *testing.T, app string) (state string) {
	t.Helper()
	state = t.TempDir()
	object := filepath.Join(t.TempDir(), "object")
	write(t, filepath.Dir(object), map[string]string{"object": "an object out of R2"})
	must(t, paddock(t, app, "kv", "key", "put", "--persist-to", state, "--binding", "KV", "some-key", "hello"))
	must(t, paddock(t, app, "r2", "object", "put", "--persist-to", state, "outbound-bucket/some-object", "--file", object))
	return state
}

// TestOutbound is the main job: programs of any kind in the sandbox, answered by the handlers of
// the genuine @cloudflare/containers.
func TestOutbound(t *testing.T) {
	t.Parallel()
	app, programs := outboundApp(t), clients(t)
	overLinks(t, func(t *testing.T, link string) {
		state := seed(t, app)
		for _, c := range programs {
			if link == launch.LinkProxy && !c.proxied {
				continue
			}
			t.Run(c.name+" gets every answer", func(t *testing.T) {
				if _, err := exec.LookPath(c.command[0]); err != nil {
					t.Skip(err)
				}
				c.ask(t, questions(c.name), func(command ...string) *exec.Cmd {
					args := []string{"exec", "MyApp", "--persist-to", state, "--egress", link, "--name", c.name, "--"}
					return paddock(t, app, append(args, command...)...)
				})
			})
		}
	})
}

// TestOutbound_twins runs the same project from its wrangler.toml.
func TestOutbound_twins(t *testing.T) {
	t.Parallel()
	app := outboundApp(t)
	for _, file := range []string{"wrangler.jsonc", "wrangler.toml"} {
		t.Run(file+" gives the same answers", func(t *testing.T) {
			t.Parallel()
			state := seed(t, app)
			curlClient(t).ask(t, questions("twin"), func(command ...string) *exec.Cmd {
				args := []string{"exec", "MyApp", "-c", file, "--persist-to", state, "--name", "twin", "--"}
				return paddock(t, app, append(args, command...)...)
			})
		})
	}
}

// TestOutbound_others asks with the programs that TestOutbound leaves out.
func TestOutbound_others(t *testing.T) {
	t.Parallel()
	app := outboundApp(t)
	overLinks(t, func(t *testing.T, link string) {
		if link == launch.LinkProxy {
			t.Skip("not all of them know of proxies")
		}
		state := seed(t, app)
		for _, command := range [][]string{
			{"wget", "-qO-", "http://my.kv/some-key"},
			{"busybox", "wget", "-qO-", "http://my.kv/some-key"},
			{"deno", "run", "--allow-all", filepath.Join(askDir(t), "fetch.mjs"), "GET", "http://my.kv/some-key", ""},
			append(java(t), "GET", "http://my.kv/some-key", ""),
		} {
			t.Run(command[0]+" is answered", func(t *testing.T) {
				if _, err := exec.LookPath(command[0]); err != nil || command[0] == "java" && link != launch.LinkNFT {
					t.Skip("it is not here, or is tried on another link")
				}
				args := []string{"exec", "MyApp", "--persist-to", state, "--egress", link, "--"}
				if said := must(t, paddock(t, app, append(args, command...)...)); !strings.HasPrefix(said, "hello") {
					t.Errorf("got %q", said)
				}
			})
		}
	})
}
