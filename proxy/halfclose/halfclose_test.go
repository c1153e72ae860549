package halfclose_test

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"paddock/jsruntime/leaktest"
	"paddock/proxy/halfclose"
)

func TestMain(m *testing.M) { leaktest.Main(m) }

// serve starts a server behind a Listener.
func serve(t *testing.T, h http.HandlerFunc) (address string) {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.Listener = halfclose.Listener{Listener: s.Listener}
	s.Config.ConnState = halfclose.State
	s.Start()
	t.Cleanup(s.Close)
	return s.Listener.Addr().String()
}

func dial(t *testing.T, address, request string) *net.TCPConn {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if _, err := io.WriteString(c, request); err != nil {
		t.Fatal(err)
	}
	return c.(*net.TCPConn)
}

const get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

// TestAnswers has clients end their half while their request is being answered.
func TestAnswers(t *testing.T) {
	t.Parallel()
	running, ended := make(chan struct{}), make(chan struct{})
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		running <- struct{}{}
		<-ended
		if r.Context().Err() != nil {
			t.Error("the request is cancelled")
		}
		_, _ = io.WriteString(w, "whole")
	})
	client := dial(t, address, get+get)
	for i := range 2 {
		<-running
		if i == 0 {
			if err := client.CloseWrite(); err != nil {
				t.Fatal(err)
			}
		}
		ended <- struct{}{}
	}
	all, err := io.ReadAll(client)
	if one := len(all) / 2; err != nil || one == 0 || string(all[one-5:one]) != "whole" || string(all[len(all)-5:]) != "whole" {
		t.Errorf("the client reads %q, %v", all, err)
	}
}

// TestGone has clients go while their request is being answered, after the end of their half and with it.
func TestGone(t *testing.T) {
	t.Parallel()
	running := make(chan struct{})
	cancelled := make(chan struct{})
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		running <- struct{}{}
		<-r.Context().Done()
		cancelled <- struct{}{}
	})
	for name, leave := range map[string]func(*net.TCPConn){
		"closes": func(c *net.TCPConn) { _ = c.Close() },
		"resets": func(c *net.TCPConn) { _, _ = c.SetLinger(0), c.Close() },
		"ends its half, then closes": func(c *net.TCPConn) {
			_ = c.CloseWrite()
			_ = c.Close()
		},
		"ends its half, then resets": func(c *net.TCPConn) {
			_ = c.CloseWrite()
			_, _ = c.SetLinger(0), c.Close()
		},
	} {
		t.Run(name, func(t *testing.T) {
			client := dial(t, address, get)
			<-running
			leave(client)
			<-cancelled
		})
	}
}

// TestClosed closes a server while it waits for clients that have ended their half.
func TestClosed(t *testing.T) {
	t.Parallel()
	running := make(chan struct{})
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		running <- struct{}{}
		<-r.Context().Done()
	}))
	s.Listener = halfclose.Listener{Listener: s.Listener}
	s.Config.ConnState = halfclose.State
	s.Start()
	client := dial(t, s.Listener.Addr().String(), get)
	<-running
	if err := client.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	s.CloseClientConnections()
	s.Close()
}

// TestBody lets a body that is too short end.
func TestBody(t *testing.T) {
	t.Parallel()
	got := make(chan error, 1)
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		_, err := io.ReadAll(r.Body)
		got <- err
	})
	client := dial(t, address, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
	if err := client.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if err := <-got; err != io.ErrUnexpectedEOF {
		t.Errorf("the body ends with %v", err)
	}
}

// TestHijacked reads byte by byte from a connection that is no HTTP any more.
func TestHijacked(t *testing.T) {
	t.Parallel()
	got := make(chan error, 1)
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		c, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
		}
		defer c.Close()
		_, err = c.Read(make([]byte, 1))
		got <- err
	})
	client := dial(t, address, get)
	if err := client.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if err := <-got; err != io.EOF {
		t.Errorf("the connection ends with %v", err)
	}
}

// TestContext has clients end their half where net/http takes them for gone: in a body, and over TLS.
func TestContext(t *testing.T) {
	t.Parallel()
	type key struct{}
	running, answer := make(chan struct{}), make(chan error)
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, done := halfclose.Context(r.Context(), r.Context().Value(key{}).(net.Conn))
		defer done()
		_, _ = io.ReadAll(r.Body)
		if running <- struct{}{}; r.ContentLength > 0 || r.TLS != nil {
			<-r.Context().Done()
		}
		select {
		case <-ctx.Done():
			answer <- ctx.Err()
		case answer <- nil:
			_, _ = io.WriteString(w, "whole")
		}
	}))
	s.Config.ConnContext = func(ctx context.Context, c net.Conn) context.Context { return context.WithValue(ctx, key{}, c) }
	s.StartTLS()
	t.Cleanup(s.Close)
	plain := httptest.NewUnstartedServer(s.Config.Handler)
	plain.Config.ConnContext = s.Config.ConnContext
	plain.Start()
	t.Cleanup(plain.Close)
	const short = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc"
	type half interface {
		net.Conn
		CloseWrite() error
	}
	secure := func(request string) half {
		c := tls.Client(dial(t, s.Listener.Addr().String(), ""), &tls.Config{InsecureSkipVerify: true})
		if _, err := io.WriteString(c, request); err != nil {
			t.Fatal(err)
		}
		return c
	}
	for name, connect := range map[string]func() half{
		"a short body":          func() half { return dial(t, plain.Listener.Addr().String(), short) },
		"TLS":                   func() half { return secure(get) },
		"a short body over TLS": func() half { return secure(short) },
	} {
		t.Run(name, func(t *testing.T) {
			client := connect()
			if err := client.CloseWrite(); err != nil {
				t.Fatal(err)
			}
			<-running
			if err := <-answer; err != nil {
				t.Errorf("the request is cancelled: %v", err)
			}
			if all, err := io.ReadAll(client); err != nil || !strings.HasSuffix(string(all), "whole") {
				t.Errorf("the client reads %q, %v", all, err)
			}
		})
	}
}

// TestContext_Gone has clients go in the middle of a body, and over TLS.
func TestContext_Gone(t *testing.T) {
	t.Parallel()
	type key struct{}
	running, cancelled := make(chan struct{}), make(chan struct{})
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		ctx, done := halfclose.Context(r.Context(), r.Context().Value(key{}).(net.Conn))
		defer done()
		running <- struct{}{}
		_, _ = io.ReadAll(r.Body)
		<-ctx.Done()
		cancelled <- struct{}{}
	}))
	s.Config.ConnContext = func(ctx context.Context, c net.Conn) context.Context { return context.WithValue(ctx, key{}, c) }
	s.StartTLS()
	t.Cleanup(s.Close)
	for _, request := range []string{get, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc"} {
		c := tls.Client(dial(t, s.Listener.Addr().String(), ""), &tls.Config{InsecureSkipVerify: true})
		if _, err := io.WriteString(c, request); err != nil {
			t.Fatal(err)
		}
		<-running
		_ = c.Close()
		<-cancelled
	}
}
