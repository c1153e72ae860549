package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// replayed is a project whose Worker and whose container ask the internet.
func replayed(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	write(t, dir, map[string]string{
		"wrangler.jsonc": `{
			"name": "app", "main": "index.js", "compatibility_date": "2026-01-01",
			"durable_objects": { "bindings": [{ "name": "BOXED", "class_name": "Boxed" }] },
			"migrations": [{ "tag": "v1", "new_sqlite_classes": ["Boxed"] }],
			"containers": [{ "class_name": "Boxed", "image": "./Dockerfile" }],
		}`,
		"Dockerfile": "FROM scratch\n",
		"index.js": `
			import { DurableObject } from "cloudflare:workers";
			import { connect } from "cloudflare:sockets";
			export class Boxed extends DurableObject {
				start(options) { this.ctx.container.start({ ...options, enableInternet: true }); }
			}
			export default {
				async fetch(request, env) {
					const { pathname, searchParams } = new URL(request.url);
					const to = searchParams.get("to");
					try {
						if (pathname === "/tcp") {
							await connect(to).opened;
							return new Response("connected");
						}
						const r = await fetch(to + pathname, { method: request.method, body: request.body, headers: { authorization: "Bearer s3cret" } });
						return new Response((await r.text()) + " " + r.headers.get("x-kept"));
					} catch (e) {
						return new Response(String(e));
					}
				},
			};
		`,
	})
	return dir
}

// TestReplay records what a local server, as the internet, answers to the Worker and to a command
// in a container, and replays it when the server has gone.
func TestReplay(t *testing.T) {
	t.Parallel()
	dir := replayed(t)
	var asked atomic.Int32
	internet := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Kept", "yes")
		to := io.Writer(w)
		if r.URL.Path == "/gzip" {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			defer z.Close()
			to = z
		}
		fmt.Fprintf(to, "%s %s %s %d", r.Method, r.URL.Path, body, asked.Add(1))
	}))
	defer internet.Close()
	port := internet.Listener.Addr().(*net.TCPAddr).Port
	here, inside := fmt.Sprintf("http://localhost:%d", port), fmt.Sprintf("http://host.docker.internal:%d", port)
	file := filepath.Join(t.TempDir(), "tape.har")
	run := func(flag string, script string) result {
		return finish(t, paddock(t, dir, "run", "--persist-to", t.TempDir(), flag, file, "--junit", file+".xml", "--", "sh", "-c", script))
	}
	exec := func(flag string, command ...string) result {
		args := []string{"exec", "Boxed", "--persist-to", t.TempDir(), "--allow-local", flag, file, "--"}
		return finish(t, paddock(t, dir, append(args, command...)...))
	}
	steps := fmt.Sprintf(`for i in 1 2; do curl -sS "$PADDOCK_URL/n?to=%[1]s"; echo; done; curl -sS -d body "$PADDOCK_URL/post?to=%[1]s"; echo; curl -sS "$PADDOCK_URL/gzip?to=%[1]s"`, here)
	recorded := run("--record", steps)
	want := "GET /n  1 yes\nGET /n  2 yes\nPOST /post body 3 yes\nGET /gzip  4 yes"
	if recorded.code != 0 || recorded.stdout != want {
		t.Fatalf("recorded: got %+v", recorded)
	}
	text, err := os.ReadFile(file)
	if err != nil || strings.Contains(string(text), "s3cret") || !strings.Contains(string(text), `"text": "GET /gzip  4"`) {
		t.Errorf("the file is %s, %v", text, err)
	}
	if again := run("--replay", steps); again.code != 0 || again.stdout != want {
		t.Errorf("replayed: got %+v", again)
	}
	if n := asked.Load(); n != 4 {
		t.Errorf("the internet was asked %d times", n)
	}
	missing := run("--replay", fmt.Sprintf(`curl -sS "$PADDOCK_URL/other?to=%s"; echo; curl -sS "$PADDOCK_URL/tcp?to=db.test:5432"`, here))
	list := fmt.Sprintf("has no answer to:\n    GET %s/other\n    a TCP connection to db.test:5432", here)
	if missing.code != 1 || !strings.Contains(missing.stderr, list) || !strings.Contains(missing.stdout, "Network connection lost.") {
		t.Errorf("what is missing: got %+v, want\n%s", missing, list)
	}
	if report, err := os.ReadFile(file + ".xml"); err != nil || !strings.Contains(string(report), `tests="2" failures="1"`) {
		t.Errorf("the report is %s, %v", report, err)
	}

	recorded = exec("--record", "curl", "-sS", inside+"/inside", inside+"/gzip", "--compressed")
	if recorded.code != 0 || recorded.stdout != "GET /inside  5GET /gzip  6" {
		t.Fatalf("recorded in a container: got %+v", recorded)
	}
	internet.Close()
	if again := exec("--replay", "curl", "-sS", inside+"/inside", inside+"/gzip", "--compressed"); again.code != 0 || again.stdout != recorded.stdout {
		t.Errorf("replayed in a container: got %+v", again)
	}
	missing = exec("--replay", "sh", "-c", "curl -sS http://unknown.example/x; echo; echo hi | timeout 5 curl -sS telnet://unknown.example:5432; true")
	list = "has no answer to:\n    GET http://unknown.example/x\n    a TCP connection to unknown.example:5432"
	if missing.code != 1 || !strings.Contains(missing.stderr, list) || !strings.Contains(missing.stdout, "not recorded: GET http://unknown.example/x") {
		t.Errorf("what is missing in a container: got %+v, want\n%s", missing, list)
	}
}
