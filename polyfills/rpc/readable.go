package rpc

import (
	"io"
	"sync"
	"sync/atomic"

	"paddock/jsruntime"
	"paddock/polyfills/streams"
)

// carriedStream is a ReadableStream on its way.
type carriedStream struct {
	io.ReadCloser
	length int64
}

// Uncarry makes the stream again. What of it has not been read when the event ends is given up, but an object's
// events have no end.
func (c carriedStream) Uncarry(vm *jsruntime.VM) (jsruntime.Value, error) {
	if vm.InEvent() && vm.Gate() == nil {
		vm.Scope().OnEnd(func() { _ = c.Close() }) // nobody is left to be told
	}
	return streams.NewReadable(vm, c.ReadCloser, streams.ReadableOptions{Length: c.length, Scoped: true}), nil
}

// distant reads a stream whose other end does not tell why it fails.
type distant struct {
	io.ReadCloser
	read, over atomic.Bool // somebody has begun to read; there is no more to read
}

func (d *distant) Read(p []byte) (int, error) {
	d.read.Store(true)
	n, err := d.ReadCloser.Read(p)
	if err != nil {
		d.over.Store(true)
	}
	if err != nil && err != io.EOF {
		err = errDisconnected
	}
	return n, err
}

// Starving implements [streams.Scripted].
func (d *distant) Starving(scope *jsruntime.Scope) func() bool {
	return streams.Starving(d.ReadCloser, scope)
}

// Close gives up what was not read: the other end is told the platform's reason.
func (d *distant) Close() error {
	if d.over.Swap(true) {
		return d.ReadCloser.Close()
	}
	reason := errLost
	if d.read.Load() {
		reason = errReleased
	}
	return streams.Cancel(d.ReadCloser, func(vm *jsruntime.VM) jsruntime.Value { return vm.ErrorValue(reason) })
}

// Cancelled implements [streams.Cancelled].
func (d *distant) Cancelled(vm *jsruntime.VM, reason jsruntime.Value) func() error {
	d.over.Store(true)
	return cancelled(vm, d.ReadCloser, reason)
}

// cancelled is [streams.Cancelled] for any reader.
func cancelled(vm *jsruntime.VM, rc io.ReadCloser, reason jsruntime.Value) func() error {
	if c, ok := rc.(streams.Cancelled); ok {
		return c.Cancelled(vm, reason)
	}
	return rc.Close
}

// watched is a reader that tells when it has been read to its end or closed.
type watched struct {
	io.ReadCloser
	once sync.Once
	over func() // on any goroutine
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.ReadCloser.Read(p)
	if err != nil {
		w.once.Do(w.over)
	}
	return n, err
}

func (w *watched) Close() error {
	defer w.once.Do(w.over)
	return w.ReadCloser.Close()
}

// Cancelled implements [streams.Cancelled].
func (w *watched) Cancelled(vm *jsruntime.VM, reason jsruntime.Value) func() error {
	end := cancelled(vm, w.ReadCloser, reason)
	return func() error {
		defer w.once.Do(w.over)
		return end()
	}
}

var (
	errDisconnected = jsruntime.Errorf(jsruntime.PlainError, "ReadableStream received over RPC disconnected prematurely.")
	errReleased     = jsruntime.Errorf(jsruntime.PlainError, "ReadableStream sent over RPC was canceled or released by the remote execution context.")
	errLost         = jsruntime.ConnectionLost(nil)
)
