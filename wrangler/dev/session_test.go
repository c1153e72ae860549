package dev_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"paddock/bindings/container"
	"paddock/wrangler/config"
	"paddock/wrangler/dev"
	"paddock/wrangler/message"
)

// limit is when a test is given up.
const limit = 90 * time.Second

// record is a console that keeps what it is told.
type record struct {
	mu    sync.Mutex // guards lines
	lines []string
	more  chan struct{} // holds one when lines have grown
}

func newRecord() *record { return &record{more: make(chan struct{}, 1)} }

func (r *record) add(line string) {
	r.mu.Lock()
	r.lines = append(r.lines, line)
	r.mu.Unlock()
	select {
	case r.more <- struct{}{}:
	default:
	}
}

func (r *record) Log(worker, level, text string) { r.add(worker + " " + level + ": " + text) }
func (r *record) Exception(worker, where string, err error) {
	r.add(worker + " threw in " + where + ": " + err.Error())
}
func (r *record) Message(m message.Message) {
	r.add(m.Kind.String() + ": " + message.Errors{m}.Error())
}
func (r *record) Status(text string) { r.add(text) }

func (r *record) Request(a dev.Answered) { r.add(a.String()) }
func (r *record) text() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.lines, "\n")
}

// says waits for a line with the text.
func (r *record) says(t *testing.T, text string) {
	t.Helper()
	r.saysTimes(t, text, 1)
}

// saysTimes waits until the text was said so often.
func (r *record) saysTimes(t *testing.T, text string, times int) {
	t.Helper()
	for end := time.After(limit); strings.Count(r.text(), text) < times; {
		select {
		case <-r.more:
		case <-end:
			t.Fatalf("nobody says %q:\n%s", text, r.text())
		}
	}
}

// serves waits for the reload after which the answer is what is wanted: a file may be seen before it is whole.
func (p *project) serves(t *testing.T, url, want string) {
	t.Helper()
	for reload := 1; ; reload++ {
		if _, body, _ := get(t, url); body == want {
			return
		}
		p.console.saysTimes(t, "⎔ Local server updated and ready", reload)
	}
}

// project is a folder with a Worker.
type project struct {
	dir     string
	console *record
	engine  fakeEngine // of its containers
	// scheduled is dev.Options.TestScheduled.
	scheduled bool
	// liveReload is dev.Options.LiveReload.
	liveReload bool
	reloading  func() func()
	others     []string // configurations of further workers
	registry   string   // dev.Options.Registry
}

func newProject(t *testing.T, configuration, source string) *project {
	t.Helper()
	p := &project{dir: t.TempDir(), console: newRecord()}
	p.write(t, "wrangler.jsonc", configuration)
	p.write(t, "index.js", source)
	return p
}

func (p *project) write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+".new", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil { // at once: a reload never sees half of it
		t.Fatal(err)
	}
}

// start starts a session that ends with the test.
func (p *project) start(t *testing.T) (*dev.Session, error) {
	t.Helper()
	return p.startIn(context.Background(), t)
}

func (p *project) startIn(ctx context.Context, t *testing.T) (*dev.Session, error) {
	t.Helper()
	s, err := p.launch(ctx, t)
	if err == nil {
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
		})
	}
	return s, err
}

// launch starts a session that the test ends itself.
func (p *project) launch(ctx context.Context, t *testing.T) (*dev.Session, error) {
	t.Helper()
	return dev.Start(ctx, dev.Options{
		Load: func() ([]*config.Project, []message.Message, error) {
			c, warnings, err := config.Load(config.Options{Dir: p.dir})
			projects := []*config.Project{c}
			for _, file := range p.others {
				other, more, failed := config.Load(config.Options{Dir: p.dir, Path: filepath.Join(p.dir, file)})
				projects, warnings, err = append(projects, other), append(warnings, more...), errors.Join(err, failed)
			}
			return projects, warnings, err
		},
		StateDir: t.TempDir(), TestScheduled: p.scheduled, Registry: p.registry, LiveReload: p.liveReload, Reloading: p.reloading, Console: p.console, Containers: container.Options{
			Engine: p.engine, Status: p.console.Status,
			Warn: func(text string) { p.console.Message(message.Message{Kind: message.Warning, Text: text}) },
		},
	})
}

// serve starts a session with its door.
func (p *project) serve(t *testing.T) (s *dev.Session, url string) {
	t.Helper()
	s, err := p.start(t)
	if err != nil {
		t.Fatal(err)
	}
	front, err := s.Listen("127.0.0.1:0", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		ctx, cancel := context.WithTimeout(context.Background(), limit)
		defer cancel()
		if err := front.Close(ctx); err != nil {
			t.Errorf("close the door: %v", err)
		}
	})
	return s, fmt.Sprintf("http://127.0.0.1:%d", front.Port())
}

