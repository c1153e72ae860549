package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"paddock/bindings/container/launch"
)

// hello is a small project: a Worker that shows its variables.
func hello(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"wrangler.jsonc": `{
  "name": "hello", "main": "index.ts", "compatibility_date": "2026-01-01",
  "kv_namespaces": [{ "binding": "KV", "id": "kv1" }],
  "r2_buckets": [{ "binding": "BUCKET", "bucket_name": "bucket" }],
  "vars": { "GREETING": "hello", "SECRET": "not this" },
  "env": { "staging": { "vars": { "GREETING": "staging" }, "kv_namespaces": [{ "binding": "KV", "id": "kv2" }] } }
}`,
		".dev.vars": "SECRET=hidden\n",
		"index.ts":  helloSource("1"),
		"boom.ts":   "export function boom(why: string): never {\n  throw new RangeError(why, { cause: new Error(\"inner\") });\n}\n",
	})
	// A file that was saved just before the start counts as changed, and is loaded again.
	before := time.Now().Add(-time.Minute)
	for _, name := range []string{"wrangler.jsonc", ".dev.vars", "index.ts", "boom.ts"} {
		if err := os.Chtimes(filepath.Join(dir, name), before, before); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func helloSource(version string) string {
	return `import { boom } from "./boom";
interface Env { KV: KVNamespace; GREETING: string; SECRET: string; EXTRA?: string }
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const url = new URL(request.url);
    switch (url.pathname) {
      case "/vars": return new Response([env.GREETING, env.SECRET, env.EXTRA].join(" "));
      case "/boom": return boom("<went> wrong");
      case "/hang": return new Promise(() => {});
      case "/put": await env.KV.put("key", "kept"); return new Response("put");
      case "/kept": return new Response(await env.KV.get("key"));
      case "/wait": await fetch(url.searchParams.get("url")!); return new Response("version ` + version + `");
      case "/socket": {
        const [client, server] = Object.values(new WebSocketPair());
        server.accept();
        server.addEventListener("message", (event) => server.send("echo " + event.data));
        return new Response(null, { status: 101, webSocket: client });
      }
    }
    return new Response("version ` + version + `");
  },
};
`
}

func TestDev_output(t *testing.T) {
	t.Parallel()
	s := startDev(t, hello(t))
	s.get(t, "/vars?x=1")
	s.says(t, "GET /vars 200 OK (")
	want := `Using secrets defined in .dev.vars
Your Worker has access to the following bindings:
Binding                        Resource                  Mode
env.KV (kv1)                   KV Namespace              local
env.BUCKET (bucket)            R2 Bucket                 local
env.GREETING ("hello")         Environment Variable      local
env.SECRET ("(hidden)")        Environment Variable      local

⎔ Starting local server...
Ready on ` + s.url
	if got, _, _ := strings.Cut(s.output(), "\nGET "); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestDev_flags(t *testing.T) {
	t.Parallel()
	t.Run("--ip chooses the address", func(t *testing.T) {
		t.Parallel()
		s := startDev(t, hello(t), "--ip", "127.0.0.1")
		if !strings.HasPrefix(s.url, "http://127.0.0.1:") {
			t.Errorf("it is ready on %s", s.url)
		}
		s.answers(t, "/", "version 1")
	})
	t.Run("-e takes the environment and --var adds a variable", func(t *testing.T) {
		t.Parallel()
		s := startDev(t, hello(t), "-e", "staging", "--var", "EXTRA:a:b")
		s.answers(t, "/vars", "staging hidden a:b")
		s.says(t, `env.EXTRA ("(hidden)")`)
	})
	t.Run("--persist-to keeps state from one run to the next", func(t *testing.T) {
		t.Parallel()
		dir, state := hello(t), t.TempDir()
		s := startDev(t, dir, "--persist-to", state)
		s.answers(t, "/put", "put")
		s.stop(t, syscall.SIGTERM)
		if _, err := os.Stat(filepath.Join(state, "v3", "kv")); err != nil {
			t.Error(err)
		}
		startDev(t, dir, "--persist-to", state).answers(t, "/kept", "kept")
		if _, err := os.Stat(filepath.Join(dir, ".wrangler")); !os.IsNotExist(err) {
			t.Errorf("the default folder is there: %v", err)
		}
	})
	t.Run("an argument is the main module", func(t *testing.T) {
		t.Parallel()
		dir := hello(t)
		write(t, dir, map[string]string{"other.js": "export default { fetch: () => new Response('other') };"})
		startDev(t, dir, "other.js").answers(t, "/", "other")
	})
	t.Run("several -c run several Workers that call each other", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		write(t, dir, map[string]string{
			"a/wrangler.jsonc": `{ "name": "a", "main": "index.js", "compatibility_date": "2026-01-01", "services": [{ "binding": "B", "service": "b" }] }`,
			"a/index.js":       `export default { async fetch(request, env) { console.log("in a"); return new Response("a and " + await (await env.B.fetch(request)).text()); } };`,
			"b/wrangler.toml":  "name = 'b'\nmain = 'index.js'\ncompatibility_date = '2026-01-01'\n",
			"b/index.js":       `export default { fetch() { console.log("in b"); return new Response("b"); } };`,
		})
		s := startDev(t, dir, "-c", "a/wrangler.jsonc", "-c", "b/wrangler.toml")
		s.answers(t, "/", "a and b")
		s.says(t, "[a] in a")
		s.says(t, "[b] in b")
	})
}

// SQL that never ends does not keep a session from ending.
func TestDev_endlessSQL(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"wrangler.jsonc": `{ "name": "counts", "main": "index.js", "compatibility_date": "2026-01-01",
			"durable_objects": { "bindings": [{ "name": "O", "class_name": "O" }] }, "migrations": [{ "tag": "1", "new_sqlite_classes": ["O"] }] }`,
		"index.js": `import { DurableObject } from "cloudflare:workers";
export class O extends DurableObject {
	fetch() {
		console.log("counting");
		return Response.json(this.ctx.storage.sql.exec("WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c").toArray());
	}
}
export default { fetch: (request, env) => env.O.getByName("one").fetch(request) };`,
	})
	s := startDev(t, dir)
	asked := make(chan struct{})
	go func() {
		defer close(asked)
		if resp, err := http.Get(s.url); err == nil {
			resp.Body.Close()
		}
	}()
	s.says(t, "counting")
	if code := s.stop(t, syscall.SIGINT); code != 0 {
		t.Errorf("exit code %d", code)
	}
	<-asked
}

