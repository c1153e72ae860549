package registry

import (
	"context"
	"encoding/json"
	"slices"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/jsruntime/worker"
	"paddock/polyfills/rpc"
	"paddock/polyfills/trace"
)

// Kinds of messages on the stream of calls.
const (
	isCall    = "call"
	isReply   = "reply"
	isCancel  = "cancel"  // the caller no longer waits
	isRelease = "release" // of what was handed out
	isWorkers = "workers" // the names of the Workers have changed
	isTrace   = "trace"   // for a tail Worker; the blob is the trace
)

// head is that of a message on the stream of calls. The blob is the bytes of arguments or of a result.
type head struct {
	Kind    string         `json:"kind"`
	ID      uint64         `json:"id,omitempty"`  // of a call, its reply and its cancel
	To      *target        `json:"to,omitempty"`  // of a call: the Worker, or
	Ref     uint64         `json:"ref,omitempty"` // what was handed out; of a release, too
	Path    []string       `json:"path,omitempty"`
	Get     bool           `json:"get,omitempty"`
	Parts   []part         `json:"parts,omitempty"`
	Failure *rpc.Failure   `json:"failure,omitempty"`
	Workers []string       `json:"workers,omitempty"`
	Routes  []worker.Route `json:"routes,omitempty"`
}

// parcel is a message to be sent.
type parcel struct {
	head head
	blob []byte
}

// enqueue has a message sent after those before, unless the connection has ended. It does not wait.
func (s *session) enqueue(h head, blob []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ended {
		s.push(h, blob)
	}
}

// push is enqueue under the lock, of a connection that has not ended.
func (s *session) push(h head, blob []byte) {
	s.queue = append(s.queue, parcel{h, blob})
	s.unsent += len(blob)
	select {
	case s.queued <- struct{}{}:
	default:
	}
}

// maxUnsent is how much may wait for a process that does not read, as one that was stopped in a terminal: it gets
// no more calls and traces then. Replies and releases are bounded by what it has asked for.
const maxUnsent = 64 << 20

var errFull = jsruntime.Errorf(jsruntime.PlainError, "The dev session of the other Worker does not take calls: too much waits to be sent to it.")

// overfull reports, under the lock, that no more may be enqueued. So that a single message may have any size, it
// is the ones before that count.
func (s *session) overfull() bool { return s.unsent > maxUnsent }

// sendQueue sends what is enqueued.
func (s *session) sendQueue() {
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-s.queued:
		}
		s.mu.Lock()
		queue := s.queue
		s.queue = nil
		s.mu.Unlock()
		for _, p := range queue {
			if err := send(s.calls, p.head, p.blob); err != nil {
				_ = s.mux.Close() // a part of it may have gone
				return
			}
			s.mu.Lock()
			s.unsent -= len(p.blob)
			s.mu.Unlock()
		}
	}
}

// readCalls takes what comes on the stream of calls, in order.
func (s *session) readCalls() {
	for {
		var h head
		blob, err := receive(s.calls, &h)
		if err != nil {
			return
		}
		switch h.Kind {
		case isCall:
			s.serveCall(h, blob)
		case isReply:
			s.replied(h, blob)
		case isCancel:
			s.mu.Lock()
			cancel := s.served[h.ID]
			s.mu.Unlock()
			if cancel != nil {
				cancel()
			}
		case isRelease:
			if x := s.take(h.Ref); x != nil {
				giveUp(x)
			}
		case isWorkers:
			s.mu.Lock()
			s.workers = h.Workers
			s.mu.Unlock()
		case isTrace:
			var t trace.Trace
			if s.local != nil && h.To != nil && json.Unmarshal(blob, &t) == nil && s.local.Has(h.To.Worker) {
				s.local.Tell(h.To.Worker, h.Routes, &t)
			}
		}
	}
}

// has reports whether the other side runs a Worker.
func (s *session) has(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Contains(s.workers, name)
}

// invoke sends a call; h says who is meant. It does not wait.
func (s *session) invoke(ctx context.Context, h head, op rpc.Op, reply rpc.Reply) {
	parts, err := s.pack(op.Args)
	if err != nil {
		reply(jsruntime.Message{}, err)
		return
	}
	h.Kind, h.Path, h.Get, h.Parts = isCall, op.Path, op.Get, parts
	defer settle(parts)
	s.mu.Lock()
	if s.ended || s.overfull() {
		err := errFull
		if s.ended {
			err = errLost
		}
		s.mu.Unlock()
		s.recall(parts)
		reply(jsruntime.Message{}, err)
		return
	}
	s.number++
	h.ID = s.number
	stop := context.AfterFunc(ctx, func() {
		s.enqueue(head{Kind: isCancel, ID: h.ID}, nil)
		if reply := s.answered(h.ID); reply != nil {
			reply(jsruntime.Message{}, context.Cause(ctx))
		}
	})
	s.waiting[h.ID] = func(m jsruntime.Message, err error) {
		stop()
		reply(m, err)
	}
	s.push(h, op.Args.Data) // before a cancel can be
	s.mu.Unlock()
}

