package fetch_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"paddock/polyfills/fetch"
)

func TestLenient(t *testing.T) {
	t.Parallel()
	transport := &http.Transport{}
	url := listen(t, transport, tellHeader)
	for _, c := range []struct{ name, value, want string }{
		{"printable values go the usual way", "a\tb", "keep-alivehello"},
		{"control characters are sent as they are", "a\x01\x1f\x7fb", "closehello"},
		{"bytes beyond ASCII are sent as they are", "\xe9\x02", "closehello"},
		{"so are long values", strings.Repeat("x", 5000) + "\x01", "closehello"},
	} {
		t.Run(c.name, func(t *testing.T) {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader("hello"))
			if err != nil {
				t.Fatal(err)
			}
			req.Header["X-Value"] = []string{c.value}
			resp, err := fetch.Lenient(transport).RoundTrip(req)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(resp.Body)
			if string(body) != c.want || err != nil {
				t.Errorf("got %q, %v, not %q", body, err, c.want)
			}
			if got := resp.Header.Get("X-Value"); got != c.value {
				t.Errorf("the value is told as %q, not %q", got, c.value)
			}
			if err := resp.Body.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestLenient_Endless(t *testing.T) {
	t.Parallel()
	transport := &http.Transport{}
	url := listen(t, transport, func(conn net.Conn) {
		defer conn.Close()
		_, err := io.WriteString(conn, "HTTP/1.1 200 OK\r\nX: ")
		for more := strings.Repeat("x", 1<<16); err == nil; {
			_, err = io.WriteString(conn, more)
		}
	})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header["X-Value"] = []string{"\x01"}
	if resp, err := fetch.Lenient(transport).RoundTrip(req); err == nil {
		resp.Body.Close()
		t.Error("a header without an end is taken")
	}
}

// tellHeader answers requests of five bytes with their header X-Value, whether the connection stays, and their bodies.
func tellHeader(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	for {
		value, stays := "", "keep-alive"
		for line := "-"; line != ""; {
			read, err := in.ReadString('\n')
			if err != nil {
				return
			}
			line = strings.TrimRight(read, "\r\n")
			if v, ok := strings.CutPrefix(line, "X-Value: "); ok {
				value = v
			}
			if line == "Connection: close" {
				stays = "close"
			}
		}
		body := make([]byte, 5)
		if _, err := io.ReadFull(in, body); err != nil {
			return
		}
		fmt.Fprintf(conn, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Value:%s\r\n\r\n%x\r\n%s%s\r\n0\r\n\r\n",
			value, len(stays)+len(body), stays, body)
	}
}
