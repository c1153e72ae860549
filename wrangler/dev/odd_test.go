package dev_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// TestFront_odd sends requests as no HTTP client does.
func TestFront_odd(t *testing.T) {
	t.Parallel()
	_, url := newProject(t, plain, `export default { async fetch(request) {
		return new Response(request.method + " " + request.url + " " + await request.text().catch((e) => e));
	} };`).serve(t)
	for name, c := range map[string]struct {
		request, status, body string
		closes                bool
	}{
		"a method that the platform does not know": {"FOO / HTTP/1.1\r\nHost: x\r\n\r\n", "501 Not Implemented", "ERROR: Unrecognized request method.", true},
		"a method in lower case":                   {"get / HTTP/1.1\r\nHost: x\r\n\r\n", "501 Not Implemented", "ERROR: Unrecognized request method.", true},
		"CONNECT":                                  {"CONNECT x:80 HTTP/1.1\r\nHost: x:80\r\n\r\n", "500 Internal Server Error", "Internal Server Error", true},
		"a method that few know":                   {"PURGE / HTTP/1.1\r\nHost: x\r\n\r\n", "200 OK", "PURGE http://x/ ", false},
		"HTTP/1.0 without a host":                  {"GET / HTTP/1.0\r\n\r\n", "400 Bad Request", "Bad Request", true},
		"an empty host":                            {"GET / HTTP/1.1\r\nHost:\r\n\r\n", "400 Bad Request", "Bad Request", false},
		"a fragment":                               {"GET /a%23?b#c?d HTTP/1.1\r\nHost: x\r\n\r\n", "200 OK", "GET http://x/a%23?b ", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if _, err := io.WriteString(conn, c.request); err != nil {
				t.Fatal(err)
			}
			reader := bufio.NewReader(conn)
			resp, err := http.ReadResponse(reader, nil)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(resp.Body)
			if resp.Status != c.status || string(body) != c.body || err != nil || resp.Close && !c.closes {
				t.Errorf("got %s, %q, %v, closed: %v; want %+v", resp.Status, body, err, resp.Close, c)
			}
			if c.closes { // nothing that follows is read as a request
				if _, err := reader.ReadByte(); err != io.EOF {
					t.Errorf("the connection goes on: %v", err)
				}
			}
		})
	}
}
