package dev_test

import (
	"io"
	"strings"
	"testing"
)

const bodyReader = `export default { async fetch(request) {
	if (request.url.endsWith("/echo")) return new Response(request.body);
	return new Response(await request.text().catch((e) => e));
} };`

// TestFront_shortBody ends bodies before their time: whatever the Worker makes of it, the answer is the platform's.
func TestFront_shortBody(t *testing.T) {
	t.Parallel()
	_, url := newProject(t, plain, bodyReader).serve(t)
	for name, headers := range map[string]string{
		"of known length":  "Content-Length: 10\r\n\r\nabc",
		"in chunks":        "Transfer-Encoding: chunked\r\n\r\n5\r\nabc",
		"in broken chunks": "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			reader, conn, send := connect(t, url)
			send("POST / HTTP/1.1\r\nHost: x\r\n" + headers)
			if err := conn.CloseWrite(); err != nil {
				t.Fatal(err)
			}
			all, err := io.ReadAll(reader)
			if text := string(all); err != nil || !strings.HasPrefix(text, "HTTP/1.1 500 Internal Server Error\r\n") || !strings.HasSuffix(text, "\r\n\r\nError: Network connection lost.") {
				t.Errorf("got %q, %v", text, err)
			}
		})
	}
}

// TestFront_bothWays has a Worker give back each piece of a body before the next is sent.
func TestFront_bothWays(t *testing.T) {
	t.Parallel()
	_, url := newProject(t, plain, bodyReader).serve(t)
	reader, _, send := connect(t, url)
	send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
	for line := ""; line != "\r\n"; {
		var err error
		if line, err = reader.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	for _, next := range []string{"3\r\ndef\r\n", "0\r\n\r\n"} {
		piece := make([]byte, len("3\r\nabc\r\n"))
		if _, err := io.ReadFull(reader, piece); err != nil || piece[0] != '3' {
			t.Fatalf("read %q, %v", piece, err)
		}
		send(next)
	}
	if rest, err := io.ReadAll(reader); err != nil || string(rest) != "0\r\n\r\n" {
		t.Errorf("the rest is %q, %v", rest, err)
	}
}
