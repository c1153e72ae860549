package process

import (
	"context"
	"errors"
	"net"
	"sync"
	"syscall"

	"paddock/bindings/container"
	"paddock/proxy"
)

// errEnded is returned by Dial and Signal when the instance has ended.
var errEnded = errors.New("container has ended")

// instance is one started command. What differs between the systems and links
// is behind dial, signal and kill.
type instance struct {
	link    string
	refused []string
	source  proxy.Source

	dial   func(ctx context.Context, port uint16) (net.Conn, error)
	signal func(syscall.Signal) error
	kill   func() // ends everything that was started; may be called often

	done    chan struct{} // closed when everything has ended and the output is drained
	exit    container.Exit
	cleanup sync.Once
	closed  error // of the source
}

var _ container.Instance = (*instance)(nil)

func (i *instance) Dial(ctx context.Context, port uint16) (net.Conn, error) {
	return i.dial(ctx, port)
}

func (i *instance) Egress() proxy.Source { return i.source }

func (i *instance) Link() (string, []string) { return i.link, i.refused }

func (i *instance) Signal(sig syscall.Signal) error {
	select {
	case <-i.done:
		return errEnded
	default:
		return i.signal(sig)
	}
}

func (i *instance) Wait(ctx context.Context) (container.Exit, error) {
	select {
	case <-i.done:
		return i.exit, nil
	case <-ctx.Done():
		return container.Exit{}, ctx.Err()
	}
}

func (i *instance) Destroy(ctx context.Context) error {
	i.kill()
	select {
	case <-i.done:
	case <-ctx.Done():
		return ctx.Err()
	}
	i.cleanup.Do(func() { i.closed = i.source.Close() })
	return i.closed
}

// dialLoopback serves the links that have no network namespace: the command
// listens on the host's own loopback.
func dialLoopback(ctx context.Context, port uint16) (net.Conn, error) {
	var d net.Dialer
	ip := net.IPv4(127, 0, 0, 1)
	conn, err := d.DialContext(ctx, "tcp", (&net.TCPAddr{IP: ip, Port: int(port)}).String())
	if err == nil || !errors.Is(err, syscall.ECONNREFUSED) {
		return conn, err
	}
	if conn, err6 := d.DialContext(ctx, "tcp", (&net.TCPAddr{IP: net.IPv6loopback, Port: int(port)}).String()); err6 == nil {
		return conn, nil
	}
	return nil, err
}
