package capnweb

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"sync"
)

// Transport carries messages, each one text. Send and Receive are called by one goroutine each.
type Transport interface {
	// Send must not wait for ever for a peer that does not read.
	Send(message []byte) error
	// Receive gives the next message; io.EOF or another error when there will be none.
	Receive() ([]byte, error)
	// Close ends both, also what waits. It may be called from any goroutine, more than once.
	Close(reason error)
}

// Options choose how a session works. The zero value is right.
type Options struct {
	// Panicked is told of a method that panicked; the call fails and the session lives. nil: nobody.
	Panicked func(trace string)
}

// maxCalls bounds what a peer may ask for at the same time.
const maxCalls = 10_000

var errEnded = plainError("RPC session was shut down.")

// Session is one conversation. Its methods may be called from any goroutine.
type Session struct {
	transport Transport
	options   Options
	ctx       context.Context // of the methods; ends with the session
	cancel    context.CancelCauseFunc
	workers   sync.WaitGroup

	mu         sync.Mutex // guards what follows; never held while something is waited for
	exports    map[int64]*export
	nextExport int64 // given by the peer's messages, upwards from 1
	nextOwn    int64 // given by us, downwards from -1
	own        map[any]int64
	imports    map[int64]*imported
	nextImport int64 // given by our messages, upwards from 1
	outbox     [][]byte
	filled     *sync.Cond // outbox has something, or the session has ended
	ended      error      // nil while the session lives
}

// export is something that the peer knows by a number.
type export struct {
	value  any // what it is; a *future for the result of a call
	refs   int64
	pulled bool
	stream bool // released by itself once its result was sent
}

// imported is something of the peer's.
type imported struct {
	result *future // nil for what is no promise
	refs   int64   // how often it was introduced; 0: nothing is to be released
}

// Serve speaks with a peer, to which main is exported, until the transport ends, and waits until
// every call has returned. started is told of the session before the first message; it may be nil.
func Serve(ctx context.Context, transport Transport, main *Object, options Options, started func(*Session)) error {
	if options.Panicked == nil {
		options.Panicked = func(string) {}
	}
	s := &Session{
		transport: transport, options: options,
		exports: map[int64]*export{0: {value: main, refs: 1}}, nextExport: 1, nextOwn: -1,
		own: map[any]int64{}, imports: map[int64]*imported{0: {refs: 1}}, nextImport: 1,
	}
	s.filled = sync.NewCond(&s.mu)
	s.ctx, s.cancel = context.WithCancelCause(ctx)
	stop := context.AfterFunc(ctx, func() {
		s.end(context.Cause(ctx))
		transport.Close(context.Cause(ctx))
	})
	defer stop()
	var writer sync.WaitGroup
	writer.Go(s.write)
	if started != nil {
		started(s)
	}
	err := s.read()
	s.end(err)
	writer.Wait()
	transport.Close(err)
	s.workers.Wait()
	return err
}

// Main gives what the peer exports as its main object.
func (s *Session) Main() *Stub { return &Stub{session: s} }

// Stats counts the entries of both tables. A session at rest has one of each.
func (s *Session) Stats() (imports, exports int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.imports), len(s.exports)
}

// read takes messages until the transport ends or a message is wrong.
func (s *Session) read() error {
	for {
		text, err := s.transport.Receive()
		if err != nil {
			return err
		}
		var message []any
		if err := json.Unmarshal(text, &message); err != nil {
			return s.abort(&Error{Name: "SyntaxError", Message: err.Error()})
		}
		if err := s.receive(message); err != nil {
			return s.abort(err)
		}
	}
}

// abort tells the peer why the session ends.
func (s *Session) abort(reason error) error {
	var byPeer *aborted
	if errors.As(reason, &byPeer) {
		return reason
	}
	if text, err := s.encode(asError(reason)); err == nil {
		s.send([]byte(`["abort",` + string(text) + "]"))
	}
	return reason
}

// aborted is the end of a session that the peer asked for.
type aborted struct{ reason *Error }

func (a *aborted) Error() string { return "the peer has ended the session: " + a.reason.Message }

// Unwrap gives the peer's reason.
func (a *aborted) Unwrap() error { return a.reason }

// end fails whatever waits, and lets the writer leave.
func (s *Session) end(reason error) {
	s.mu.Lock()
	if s.ended != nil {
		s.mu.Unlock()
		return
	}
	s.ended = reason
	imports, exports := s.imports, s.exports
	s.imports, s.exports = map[int64]*imported{}, map[int64]*export{}
	s.filled.Broadcast()
	s.mu.Unlock()
	s.cancel(reason)
	for _, i := range imports {
		if i.result != nil {
			i.result.settle(nil, reason)
		}
	}
	for _, x := range exports {
		x.dispose(reason)
	}
}

// dispose ends what only the table had.
func (x *export) dispose(reason error) {
	switch v := x.value.(type) {
	case *pipe:
		v.fail(reason)
	case *future:
		if !x.pulled {
			v.whenKnown(func() { dispose(v.value) })
		}
	}
}

// begin counts a worker, unless the session has ended.
func (s *Session) begin() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended != nil {
		return false
	}
	s.workers.Add(1)
	return true
}

// send puts a message into the outbox. The message must be in its place with regard to numbers that
// it gives, so that whoever holds mu uses [Session.queue].
func (s *Session) send(message []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue(message)
}

// queue is send for a holder of mu.
func (s *Session) queue(message []byte) {
	if s.ended != nil {
		return
	}
	s.outbox = append(s.outbox, message)
	s.filled.Signal()
}

// write empties the outbox until the session has ended; what was there before its end is sent.
func (s *Session) write() {
	for {
		s.mu.Lock()
		for len(s.outbox) == 0 && s.ended == nil {
			s.filled.Wait()
		}
		batch, last := s.outbox, s.ended != nil
		s.outbox = nil
		s.mu.Unlock()
		for _, message := range batch {
			if err := s.transport.Send(message); err != nil {
				s.transport.Close(err)
				return
			}
		}
		if last {
			return
		}
	}
}

// message writes a message of a word and numbers.
func message(word string, numbers ...int64) []byte {
	out := append([]byte(`["`), word...)
	out = append(out, '"')
	for _, n := range numbers {
		out = strconv.AppendInt(append(out, ','), n, 10)
	}
	return append(out, ']')
}
