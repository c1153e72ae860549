package registry

import (
	"context"
	"io"
	"net"
	"net/http"
	"sync"

	"paddock/jsruntime"
	"paddock/polyfills/rpc"
)

// Kinds of parts.
const (
	isReceiver = "receiver"
	isService  = "service"
	isStream   = "stream"
	isWritable = "writable"
	isSignal   = "signal"
	isRequest  = "request"
	isResponse = "response"
	isHeaders  = "headers"
)

// part is a [rpc.Part] on its way.
type part struct {
	Kind     string        `json:"kind"`
	Ref      uint64        `json:"ref,omitempty"`  // the receiver, the service or the body
	Home     bool          `json:"home,omitempty"` // Ref was handed out by the side that this goes to
	Length   int64         `json:"length,omitempty"`
	Request  *requestHead  `json:"request,omitempty"`
	Response *responseHead `json:"response,omitempty"`
	Headers  fields        `json:"headers,omitempty"`
	Data     []byte        `json:"data,omitempty"` // of a signal's reason
	Parts    []part        `json:"parts,omitempty"`

	stub *far // what goes home: given up once the message is on its way
}

// pack hands out what a message carries beside its bytes; all of it is given up where a part cannot be.
func (s *session) pack(m jsruntime.Message) (parts []part, err error) {
	carried, err := rpc.Parts(m)
	if err != nil {
		return nil, err
	}
	for i, c := range carried {
		p, err := s.packPart(c)
		if err != nil {
			s.recall(parts)
			drop(carried[i+1:])
			return nil, err
		}
		parts = append(parts, p)
	}
	return parts, nil
}

// recall gives up what was handed out for a message that is not sent.
func (s *session) recall(parts []part) {
	for _, p := range parts {
		if p.Ref != 0 && !p.Home {
			giveUp(s.take(p.Ref))
		}
		s.recall(p.Parts)
	}
	settle(parts)
}

// settle gives up the stubs that a message had of what goes home, once it is enqueued: the release of the last stub
// must not come before the message that still names what it refers to.
func settle(parts []part) {
	for i := range parts {
		if stub := parts[i].stub; stub != nil {
			parts[i].stub = nil
			stub.Dispose()
		}
		settle(parts[i].Parts)
	}
}

func (s *session) packPart(c rpc.Part) (part, error) {
	switch {
	case c.Service != nil:
		p := part{Kind: isService}
		if f, ok := c.Service.(*farService); ok && f.session == s {
			p.Ref, p.Home = f.ref, true
		} else {
			p.Ref = s.hand(c.Service)
		}
		return p, nil
	case c.Receiver != nil:
		return s.packReceiver(isReceiver, c.Receiver), nil
	case c.Writable != nil:
		return s.packReceiver(isWritable, c.Writable), nil
	case c.Stream != nil:
		return part{Kind: isStream, Ref: s.hand(c.Stream.ReadCloser), Length: c.Stream.Length}, nil
	case c.Signal != nil:
		return s.packSignal(c.Signal)
	case c.Request != nil:
		p := part{Kind: isRequest, Request: requestHeadOf(c.Request)}
		if p.Request.Body {
			p.Ref = s.hand(c.Request.Body)
		}
		return p, nil
	case c.Response != nil:
		if c.Response.StatusCode == http.StatusSwitchingProtocols {
			giveUp(c.Response.Body)
			return part{}, jsruntime.Errorf(jsruntime.PlainError, "not emulated: a WebSocket in a call to another process")
		}
		p := part{Kind: isResponse, Response: responseHeadOf(c.Response)}
		if p.Response.Body {
			p.Ref = s.hand(c.Response.Body)
		}
		return p, nil
	}
	return part{Kind: isHeaders, Headers: fieldsOf(c.Headers)}, nil
}

// packReceiver hands a receiver out, or gives one back that the other side has handed out.
func (s *session) packReceiver(kind string, r rpc.Receiver) part {
	if f, ok := r.(*far); ok && f.session == s {
		return part{Kind: kind, Ref: f.ref, Home: true, stub: f}
	}
	return part{Kind: kind, Ref: s.hand(r)}
}

