package proxy_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"paddock/proxy"
	"paddock/proxy/authority"
	"paddock/proxy/sourcetest"
)

// recorder takes HTTP and TLS, and refuses what is neither.
type recorder struct{}

var errRaw = errors.New("raw")

func (recorder) Take(f proxy.Flow) (bool, error) {
	if f.Proto == proxy.Raw {
		return false, errRaw
	}
	return f.Host != "live.test", nil
}

func (recorder) Transport(http.RoundTripper) http.RoundTripper {
	return tripper(func(r *http.Request) (*http.Response, error) { return text("recorded " + r.URL.String()), nil })
}

func TestGateway_outside(t *testing.T) {
	t.Parallel()
	ca, err := authority.New()
	if err != nil {
		t.Fatal(err)
	}
	src, rules := sourcetest.NewMemory(), proxy.NewRules()
	rules.SetInternet(true)
	if err := rules.InterceptHTTP("taken.test", tripper(func(*http.Request) (*http.Response, error) { return text("handler"), nil })); err != nil {
		t.Fatal(err)
	}
	var dialled atomic.Int32
	records := make(chan proxy.Record, 16)
	g := proxy.NewGateway(proxy.Options{
		Authority: ca, Outside: recorder{}, Quiet: time.Millisecond, Record: func(r proxy.Record) { records <- r },
		Dial: func(context.Context, string, string) (net.Conn, error) {
			dialled.Add(1)
			return nil, errors.New("no network")
		},
	})
	done := make(chan error, 1)
	go func() { done <- g.Serve(context.Background(), src, rules) }()
	t.Cleanup(func() {
		src.Close()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	dial := func(addr string) net.Conn {
		c, err := src.Dial(t.Context(), "tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		return c
	}

	for _, addr := range []string{"192.0.2.1:80", "192.0.2.1:8080"} {
		c := dial(addr)
		ask(t, c, bufio.NewReader(c), "a.test", "recorded http://a.test/")
		if r := <-records; r.Action != proxy.Direct || r.Status != 200 || r.URL != "http://a.test/" {
			t.Errorf("a request that is let out was recorded as %+v", r)
		}
	}
	c := dial("192.0.2.1:80")
	ask(t, c, bufio.NewReader(c), "taken.test", "handler")
	<-records

	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca.PEM())
	secure := tls.Client(dial("192.0.2.1:443"), &tls.Config{ServerName: "b.test", RootCAs: roots})
	ask(t, secure, bufio.NewReader(secure), "b.test", "recorded https://b.test/")
	if r := <-records; r.Action != proxy.Direct || r.URL != "https://b.test/" {
		t.Errorf("a request over TLS was recorded as %+v", r)
	}
	if n := dialled.Load(); n != 0 {
		t.Errorf("%d connections were dialled", n)
	}

	for _, said := range []string{"\x00raw", ""} {
		c := dial("192.0.2.1:5432")
		io.WriteString(c, said)
		if _, err := io.ReadAll(c); err == nil {
			t.Error("a raw connection was not reset")
		}
		if r := <-records; !errors.Is(r.Err, errRaw) {
			t.Errorf("a raw connection that says %q was recorded as %+v", said, r)
		}
	}
	if n := dialled.Load(); n != 0 {
		t.Errorf("%d connections were dialled", n)
	}
	c = dial("192.0.2.1:80")
	fmt.Fprint(c, "GET / HTTP/1.1\r\nHost: live.test\r\n\r\n")
	if _, err := io.ReadAll(c); err == nil || dialled.Load() != 1 {
		t.Errorf("a flow that was not taken: %v, %d dialled", err, dialled.Load())
	}
}
