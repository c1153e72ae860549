package main

import (
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"paddock/bindings/container/launch"
)

func TestDev_others(t *testing.T) {
	t.Parallel()
	front, back := t.TempDir(), t.TempDir()
	write(t, front, map[string]string{
		"wrangler.jsonc": `{ "name": "front", "main": "index.js", "compatibility_date": "2026-05-01",
			"services": [{ "binding": "BACK", "service": "back" }],
			"durable_objects": { "bindings": [{ "name": "COUNT", "class_name": "Count", "script_name": "back" }] },
			"tail_consumers": [{ "service": "back" }] }`,
		"index.js": `export default {
			fetch: async (request, env) => new Response(await (await env.BACK.fetch("http://x/")).text() + await env.COUNT.getByName("n").add().catch(() => "")),
		};`,
	})
	write(t, back, map[string]string{
		"wrangler.jsonc": `{ "name": "back", "main": "index.js", "compatibility_date": "2026-05-01",
			"durable_objects": { "bindings": [{ "name": "COUNT", "class_name": "Count" }] }, "migrations": [{ "tag": "1", "new_sqlite_classes": ["Count"] }] }`,
		"index.js": `import { DurableObject } from "cloudflare:workers";
			export class Count extends DurableObject { n = 0; add() { return ++this.n; } }
			export default { fetch: () => new Response("back "), tail: ([e]) => console.log("told of " + e.scriptName) };`,
	})
	registry := []string{"env", "WRANGLER_REGISTRY_PATH=" + t.TempDir()}
	const absent = `Worker "back" not found. Make sure it is running locally.`
	f := startDevIn(t, registry, front)
	expect := func(status int, want string) {
		t.Helper()
		if got, text := f.get(t, "/"); got != status || text != want {
			t.Errorf("got %d %q, want %d %q", got, text, status, want)
		}
	}
	for _, line := range []string{"env.COUNT (Count, defined in back)", "env.BACK (back)", "- back"} {
		if got := f.says(t, line); !strings.HasSuffix(got, "[not connected]") {
			t.Errorf("the console says %q", got)
		}
	}
	expect(http.StatusOK, absent)
	b := startDevIn(t, registry, back)
	f.says(t, "⎔ Connection status updated")
	f.until(t, "that it is connected", func(lines []string) bool {
		return len(lines) > 0 && strings.Count(strings.Join(lines, "\n"), "[connected]\n") >= 3
	})
	expect(http.StatusOK, "back 1")
	b.says(t, "told of front")
	if err := b.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	f.until(t, "that it is no longer connected", func(lines []string) bool {
		return strings.Count(strings.Join(lines, "\n"), "⎔ Connection status updated") == 2
	})
	expect(http.StatusOK, absent)
	startDevIn(t, registry, back)
	f.until(t, "that it is connected again", func(lines []string) bool {
		return strings.Count(strings.Join(lines, "\n"), "⎔ Connection status updated") == 3
	})
	expect(http.StatusOK, "back 1")
}

// knock is a program that says of unix sockets whether they take connections.
const knock = `import socket, sys
for name in sys.argv[1:]:
    try:
        socket.socket(socket.AF_UNIX).connect(name)
        print("open")
    except OSError as e:
        print("closed")
`

func TestExec_others(t *testing.T) {
	t.Parallel()
	registry, app := t.TempDir(), outboundApp(t)
	server := t.TempDir()
	write(t, server, map[string]string{
		"wrangler.jsonc": `{ "name": "server", "main": "index.js", "compatibility_date": "2026-05-01" }`,
		"index.js":       `export default { fetch: () => new Response("ok") };`,
	})
	startDevIn(t, []string{"env", "WRANGLER_REGISTRY_PATH=" + registry}, server)
	sockets, err := filepath.Glob(filepath.Join(registry, "paddock", "*.sock"))
	if err != nil || len(sockets) != 1 {
		t.Fatalf("there are %v, %v", sockets, err)
	}
	if out, err := exec.Command("python3", "-c", knock, sockets[0]).Output(); err != nil || strings.TrimSpace(string(out)) != "open" {
		t.Fatalf("outside it is %s, %v", out, err)
	}
	overLinks(t, func(t *testing.T, link string) {
		if link == launch.LinkProxy {
			t.Skip("this link keeps nothing")
		}
		cmd := paddock(t, app, "exec", "--persist-to", t.TempDir(), "--egress", link, "--allow-local", "MyApp", "--", "python3", "-c", knock, sockets[0])
		cmd.Env = append(cmd.Env, "WRANGLER_REGISTRY_PATH="+registry)
		if out := must(t, cmd); strings.TrimSpace(out) != "closed" {
			t.Errorf("a command finds the socket of a dev session %q", out)
		}
	})
}
