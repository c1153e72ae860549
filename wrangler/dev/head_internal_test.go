package dev

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// examineEcho serves what the door makes of requests, without Workers behind it.
func examineEcho(t testing.TB) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{ConnContext: withConn, ConnState: connState, DisableGeneralOptionsHandler: true, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		restoreTarget(r)
		if refuseOdd(w, r) {
			return
		}
		ctx, leave := listening(r)
		defer leave()
		r = r.WithContext(ctx)
		tidy(r)
		body, err := io.ReadAll(r.Body)
		straight := ""
		if path, _, _ := strings.Cut(r.RequestURI, "?"); strings.ContainsAny(path, `.\`) {
			straight = " " + r.URL.EscapedPath()
		}
		_, _ = fmt.Fprint(w, r.Method, " ", r.RequestURI, " ", r.Host, " ", r.Header["Expect"], " ", string(body), " ", err, straight)
	})}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = server.Serve(naming{listener}) }()
	t.Cleanup(func() { _ = server.Close(); <-ended })
	return listener.Addr().String()
}

// say sends all that a client has to say, and gives what it reads until the end.
func say(t testing.TB, address, all string) (answer string) {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second)) // for what hangs
	_, _ = io.WriteString(conn, all)                       // the door need not read it all
	_ = conn.(*net.TCPConn).CloseWrite()
	read, err := io.ReadAll(conn)
	if timeout, ok := err.(net.Error); ok && timeout.Timeout() {
		t.Fatalf("no end after %q", all)
	}
	return string(read)
}

func TestHead(t *testing.T) {
	t.Parallel()
	address := examineEcho(t)
	const host = "Host: x\r\n"
	for name, c := range map[string]struct{ request, status, body string }{
		"nothing odd":                           {"GET /a?b HTTP/1.1\r\n" + host + "\r\n", "200 OK", "GET /a?b x []  <nil>"},
		"blank lines before":                    {"\r\n\nGET / HTTP/1.1\r\n" + host + "\r\n", "200 OK", "GET / x []  <nil>"},
		"blank lines alone":                     {strings.Repeat("\r\n", 5000), "", ""},
		"half a line":                           {"GET / HT", "", ""},
		"half of the headers":                   {"GET / HTTP/1.1\r\nHost: x\r\nFo", "", ""},
		"a URL":                                 {"GET http://far:99/%zz/a?b HTTP/1.1\r\n" + host + "\r\n", "200 OK", "GET /%zz/a?b x []  <nil>"},
		"a URL with a query alone":              {"GET http://far?b HTTP/1.1\r\n" + host + "\r\n", "200 OK", "GET /?b x []  <nil>"},
		"a URL without a server":                {"GET http:///a HTTP/1.1\r\n" + host + "\r\n", "400 Bad Request", "invalid URI"},
		"the name of a server":                  {"GET far HTTP/1.1\r\n" + host + "\r\n", "200 OK", "GET / x []  <nil>"},
		"a path that does not begin":            {"GET far/a HTTP/1.1\r\n" + host + "\r\n", "400 Bad Request", "invalid URI"},
		"a path that is no UTF-8":               {"GET /\xff HTTP/1.1\r\n" + host + "\r\n", "400 Bad Request", "invalid URI"},
		"a path with what is no letter of it":   {"GET /a>b HTTP/1.1\r\n" + host + "\r\n", "400 Bad Request", "invalid URI"},
		"a long path":                           {"GET /" + strings.Repeat("a", 65534) + " HTTP/1.1\r\n" + host + "\r\n", "414 Request URI Too Long", "URI too long"},
		"a star":                                {"OPTIONS * HTTP/1.1\r\n" + host + "\r\n", "500 Internal Server Error", "TypeError: Fetch API cannot load: http://x*/"},
		"no path":                               {"GET  HTTP/1.1\r\n" + host + "\r\n", "400 Bad Request", "invalid URI"},
		"no version":                            {"GET /\r\n\r\n", "400 Bad Request", "invalid URI"},
		"a version that there is not":           {"GET / HTTP/1.2\r\n" + host + "\r\n", "400 Bad Request", "invalid HTTP version parsed"},
		"a version of others":                   {"GET / HTTP/3.0\r\n" + host + "\r\n", "400 Bad Request", "invalid HTTP version parsed"},
		"HTTP/2":                                {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "", ""},
		"a method that is none":                 {"G@T / HTTP/1.1\r\n" + host + "\r\n", "400 Bad Request", "invalid HTTP method parsed"},
		"a header on two lines":                 {"GET / HTTP/1.1\r\n" + host + "A: b\r\n c\r\n\r\n", "400 Bad Request", "invalid HTTP header parsed"},
		"a header without a colon":              {"GET / HTTP/1.1\r\n" + host + "A\r\n\r\n", "400 Bad Request", "invalid HTTP header parsed"},
		"a space before a colon":                {"GET / HTTP/1.1\r\n" + host + "A : b\r\n\r\n", "400 Bad Request", "invalid HTTP header parsed"},
		"no host":                               {"GET / HTTP/1.1\r\n\r\n", "400 Bad Request", "Bad Request"},
		"two hosts":                             {"GET / HTTP/1.1\r\n" + host + host + "\r\n", "500 Internal Server Error", "Internal Server Error"},
		"a length that is no number":            {"POST / HTTP/1.1\r\n" + host + "Content-Length: +3\r\n\r\nabc", "400 Bad Request", "invalid content-length parsed"},
		"an expectation":                        {"POST / HTTP/1.1\r\n" + host + "expect: Foo\r\nContent-Length: 3\r\n\r\nabc", "200 OK", "POST / x [Foo] abc <nil>"},
		"a coding that is not known":            {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: foo\r\n\r\n", "400 Bad Request", "invalid transfer-encoding parsed"},
		"chunks that are coded":                 {"POST / HTTP/1.1\r\n" + host + "transfer-encoding: gzip, Chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", "200 OK", "POST / x [] a <nil>"},
		"two headers of codings":                {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", "200 OK", "POST / x [] a <nil>"},
		"chunks before they were invented":      {"POST / HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400 Bad Request", "unexpected transfer-encoding parsed"},
		"a body that is refused with its head":  {"POST / HTTP/9\r\n" + host + "Content-Length: 40\r\n\r\nGET / HTTP/1.1\r\nHost: smuggled\r\n\r\n", "400 Bad Request", "invalid HTTP version parsed"},
		"a body that ends before it should":     {"POST / HTTP/1.1\r\n" + host + "Content-Length: 9\r\n\r\nabc", "200 OK", "POST / x [] abc Network connection lost."},
		"what is no HTTP, and has no end of it": {"\x16\x03\x01\x00\xa5", "400 Bad Request", "invalid HTTP method parsed"},
		"a path with dots":                      {"GET /a/%2E./b/./c/..?d=.. HTTP/1.1\r\nHost: x\r\n\r\n", "200 OK", "GET /a/%2E./b/./c/..?d=.. x []  <nil> /b/"},
		"a path with a backslash":               {"GET /\\a HTTP/1.1\r\nHost: x\r\n\r\n", "200 OK", "GET /\\a x []  <nil> //a"},
		"a host in capitals, with a usual port": {"GET / HTTP/1.1\r\nHost: X.Y:80\r\n\r\n", "200 OK", "GET / x.y []  <nil>"},
		"a host with a port":                    {"GET / HTTP/1.1\r\nHost: X:8080\r\n\r\n", "200 OK", "GET / x:8080 []  <nil>"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer := say(t, address, c.request)
			head, body, _ := strings.Cut(answer, "\r\n\r\n")
			line, _, _ := strings.Cut(head, "\r\n")
			if status := strings.TrimPrefix(line, "HTTP/1.1 "); status != c.status || body != c.body {
				t.Errorf("got %q, want %s, %q", answer, c.status, c.body)
			}
		})
	}
}

func BenchmarkExamine(b *testing.B) {
	sent := "GET /a/path?with=query HTTP/1.1\r\nHost: localhost:8787\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36\r\n" +
		"Accept: text/html,application/xhtml+xml\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en\r\nConnection: keep-alive\r\n\r\n"
	data := []byte(sent)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, refused := examine(data); refused != nil {
			b.Fatal(refused)
		}
	}
}

// FuzzDoor says anything to the door: it answers or closes, and does not hang.
func FuzzDoor(f *testing.F) {
	address := examineEcho(f)
	for _, seed := range []string{
		"GET /a%?b#c HTTP/1.1\r\nHost: x\r\nExpect: y\r\n\r\n", "\r\nGET http://a/b HTTP/1.0\r\nHost: x\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\nA: b\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
		"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n", "PRI * HTTP/2.0\r\n\r\n", "G\xff / HTTP/1.1\n: \x00\n\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, all string) { say(t, address, all) })
}