// get asks with headers, given as name, value, name, value…
func get(t *testing.T, url string, header ...string) (int, string, http.Header) {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body), resp.Header
}

func TestSession_reloading(t *testing.T) {
	t.Parallel()
	p := newProject(t, plain, `export default {}`)
	var told []string
	p.reloading = func() func() {
		told = append(told, "begins")
		return func() { told = append(told, "ended") }
	}
	s, err := p.start(t)
	if err != nil {
		t.Fatal(err)
	}
	p.write(t, "index.js", `export default {`)
	if err := s.Reload(t.Context()); err == nil {
		t.Error("the mistake is not told")
	}
	if got := strings.Join(told, " "); got != "begins ended" {
		t.Errorf("told: %s", got)
	}
}

const plain = `{ "name": "w", "main": "index.js", "compatibility_date": "2026-01-01" }`

func TestSession_front(t *testing.T) {
	t.Parallel()
	p := newProject(t, plain, `export default { async fetch(request) {
	switch (new URL(request.url).pathname) {
	case "/echo": return new Response(request.method + " " + request.url + " " + request.headers.get("cf-connecting-ip"));
	case "/status": return new Response(null, { status: 204, headers: [["set-cookie", "a=1"], ["set-cookie", "b=2"]] });
	case "/log": console.log("a line", { a: 1 }); return new Response("");
	case "/json": return Response.json({ a: 1 });
	case "/hop": return new Response("abc", { headers: { connection: "close", "keep-alive": "timeout=5", "transfer-encoding": "gzip", upgrade: "x", "x-a": "b" } });
	}
	return undefined;
} };`)
	_, url := p.serve(t)
	t.Run("a request arrives with its URL and the client's address", func(t *testing.T) {
		if _, body, _ := get(t, url+"/echo?q=1"); body != "GET "+url+"/echo?q=1 127.0.0.1" {
			t.Errorf("got %q", body)
		}
	})
	t.Run("status and repeated headers go out", func(t *testing.T) {
		status, _, header := get(t, url+"/status")
		if status != 204 || strings.Join(header.Values("Set-Cookie"), ";") != "a=1;b=2" {
			t.Errorf("got %d %v", status, header)
		}
	})
	t.Run("a content type is sent only if the Worker gave one", func(t *testing.T) {
		_, _, header := get(t, url+"/json")
		if got := header.Get("Content-Type"); got != "application/json" {
			t.Errorf("got %q", got)
		}
		if _, _, header = get(t, url+"/log"); header.Get("X-Powered-By") != "" {
			t.Errorf("got %v", header)
		}
	})
	t.Run("what would be said of the connection is left out", func(t *testing.T) {
		_, body, header := get(t, url+"/hop")
		if body != "abc" || header.Get("Connection")+header.Get("Keep-Alive")+header.Get("Upgrade") != "" || header.Get("X-A") != "b" {
			t.Errorf("got %q, %v", body, header)
		}
	})
	t.Run("the console tells the Worker's lines and the requests", func(t *testing.T) {
		p.console.says(t, "w log: a line { a: 1 }")
		p.console.says(t, "GET /log 200 OK (")
	})
	t.Run("the console tells a path as it was sent", func(t *testing.T) {
		get(t, url+"/log%2F..%09%5B")
		p.console.says(t, "GET /log%2F..%09%5B ")
	})
	t.Run("what is no response is an error", func(t *testing.T) {
		if status, _, _ := get(t, url+"/nothing"); status != 500 {
			t.Errorf("got %d", status)
		}
		p.console.says(t, "w threw in fetch: TypeError: Incorrect type for Promise: the Promise did not resolve to 'Response'.")
	})
}

