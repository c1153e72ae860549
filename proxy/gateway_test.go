package proxy_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"paddock/proxy"
	"paddock/proxy/sourcetest"
)

type tripper func(*http.Request) (*http.Response, error)

func (t tripper) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

func text(s string) *http.Response {
	return &http.Response{StatusCode: 200, ContentLength: int64(len(s)), Body: io.NopCloser(strings.NewReader(s))}
}

// world is a gateway between a memory source and one upstream server.
type world struct {
	*sourcetest.Memory
	rules   *proxy.Rules
	mu      sync.Mutex // guards records
	records []proxy.Record
}

// begin starts a gateway; what it lets out goes to upstream, whatever the address.
func begin(t testing.TB, upstream func(net.Conn)) *world {
	t.Helper()
	w := &world{Memory: sourcetest.NewMemory(), rules: proxy.NewRules()}
	out := sourcetest.NewMemory()
	var serving sync.WaitGroup
	ctx, cancel := context.WithCancel(context.Background())
	serving.Go(func() {
		for {
			f, err := out.Accept(ctx)
			if err != nil {
				return
			}
			serving.Go(func() {
				defer f.Conn.Close()
				upstream(f.Conn)
			})
		}
	})
	g := proxy.NewGateway(proxy.Options{
		Dial:  out.Dial,
		Quiet: time.Millisecond,
		Record: func(r proxy.Record) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.records = append(w.records, r)
		},
	})
	done := make(chan error, 1)
	go func() { done <- g.Serve(ctx, w, w.rules) }()
	t.Cleanup(func() {
		w.Close()
		if err := <-done; err != nil {
			t.Error(err)
		}
		cancel()
		serving.Wait()
	})
	return w
}

