package proxy_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
)

func TestGateway_directRequest(t *testing.T) {
	t.Parallel()
	w := begin(t, func(c net.Conn) {
		r := bufio.NewReader(c)
		for {
			req, err := http.ReadRequest(r)
			if err != nil {
				return
			}
			body := "upstream " + req.Host + " " + req.Header.Get("User-Agent")
			fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
		}
	})
	w.rules.SetInternet(true)
	w.rules.InterceptHTTP("a.test", tripper(func(*http.Request) (*http.Response, error) { return text("handler"), nil }))
	c := w.dial(t, "192.0.2.1:80")
	r := bufio.NewReader(c)
	ask(t, c, r, "a.test", "handler")
	ask(t, c, r, "b.test", "upstream b.test ")
	ask(t, c, r, "a.test", "handler")
}

// ask sends one request on an open connection and compares the body of the answer.
func ask(t *testing.T, c io.Writer, r *bufio.Reader, host, want string) {
	t.Helper()
	fmt.Fprintf(c, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", host)
	resp, err := http.ReadResponse(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if b, err := io.ReadAll(resp.Body); string(b) != want || err != nil {
		t.Errorf("%s: got %q and %v, want %q", host, b, err, want)
	}
}
