package launch

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

// Instance is one started command. What differs between the systems and links is behind dial, signal
// and kill; on Linux further commands can be started in it.
type Instance struct {
	choice Choice
	source proxy.Source
	instanceOS

	dial   func(ctx context.Context, port uint16) (net.Conn, error)
	signal func(syscall.Signal) error
	kill   func() // ends everything that was started; may be called often

	done    chan struct{} // closed when everything has ended and the output is drained
	exit    container.Exit
	cleanup sync.Once
	closed  error // of the source
}

var _ container.Instance = (*Instance)(nil)

// Dial implements [container.Instance].
func (i *Instance) Dial(ctx context.Context, port uint16) (net.Conn, error) { return i.dial(ctx, port) }

// Egress implements [container.Instance].
func (i *Instance) Egress() proxy.Source { return i.source }

// Link implements [container.Instance].
func (i *Instance) Link() (string, []string) { return i.choice.Link, i.choice.Refused }

// Signal implements [container.Instance].
func (i *Instance) Signal(sig syscall.Signal) error {
	select {
	case <-i.done:
		return errEnded
	default:
		return i.signal(sig)
	}
}

// Wait implements [container.Instance].
func (i *Instance) Wait(ctx context.Context) (container.Exit, error) {
	select {
	case <-i.done:
		return i.exit, nil
	case <-ctx.Done():
		return container.Exit{}, ctx.Err()
	}
}

// Destroy implements [container.Instance].
func (i *Instance) Destroy(ctx context.Context) error {
	i.kill()
	select {
	case <-i.done:
	case <-ctx.Done():
		return ctx.Err()
	}
	i.cleanup.Do(func() {
		if i.source != nil {
			i.closed = i.source.Close()
		}
	})
	return i.closed
}

// dialLoopback serves the links that have no network namespace: the command listens on the host's
// own loopback.
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
