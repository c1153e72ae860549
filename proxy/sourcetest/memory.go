package sourcetest

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"sync"

	"paddock/proxy"
)

// Memory is a source whose connections are made by calling Dial. They are real
// TCP connections over loopback, because halves and resets matter.
type Memory struct {
	flows chan proxy.Flow
	done  chan struct{}
	once  sync.Once
}

var _ proxy.Source = (*Memory)(nil)

// NewMemory returns an open source.
func NewMemory() *Memory {
	return &Memory{flows: make(chan proxy.Flow), done: make(chan struct{})}
}

// Dial connects as a program in the container would. addr may hold a host name,
// as it does on links that know names; the address is 11.0.0.1 then.
func (m *Memory) Dial(ctx context.Context, _, addr string) (net.Conn, error) {
	f := proxy.Flow{Container: "memory"}
	if ap, err := netip.ParseAddrPort(addr); err == nil {
		f.Dst = ap
	} else {
		host, port, err := net.SplitHostPort(addr)
		if err != nil {
			return nil, fmt.Errorf("dial through memory source: %w", err)
		}
		if f.Dst, err = netip.ParseAddrPort("11.0.0.1:" + port); err != nil {
			return nil, fmt.Errorf("dial through memory source: %w", err)
		}
		f.Host = host
	}
	near, far, err := pair()
	if err != nil {
		return nil, fmt.Errorf("dial through memory source: %w", err)
	}
	f.Conn = far
	select {
	case <-m.done:
	default:
		select {
		case m.flows <- f:
			return near, nil
		case <-m.done:
		case <-ctx.Done():
		}
	}
	near.Close()
	far.Close()
	return nil, net.ErrClosed
}

// Accept implements [proxy.Source].
func (m *Memory) Accept(ctx context.Context) (proxy.Flow, error) {
	select {
	case <-m.done:
		return proxy.Flow{}, net.ErrClosed
	default:
	}
	select {
	case f := <-m.flows:
		return f, nil
	case <-m.done:
		return proxy.Flow{}, net.ErrClosed
	case <-ctx.Done():
		return proxy.Flow{}, ctx.Err()
	}
}

// Close implements [proxy.Source].
func (m *Memory) Close() error {
	m.once.Do(func() { close(m.done) })
	return nil
}

// pair makes two ends of one TCP connection.
func pair() (near, far net.Conn, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	defer l.Close()
	if near, err = net.Dial("tcp", l.Addr().String()); err != nil {
		return nil, nil, err
	}
	if far, err = l.Accept(); err != nil {
		near.Close()
		return nil, nil, err
	}
	return near, far, nil
}
