package websocket

import (
	"sync"

	"paddock/jsruntime"
)

// Hibernating is what of a WebSocket outlives the instance of a Durable Object that accepted
// it: the conversation and the attachment. Its methods may be called from any goroutine, but
// for Wake.
type Hibernating struct {
	end           *End
	url, protocol string

	mu         sync.Mutex // guards attachment, closed
	attachment *jsruntime.Message
	closed     bool
}

// Hibernate takes the conversation of a WebSocket over from its object, which goes on to send.
// Errors are the platform's.
func Hibernate(s *WebSocket) (*Hibernating, error) {
	switch {
	case s.kept != nil || s.accepted:
		return nil, jsruntime.Errorf(jsruntime.PlainError, "Cannot call `acceptWebSocket()` if the WebSocket was already accepted via `accept()`")
	case s.end == nil || s.end.peer.inUse():
		return nil, jsruntime.Errorf(jsruntime.PlainError, "Cannot call `acceptWebSocket()` on this WebSocket because its pair has already been accepted or used in a Response.")
	}
	s.kept = &Hibernating{end: s.end, url: s.url, protocol: s.protocol, attachment: s.attachment}
	s.accepted = true
	s.end.mu.Lock()
	s.end.hibernates = true
	s.end.mu.Unlock()
	return s.kept, nil
}

// Wake makes a script's object for the conversation. Loop only.
func (h *Hibernating) Wake(vm *jsruntime.VM) *jsruntime.Object {
	o := newSocket(vm, h.end)
	s, _ := From(o)
	s.kept, s.accepted, s.url, s.protocol = h, true, h.url, h.protocol
	h.mu.Lock()
	defer h.mu.Unlock()
	s.attachment = h.attachment
	if s.closeSent = h.end.hasClosed(); h.closed || s.closeSent {
		s.state = closing
	}
	return o
}

// Hibernates tells whether the object is one of the conversation's.
func (h *Hibernating) Hibernates(s *WebSocket) bool { return s.kept == h }

// OnArrival makes f be called whenever something arrives, and at once if something has.
func (h *Hibernating) OnArrival(f func()) { h.end.onArrival(f) }

// Take gives what is there: a message, or, once, how the other side closed, or neither.
func (h *Hibernating) Take() (m Message, closed *CloseError, ok bool) {
	m, closed, ok = h.end.take()
	if closed == nil {
		return m, nil, ok
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return Message{}, nil, false
	}
	h.closed = true
	return Message{}, closed, true
}

// Send sends a message, past any script.
func (h *Hibernating) Send(m Message) { h.end.Send(m) }

// Drop ends the conversation without a word, unless it has ended.
func (h *Hibernating) Drop() {
	h.end.lose()
}

// Closing makes a script's object show that the other side has closed.
func Closing(o *jsruntime.Object) {
	s, ok := From(o)
	switch {
	case ok && s.closeSent:
		s.state = closed
	case ok && s.state == open:
		s.state = closing
	}
}

func (h *Hibernating) attach(m *jsruntime.Message) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.attachment = m
}

// inUse tells whether a script or a response has this end.
func (e *End) inUse() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.used
}

func (e *End) use() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.used = true
}

// Sleeps tells whether the other side of a response's conversation hibernates, so that it
// keeps nothing alive.
func (c *Carrier) Sleeps() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.end == nil {
		return false
	}
	peer := c.end.peer
	peer.mu.Lock()
	defer peer.mu.Unlock()
	return peer.hibernates
}
