package proxy_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"paddock/proxy"
	"paddock/proxy/authority"
	"paddock/proxy/sourcetest"
)

// FuzzGateway has a program say anything, in the clear and within TLS. Whatever it is, its connection ends,
// the rule's handler is asked for the rule's hosts alone, and nothing goes out.
func FuzzGateway(f *testing.F) {
	ca, err := authority.New()
	if err != nil {
		f.Fatal(err)
	}
	var wrong atomic.Pointer[string] // what has been done that may not be
	note := func(what string) { wrong.Store(&what) }
	rules := proxy.NewRules()
	answer := tripper(func(r *http.Request) (*http.Response, error) {
		if host, _, _ := strings.Cut(strings.ToLower(r.URL.Host), ":"); !strings.HasSuffix(strings.TrimRight(host, "."), ".test") {
			note("the handler was asked for " + r.URL.String())
		}
		n, err := io.Copy(io.Discard, r.Body)
		return text(fmt.Sprint(n)), err
	})
	if err := errors.Join(rules.InterceptHTTP("*.test", answer), rules.InterceptHTTPS("*.test", answer)); err != nil {
		f.Fatal(err)
	}
	source := sourcetest.NewMemory()
	g := proxy.NewGateway(proxy.Options{
		Authority: ca, Quiet: time.Millisecond,
		Dial: func(_ context.Context, _, addr string) (net.Conn, error) {
			note("a connection was let out to " + addr)
			return nil, errors.New("on purpose")
		},
	})
	done := make(chan error, 1)
	go func() { done <- g.Serve(context.Background(), source, rules) }()
	f.Cleanup(func() {
		source.Close()
		if err := <-done; err != nil {
			f.Error(err)
		}
	})

	for _, said := range []string{
		"GET / HTTP/1.1\r\nHost: a.test\r\n\r\n",
		"GET http://b.example/ HTTP/1.1\r\nHost: a.test\r\n\r\n",
		"GET http://a.test@b.example/ HTTP/1.1\r\nHost: a.test\r\n\r\n",
		"CONNECT b.example:443 HTTP/1.1\r\nHost: a.test\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
		"GET / HTTP/1.1\r\nHost: a.test\r\nHost: b.example\r\n\r\nGET / HTTP/1.1\r\nHost: b.example\r\n\r\n",
		"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00\x00\x00\x01\x01\x05\x00\x00\x00\x01\xff",
		"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x03",
		"SSH-2.0-x\r\n",
	} {
		for _, to := range []string{"a.test:80", "192.0.2.1:443", "192.0.2.1:5432"} {
			f.Add(to == "192.0.2.1:443", to, []byte(said))
		}
	}
	f.Fuzz(func(t *testing.T, inTLS bool, to string, said []byte) {
		plain, err := source.Dial(t.Context(), "tcp", to)
		if err != nil {
			t.Skip("no address")
		}
		defer plain.Close()
		plain.SetDeadline(time.Now().Add(30 * time.Second))
		conn := plain.(interface {
			io.ReadWriter
			CloseWrite() error
		})
		if inTLS {
			conn = tls.Client(plain, &tls.Config{ServerName: "a.test", InsecureSkipVerify: true, NextProtos: []string{"h2"}})
		}
		conn.Write(said) // which may be refused
		conn.CloseWrite()
		if _, err := io.Copy(io.Discard, conn); isTimeout(err) {
			t.Error("the connection does not end")
		}
		if what := wrong.Swap(nil); what != nil {
			t.Error(*what)
		}
	})
}

func isTimeout(err error) bool {
	var slow net.Error
	return errors.As(err, &slow) && slow.Timeout()
}