func (s *session) packSignal(signal *rpc.Signal) (part, error) {
	if signal.Receiver != nil {
		return s.packReceiver(isSignal, signal.Receiver), nil
	}
	parts, err := s.pack(signal.Reason)
	return part{Kind: isSignal, Data: signal.Reason.Data, Parts: parts}, err
}

// unpack makes a message again.
func (s *session) unpack(data []byte, parts []part) (jsruntime.Message, error) {
	var carried []rpc.Part
	for _, p := range parts {
		c, err := s.unpackPart(p)
		if err != nil {
			drop(carried)
			return jsruntime.Message{}, err
		}
		carried = append(carried, c)
	}
	return rpc.Assemble(data, carried), nil
}

func (s *session) unpackPart(p part) (c rpc.Part, err error) {
	switch p.Kind {
	case isService:
		c.Service, err = s.service(p)
	case isReceiver:
		c.Receiver, err = s.receiver(p)
	case isWritable:
		c.Writable, err = s.receiver(p)
	case isStream:
		c.Stream = &rpc.Stream{ReadCloser: s.body(p.Ref), Length: p.Length}
	case isSignal:
		c.Signal = &rpc.Signal{}
		if p.Ref != 0 {
			c.Signal.Receiver, err = s.receiver(p)
		} else {
			c.Signal.Reason, err = s.unpack(p.Data, p.Parts)
		}
	case isRequest:
		if p.Request == nil {
			return c, errLost
		}
		c.Request, err = p.Request.request(context.Background(), s.body(p.Ref))
	case isResponse:
		if p.Response == nil {
			return c, errLost
		}
		c.Response = p.Response.response(s.body(p.Ref))
	default:
		c.Headers = p.Headers.header()
	}
	return c, err
}

func (s *session) receiver(p part) (rpc.Receiver, error) {
	if !p.Home {
		return &far{session: s, ref: p.Ref}, nil
	}
	r, ok := s.held(p.Ref).(rpc.Receiver)
	if !ok {
		return nil, errLost
	}
	if shared, ok := r.(rpc.Shared); ok {
		shared.Dup()
	}
	return r, nil
}

func (s *session) service(p part) (rpc.Service, error) {
	if !p.Home {
		return newFarService(s, p.Ref), nil
	}
	service, ok := s.held(p.Ref).(rpc.Service)
	if !ok {
		return nil, errLost
	}
	return service, nil
}

// drop gives up parts of a message.
func drop(parts []rpc.Part) {
	for _, p := range parts {
		p.Discard()
	}
}

// body gives a body that the other side has handed out. It is asked for when somebody reads it.
func (s *session) body(ref uint64) io.ReadCloser { return &farBody{session: s, ref: ref} }

type farBody struct {
	session *session
	ref     uint64

	mu     sync.Mutex // guards stream, closed
	stream net.Conn
	closed bool
	poured *poured
}

// Read implements io.Reader.
func (b *farBody) Read(p []byte) (int, error) {
	if err := b.ask(); err != nil {
		return 0, err
	}
	return b.poured.Read(p)
}

// ask opens the stream, once.
func (b *farBody) ask() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.closed:
		return net.ErrClosed
	case b.stream != nil:
		return nil
	}
	stream, err := b.session.open(opening{Kind: forBody, Ref: b.ref})
	if err != nil {
		return err
	}
	b.stream, b.poured = stream, &poured{from: stream}
	return nil
}

// Close implements io.Closer.
func (b *farBody) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return nil
	}
	b.closed = true
	if b.stream != nil {
		return b.stream.Close()
	}
	b.session.enqueue(head{Kind: isRelease, Ref: b.ref}, nil)
	return nil
}

// serveBody pours out what was handed out as a body.
func (s *session) serveBody(stream net.Conn, ref uint64) {
	body, ok := s.take(ref).(io.ReadCloser)
	if !ok {
		return
	}
	defer body.Close()
	defer context.AfterFunc(s.ctx, func() { _ = body.Close() })()
	s.watch(stream, func() { _ = body.Close() })
	_ = pour(stream, body) // the reader has gone
}

// watch calls gone when the other side, from which nothing more is to come, closes a stream, or the connection ends.
// Whoever writes to the stream stops then.
func (s *session) watch(stream net.Conn, gone func()) {
	s.task(func() {
		var b [1]byte
		_, _ = stream.Read(b[:]) // that it returns says it all
		_ = stream.Close()
		gone()
	})
}