// hang is a program whose session never ends.
func hang() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	t := &terminal{out: os.Stdout, err: os.Stderr}
	defer endAtSecondSignal(ctx, t)()
	t.Status("The session has begun.")
	select {}
}

func TestDev_secondSignal(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	s := startConsole(t, exec.CommandContext(ctx, "hang"))
	s.says(t, "has begun")
	interrupt := func() {
		if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
	}
	interrupt()
	s.says(t, "Press Ctrl+C again")
	interrupt()
	<-s.ended
	if ctx.Err() != nil {
		t.Error("the second signal has not ended it")
	}
}

func TestDev_state(t *testing.T) {
	t.Parallel()
	dir, state := hello(t), t.TempDir()
	s := startDev(t, dir, "--persist-to", state)
	t.Run("paddock kv writes what the running Worker reads", func(t *testing.T) {
		must(t, paddock(t, dir, "kv", "key", "put", "--persist-to", state, "--binding", "KV", "key", "from outside"))
		s.answers(t, "/kept", "from outside")
	})
	t.Run("a second session on the same state is refused", func(t *testing.T) {
		r := finish(t, paddock(t, dir, "dev", "--port", "0", "--persist-to", state))
		if r.code != 1 || !strings.Contains(r.stderr, "in use by another Paddock (process "+fmt.Sprint(s.cmd.Process.Pid)+")") {
			t.Errorf("exit code %d, %s", r.code, r.stderr)
		}
	})
	t.Run("a port in use is refused when it was asked for", func(t *testing.T) {
		_, port, err := net.SplitHostPort(strings.TrimPrefix(s.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		r := finish(t, paddock(t, dir, "dev", "--port", port, "--persist-to", t.TempDir()))
		if r.code != 1 || !strings.Contains(r.stderr, "Address already in use (localhost:"+port+").") || !strings.Contains(r.stderr, "--port") {
			t.Errorf("exit code %d, %s", r.code, r.stderr)
		}
		s.answers(t, "/", "version 1")
	})
}

func TestDev_reload(t *testing.T) {
	t.Parallel()
	dir := hello(t)
	arrived, release := make(chan struct{}), make(chan struct{})
	letGo := sync.OnceFunc(func() { close(release) })
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		close(arrived)
		<-release
	}))
	defer other.Close()
	defer letGo()
	s := startDev(t, dir)
	inFlight := make(chan string, 1)
	go func() {
		resp, err := http.Get(s.url + "/wait?url=" + other.URL)
		if err != nil {
			inFlight <- err.Error()
			return
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		inFlight <- fmt.Sprint(string(body), err)
	}()
	<-arrived

	write(t, dir, map[string]string{"boom.ts": "export function boom( {\n"})
	s.says(t, "boom.ts:2:1:")
	s.answers(t, "/", "version 1") // the broken edit is told, and the version before serves

	write(t, dir, map[string]string{"boom.ts": "throw new TypeError('at the top');\nexport function boom(why: string) {}\n"})
	s.says(t, "Uncaught TypeError: at the top")
	s.answers(t, "/", "version 1")

	write(t, dir, map[string]string{"boom.ts": "export function boom(why: string) {}\n", "index.ts": helloSource("2")})
	s.says(t, "⎔ Local server updated and ready")
	eventually(t, func() bool { _, body := s.get(t, "/"); return body == "version 2" }, "the new version does not serve")
	letGo()
	if got := <-inFlight; got != "version 1<nil>" {
		t.Errorf("the request in flight got %q", got)
	}

	// Editors replace files; a new variable of the configuration comes in as well.
	config, err := os.ReadFile(filepath.Join(dir, "wrangler.jsonc"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, map[string]string{"new": strings.Replace(string(config), `"GREETING": "hello"`, `"GREETING": "good day"`, 1)})
	if err := os.Rename(filepath.Join(dir, "new"), filepath.Join(dir, "wrangler.jsonc")); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() bool {
		status, body := s.get(t, "/vars")
		return status == 200 && strings.HasPrefix(body, "good day hidden")
	},
		"the new variable does not come in")
}

