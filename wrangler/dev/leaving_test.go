package dev_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestLeaving looks at what servers are told of a Worker's requests, in wrangler's way.
func TestLeaving(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%q %q %q", r.Header.Get("CF-Worker"), r.Header.Get("CF-Connecting-IP"), r.Header.Get("X-A"))
	}))
	t.Cleanup(server.Close)
	worker := `export default { fetch(request) { return fetch("` + server.URL + `", request); } };`
	for _, c := range []struct{ name, configuration, want string }{
		{"is a zone made of the Worker's name", `"name": "w"`, "w.example.com"},
		{"is the zone of the first route", `"name": "w", "routes": [{ "pattern": "shop.example.org/*", "zone_name": "example.org" }]`, "example.org"},
		{"is the host of a route without a zone", `"name": "w", "route": "shop.example.org/*"`, "shop.example.org"},
		{"is the host of the section dev", `"name": "w", "dev": { "host": "dev.example" }`, "dev.example"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, url := newProject(t, `{ "main": "index.js", "compatibility_date": "2026-01-01", `+c.configuration+` }`, worker).serve(t)
			request, err := http.NewRequest(http.MethodGet, url, nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("X-A", "1")
			request.Header.Set("CF-Worker", "another.example")
			response, err := http.DefaultTransport.RoundTrip(request)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			body, err := io.ReadAll(response.Body)
			if want := fmt.Sprintf("%q %q %q", c.want, "", "1"); err != nil || string(body) != want {
				t.Errorf("the server is told %s, %v; want %s", body, err, want)
			}
		})
	}
}

// TestUnreached looks at what is told of servers that do not answer: each once, and again after it has answered.
func TestUnreached(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	p := newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2026-01-01" }`,
		`export default { async fetch() { return new Response(await fetch("http://`+address+`/secret?key=1").then((r) => r.text(), String)); } };`)
	_, url := p.serve(t)
	told := "A request to http://" + address + " failed: dial tcp " + address + ": connect: connection refused"
	for range 2 {
		if _, got, _ := get(t, url); got != "Error: Network connection lost." {
			t.Errorf("the Worker is told %q", got)
		}
	}
	p.console.saysTimes(t, told, 1)
	if listener, err = net.Listen("tcp", address); err != nil {
		t.Skip("another took the port: ", err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Connection", "close")
		_, _ = io.WriteString(w, "here")
	})}
	go func() { _ = server.Serve(listener) }()
	if _, got, _ := get(t, url); got != "here" {
		t.Errorf("got %q", got)
	}
	server.Close()
	get(t, url)
	get(t, url)
	p.console.saysTimes(t, told, 2)
	if n := strings.Count(p.console.text(), told); n != 2 {
		t.Errorf("it is told %d times", n)
	}
}

// TestQuietStream has a client leave a stream that says nothing more.
func TestQuietStream(t *testing.T) {
	t.Parallel()
	p := newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2026-01-01" }`, `export default { fetch() {
		return new Response(new ReadableStream({
			start(c) { c.enqueue(new TextEncoder().encode("one")); this.waits = setTimeout(() => {}, 600_000); },
			cancel() { clearTimeout(this.waits); console.log("nobody listens"); },
		}));
	} };`)
	_, url := p.serve(t)
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(response.Body, make([]byte, 3)); err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	p.console.says(t, "w log: nobody listens")
}

// TestStatusLine looks at the status lines that clients get.
func TestStatusLine(t *testing.T) {
	t.Parallel()
	_, url := newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2026-01-01" }`, `export default { fetch(request) {
		const { searchParams } = new URL(request.url);
		return new Response(searchParams.has("long") ? new ReadableStream({ start(c) { c.enqueue(new TextEncoder().encode("x".repeat(1e5))); c.close(); } }) : "body", {
			status: Number(searchParams.get("status")), statusText: searchParams.get("text") ?? undefined, headers: { "x-long": "y".repeat(5000) } });
	} };`).serve(t)
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	reader := bufio.NewReader(conn) // all on one connection: a reason is that of one response
	for query, want := range map[string]string{
		"status=200":                        "200 OK",
		"status=299&text=Quite+Fine":        "299 Quite Fine",
		"status=200&text=Fine&long":         "200 Fine",
		"status=500&text=some+message":      "500 some message",
		"status=404&text=":                  "404 ",
		"status=413":                        "413 Payload Too Large",
		"status=418":                        "418 I'm a teapot",
		"status=299":                        "299 Successful",
		"status=200&text=HTTP/1.1+200+Fine": "200 HTTP/1.1 200 Fine",
	} {
		if _, err := fmt.Fprintf(conn, "GET /?%s HTTP/1.1\r\nHost: x\r\n\r\n", query); err != nil {
			t.Fatal(err)
		}
		response, err := http.ReadResponse(reader, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, response.Body); err != nil {
			t.Fatal(err)
		}
		if response.Status != want {
			t.Errorf("%s gives %q, want %q", query, response.Status, want)
		}
	}
}