func TestSession_cf(t *testing.T) {
	t.Parallel()
	p := newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2026-01-01", "services": [{ "binding": "SELF", "service": "w" }] }`,
		`export default { async fetch(request, env) {
	const { pathname } = new URL(request.url);
	if (pathname === "/cf") return new Response(JSON.stringify(request.cf) ?? "undefined");
	if (pathname === "/codings") return Response.json([request.headers.get("accept-encoding"), request.cf.clientAcceptEncoding]);
	const ask = async (...args) => (await env.SELF.fetch(...args)).text();
	return Response.json({
		none: await ask("http://x/cf"),
		given: await ask("http://x/cf", { cf: { a: { b: [1] } } }),
		same: await ask(new Request("http://x/cf", request)) === JSON.stringify(request.cf),
		other: await ask(new Request(new Request("http://x/cf", request), { cf: { c: 1 } })),
	});
} };`)
	_, url := p.serve(t)
	t.Run("a request to another Worker has the properties that its maker gave", func(t *testing.T) {
		if _, body, _ := get(t, url); body != `{"none":"undefined","given":"{\"a\":{\"b\":[1]}}","same":true,"other":"{\"c\":1}"}` {
			t.Errorf("got %s", body)
		}
	})
	t.Run("the Worker may use the platform's content codings, and learns the client's", func(t *testing.T) {
		if _, body, _ := get(t, url+"/codings", "Accept-Encoding", "identity"); body != `["br, gzip","identity"]` {
			t.Errorf("got %s", body)
		}
	})
}

