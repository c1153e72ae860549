package dev_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// TestFront_brokenBody asks for answers whose body fails before anything of it has left, one after the other on one connection.
func TestFront_brokenBody(t *testing.T) {
	t.Parallel()
	_, url := newProject(t, plain, `
const boom = () => { throw new Error("boom"); };
const bodies = {
	"/start": () => new ReadableStream({ start(c) { c.error(new Error("boom")); } }),
	"/pull": () => new ReadableStream({ pull: boom }),
	"/rewriter": () => new HTMLRewriter().on("a", { element: boom }).transform(new Response("<a>x</a>")).body,
	"/aborted": () => { const t = new TransformStream(); t.writable.abort("boom"); return t.readable; },
	"/known": () => { const t = new FixedLengthStream(5); t.writable.close().catch(() => {}); return t.readable; },
	"/whole": () => "whole",
};
export default { fetch: (request) => new Response(bodies[new URL(request.url).pathname](), { headers: { "x-own": "1" }, statusText: "Own" }) };`).serve(t)
	var got string
	for range 20 { // on a busy machine headers may leave before a body fails
		got = conversation(t, strings.TrimPrefix(url, "http://"), "/start", "/pull", "/rewriter", "/aborted", "/known", "/whole")
		if !strings.Contains(got, "unexpected EOF") {
			break
		}
	}
	lost := ": 500 Internal Server Error, Error: Network connection lost., own \"\"\n"
	if want := "/start" + lost + "/pull" + lost + "/rewriter" + lost + "/aborted" + lost + "/known" + lost + "/whole: 200 Own, whole, own \"1\"\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// conversation asks for paths on one connection, and gives what is answered, until something breaks.
func conversation(t *testing.T, address string, paths ...string) string {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	reader := bufio.NewReader(conn)
	var all strings.Builder
	for _, path := range paths {
		if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", path); err != nil {
			t.Fatal(err)
		}
		resp, err := http.ReadResponse(reader, nil)
		if err != nil {
			return all.String() + path + ": " + err.Error()
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			return all.String() + path + ": " + err.Error()
		}
		fmt.Fprintf(&all, "%s: %s, %s, own %q\n", path, resp.Status, body, resp.Header.Get("X-Own"))
	}
	return all.String()
}
