package net_test

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"testing"

	"paddock/polyfills"
	"paddock/polyfills/node/nodetest"
)

func TestScripts(t *testing.T) {
	t.Parallel()
	nodetest.RunWith(t, os.DirFS("testdata"), polyfills.Options{Dial: dial})
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
