package net_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"os"
	"syscall"
	"testing"

	"paddock/polyfills"
	"paddock/polyfills/node/nodetest"
	"paddock/polyfills/sockets"
)

func TestScripts(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(nil) // for its certificate, of example.com
	t.Cleanup(server.Close)
	trusted := x509.NewCertPool()
	trusted.AddCert(server.Certificate())
	dial := func(ctx context.Context, address string) (net.Conn, error) {
		if address != "example.com:5432" && address != "example.com:443" {
			return dial(ctx, address)
		}
		near, far := net.Pipe()
		go secure(far, server.TLS, address == "example.com:5432")
		return near, nil
	}
	nodetest.RunWith(t, os.DirFS("testdata"), polyfills.Options{},
		sockets.API(sockets.Options{Dial: dial, TLS: &tls.Config{RootCAs: trusted}}))
}

func TestStrict(t *testing.T) {
	t.Parallel()
	nodetest.RunAt(t, os.DirFS("testdata/strict"), "2026-06-16")
}

// secure echoes inside of TLS, which is agreed on in the clear first, the way of databases.
func secure(conn net.Conn, config *tls.Config, ask bool) {
	if ask {
		_, _ = io.ReadFull(conn, make([]byte, 3))
		_, _ = io.WriteString(conn, "S")
	}
	inner := tls.Server(conn, config)
	serve(inner, func() { _, _ = io.Copy(inner, inner) })
}

// dial reaches the other side of testdata/net.js: the host name says how it behaves.
func dial(_ context.Context, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	near, far := net.Pipe()
	switch host {
	case "echo", "127.0.0.1":
		go serve(far, func() { _, _ = io.Copy(far, far) })
	case "gone":
		_ = far.Close()
	case "bye":
		go serve(far, func() { _, _ = far.Read(make([]byte, 3)); _, _ = io.WriteString(far, "ok") })
	case "127.0.0.2":
		return nil, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
	case "unknown":
		return nil, &net.DNSError{Name: host, IsNotFound: true}
	case "torn":
		return torn{near}, nil
	default:
		_ = near.Close()
		return nil, errors.New("refused")
	}
	return near, nil
}

// torn is a connection that the other side has reset.
type torn struct{ net.Conn }

func (torn) Read([]byte) (int, error) { return 0, syscall.ECONNRESET }

func serve(conn net.Conn, do func()) {
	do()
	_ = conn.Close()
}
