package websocket

import (
	"context"
	"fmt"
	"sync"

	"paddock/jsruntime"
)

// Message is one message.
type Message struct {
	Text bool
	Data []byte // UTF-8 for text; not changed after it was sent
}

// CloseError is how a conversation ended.
type CloseError struct {
	Code   uint16 // 1005: no code was sent; 1006: the connection was lost, if the other side has not said so itself
	Reason string
	how    ending
}

// ending tells ways to end apart.
type ending uint8

const (
	said   ending = iota // by a close frame
	lost                 // without one
	left                 // without one, as the event that had the other end is gone
	broken               // by this side, as the other broke the protocol
)

// Lost tells whether a conversation ended without a close.
func (e *CloseError) Lost() bool { return e.how == lost || e.how == left }

// Failure is the error that scripts are told of a conversation whose other side broke the protocol; nil for others.
func (e *CloseError) Failure() error {
	if e.how != broken {
		return nil
	}
	return jsruntime.Errorf(jsruntime.PlainError, "WebSocket protocol error; protocolError.statusCode = %d; protocolError.description = %s", e.Code, e.Reason)
}

func (e *CloseError) Error() string {
	return fmt.Sprintf("websocket closed with code %d %s", e.Code, e.Reason)
}

// Codes of RFC 6455, section 7.4.1.
const (
	codeNormal   = 1000
	codeProtocol = 1002
	codeNoStatus = 1005
	codeLost     = 1006
	codeTooBig   = 1009
	codeTLS      = 1015
	codeOfOwn    = 3000 // the first that is not the protocol's
)

// noCloseFrame is the platform's reason for codeLost.
const noCloseFrame = "WebSocket disconnected without sending Close frame."

// End is one end of a pipe of messages. Its methods may be called from any goroutine.
type End struct {
	peer *End

	mu     sync.Mutex // guards what follows
	inbox  []Message
	size   int           // bytes of the inbox
	closed *CloseError   // set when the peer has closed; comes after the inbox
	wake   chan struct{} // capacity 1
	notify func()        // called when something arrives; nil: Receive is used
	sent   bool          // this end has closed

	blocks bool          // the inbox holds so much that the other end gives way
	moved  chan struct{} // capacity 1: it does not any more

	used       bool // a script has accepted it, or a response has taken it
	hibernates bool // see [Hibernate]
}

// NewPipe makes two connected ends.
func NewPipe() (a, b *End) {
	a, b = newEnd(), newEnd()
	a.peer, b.peer = b, a
	return a, b
}

func newEnd() *End { return &End{wake: make(chan struct{}, 1), moved: make(chan struct{}, 1)} }

// What may wait in an inbox before a connection that fills it gives way.
const (
	maxWaiting = 1000 // messages
	maxHeld    = 1 << 20
)

// giveWay waits while the other end has much that it has not taken, as long as it takes anything and ctx goes on: what a
// connection brings faster than scripts can read it stays with who sends it.
func (e *End) giveWay(ctx context.Context) {
	for e.peer.blocked() {
		select {
		case <-e.peer.moved:
		case <-ctx.Done():
			return
		}
	}
}

func (e *End) blocked() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.blocks = !e.sent && (len(e.inbox) > maxWaiting || e.size > maxHeld)
	return e.blocks
}

// unblock is called with the lock.
func (e *End) unblock() {
	e.blocks = false
	select {
	case e.moved <- struct{}{}:
	default:
	}
}

// Send hands a message to the other end; it is dropped when this end has closed.
func (e *End) Send(m Message) {
	e.mu.Lock()
	gone := e.sent
	e.mu.Unlock()
	if !gone {
		e.peer.arrive(func(p *End) {
			if p.closed == nil {
				p.inbox, p.size = append(p.inbox, m), p.size+len(m.Data)
			}
		})
	}
}

// waiting gives how many bytes of what this end has sent the other end has not taken.
func (e *End) waiting() int {
	e.peer.mu.Lock()
	defer e.peer.mu.Unlock()
	return e.peer.size
}

// Close tells the other end that no message follows. Only the first call counts.
func (e *End) Close(code uint16, reason string) { e.close(CloseError{Code: code, Reason: reason}) }

// lose is Close without a word.
func (e *End) lose() { e.close(CloseError{codeLost, noCloseFrame, lost}) }

// abandon is Close because the event that has this end is gone.
func (e *End) abandon() { e.close(CloseError{codeLost, noCloseFrame, left}) }

func (e *End) close(how CloseError) {
	e.mu.Lock()
	first := !e.sent
	e.sent = true
	e.unblock()
	e.mu.Unlock()
	if first {
		e.peer.arrive(func(p *End) {
			if p.closed == nil {
				p.closed = &how
			}
		})
	}
}

// arrive changes the inbox and wakes whoever waits for it.
func (e *End) arrive(change func(*End)) {
	e.mu.Lock()
	change(e)
	notify := e.notify
	e.mu.Unlock()
	if notify != nil {
		notify()
		return
	}
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// take gives what is there: a message, or how the other end closed, or neither.
func (e *End) take() (m Message, closed *CloseError, ok bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.inbox) > 0 {
		m = e.inbox[0]
		e.inbox[0] = Message{}
		e.inbox, e.size = e.inbox[1:], e.size-len(m.Data)
		if e.blocks && len(e.inbox) <= maxWaiting && e.size <= maxHeld {
			e.unblock()
		}
		return m, nil, true
	}
	return Message{}, e.closed, e.closed != nil
}

// Receive waits for the next message. When the other end has closed it gives a *CloseError.
func (e *End) Receive(ctx context.Context) (Message, error) {
	for {
		if m, closed, ok := e.take(); ok {
			if closed != nil {
				return Message{}, closed
			}
			return m, nil
		}
		select {
		case <-e.wake:
		case <-ctx.Done():
			return Message{}, context.Cause(ctx)
		}
	}
}

// hasClosed reports whether this end has closed.
func (e *End) hasClosed() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.sent
}

// onArrival makes f be called whenever something arrives, and at once if something has.
func (e *End) onArrival(f func()) {
	e.mu.Lock()
	e.notify = f
	waiting := len(e.inbox) > 0 || e.closed != nil
	e.mu.Unlock()
	if waiting {
		f()
	}
}