func TestDev_errors(t *testing.T) {
	t.Parallel()
	dir := hello(t)
	s := startDev(t, dir)
	t.Run("a browser gets a page", func(t *testing.T) {
		status, body := s.get(t, "/boom", "Accept", "text/html", "User-Agent", "Mozilla/5.0")
		for _, want := range []string{"<h1>RangeError: &lt;went&gt; wrong</h1>", "boom.ts:2:9", "index.ts:8:28", "Caused by", "Error: inner", "Mozilla/5.0"} {
			if status != http.StatusInternalServerError || !strings.Contains(body, want) {
				t.Errorf("status %d, no %q in\n%s", status, want, body)
			}
		}
	})
	t.Run("curl gets the stack as text", func(t *testing.T) {
		status, body := s.get(t, "/boom", "Accept", "*/*", "User-Agent", "curl/8")
		want := fmt.Sprintf("RangeError: <went> wrong\n    at boom (file://%s/boom.ts:2:9)\n    at Object.fetch (file://%[1]s/index.ts:8:28)", dir)
		if status != http.StatusInternalServerError || body != want {
			t.Errorf("status %d, got\n%s\nwant\n%s", status, body, want)
		}
	})
	t.Run("the console has the stack", func(t *testing.T) {
		s.says(t, "✘ [ERROR] RangeError: <went> wrong")
		s.says(t, dir+"/boom.ts:2:9")
		s.says(t, "Caused by: Error: inner")
		s.says(t, "GET /boom 500 Internal Server Error")
	})
	t.Run("a handler that can never answer is told so", func(t *testing.T) {
		const want = "Error: The Workers runtime canceled this request because it detected that your Worker's code had hung"
		if status, body := s.get(t, "/hang", "User-Agent", "curl/8"); status != http.StatusInternalServerError || !strings.HasPrefix(body, want) {
			t.Errorf("%d %s", status, body)
		}
	})
	t.Run("the session goes on", func(t *testing.T) { s.answers(t, "/", "version 1") })
}

