package registry

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"github.com/hashicorp/yamux"

	"paddock/jsruntime"
	"paddock/polyfills/rpc"
)

// errLost is what a caller sees of a connection that broke.
var errLost = jsruntime.ConnectionLost(nil)

// Kinds of streams.
const (
	forCalls = "calls"
	forFetch = "fetch" // a request and its response
	forBody  = "body"  // what was handed out as one
)

// opening is the first message on a stream.
type opening struct {
	Kind    string       `json:"kind"`
	To      *target      `json:"to,omitempty"`  // the Worker that is meant, or
	Ref     uint64       `json:"ref,omitempty"` // what was handed out by that number
	Request *requestHead `json:"request,omitempty"`
}

// session is a connection to another process.
type session struct {
	mux     *yamux.Session
	local   Local // takes what is sent to Workers; nil at the side that dialed
	calls   net.Conn
	started time.Time // of the other side; zero at the side that was dialed

	ctx    context.Context // until the connection ends
	cancel context.CancelFunc
	tasks  sync.WaitGroup
	queued chan struct{} // capacity 1: there is something to send

	mu      sync.Mutex // guards the rest
	queue   []parcel   // to be sent on the stream of calls
	unsent  int        // bytes of what is in the queue, or was and is being sent
	handed  map[uint64]any
	number  uint64 // the last one given to something handed out, or a call
	waiting map[uint64]rpc.Reply
	served  map[uint64]context.CancelFunc // calls of the other side
	workers []string                      // of the other side
	ended   bool
}

// muxer configures a connection within the machine: the kernel tells when it breaks.
func muxer() *yamux.Config {
	c := yamux.DefaultConfig()
	c.EnableKeepAlive, c.StreamOpenTimeout, c.ConnectionWriteTimeout = false, 0, time.Hour
	c.MaxStreamWindowSize = 1 << 20
	c.LogOutput = io.Discard
	return c
}

func newSession(mux *yamux.Session, calls net.Conn, local Local) *session {
	s := &session{
		mux: mux, calls: calls, local: local, queued: make(chan struct{}, 1),
		handed: map[uint64]any{}, waiting: map[uint64]rpc.Reply{}, served: map[uint64]context.CancelFunc{},
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	return s
}

// dial connects to a process that has the Workers.
func dial(ctx context.Context, socket string, workers []string) (*session, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "unix", socket)
	if err != nil {
		return nil, err
	}
	mux, err := yamux.Client(conn, muxer())
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	calls, err := mux.Open()
	if err == nil {
		err = send(calls, opening{Kind: forCalls}, nil)
	}
	if err != nil {
		return nil, errors.Join(err, mux.Close())
	}
	s := newSession(mux, calls, nil)
	s.workers = workers
	return s, nil
}

// answer takes a connection, of which the other side opens the stream of calls.
func answer(conn net.Conn, local Local) (*session, error) {
	mux, err := yamux.Server(conn, muxer())
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	calls, err := mux.Accept()
	var first opening
	if err == nil {
		_, err = receive(calls, &first)
	}
	if err == nil && first.Kind != forCalls {
		err = errors.New("the first stream is not that of calls")
	}
	if err != nil {
		return nil, errors.Join(err, mux.Close())
	}
	return newSession(mux, calls, local), nil
}

// run serves the connection until it ends, and then gives up all that it carried.
func (s *session) run() {
	s.tasks.Go(s.sendQueue)
	s.tasks.Go(s.acceptStreams)
	s.readCalls() // until the connection ends
	s.end()
	s.tasks.Wait()
}

// end ends the connection.
func (s *session) end() {
	s.mu.Lock()
	ended, waiting, handed := s.ended, s.waiting, s.handed
	s.ended, s.waiting, s.handed, s.queue = true, nil, nil, nil
	s.mu.Unlock()
	s.cancel()
	_ = s.mux.Close() // it may have broken
	if ended {
		return
	}
	for _, reply := range waiting {
		reply(jsruntime.Message{}, errLost)
	}
	for _, x := range handed {
		giveUp(x)
	}
}

// alive reports whether the connection has not ended, as far as is known.
func (s *session) alive() bool { return s.ctx.Err() == nil && !s.mux.IsClosed() }

// open opens a stream.
func (s *session) open(o opening) (net.Conn, error) {
	stream, err := s.mux.Open()
	if err != nil {
		return nil, errLost
	}
	if err := send(stream, o, nil); err != nil {
		_ = stream.Close()
		return nil, errLost
	}
	return stream, nil
}

// acceptStreams serves the streams that the other side opens.
func (s *session) acceptStreams() {
	for {
		stream, err := s.mux.Accept()
		if err != nil {
			return
		}
		s.tasks.Go(func() {
			defer stream.Close()
			var o opening
			if _, err := receive(stream, &o); err == nil {
				s.serve(stream, o)
			}
		})
	}
}

// serve does what a stream was opened for.
func (s *session) serve(stream net.Conn, o opening) {
	switch o.Kind {
	case forFetch:
		s.serveFetch(stream, o)
	case forBody:
		s.serveBody(stream, o.Ref)
	}
}

// task runs f until the connection ends at the latest: f must end when ctx does. It is false if the
// connection has ended.
func (s *session) task(f func()) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return false
	}
	s.tasks.Go(f)
	return true
}
