package streams

import (
	"context"
	"errors"
	"io"

	"paddock/jsruntime"
)

// copied is how a copy outside of the loop ended.
type copied struct {
	readErr, writeErr error // at most one; both nil: the source's end was reached
}

// pipeNative is pipeTo between two ends that are Go: the bytes never come to the loop. ok is
// false, and nothing changed, when one of them is not.
func (s *stream) pipeNative(w *writable, opts pipeOptions) (promise value, ok bool) {
	n, isNative := s.control.(*native)
	if !isNative || !n.idle() || s.state != stateReadable ||
		w.sink == nil || w.state != writing || w.closing() || w.inFlightWrite != nil || len(w.requests) > 0 ||
		opts.preventAbort || opts.preventCancel || opts.aborted() {
		return nil, false
	}
	vm := s.vm
	r, wr := s.acquire(), &writer{}
	wr.attach(w)
	s.disturbed = true
	from, to := n.detach(), w.sink.detach(vm)
	ctx, cancel := context.WithCancelCause(vm.Context())
	var aborted value
	remove := opts.onAbort(vm, func(reason value) {
		aborted = reason
		cancel(vm.Wrap(reason))
	})
	done := newResolver(vm)
	jsruntime.Async(vm, func(context.Context) (copied, error) {
		defer cancel(nil)
		return copyBytes(ctx, to, from, opts.preventClose), nil
	}, func(vm *jsruntime.VM, c copied) (value, error) {
		vm.Enter(func() {
			remove()
			w.sink.attach()
			err := errors.Join(c.readErr, c.writeErr)
			reason := aborted
			if reason == nil && err != nil {
				reason = vm.ErrorValue(err)
			}
			switch {
			case reason == nil:
				s.close()
				if !opts.preventClose {
					w.control.clear()
					w.state = writableClosed
					wr.closed.fulfil(undefined())
				}
			case c.readErr != nil && aborted == nil:
				s.fail(reason)
				w.control.failIfNeeded(reason)
			default:
				s.close()
				w.control.failIfNeeded(reason)
			}
			wr.release()
			r.release()
			if reason != nil {
				done.reject(reason)
			} else {
				done.resolve(undefined())
			}
		})
		return nil, nil
	})
	return done.promise, true
}

// copyBytes copies and ends both sides. Cancelling ctx ends them early.
func copyBytes(ctx context.Context, to sinkWriter, from io.ReadCloser, keepOpen bool) (c copied) {
	stop := context.AfterFunc(ctx, func() {
		to.Abort(context.Cause(ctx))
		interrupt(from)
	})
	defer stop()
	defer func() { _ = from.Close() }()
	buf := make([]byte, chunkSize)
	for {
		n, err := from.Read(buf)
		if n > 0 {
			if _, werr := to.Write(buf[:n]); werr != nil {
				return copied{writeErr: werr}
			}
		}
		switch {
		case err == nil:
			continue
		case ctx.Err() != nil:
			return copied{readErr: context.Cause(ctx)}
		case !errors.Is(err, io.EOF):
			to.Abort(err)
			return copied{readErr: err}
		case keepOpen:
			return copied{}
		}
		return copied{writeErr: to.Close()}
	}
}
