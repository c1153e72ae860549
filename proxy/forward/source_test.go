package forward_test

import (
	"bufio"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"paddock/proxy"
	"paddock/proxy/forward"
	"paddock/proxy/sourcetest"
)

func open(t *testing.T) (*forward.Source, *url.URL) {
	t.Helper()
	s, err := forward.Listen("c1")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	u, err := url.Parse(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	return s, u
}

func TestSource_suite(t *testing.T) {
	sourcetest.Run(t, func(t *testing.T) (proxy.Source, sourcetest.Dial) {
		s, u := open(t)
		return s, func(ctx context.Context, network, addr string) (net.Conn, error) {
			c, err := (&net.Dialer{}).DialContext(ctx, network, u.Host)
			if err != nil {
				return nil, err
			}
			fmt.Fprintf(c, "CONNECT %s HTTP/1.1\r\nHost: %s\r\nProxy-Authorization: Basic %s\r\n\r\n",
				addr, addr, base64.StdEncoding.EncodeToString([]byte(u.User.String())))
			head := make([]byte, len("HTTP/1.1 200 Connection Established\r\n\r\n"))
			if _, err := io.ReadFull(c, head); err != nil {
				c.Close()
				return nil, err
			}
			return c, nil
		}
	})
}

func TestSource_requests(t *testing.T) {
	t.Run("requests for two hosts over one client reach the policy under their own names", func(t *testing.T) {
		s, u := open(t)
		rules := proxy.NewRules()
		rules.InterceptAllHTTP(handler(func(r *http.Request) string {
			return r.URL.String() + " " + r.Header.Get("Proxy-Authorization")
		}))
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- proxy.NewGateway(proxy.Options{}).Serve(ctx, s, rules) }()
		client := &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(u)}}
		for _, want := range []string{"http://one.test/a", "http://two.test/b?c"} {
			resp, err := client.Get(want)
			if err != nil {
				t.Fatal(err)
			}
			b, _ := io.ReadAll(resp.Body)
			resp.Body.Close()
			if strings.TrimSpace(string(b)) != want {
				t.Errorf("handler saw %q, want %q", b, want)
			}
		}
		client.CloseIdleConnections()
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	t.Run("without the password nothing is done", func(t *testing.T) {
		_, u := open(t)
		for _, line := range []string{"GET http://a.test/ HTTP/1.1", "CONNECT a.test:443 HTTP/1.1"} {
			c, err := net.Dial("tcp", u.Host)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(c, "%s\r\nHost: a.test\r\n\r\n", line)
			resp, err := http.ReadResponse(bufio.NewReader(c), nil)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			c.Close()
			if resp.StatusCode != http.StatusProxyAuthRequired {
				t.Errorf("%s: status %d, want 407", line, resp.StatusCode)
			}
		}
	})
}

type handler func(*http.Request) string

func (h handler) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(h(r)))}, nil
}
