package htmlrewriter

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"time"

	"paddock/jsruntime"
	"paddock/polyfills/htmlrewriter/rewrite"
	"paddock/polyfills/streams"
)

// job is one transformation.
type job struct {
	frame *jsruntime.Frame // of the call of transform: handlers run in it
	ctx   context.Context
	body  io.ReadCloser
	out   *pipe
	// waited is how long the work has waited for handlers and for what they insert, which it does since insertion; spent
	// is how long it has computed without having told of it.
	waited, spent time.Duration
	insertion     time.Time

	handling atomic.Bool                 // a handler has yet to settle
	inserted atomic.Pointer[func() bool] // whether the content that is being inserted waits for a script; nil: none, or it never does
}

func newJob(vm *jsruntime.VM, body io.ReadCloser) *job {
	j := &job{frame: vm.Frame(), ctx: vm.Context(), body: body}
	j.out = newPipe(vm.Scope(), func() { _ = body.Close() })
	return j
}

// stream is the new body.
func (j *job) stream(vm *jsruntime.VM) *jsruntime.Object {
	return streams.NewReadable(vm, j.out, streams.ReadableOptions{Length: -1, Scoped: true, Made: streams.Transformed})
}

// start begins the work; it ends with the body, an error, the reader's going or the event.
func (j *job) start(vm *jsruntime.VM, options rewrite.Options) {
	scope := j.frame.Scope()
	over := scope.Reading(j.starving())
	vm.Go(func(ctx context.Context) {
		stop := context.AfterFunc(ctx, func() { _ = j.out.Close() })
		defer stop()
		err := j.run(options)
		_ = j.body.Close()
		j.out.end(err)
		scope.Post(func(*jsruntime.VM) { over() })
	})
}

// starving gives what reports whether the work waits for a handler, for a script that writes the body, or for
// somebody to read what has come of it.
func (j *job) starving() func() bool {
	body := streams.Starving(j.body, j.frame.Scope())
	return func() bool {
		inserted := j.inserted.Load()
		return j.handling.Load() || j.out.full() || body != nil && body() || inserted != nil && (*inserted)()
	}
}

// inserting is told of content that a handler has given as a stream, and with nil of its end.
func (j *job) inserting(r io.Reader) {
	j.inserted.Store(nil)
	if r == nil {
		j.waited += time.Since(j.insertion)
		return
	}
	j.insertion = time.Now()
	if starving := streams.Starving(r, j.frame.Scope()); starving != nil {
		j.inserted.Store(&starving)
	}
}

// run rewrites the body. It gives io.EOF at its end, or an error as scripts are to see it.
func (j *job) run(options rewrite.Options) error {
	r := rewrite.New(j.out, options)
	_, err := io.Copy(flushing{j, r}, j.body)
	if err == nil {
		err = r.End()
	}
	var refused *rewrite.Error
	switch {
	case err == nil:
		return io.EOF
	case errors.As(err, &refused):
		return parserError(refused)
	}
	return err
}

// flushing shows readers what came of each write, and counts what that took.
type flushing struct {
	*job
	r *rewrite.Rewriter
}

func (f flushing) Write(p []byte) (int, error) {
	const much = 10 * time.Millisecond
	begun, idle := time.Now(), f.idle()
	n, err := f.r.Write(p)
	if f.spent += max(time.Since(begun)-(f.idle()-idle), 0); f.spent > much {
		f.frame.Scope().Spend(f.spent)
		f.spent = 0
	}
	if err != nil {
		return n, err
	}
	return n, f.out.flush()
}

// idle is how long the work has waited.
func (j *job) idle() time.Duration { return j.waited + j.out.waited }

// caller makes a function that has a handler called on the loop and waits for it; nil for none.
// wrap makes the object that the handler gets, and what ends its time.
func caller[T any](j *job, h *handler, wrap func(*jsruntime.VM, T) (*jsruntime.Object, func())) func(T) error {
	if h == nil {
		return nil
	}
	call := func(token T) error {
		done := make(chan error, 1)
		posted := j.frame.Post(func(vm *jsruntime.VM) {
			o, end := wrap(vm, token)
			j.invoke(vm, h, o, func(err error) { end(); done <- err })
		})
		if !posted {
			return context.Canceled
		}
		select {
		case err := <-done:
			return err
		case <-j.ctx.Done():
			return context.Cause(j.ctx)
		}
	}
	return func(token T) error {
		begun := time.Now()
		err := call(token)
		j.waited += time.Since(begun)
		if err != nil {
			return err
		}
		return j.out.flush()
	}
}

// invoke calls a handler; done is called once its promise has settled.
func (j *job) invoke(vm *jsruntime.VM, h *handler, token *jsruntime.Object, done func(error)) {
	v, err := h.call(h.this, token)
	if err != nil {
		done(thrown(vm, err))
		return
	}
	if jsruntime.AsObject(v) == nil {
		done(nil)
		return
	}
	j.handling.Store(true)
	settled := func(err error) {
		j.handling.Store(false)
		done(err)
	}
	vm.Enter(func() {
		vm.Then(vm.Completion(v), func(jsruntime.Value) { settled(nil) }, func(reason jsruntime.Value) {
			settled(asError(vm.Wrap(reason)))
		})
	})
}

// thrown is what reading the new body fails with when a handler has thrown.
func thrown(vm *jsruntime.VM, err error) error {
	err = vm.Caught(err)
	var ex *jsruntime.Exception
	if errors.As(err, &ex) {
		return asError(ex)
	}
	return err
}

// asError makes an Error of a thrown value that is no object, as the platform does.
func asError(ex *jsruntime.Exception) error {
	if jsruntime.AsObject(ex.Value) == nil && ex.Value != nil {
		return jsruntime.Errorf(jsruntime.PlainError, "%s", ex.Message)
	}
	return ex
}