// answered gives who waits for the reply of a call, once.
func (s *session) answered(id uint64) rpc.Reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	reply := s.waiting[id]
	delete(s.waiting, id)
	return reply
}

// replied takes a reply.
func (s *session) replied(h head, blob []byte) {
	m, err := s.unpack(blob, h.Parts)
	reply := s.answered(h.ID)
	switch {
	case reply == nil: // it was too late
		rpc.Discard(m)
	case h.Failure != nil:
		reply(jsruntime.Message{}, h.Failure.Err())
	default:
		reply(m, err)
	}
}

// serveCall carries out a call of the other side. It does not wait.
func (s *session) serveCall(h head, blob []byte) {
	ctx, cancel := context.WithCancel(s.ctx)
	s.mu.Lock()
	s.served[h.ID] = cancel
	s.mu.Unlock()
	reply := func(m jsruntime.Message, err error) {
		cancel()
		s.mu.Lock()
		delete(s.served, h.ID)
		s.mu.Unlock()
		s.reply(h.ID, m, err)
	}
	args, err := s.unpack(blob, h.Parts)
	if err != nil {
		reply(jsruntime.Message{}, err)
		return
	}
	op := rpc.Op{Path: h.Path, Get: h.Get, Args: args}
	if h.To == nil {
		if receiver, ok := s.held(h.Ref).(rpc.Receiver); ok {
			receiver.Invoke(ctx, op, reply)
			return
		}
		rpc.Discard(args)
		reply(jsruntime.Message{}, errLost)
		return
	}
	to, err := s.admit(h.To)
	if err != nil {
		rpc.Discard(args)
		reply(jsruntime.Message{}, err)
		return
	}
	s.local.Invoke(ctx, to, op, reply)
}

// reply sends the outcome of a call.
func (s *session) reply(id uint64, m jsruntime.Message, err error) {
	h := head{Kind: isReply, ID: id}
	if err == nil {
		h.Parts, err = s.pack(m)
	}
	if err != nil {
		h.Failure, m.Data = rpc.FailureOf(err), nil
	}
	s.enqueue(h, m.Data)
	settle(h.Parts)
}

// tell sends a trace.
func (s *session) tell(name string, routes []worker.Route, t *trace.Trace) error {
	text, err := json.Marshal(t)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.ended:
		return errLost
	case s.overfull():
		return errFull
	}
	s.push(head{Kind: isTrace, To: &target{Worker: name}, Routes: routes}, text)
	return nil
}

// target is a [bindings.Target] on its way.
type target struct {
	Worker     string `json:"worker"`
	Entrypoint string `json:"entrypoint,omitempty"`
	Object     string `json:"object,omitempty"`
	ObjectName string `json:"object_name,omitempty"`
	Props      []byte `json:"props,omitempty"`
}

// targetOf gives a target a form that leaves the process.
func targetOf(to bindings.Target) (*target, error) {
	t := &target{Worker: to.Worker, Entrypoint: to.Entrypoint, Object: to.Object, ObjectName: to.ObjectName}
	if to.Facet != nil {
		return nil, &bindings.Unsupported{Feature: "facets of objects in another process"}
	}
	if to.Props != nil {
		if len(to.Props.Externals) > 0 {
			return nil, &bindings.Unsupported{Feature: "stubs in the props of a service in another process"}
		}
		t.Props = to.Props.Data
	}
	return t, nil
}

// admit gives what a target means here, or why it means nothing.
func (s *session) admit(t *target) (bindings.Target, error) {
	to := bindings.Target{Worker: t.Worker, Entrypoint: t.Entrypoint, Object: t.Object, ObjectName: t.ObjectName}
	if t.Props != nil {
		to.Props = &jsruntime.Message{Data: t.Props}
	}
	if s.local == nil || !s.local.Has(t.Worker) {
		return to, remote((&worker.NotFound{Worker: t.Worker}).Error())
	}
	if named := t.Entrypoint != "" && t.Entrypoint != "default"; named && !s.local.Exports(t.Worker, t.Entrypoint) {
		if t.Object != "" {
			return to, remote("Worker does not export a Durable Object class named \"" + t.Entrypoint + "\"")
		}
		return to, remote("Worker does not export an entrypoint named \"" + t.Entrypoint + "\"")
	}
	return to, nil
}

// remote is an error that was not thrown at the caller's side.
func remote(text string) error {
	return &jsruntime.Error{Class: jsruntime.PlainError, Msg: text, Props: map[string]any{"remote": true}}
}
