package streams

import (
	"bytes"
	"context"
	"errors"
	"io"

	"paddock/jsruntime"
)

// chunkSize is how much a native stream reads at once when the reader does not say.
const chunkSize = 64 << 10

// source is where the bytes of a native stream come from. Its methods are for the loop.
type source interface {
	// pull asks for 1 to max bytes. done is called once, on the loop, at once or later; its
	// error may come with bytes and is io.EOF at the end.
	pull(vm *jsruntime.VM, max int, done func(b []byte, err error))
	// cancel ends the source and gives a promise.
	cancel(vm *jsruntime.VM, reason value) value
	// detach gives the source up to a reader outside of the loop. No pull is outstanding.
	detach(vm *jsruntime.VM) io.ReadCloser
	// live reports whether bytes come only while the event that made the stream lasts.
	live() bool
}

// interrupt ends a Read that waits, because the event is over. It is more than Close for a
// branch of a tee, which shares its source.
func interrupt(rc io.ReadCloser) {
	if i, ok := rc.(interface{ interrupt() }); ok {
		i.interrupt()
		return
	}
	_ = rc.Close()
}

// goSource is a source over a Go reader.
type goSource struct {
	rc     io.ReadCloser
	scoped bool // see live
}

type readResult struct {
	data []byte
	err  error
}

func (g *goSource) pull(vm *jsruntime.VM, max int, done func([]byte, error)) {
	jsruntime.AsyncReading(vm, Starving(g.rc, vm.Scope()), func(ctx context.Context) (readResult, error) {
		stop := context.AfterFunc(ctx, func() { interrupt(g.rc) })
		defer stop()
		data, err := readSome(g.rc, max)
		if err != nil && !errors.Is(err, io.EOF) && ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		if err != nil {
			_ = g.rc.Close()
		}
		return readResult{data, err}, nil
	}, func(vm *jsruntime.VM, r readResult) (value, error) {
		vm.Enter(func() { done(r.data, r.err) })
		return nil, nil
	})
}

// readSome reads once, until there is a byte or an error, and gives memory of its own.
func readSome(r io.Reader, max int) ([]byte, error) {
	buf := make([]byte, max)
	for {
		n, err := r.Read(buf)
		if n == 0 && err == nil {
			continue
		}
		if n < max/2 { // a short answer must not keep a large buffer alive
			return bytes.Clone(buf[:n]), err
		}
		return buf[:n], err
	}
}

func (g *goSource) cancel(vm *jsruntime.VM, reason value) value {
	end := g.rc.Close
	if c, ok := g.rc.(Cancelled); ok {
		end = c.Cancelled(vm, reason)
	}
	return jsruntime.Async(vm, func(context.Context) (struct{}, error) {
		return struct{}{}, end()
	}, func(*jsruntime.VM, struct{}) (value, error) { return undefined(), nil })
}

func (g *goSource) detach(*jsruntime.VM) io.ReadCloser { return g.rc }

func (g *goSource) live() bool { return g.scoped }