func TestDev_webSocket(t *testing.T) {
	t.Parallel()
	s := startDev(t, hello(t))
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET /socket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
	// A text frame of five bytes, masked with zeros (RFC 6455, section 5.2).
	fmt.Fprintf(conn, "\x81\x85\x00\x00\x00\x00hello")
	var got strings.Builder
	buf := make([]byte, 1024)
	for !strings.HasSuffix(got.String(), "\r\n\r\n\x81\x0aecho hello") {
		n, err := conn.Read(buf)
		got.Write(buf[:n])
		if err != nil {
			t.Fatalf("got %q: %v", got.String(), err)
		}
	}
	if head := got.String(); !strings.HasPrefix(head, "HTTP/1.1 101 ") || !strings.Contains(head, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") {
		t.Errorf("got %q", head)
	}
}

// TestDev_stop ends a session that has a request in flight, a WebSocket and a container.
func TestDev_stop(t *testing.T) {
	t.Parallel()
	app := outboundApp(t)
	overLinks(t, func(t *testing.T, link string) {
		if link == launch.LinkProxy || link == launch.LinkSeccomp {
			t.Skip("the container's port would be one of this machine")
		}
		for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
			t.Run(sig.String()+" leaves nothing behind", func(t *testing.T) {
				s := startDev(t, app, "--egress", link)
				s.answers(t, "/container/one/path", "container says hello to /container/one/path\n")
				family := descendants(t, s.cmd.Process.Pid)
				if len(family) < 2 {
					t.Errorf("the container's processes are not seen: %v", family)
				}
				if code := s.stop(t, sig); code != 0 {
					t.Errorf("exit code %d", code)
				}
				eventually(t, func() bool { return !slices.ContainsFunc(family, alive) }, "processes are left over: %v", family)
				if left, err := os.ReadDir(s.temporary); err != nil || len(left) > 0 {
					t.Errorf("files are left over: %v %v", left, err)
				}
				if conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://")); err == nil {
					conn.Close()
					t.Error("somebody still listens")
				}
				if strings.Contains(s.output(), "ERROR") {
					t.Errorf("it says\n%s", s.output())
				}
			})
		}
	})
}

// TestDev_container runs the fixture as its Dockerfile says, in front and behind.
func TestDev_container(t *testing.T) {
	t.Parallel()
	app := outboundApp(t)
	overLinks(t, func(t *testing.T, link string) {
		if link == launch.LinkProxy || link == launch.LinkSeccomp {
			t.Skip("the container's port would be one of this machine")
		}
		state := seed(t, app)
		s := startDev(t, app, "--egress", link, "--persist-to", state)
		s.answers(t, "/container/one?fetch=http://my.kv/some-key", "hello")
		s.answers(t, "/container/one?fetch=http://my.r2/some-object", "an object out of R2")
		s.answers(t, "/container/two?fetch=http://my.worker/", "Hello, container!")
		if _, body := s.get(t, "/container/one?fetch=https://my.kv/"); strings.Contains(body, "hello") || body == "" {
			t.Errorf("HTTPS got %q", body)
		}
	})
}

