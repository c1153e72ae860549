// Package sourcetest is what every link must do, as tests, and a source that
// needs no container to try what is behind the links.
package sourcetest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"paddock/proxy"
)

// Dial connects as a program in the container does.
type Dial func(ctx context.Context, network, addr string) (net.Conn, error)

// destination is a documentation address (RFC 5737): nothing answers there.
const destination = "203.0.113.7:5432"

// Run tries the links that open makes; each must be a fresh one.
func Run(t *testing.T, open func(t *testing.T) (proxy.Source, Dial)) {
	t.Run("a flow knows where the program connected to", func(t *testing.T) {
		src, dial := start(t, open)
		_, f := connect(t, src, dial)
		if f.Dst.String() != destination {
			t.Errorf("destination is %v, want %v", f.Dst, destination)
		}
		if f.Container == "" {
			t.Error("flow does not name its container")
		}
	})
	t.Run("bytes arrive both ways", func(t *testing.T) {
		src, dial := start(t, open)
		near, f := connect(t, src, dial)
		exchange(t, near, f.Conn, "ping")
		exchange(t, f.Conn, near, "pong")
	})
	t.Run("much arrives whole while the other side is slow to read", func(t *testing.T) {
		src, dial := start(t, open)
		near, f := connect(t, src, dial)
		const size = 8 << 20
		var wg sync.WaitGroup
		defer wg.Wait()
		wg.Go(func() {
			io.WriteString(near, strings.Repeat("x", size))
			near.Close()
		})
		if n, err := io.Copy(io.Discard, f.Conn); n != size || err != nil {
			t.Errorf("got %d bytes and %v, want %d", n, err, size)
		}
	})
	t.Run("the end of one half leaves the other open", func(t *testing.T) {
		src, dial := start(t, open)
		near, f := connect(t, src, dial)
		half, ok := near.(interface{ CloseWrite() error })
		if !ok {
			t.Skip("the test's own end has no halves")
		}
		half.CloseWrite()
		if _, err := f.Conn.Read(make([]byte, 1)); err != io.EOF {
			t.Fatalf("read after the end: %v, want EOF", err)
		}
		exchange(t, f.Conn, near, "late")
	})
	t.Run("many connections at once keep apart", func(t *testing.T) {
		src, dial := start(t, open)
		const many = 32
		var wg sync.WaitGroup
		for i := range many {
			wg.Go(func() {
				c, err := dial(t.Context(), "tcp", fmt.Sprintf("203.0.113.7:%d", 1000+i))
				if err != nil {
					t.Error(err)
					return
				}
				defer c.Close()
				b, err := io.ReadAll(c)
				if want := fmt.Sprint(1000 + i); string(b) != want || err != nil {
					t.Errorf("got %q and %v, want %q", b, err, want)
				}
			})
		}
		for range many {
			f, err := src.Accept(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprint(f.Conn, f.Dst.Port())
			f.Conn.Close()
		}
		wg.Wait()
	})
	t.Run("Accept ends with its context and works again after", func(t *testing.T) {
		src, dial := start(t, open)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := src.Accept(ctx); !errors.Is(err, context.Canceled) {
			t.Fatalf("error is %v, want canceled", err)
		}
		connect(t, src, dial)
	})
	t.Run("after Close nothing is delivered or let through", func(t *testing.T) {
		src, dial := start(t, open)
		waiting := make(chan error)
		go func() {
			_, err := src.Accept(t.Context())
			waiting <- err
		}()
		if err := src.Close(); err != nil {
			t.Fatal(err)
		}
		if err := <-waiting; !errors.Is(err, net.ErrClosed) {
			t.Errorf("waiting Accept gave %v, want net.ErrClosed", err)
		}
		if _, err := src.Accept(t.Context()); !errors.Is(err, net.ErrClosed) {
			t.Errorf("later Accept gave %v, want net.ErrClosed", err)
		}
		if c, err := dial(t.Context(), "tcp", destination); err == nil {
			c.Close()
			t.Error("a connection was made")
		}
	})
}

func start(t *testing.T, open func(t *testing.T) (proxy.Source, Dial)) (proxy.Source, Dial) {
	t.Helper()
	src, dial := open(t)
	t.Cleanup(func() { src.Close() })
	return src, dial
}

// connect makes one connection and returns both ends.
func connect(t *testing.T, src proxy.Source, dial Dial) (net.Conn, proxy.Flow) {
	t.Helper()
	type result struct {
		conn net.Conn
		err  error
	}
	made := make(chan result, 1)
	go func() {
		c, err := dial(t.Context(), "tcp", destination)
		made <- result{c, err}
	}()
	f, err := src.Accept(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r := <-made
	if r.err != nil {
		t.Fatal(r.err)
	}
	t.Cleanup(func() {
		r.conn.Close()
		f.Conn.Close()
	})
	return r.conn, f
}

func exchange(t *testing.T, from, to net.Conn, text string) {
	t.Helper()
	var wg sync.WaitGroup
	wg.Go(func() { io.WriteString(from, text) })
	got := make([]byte, len(text))
	if _, err := io.ReadFull(to, got); err != nil || string(got) != text {
		t.Errorf("got %q and %v, want %q", got, err, text)
	}
	wg.Wait()
}
