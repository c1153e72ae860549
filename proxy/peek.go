package proxy

import (
	"context"
	"errors"
	"io"
	"net"
	"time"
)

// pending is one read that waits beside others.
type pending struct {
	conn net.Conn
	buf  []byte
	n    int
	err  error
	done chan struct{}
}

func startRead(conn net.Conn, buf []byte) *pending {
	p := &pending{conn: conn, buf: buf, done: make(chan struct{})}
	go func() {
		defer close(p.done)
		p.n, p.err = conn.Read(buf)
	}()
	return p
}

// stop ends the read and returns what had arrived.
func (p *pending) stop() []byte {
	p.conn.SetReadDeadline(past())
	<-p.done
	p.conn.SetReadDeadline(time.Time{})
	return p.buf[:p.n]
}

// dialing is an upstream connection in the making.
type dialing struct {
	target string
	conn   net.Conn
	err    error
	cancel context.CancelFunc
	done   chan struct{}
}

func (s *session) startDial(ctx context.Context, target string) *dialing {
	ctx, cancel := context.WithCancel(ctx)
	d := &dialing{target: target, cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(d.done)
		d.conn, d.err = s.dial(ctx, "tcp", target)
	}()
	return d
}

// drop gives the connection up.
func (d *dialing) drop() {
	d.cancel()
	<-d.done
	if d.conn != nil {
		d.conn.Close()
	}
}

// opening is what the first bytes of a flow, from whichever side, have told.
type opening struct {
	client   []byte   // read from the container, to be repeated
	server   []byte   // read from upstream, to be repeated
	upstream *dialing // when it was dialled already
}

var errSilent = errors.New("client sent nothing and may not reach a server that speaks first")

// await waits for the first byte of a flow. Where the server may be the one to
// speak first it never waits for the client alone, but dials and lets them race.
func (s *session) await(ctx context.Context, f Flow) (o opening, serverFirst bool, err error) {
	clientFirst := f.Dst.Port() == 80 || f.Dst.Port() == 443
	verdict := s.policy.Decide(f)
	quiet := s.quiet
	switch {
	case verdict.Connect != nil: // which may be the one to speak first
	case verdict.Action == Intercept, clientFirst && (verdict.Action == Block || s.outside != nil):
		quiet = headTimeout
	case s.outside != nil: // which may not want it to be dialled
	case verdict.Action == Direct && !clientFirst:
		quiet = 0
	}
	client := startRead(f.Conn, make([]byte, 4096))
	timer := time.NewTimer(quiet)
	defer timer.Stop()
	select {
	case <-client.done:
		return s.clientSpoke(client, nil, nil)
	case <-timer.C:
	}
	if verdict.Action != Direct {
		o.client = client.stop()
		if len(o.client) == 0 && verdict.Connect == nil {
			return o, false, errSilent
		}
		return o, false, nil
	}
	if _, err := s.takes(f, verdict); err != nil {
		client.stop()
		return o, false, err
	}
	up := s.startDial(ctx, target(f))
	select {
	case <-client.done:
		return s.clientSpoke(client, up, nil)
	case <-up.done:
	}
	if up.err != nil {
		client.stop()
		up.drop()
		return o, false, up.err
	}
	server := startRead(up.conn, make([]byte, 4096))
	select {
	case <-client.done:
		return s.clientSpoke(client, up, server)
	case <-server.done:
		o = opening{client: client.stop(), server: server.buf[:server.n], upstream: up}
		return o, true, nil
	}
}

func (s *session) clientSpoke(client *pending, up *dialing, server *pending) (opening, bool, error) {
	o := opening{client: client.buf[:client.n], upstream: up}
	if server != nil {
		o.server = server.stop()
	}
	if client.n > 0 || errors.Is(client.err, io.EOF) {
		return o, false, nil
	}
	if up != nil {
		up.drop()
		o.upstream = nil
	}
	return o, false, client.err
}

// classify reads on until the bytes tell what the flow speaks.
func classify(f Flow, peeked []byte) (Flow, []byte) {
	f.Conn.SetReadDeadline(time.Now().Add(helloTimeout))
	defer f.Conn.SetReadDeadline(time.Time{})
	for {
		proto, host, more := sniff(peeked)
		if len(peeked) > 0 && more {
			if len(peeked) == cap(peeked) {
				peeked = append(make([]byte, 0, 4*cap(peeked)), peeked...)
			}
			n, err := f.Conn.Read(peeked[len(peeked):cap(peeked)])
			peeked = peeked[:len(peeked)+n]
			if err == nil || n > 0 {
				continue
			}
			proto, host, _ = sniff(peeked)
		}
		f.Proto = proto
		if host != "" {
			f.Host = host
		}
		return f, peeked
	}
}