func TestSession_arrivals(t *testing.T) {
	t.Parallel()
	p := newProject(t, plain, `export default { fetch: async (r) => Response.json([r.body === null, r.headers.get("connection"), r.headers.get("content-length"), r.headers.get("cf-connecting-ip"), await r.text()]) };`)
	_, url := p.serve(t)
	for _, c := range []struct{ name, method, body, address, want string }{
		{"a GET has no body", "GET", "", "", `[true,null,null,"127.0.0.1",""]`},
		{"a DELETE without a body has an empty one", "DELETE", "", "", `[false,null,"0","127.0.0.1",""]`},
		{"a GET may have a body", "GET", "ab", "", `[false,null,"2","127.0.0.1","ab"]`},
		{"the client may tell its address", "OPTIONS", "", "192.0.2.1", `[false,null,"0","192.0.2.1",""]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			req, err := http.NewRequestWithContext(t.Context(), c.method, url, strings.NewReader(c.body))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Connection", "keep-alive")
			if c.address != "" {
				req.Header.Set("CF-Connecting-IP", c.address)
			}
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			if got, err := io.ReadAll(resp.Body); err != nil || string(got) != c.want {
				t.Errorf("got %s, %v", got, err)
			}
		})
	}
}

func TestSession_plainErrors(t *testing.T) {
	t.Parallel()
	p := newProject(t, plain, `export default { fetch() { throw new TypeError("outer", { cause: new Error("inner") }); } };`)
	_, url := p.serve(t)
	status, body, header := get(t, url, "MF-Disable-Pretty-Error", "true")
	var got struct {
		Name, Message, Stack string
		Cause                struct{ Name, Message string }
	}
	err := json.Unmarshal([]byte(body), &got)
	if err != nil || status != 500 || header.Get("Content-Type") != "application/json" || got.Name != "TypeError" || got.Message != "outer" ||
		!strings.Contains(got.Stack, "index.js:1") || got.Cause.Name != "Error" || got.Cause.Message != "inner" {
		t.Errorf("got %d %v %s, %v", status, header, body, err)
	}
}

func TestSession_writtenErrors(t *testing.T) {
	t.Parallel()
	p := newProject(t, plain, `const changes = {
	name: (e) => { e.name = "Named"; }, message: (e) => { e.message = "changed\ntwice"; }, unnamed: (e) => { e.name = ""; }, silent: (e) => { e.message = ""; },
	stack: (e) => { e.stack = "Other: words\n    at f (file.js:1:2)"; }, words: (e) => { e.stack = "words"; }, without: (e) => { delete e.stack; },
};
export default { fetch(request) { const e = new Error("m"); changes[new URL(request.url).pathname.slice(1)](e); throw e; } };`)
	_, url := p.serve(t)
	for path, want := range map[string]string{
		"name": "Named: m\n    at ", "message": "Error: changed\ntwice\n    at ", "unnamed": "Error: m\n    at ", "silent": "Error\n    at ",
		"stack": "Error: m\n    at f (file.js:1:2)", "words": "Error: m", "without": "Error: m",
	} {
		if _, body, _ := get(t, url+"/"+path); !strings.HasPrefix(body, want) || !strings.HasSuffix(want, "at ") && body != want {
			t.Errorf("%s: got %q, want %q", path, body, want)
		}
	}
}

func TestSession_start(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, configuration, source, want string }{
		{"a broken bundle names file and line", plain, "export default {\n", "index.js:2:1: "},
		{"a top level that throws is told with its main module", plain, "\nthrow new RangeError('no');", "Uncaught RangeError: no"},
		{"a class that is not exported is told", `{ "name": "w", "main": "index.js", "compatibility_date": "2026-01-01",
			"durable_objects": { "bindings": [{ "name": "A", "class_name": "Gone" }] }, "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Gone"] }] }`,
			"export default {};", "Your Worker depends on the following Durable Objects, which are not exported in your entrypoint file: Gone."},
		{"a Workflow that is not exported is told", `{ "name": "w", "main": "index.js", "compatibility_date": "2026-01-01", "workflows": [{ "binding": "A", "name": "a", "class_name": "Gone" }] }`,
			"export default {};", "Your Worker depends on the following Workflows, which are not exported in your entrypoint file: Gone."},
		{"assets without a folder are told", `{ "name": "w", "main": "index.js", "compatibility_date": "2026-01-01", "assets": { "binding": "A" } }`, "export default {};",
			"The `assets` property in your configuration is missing the required `directory` property."},
		{"a Pages project is refused", `{ "name": "w", "pages_build_output_dir": "public", "compatibility_date": "2026-01-01" }`, "", "It looks like you've run a Workers-specific command in a Pages project."},
		{"files as bindings of modules are refused", `{ "name": "w", "main": "index.js", "text_blobs": { "T": "t.txt" }, "compatibility_date": "2026-01-01" }`, "export default {};",
			"You cannot configure [text_blobs] with an ES module worker. Instead, import the file directly in your code"},
		{"a site without its folder is told", `{ "name": "w", "main": "index.js", "site": { "bucket": "public" }, "compatibility_date": "2026-01-01" }`, "export default {};", "public of Workers Sites does not exist."},
		{"a site without a bucket is told", `{ "name": "w", "main": "index.js", "site": {}, "compatibility_date": "2026-01-01" }`, "export default {};", `"site.bucket" is a required field.`},
		{"a manifest without a site is no module", plain, "import m from '__STATIC_CONTENT_MANIFEST'; export default {};", `No such module "__STATIC_CONTENT_MANIFEST".`},
		{"a Worker in Python is refused", `{ "name": "w", "main": "index.py", "build": { "command": "exit 1" }, "compatibility_date": "2026-01-01" }`, "", "not emulated: Workers in Python"},
		{"a custom build that fails is told", custom("echo it breaks >&2; exit 3"), "", "Running custom build `echo it breaks >&2; exit 3` failed."},
		{"a custom build that makes no main module is told", custom("true"), "", `The expected output file at "built.js" was not found after running custom build: true.`},
		{"a top-level await that never settles is told", plain, "await new Promise(() => {}); export default {};", "Uncaught Error: Top-level await in module is unsettled."},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := newProject(t, c.configuration, c.source).start(t)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestSession_Watch edits between the load and the watch, while the watch runs, and wrongly.
func TestSession_Watch(t *testing.T) {
	t.Parallel()
	worker := func(version string) string {
		return `export default { fetch: () => new Response("` + version + `") };`
	}
	p := newProject(t, plain, worker("1"))
	s, url := p.serve(t)
	serves := func(want string) {
		t.Helper()
		if _, body, _ := get(t, url); body != want {
			t.Errorf("version %s serves, not %s", body, want)
		}
	}
	serves("1")
	p.write(t, "index.js", worker("2"))
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Watch(ctx) }()
	p.console.says(t, "⎔ Local server updated and ready")
	serves("2")
	p.write(t, "index.js", "export default {")
	p.console.says(t, "error: index.js:1:")
	serves("2")
	p.write(t, "wrangler.jsonc", "{")
	p.console.says(t, "Invalid JSON")
	serves("2")
	p.write(t, "other.js", worker("3"))
	p.write(t, "wrangler.jsonc", strings.Replace(plain, "index.js", "other.js", 1))
	p.serves(t, url, "3")
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestSession_Watch_newFiles adds a file that an import with a name put together finds.
func TestSession_Watch_newFiles(t *testing.T) {
	t.Parallel()
	p := newProject(t, plain, "export default { fetch: async (request) => new Response((await import(`./lang/${new URL(request.url).pathname.slice(1)}.js`)).default) };")
	p.write(t, "lang/en.js", `export default "hello"`)
	s, url := p.serve(t)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Watch(ctx) }()
	if _, body, _ := get(t, url+"/en"); body != "hello" {
		t.Errorf("got %s", body)
	}
	p.write(t, "lang/fr.js", `export default "bonjour"`)
	p.serves(t, url+"/fr", "bonjour")
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestReport(t *testing.T) {
	t.Parallel()
	r := newRecord()
	dev.Report(r, fmt.Errorf("wrapped: %w", message.Errors{{Text: "a"}, {Kind: message.Warning, Text: "b"}}))
	dev.Report(r, errors.New("plain"))
	if got := r.text(); got != "error: a\nwarning: b\nerror: plain" {
		t.Errorf("got %q", got)
	}
}

func TestSession_implied(t *testing.T) {
	t.Parallel()
	p := newProject(t, `{ "name": "app", "main": "index.js", "compatibility_date": "2026-01-01" }`, `
		export default { async fetch(request) {
			const found = await caches.default.match(request);
			if (found) return found;
			const made = new Response("made", { headers: { "cache-control": "max-age=60" } });
			await caches.default.put(request, made.clone());
			return made;
		} };`)
	_, url := p.serve(t)
	for _, want := range []string{"", "HIT"} {
		if status, body, header := get(t, url); status != http.StatusOK || body != "made" || header.Get("Cf-Cache-Status") != want {
			t.Errorf("got %d %q with the cache status %q, want %q", status, body, header.Get("Cf-Cache-Status"), want)
		}
	}
}

func TestSession_queue(t *testing.T) {
	t.Parallel()
	p := newProject(t, `{ "name": "app", "main": "index.js", "compatibility_date": "2026-01-01", "queues": {
		"producers": [{ "binding": "Q", "queue": "q" }], "consumers": [{ "queue": "q", "max_batch_timeout": 0, "max_retries": 0 }] } }`, `
		export default {
			async fetch(request, env) { await env.Q.send(new URL(request.url).pathname); return new Response("sent"); },
			queue(batch) { console.log("got", batch.messages[0].body); if (batch.messages[0].body === "/bad") batch.retryAll(); },
		};`)
	_, url := p.serve(t)
	get(t, url+"/good")
	p.console.says(t, "app log: got /good")
	p.console.says(t, "QUEUE q 1/1 (")
	get(t, url+"/bad")
	p.console.says(t, "QUEUE q 0/1 (")
	p.console.says(t, `on queue "q" after 1 failed attempt!`)
}

// TestSession_targets sends requests as they are on one connection.
func TestSession_targets(t *testing.T) {
	t.Parallel()
	p := newProject(t, plain, `export default { fetch: async (request) => new Response(request.url + " " + await request.text()) };`)
	_, url := p.serve(t)
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	answers := bufio.NewReader(conn)
	for _, path := range []string{"/100%", "/plain", "/%E0%A4%A?q=%zz", "/a|b", "/%41%2Fb", "/%%%25%", "/b?50%"} {
		if _, err := fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: h\r\nContent-Length: 7\r\n\r\nbody /%%", path); err != nil {
			t.Fatal(err)
		}
		resp, err := http.ReadResponse(answers, nil)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if want := "http://h" + path + " body /%"; string(body) != want || err != nil {
			t.Errorf("%s: got %d %q, %v", path, resp.StatusCode, body, err)
		}
	}
}

// TestSession_coding asks with a client that takes gzip and undoes it by itself.
func TestSession_coding(t *testing.T) {
	t.Parallel()
	p := newProject(t, plain, `export default { fetch: (request) =>
		new Response("data: x\n\n", { headers: { "content-type": new URL(request.url).pathname === "/events" ? "text/event-stream" : "text/html" } }) };`)
	_, url := p.serve(t)
	for path, compressed := range map[string]bool{"/page": true, "/events": false} {
		resp, err := http.Get(url + path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if string(body) != "data: x\n\n" || err != nil || resp.Uncompressed != compressed {
			t.Errorf("%s: got %q, %v; compressed: %v", path, body, err, resp.Uncompressed)
		}
	}
}

// TestSession_pieces passes on an answer of known length that comes in pieces.
func TestSession_pieces(t *testing.T) {
	t.Parallel()
	seen := make(chan struct{})
	origin := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "2")
		_, _ = io.WriteString(w, "a")
		_ = http.NewResponseController(w).Flush()
		<-seen
		_, _ = io.WriteString(w, "b")
	}))
	defer origin.Close()
	p := newProject(t, plain, `export default { fetch: () => fetch("`+origin.URL+`") };`)
	_, url := p.serve(t)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", "identity")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	first := make([]byte, 1)
	if _, err := io.ReadFull(resp.Body, first); err != nil {
		t.Fatal(err)
	}
	close(seen)
	rest, err := io.ReadAll(resp.Body)
	if got := string(first) + string(rest); got != "ab" || err != nil || resp.ContentLength != 2 {
		t.Errorf("got %q of %d bytes, %v", got, resp.ContentLength, err)
	}
}
