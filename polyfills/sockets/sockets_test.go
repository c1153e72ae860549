package sockets_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"os"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/abort"
	"paddock/polyfills/encoding"
	"paddock/polyfills/es"
	"paddock/polyfills/events"
	"paddock/polyfills/sockets"
	"paddock/polyfills/streams"
)

func TestSockets(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(nil)
	t.Cleanup(server.Close)
	trusted := x509.NewCertPool()
	trusted.AddCert(server.Certificate())
	far := &far{tls: server.TLS}
	api := sockets.API(sockets.Options{Dial: far.dial, TLS: &tls.Config{RootCAs: trusted}})
	require := jsruntime.API{Name: "test", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"sockets": func(vm *jsruntime.VM) jsruntime.Value {
			exports, _ := vm.Module("cloudflare:sockets")
			return exports
		},
	}}
	t.Run("testdata", func(t *testing.T) {
		jstest.Run(t, os.DirFS("testdata"), es.API(), events.API(), abort.API(), encoding.API(), streams.API(), api, require)
	})
}

// far is the other side of testdata: the host name says how it behaves.
type far struct{ tls *tls.Config }

func (f *far) dial(_ context.Context, address string) (net.Conn, error) {
	near, conn := net.Pipe()
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	switch host {
	case "echo":
		go serve(conn, func() { _, _ = io.Copy(conn, conn) })
	case "bye":
		go serve(conn, func() { _, _ = conn.Read(make([]byte, 3)); _, _ = io.WriteString(conn, "ok") })
	case "silent":
		go serve(conn, func() { _, _ = io.Copy(io.Discard, conn) })
	case "gone":
		_ = conn.Close()
	case "example.com": // the name in the test server's certificate
		go f.secure(conn)
	default:
		_ = near.Close()
		return nil, errors.New("refused")
	}
	return near, nil
}

func serve(conn net.Conn, do func()) {
	do()
	_ = conn.Close()
}

// secure echoes inside of TLS, after the word "tls" in the clear if the client says that.
func (f *far) secure(conn net.Conn) {
	first := make([]byte, 1)
	if _, err := io.ReadFull(conn, first); err != nil {
		return
	}
	var in io.Reader = io.MultiReader(bytes.NewReader(first), conn)
	if first[0] == 't' {
		_, _ = io.ReadFull(conn, make([]byte, 2))
		_, _ = io.WriteString(conn, "yes")
		in = conn
	}
	secure := tls.Server(&joined{conn, in}, f.tls)
	serve(secure, func() { _, _ = io.Copy(secure, secure) })
}

type joined struct {
	net.Conn
	in io.Reader
}

func (j *joined) Read(p []byte) (int, error) { return j.in.Read(p) }
