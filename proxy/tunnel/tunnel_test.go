package tunnel_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"paddock/proxy"
	"paddock/proxy/sourcetest"
	"paddock/proxy/tunnel"
)

// ends are a tunnel over a socket, with a link without a container at its far end.
type ends struct {
	near   *tunnel.Source
	link   *sourcetest.Memory
	remote proxy.Resolver // what the link at the far end was given
	served chan error
}

// listening is where programs listen at the far ends.
var listening = []netip.AddrPort{netip.MustParseAddrPort("0.0.0.0:8080"), netip.MustParseAddrPort("[::1]:9")}

// open makes a tunnel. dial is how the far end reaches ports.
func open(t *testing.T, dial func(uint16) (net.Conn, error)) *ends {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	a, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	b, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	e := &ends{link: sourcetest.NewMemory(), served: make(chan error, 1)}
	go func() {
		e.served <- tunnel.Serve(context.Background(), a, tunnel.Link{
			Open: func(r proxy.Resolver) (proxy.Source, error) {
				e.remote = r
				return e.link, nil
			},
			Dial:      dial,
			Listening: func() []netip.AddrPort { return listening },
		})
	}()
	if e.near, err = tunnel.New(t.Context(), "c1", b, backwards{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		e.near.Close()
		if err := <-e.served; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return e
}

// backwards answers with the query's bytes in reverse order.
type backwards struct{}

func (backwards) Resolve(_ context.Context, query []byte) ([]byte, error) {
	var b []byte
	for i := range query {
		b = append(b, query[len(query)-1-i])
	}
	if len(b) == 0 {
		return nil, errors.New("empty")
	}
	return b, nil
}

func TestSource_suite(t *testing.T) {
	t.Parallel()
	sourcetest.Run(t, func(t *testing.T) (proxy.Source, sourcetest.Dial) {
		e := open(t, nil)
		return e.near, e.link.Dial
	})
}

func TestSource_Listening(t *testing.T) {
	t.Parallel()
	e := open(t, nil)
	if got := e.near.Listening(); !slices.Equal(got, listening) {
		t.Errorf("got %v", got)
	}
	e.near.Close()
	if got := e.near.Listening(); got != nil {
		t.Errorf("after the end there is %v", got)
	}
}

func TestSource_resolves(t *testing.T) {
	t.Parallel()
	e := open(t, nil)
	var wg sync.WaitGroup
	for _, size := range []int{1, 2, 512, 65_000} {
		wg.Go(func() {
			query := bytes.Repeat([]byte("ab"), size)[:size]
			want, _ := backwards{}.Resolve(t.Context(), query)
			if got, err := e.remote.Resolve(t.Context(), query); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%d bytes came back as %d, %v", size, len(got), err)
			}
		})
	}
	wg.Wait()
	if _, err := e.remote.Resolve(t.Context(), nil); err == nil {
		t.Error("there was an answer where the resolver has none")
	}
}

// server listens on a port of this machine as in a namespace.
func server(t *testing.T, serve func(*net.TCPConn)) (uint16, func(uint16) (net.Conn, error)) {
	t.Helper()
	l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			c, err := l.AcceptTCP()
			if err != nil {
				return
			}
			serving.Go(func() {
				defer c.Close()
				serve(c)
			})
		}
	})
	t.Cleanup(func() {
		l.Close()
		serving.Wait()
	})
	return uint16(l.Addr().(*net.TCPAddr).Port), func(port uint16) (net.Conn, error) {
		return net.Dial("tcp", (&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: int(port)}).String())
	}
}

func TestSource_Dial(t *testing.T) {
	t.Parallel()
	port, dial := server(t, func(c *net.TCPConn) {
		b, _ := io.ReadAll(c)
		io.WriteString(c, strings.ToUpper(string(b)))
	})
	e := open(t, dial)
	t.Run("the other half goes on after the end of one", func(t *testing.T) {
		c, err := e.near.Dial(t.Context(), port)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		big := strings.Repeat("abcdefgh", 1<<18) // half the window
		io.WriteString(c, big)
		c.(interface{ CloseWrite() error }).CloseWrite()
		if got, err := io.ReadAll(c); err != nil || string(got) != strings.ToUpper(big) {
			t.Errorf("%d bytes came back, %v", len(got), err)
		}
	})
	t.Run("a port where nobody listens refuses", func(t *testing.T) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		free := uint16(l.Addr().(*net.TCPAddr).Port)
		l.Close()
		if _, err := e.near.Dial(t.Context(), free); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("error is %v, want ECONNREFUSED", err)
		}
	})
	t.Run("a cancelled dial ends", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if c, err := e.near.Dial(ctx, port); err == nil {
			c.Close() // it may have been faster
		}
	})
}

func TestConn_ends(t *testing.T) {
	t.Parallel()
	ended := make(chan error, 8)
	port, dial := server(t, func(c *net.TCPConn) {
		_, err := io.Copy(c, endless{})
		ended <- err
	})
	e := open(t, dial)
	t.Run("who sends without end is told when nobody reads any more", func(t *testing.T) {
		c, err := e.near.Dial(t.Context(), port)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(c, make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
		c.Close()
		if err := <-ended; err == nil {
			t.Error("it ended without an error")
		}
	})
	t.Run("and when that half had ended before", func(t *testing.T) {
		c, err := e.near.Dial(t.Context(), port)
		if err != nil {
			t.Fatal(err)
		}
		c.(interface{ CloseWrite() error }).CloseWrite()
		if _, err := io.ReadFull(c, make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
		c.Close()
		if err := <-ended; err == nil {
			t.Error("it ended without an error")
		}
	})
	t.Run("the end of the tunnel ends its connections", func(t *testing.T) {
		c, err := e.near.Dial(t.Context(), port)
		if err != nil {
			t.Fatal(err)
		}
		e.near.Close()
		if _, err := io.Copy(io.Discard, c); err == nil {
			t.Error("reading ended well")
		}
		if err := <-ended; err == nil {
			t.Error("it ended without an error")
		}
		<-e.near.Done()
	})
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestConn_reset(t *testing.T) {
	t.Parallel()
	got := make(chan error, 1)
	port, dial := server(t, func(c *net.TCPConn) {
		_, err := c.Read(make([]byte, 1))
		got <- err
	})
	e := open(t, dial)
	c, err := e.near.Dial(t.Context(), port)
	if err != nil {
		t.Fatal(err)
	}
	c.(interface{ SetLinger(int) error }).SetLinger(0)
	c.Close()
	if err := <-got; !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the program sees %v, want ECONNRESET", err)
	}
}

func TestNew_refused(t *testing.T) {
	t.Parallel()
	a, b := net.Pipe()
	served := make(chan error, 1)
	go func() {
		served <- tunnel.Serve(context.Background(), a, tunnel.Link{
			Open: func(proxy.Resolver) (proxy.Source, error) { return nil, errors.New("no nftables here") },
		})
	}()
	if _, err := tunnel.New(t.Context(), "c1", b, backwards{}); err == nil || err.Error() != "no nftables here" {
		t.Errorf("error is %v", err)
	}
	if err := <-served; err == nil {
		t.Error("the far end ended well")
	}
}

func TestNew_nonsense(t *testing.T) {
	t.Parallel()
	a, b := net.Pipe()
	go func() {
		io.WriteString(a, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
		a.Close()
	}()
	if _, err := tunnel.New(t.Context(), "c1", b, backwards{}); err == nil {
		t.Error("nonsense was taken for a tunnel")
	}
}
