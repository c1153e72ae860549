package capnweb

import (
	"context"
	"sync/atomic"
)

// Stub is something of the peer's that may be called.
type Stub struct {
	session  *Session
	id       int64
	released atomic.Bool
}

// Call calls a method and waits for its result; member "" calls the stub itself. The stubs within
// the result belong to the caller.
func (st *Stub) Call(ctx context.Context, member string, args ...any) (any, error) {
	var path []any
	if member != "" {
		path = []any{member}
	}
	return st.call(ctx, path, args, true)
}

// Begin sends a call like [Stub.Call] at once; what it gives waits for the result.
func (st *Stub) Begin(member string, args ...any) (wait func(ctx context.Context) (any, error)) {
	return st.begin([]any{member}, args, true)
}

// Get asks for a property.
func (st *Stub) Get(ctx context.Context, member string) (any, error) {
	return st.call(ctx, []any{member}, nil, false)
}

// Release tells the peer that the stub is no longer used. It may be called more than once.
func (st *Stub) Release() {
	if st.id == 0 || st.released.Swap(true) {
		return
	}
	st.session.releaseImport(st.id)
}

// call asks for a property, or with calls for the result of a method.
func (st *Stub) call(ctx context.Context, path []any, args []any, calls bool) (any, error) {
	return st.begin(path, args, calls)(ctx)
}

// begin is call without waiting.
func (st *Stub) begin(path []any, args []any, calls bool) (wait func(ctx context.Context) (any, error)) {
	s, f, id := st.session, newFuture(), int64(0)
	expr, err := s.pipeline(st.id, path, args, calls)
	if err == nil {
		id, err = s.push("push", expr, f, true)
	}
	return func(ctx context.Context) (any, error) {
		if err != nil {
			return nil, err
		}
		v, err := f.wait(ctx)
		if err != nil && ctx.Err() != nil {
			s.releaseImport(id)
		}
		return v, err
	}
}

// pipeline writes the expression of a call.
func (s *Session) pipeline(id int64, path, args []any, calls bool) ([]byte, error) {
	if path == nil {
		path = []any{}
	}
	where, err := s.encodeArguments(path)
	if err != nil {
		return nil, err
	}
	out := message("pipeline", id)
	out = append(append(out[:len(out)-1], ','), where...)
	if calls {
		list, err := s.encodeArguments(args)
		if err != nil {
			return nil, err
		}
		out = append(append(out, ','), list...)
	}
	return append(out, ']'), nil
}

// push sends an expression whose result will settle f, and gives its number.
func (s *Session) push(word string, expr []byte, f *future, pull bool) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended != nil {
		return 0, s.ended
	}
	id := s.nextImport
	s.nextImport++
	i := &imported{result: f}
	text := append([]byte(`["`+word+`",`), expr...)
	s.queue(append(text, ']'))
	if pull {
		i.refs = 1
		s.queue(message("pull", id))
	}
	s.imports[id] = i
	return id, nil
}

// importStub counts an introduction of something of the peer's.
func (s *Session) importStub(id int64) *Stub {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := s.imports[id]; i != nil {
		i.refs++
	} else if s.ended == nil {
		s.imports[id] = &imported{refs: 1}
	}
	return &Stub{session: s, id: id}
}

// importPromise waits for what the peer will send by itself.
func (s *Session) importPromise(id int64) (*future, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.imports[id] != nil || id >= 0 {
		return nil, plainError("Bug in RPC system: The peer sent a promise reusing an existing export ID.")
	}
	f := newFuture()
	if s.ended != nil {
		f.settle(nil, s.ended)
		return f, nil
	}
	s.imports[id] = &imported{result: f, refs: 1}
	return f, nil
}

// settled takes a result of the peer's.
func (s *Session) settled(id int64, expr any, rejected bool) error {
	v, err := s.evaluator().evaluate(expr, 0)
	if err != nil {
		return err
	}
	s.mu.Lock()
	i := s.imports[id]
	if i == nil || i.result == nil {
		s.mu.Unlock()
		return nil // given up before; nobody waits
	}
	delete(s.imports, id)
	if i.refs > 0 {
		s.queue(message("release", id, i.refs))
	}
	s.mu.Unlock()
	switch {
	case rejected:
		reason, ok := v.(*Error)
		if !ok {
			reason = plainError(jsonText(plain(v)))
		}
		i.result.settle(nil, reason)
	case hasFutures(v):
		s.work(i.result, func() (any, error) { return resolved(s.ctx, v) })
	default:
		i.result.settle(v, nil)
	}
	return nil
}

// releaseImport gives one reference to something of the peer's up.
func (s *Session) releaseImport(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.imports[id]
	if i == nil {
		return
	}
	delete(s.imports, id)
	if i.refs > 0 {
		s.queue(message("release", id, i.refs))
	}
}