// TestDev_containerThatFails is about containers that are no use: what the project's requests
// get, and what the console tells.
func TestDev_containerThatFails(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"wrangler.jsonc": `{
  "name": "failing", "main": "index.js", "compatibility_date": "2026-01-01",
  "durable_objects": { "bindings": [{ "name": "LEAVES", "class_name": "Leaves" }, { "name": "DEAF", "class_name": "Deaf" }] },
  "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Leaves", "Deaf"] }],
  "containers": [{ "class_name": "Leaves", "image": "./leaves.Dockerfile" }, { "class_name": "Deaf", "image": "./deaf.Dockerfile" }]
}`,
		"leaves.Dockerfile": "FROM scratch\nCMD [\"sh\", \"-c\", \"printf leaving; exit 3\"]\n",
		"deaf.Dockerfile":   "FROM scratch\nCMD [\"python3\", \"-m\", \"http.server\", \"9123\"]\n",
		"index.js": `import { DurableObject } from "cloudflare:workers";
import { Container, ContainerProxy, getContainer } from "@cloudflare/containers";
export { ContainerProxy };
export class Leaves extends Container { defaultPort = 8080; }
export class Deaf extends DurableObject {
  async fetch(request) {
    const { container } = this.ctx;
    if (!container.running) container.start();
    if (new URL(request.url).pathname === "/later") await scheduler.wait(3500); // longer than Paddock's patience
    try {
      return await container.getTcpPort(8080).fetch(request);
    } catch (e) {
      return new Response("running " + container.running + ": " + e.message, { status: 503 });
    }
  }
}
export default {
  fetch: (request, env) => getContainer(new URL(request.url).pathname === "/leaves" ? env.LEAVES : env.DEAF).fetch(request),
};
`,
	})
	if err := os.Symlink(filepath.Join(outboundApp(t), "node_modules"), filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	state := t.TempDir()
	s := startDev(t, dir, "--persist-to", state)
	const refused = "Container is not listening to port 8080: the container is not listening in the TCP address 10.0.0.1:8080"
	if status, body := s.get(t, "/leaves"); status != http.StatusInternalServerError || !strings.Contains(body, "Failed to start container: ") {
		t.Errorf("a container that ends at once: %d, %q", status, body)
	}
	s.says(t, "leaving")
	s.says(t, "Container error:") // that it crashed while ports were checked, or its exit code: whichever is seen first
	if status, body := s.get(t, "/deaf"); status != http.StatusServiceUnavailable || body != "running true: "+refused {
		t.Errorf("a container that does not listen: %d, %q", status, body)
	}
	s.says(t, "has ended with exit code 3")
	s.get(t, "/later")
	told := s.says(t, "does not listen on port 8080")
	if strings.Contains(s.output(), "(egress by nft") {
		s.says(t, "It listens on 0.0.0.0:9123.")
	}
	if !strings.Contains(told, "The container Deaf/") {
		t.Errorf("it told %q", told)
	}
	logs, err := filepath.Glob(filepath.Join(state, "v3/containers/logs/Leaves-*.log"))
	if err != nil || len(logs) != 1 {
		t.Fatalf("the logs that were kept are %q, %v", logs, err)
	}
	if text, err := os.ReadFile(logs[0]); err != nil || !regexp.MustCompile(`^\d{4}-\d\d-\d\dT[\d:.]+Z out leaving\n`).Match(text) {
		t.Errorf("what was kept is %q, %v", text, err)
	}
}

func TestDev_TellsHowToRunCronTriggers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"wrangler.json": `{ "name": "w", "main": "w.js", "compatibility_date": "2026-04-07", "triggers": { "crons": ["* * * * *"] } }`,
		"w.js":          `export default { scheduled(controller) { console.log("ran " + controller.cron); }, fetch: () => new Response("") };`,
	})
	s := startDev(t, dir)
	s.says(t, "Scheduled Workers are not automatically triggered during local development.")
	s.says(t, `curl "`+s.url+`/cdn-cgi/local/scheduled"`)
	resp, err := http.Get(s.url + "/cdn-cgi/local/scheduled?cron=5")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	s.says(t, "ran 5")
}
