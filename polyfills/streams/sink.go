package streams

import (
	"bytes"
	"context"
	"io"

	"paddock/jsruntime"
)

// Texts of the platform for what is written to a stream of bytes, by a writer and by a pipe.
const (
	notBytesTransformed = "This TransformStream is being used as a byte stream, but received a value that is not a BufferSource."
	notBytesWritten     = "This TransformStream is being used as a byte stream, but received an object of non-ArrayBuffer/ArrayBufferView type on its writable side."
	notBytesPiped       = "This WritableStream only supports writing byte types."
)

// sinkBytes gives the bytes of a chunk that is written to a stream of bytes, shared with the chunk:
// strings are UTF-8, as the platform has it beyond the standard. ok is false for what is neither.
func sinkBytes(vm *jsruntime.VM, chunk value) (data []byte, ok bool) {
	if jsruntime.IsString(chunk) {
		return []byte(vm.Text(chunk)), true
	}
	return jsruntime.Bytes(chunk)
}

// isBytes reports whether a chunk is for [sinkBytes].
func isBytes(chunk value) bool {
	if jsruntime.IsString(chunk) {
		return true
	}
	_, ok := jsruntime.Bytes(chunk)
	return ok
}

// sink is where the bytes of a native writable stream go. All methods are for the loop; what
// they give are promises.
type sink interface {
	write(vm *jsruntime.VM, b []byte) value // b belongs to the sink
	close(vm *jsruntime.VM) value
	abort(vm *jsruntime.VM, reason value) value
	// detach lends the sink to a writer outside of the loop, until attach. No write is
	// outstanding.
	detach(vm *jsruntime.VM) sinkWriter
	attach()
}

// sinkWriter is a sink outside of the loop: a pipe copies into it.
type sinkWriter interface {
	io.WriteCloser
	// Abort ends the sink without completing it.
	Abort(err error)
}

// newNativeWritable makes a writable stream over a sink.
func newNativeWritable(vm *jsruntime.VM, k sink, plan strategy) *writable {
	w := newWritable(vm)
	w.sink = k
	w.owned(nativeKinds)
	(&writableController{}).setupStarted(w, writableAlgorithms{
		write: func(chunk value) value {
			data, _ := sinkBytes(vm, chunk) // others were refused
			if len(data) == 0 {
				return done(vm)
			}
			return k.write(vm, bytes.Clone(data))
		},
		close: func() value { return k.close(vm) },
		abort: func(reason value) value { return k.abort(vm, reason) },
	}, plan)
	return w
}

// goSink is a sink over a Go writer.
type goSink struct{ wc io.WriteCloser }

func (g *goSink) write(vm *jsruntime.VM, b []byte) value {
	return g.do(vm, func() error {
		_, err := g.wc.Write(b)
		return err
	})
}

func (g *goSink) close(vm *jsruntime.VM) value { return g.do(vm, g.wc.Close) }

func (g *goSink) abort(vm *jsruntime.VM, reason value) value {
	err := vm.Wrap(reason)
	return g.do(vm, func() error { abortWriter(g.wc, err); return nil })
}

// do runs f off the loop; the end of the event closes the writer under it.
func (g *goSink) do(vm *jsruntime.VM, f func() error) value {
	return jsruntime.Async(vm, func(ctx context.Context) (struct{}, error) {
		stop := context.AfterFunc(ctx, func() { abortWriter(g.wc, context.Cause(ctx)) })
		defer stop()
		return struct{}{}, f()
	}, func(*jsruntime.VM, struct{}) (value, error) { return undefined(), nil })
}

func (g *goSink) detach(*jsruntime.VM) sinkWriter { return goWriter{g.wc} }

func (g *goSink) attach() {}

// goWriter gives any writer an Abort.
type goWriter struct{ io.WriteCloser }

func (g goWriter) Abort(err error) { abortWriter(g.WriteCloser, err) }

// abortWriter ends a writer with an error if it can tell errors from a good end.
func abortWriter(wc io.WriteCloser, err error) {
	if a, ok := wc.(interface{ CloseWithError(error) error }); ok {
		_ = a.CloseWithError(err)
		return
	}
	_ = wc.Close()
}