func (w *world) dial(t testing.TB, addr string) *net.TCPConn {
	t.Helper()
	c, err := w.Dial(t.Context(), "tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c.(*net.TCPConn)
}

// say sends a request and returns all that comes back until the connection ends.
func (w *world) say(t *testing.T, addr, request string) string {
	t.Helper()
	c := w.dial(t, addr)
	io.WriteString(c, request)
	b, _ := io.ReadAll(c)
	return string(b)
}

func hello(c net.Conn) { io.WriteString(c, "220 ready\r\n"); io.Copy(c, c) }

func TestGateway_http(t *testing.T) {
	t.Parallel()
	w := begin(t, hello)
	w.rules.InterceptAllHTTP(tripper(func(r *http.Request) (*http.Response, error) {
		switch r.URL.Path {
		case "/throw":
			return nil, errors.New("boom")
		case "/panic":
			panic("boom")
		case "/nil":
			return nil, nil
		case "/ignore":
			return text("ignored"), nil
		case "/break":
			return &http.Response{StatusCode: 200, ContentLength: -1, Body: io.NopCloser(io.MultiReader(strings.NewReader("part"), iotest.ErrReader(errors.New("broken"))))}, nil
		case "/echo":
			b, err := io.ReadAll(r.Body)
			return text(fmt.Sprintf("%s %v %v", b, err, r.Trailer)), nil
		case "/stream":
			return &http.Response{StatusCode: 200, ContentLength: -1, Body: io.NopCloser(strings.NewReader("piece")), Trailer: http.Header{"X-End": {"yes"}}}, nil
		}
		return text(r.Method + " " + r.URL.String()), nil
	}))
	for _, c := range []struct{ what, dst, request, want string }{
		{"the URL is made of the Host", "192.0.2.1:80", "GET /a?b HTTP/1.1\r\nHost: A.test\r\nConnection: close\r\n\r\n", "GET http://A.test/a?b"},
		{"the standard port is dropped", "192.0.2.1:80", "GET / HTTP/1.1\r\nHost: a.test:80\r\nConnection: close\r\n\r\n", "GET http://a.test/"},
		{"absolute form wins over Host", "192.0.2.1:80", "GET http://b.test/x HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n", "GET http://b.test/x"},
		{"HTTP/1.0 without Host has the address", "192.0.2.1:80", "GET /x HTTP/1.0\r\n\r\n", "GET http://192.0.2.1/x"},
		{"HTTP/1.0 without Host has the name when it is known", "n.test:80", "GET /x HTTP/1.0\r\n\r\n", "GET http://n.test/x"},
		{"a Host of a port alone is as none", "n.test:80", "GET /x HTTP/1.1\r\nHost: :80\r\nConnection: close\r\n\r\n", "GET http://n.test/x"},
		{"an IPv6 address has brackets", "[2001:db8::1]:80", "GET /x HTTP/1.0\r\n\r\n", "GET http://[2001:db8::1]/x"},
		{"pipelined requests are answered in order", "192.0.2.1:80", "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "GET http://a/2"},
		{"what is thrown is a 500", "192.0.2.1:80", "GET /throw HTTP/1.0\r\n\r\n", "ERROR: The server threw an exception. Details: boom"},
		{"a panic is a 500", "192.0.2.1:80", "GET /panic HTTP/1.0\r\n\r\n", "ERROR: The server threw an exception. Details: internal error: boom"},
		{"no answer is a 500", "192.0.2.1:80", "GET /nil HTTP/1.0\r\n\r\n", "Details: handler gave no response"},
		{"a broken body cuts the connection", "192.0.2.1:80", "GET /break HTTP/1.1\r\nHost: a\r\n\r\n", "4\r\npart\r\n"},
		{"trailers of a request are read", "192.0.2.1:80", "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n2\r\nhi\r\n0\r\nX-T: v\r\n\r\n", "hi <nil> map[X-T:[v]]"},
		{"trailers of an answer are sent", "192.0.2.1:80", "GET /stream HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "5\r\npiece\r\n0\r\nX-End: yes\r\n\r\n"},
		{"100 Continue is sent when the body is read", "192.0.2.1:80", "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi", "hi <nil> map[]"},
		{"100 Continue is not sent when the body is not read, and the connection ends", "192.0.2.1:80", "POST /ignore HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n", "Connection: close\r\n\r\nignored"},
		{"the Expect header of s3fs, which is a colon, is as none", "192.0.2.1:80", "PUT /echo HTTP/1.1\r\nHost: a\r\nExpect:: \r\nConnection: close\r\nContent-Length: 10\r\n\r\nExpect:: \n", "Expect:: \n <nil> map[]"},
		{"what is not HTTP gets a 400 from a rule about addresses", "192.0.2.1:80", "nonsense that is long\r\n\r\n", "400 Bad Request"},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			if got := w.say(t, c.dst, c.request); !strings.HasSuffix(strings.TrimSuffix(got, " "), c.want) {
				t.Errorf("got %q, want it to end with %q", got, c.want)
			}
		})
	}
}

func TestGateway_direct(t *testing.T) {
	t.Parallel()
	w := begin(t, hello)
	w.rules.SetInternet(true)
	for _, dst := range []string{"192.0.2.1:5432", "mail.test:443"} {
		c := w.dial(t, dst)
		r := bufio.NewReader(c)
		if s, err := r.ReadString('\n'); s != "220 ready\r\n" {
			t.Fatalf("%s: a server that speaks first was not heard: %q, %v", dst, s, err)
		}
		io.WriteString(c, "echo")
		c.CloseWrite()
		if b, err := io.ReadAll(r); string(b) != "echo" || err != nil {
			t.Errorf("%s: after the half close came %q, %v", dst, b, err)
		}
	}
}

// TestGateway_program has a program that is hard to find, and a server that answers at once.
func TestGateway_program(t *testing.T) {
	t.Parallel()
	heard := make(chan struct{})
	out := sourcetest.NewMemory()
	go func() { // ends with its one connection
		f, err := out.Accept(context.Background())
		if err != nil {
			return
		}
		defer f.Conn.Close()
		io.ReadFull(f.Conn, make([]byte, 3))
		close(heard)
		io.WriteString(f.Conn, "yes")
	}()
	defer out.Close()
	rules := proxy.NewRules()
	rules.SetInternet(true)
	records := make(chan proxy.Record, 1)
	g := proxy.NewGateway(proxy.Options{Dial: out.Dial, Quiet: time.Millisecond, Record: func(r proxy.Record) { records <- r }})
	src := &named{Memory: sourcetest.NewMemory(), find: func() string {
		select {
		case <-heard: // the server answers, and the program ends
			return ""
		case <-time.After(100 * time.Millisecond):
			return "curl"
		}
	}}
	served := make(chan error, 1)
	go func() { served <- g.Serve(context.Background(), src, rules) }()
	c, err := src.Dial(t.Context(), "tcp", "192.0.2.1:5432")
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(c, "who")
	if b, err := io.ReadAll(c); string(b) != "yes" {
		t.Errorf("it got %q, %v", b, err)
	}
	c.Close()
	if r := <-records; r.Program != "curl" {
		t.Errorf("the flow was recorded as that of %q", r.Program)
	}
	src.Close()
	if err := <-served; err != nil {
		t.Error(err)
	}
}

// named is a source that knows how to find programs.
type named struct {
	*sourcetest.Memory
	find func() string
}

// Accept implements [proxy.Source].
func (n *named) Accept(ctx context.Context) (proxy.Flow, error) {
	f, err := n.Memory.Accept(ctx)
	f.Program = n.find
	return f, err
}

func TestGateway_block(t *testing.T) {
	t.Parallel()
	w := begin(t, hello)
	for _, dst := range []string{"192.0.2.1:5432", "192.0.2.1:25"} {
		if b, err := io.ReadAll(w.dial(t, dst)); err == nil || len(b) > 0 {
			t.Errorf("%s: a silent client got %q and %v, want a reset", dst, b, err)
		}
	}
	c := w.dial(t, "192.0.2.1:80")
	io.WriteString(c, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	if b, err := io.ReadAll(c); err == nil || len(b) > 0 {
		t.Errorf("a blocked request got %q and %v, want a reset", b, err)
	}
}

func TestGateway_rulesChange(t *testing.T) {
	t.Parallel()
	w := begin(t, hello)
	answer := func(s string) tripper {
		return func(*http.Request) (*http.Response, error) { return text(s), nil }
	}
	w.rules.InterceptHTTP("a.test", answer("one"))
	c := w.dial(t, "192.0.2.1:80")
	r := bufio.NewReader(c)
	get := func(host string) (string, error) {
		fmt.Fprintf(c, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", host)
		resp, err := http.ReadResponse(r, nil)
		if err != nil {
			return "", err
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		return string(b), err
	}
	if s, err := get("a.test"); s != "one" {
		t.Fatal(s, err)
	}
	w.rules.InterceptHTTP("a.test", answer("two"))
	if s, err := get("a.test"); s != "two" {
		t.Errorf("a new handler did not reach the open connection: %q, %v", s, err)
	}
	if s, err := get("b.test"); err == nil {
		t.Errorf("a blocked host on an open connection got %q", s)
	}
}

func TestGateway_abort(t *testing.T) {
	t.Parallel()
	w := begin(t, hello)
	started, ended := make(chan bool), make(chan bool)
	w.rules.InterceptAllHTTP(tripper(func(r *http.Request) (*http.Response, error) {
		close(started)
		<-r.Context().Done()
		close(ended)
		return nil, r.Context().Err()
	}))
	c := w.dial(t, "192.0.2.1:80")
	io.WriteString(c, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	<-started
	c.Close()
	<-ended
}

func TestGateway_halfClosed(t *testing.T) {
	t.Parallel()
	w := begin(t, hello)
	started, end := make(chan bool), make(chan bool)
	w.rules.InterceptAllHTTP(tripper(func(r *http.Request) (*http.Response, error) {
		close(started)
		<-end
		return text("whole"), r.Context().Err()
	}))
	c := w.dial(t, "192.0.2.1:80")
	io.WriteString(c, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	<-started
	if err := c.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	close(end)
	if b, err := io.ReadAll(c); err != nil || !strings.HasSuffix(string(b), "\r\n\r\nwhole") {
		t.Errorf("the client got %q, %v", b, err)
	}
}

type tunnel struct{ net.Conn }

func TestGateway_upgrade(t *testing.T) {
	t.Parallel()
	w := begin(t, hello)
	near, far := net.Pipe()
	w.rules.InterceptAllHTTP(tripper(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 101, Header: http.Header{"Upgrade": {"websocket"}}, Body: tunnel{far}}, nil
	}))
	c := w.dial(t, "192.0.2.1:80")
	io.WriteString(c, "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nearly")
	b := make([]byte, 5)
	if _, err := io.ReadFull(near, b); string(b) != "early" {
		t.Fatalf("the tunnel got %q, %v", b, err)
	}
	r := bufio.NewReader(c)
	resp, err := http.ReadResponse(r, nil)
	if err != nil || resp.StatusCode != 101 || resp.Header.Get("Upgrade") != "websocket" {
		t.Fatal(resp, err)
	}
	io.WriteString(near, "down")
	near.Close()
	if b, _ := io.ReadAll(r); string(b) != "down" {
		t.Errorf("the client got %q", b)
	}
}

func TestGateway_h2c(t *testing.T) {
	t.Parallel()
	w := begin(t, hello)
	w.rules.InterceptAllHTTP(tripper(func(r *http.Request) (*http.Response, error) {
		return text(r.Proto + " " + r.URL.String()), nil
	}))
	var protocols http.Protocols
	protocols.SetUnencryptedHTTP2(true)
	tr := &http.Transport{Protocols: &protocols, DialContext: w.Dial}
	defer tr.CloseIdleConnections()
	resp, err := (&http.Client{Transport: tr}).Get("http://a.test/x")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if b, _ := io.ReadAll(resp.Body); string(b) != "HTTP/2.0 http://a.test/x" {
		t.Errorf("got %q", b)
	}
}

func TestMemory(t *testing.T) {
	sourcetest.Run(t, func(*testing.T) (proxy.Source, sourcetest.Dial) {
		m := sourcetest.NewMemory()
		return m, m.Dial
	})
}

func BenchmarkRequest(b *testing.B) {
	run := func(b *testing.B, c net.Conn) {
		r := bufio.NewReader(c)
		for b.Loop() {
			io.WriteString(c, "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n")
			resp, err := http.ReadResponse(r, nil)
			if err != nil {
				b.Fatal(err)
			}
			io.Copy(io.Discard, resp.Body)
		}
	}
	b.Run("plain", func(b *testing.B) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			b.Fatal(err)
		}
		srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = []string{"text/plain"}
			io.WriteString(w, "ok")
		})}
		go srv.Serve(l)
		defer srv.Close()
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		defer c.Close()
		run(b, c)
	})
	b.Run("intercepted", func(b *testing.B) {
		src, rules := sourcetest.NewMemory(), proxy.NewRules()
		rules.InterceptAllHTTP(tripper(func(*http.Request) (*http.Response, error) { return text("ok"), nil }))
		done := make(chan error, 1)
		go func() { done <- proxy.NewGateway(proxy.Options{}).Serve(context.Background(), src, rules) }()
		c, err := src.Dial(b.Context(), "tcp", "192.0.2.1:80")
		if err != nil {
			b.Fatal(err)
		}
		run(b, c)
		c.Close()
		src.Close()
		<-done
	})
}
