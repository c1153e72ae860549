package rpc

import (
	"cmp"
	"context"
	"sync/atomic"

	"paddock/jsruntime"
)

// Where an operation is.
const (
	onTheWay int32 = iota
	begun          // its arguments are taken
	answered
)

// operation is one that is on its way to an export, or is carried out there.
type operation struct {
	host  *jsruntime.Scope // of the event that handed the export out
	op    Op
	reply Reply
	state atomic.Int32
	stop  func() bool // ends the wait for the end of host
}

// errNoHost is what operations get whose host is over.
var errNoHost = jsruntime.Errorf(jsruntime.PlainError, "The execution context which hosts this callback is no longer running.")

// answer takes the outcome. It is too late when the host has ended before.
func (o *operation) answer(m jsruntime.Message, err error) {
	if !o.state.CompareAndSwap(begun, answered) {
		Discard(m)
		return
	}
	o.stop()
	o.reply(m, err)
}

// lose answers an operation that nobody will carry out to its end.
func (o *operation) lose() {
	if o.state.CompareAndSwap(onTheWay, answered) {
		Discard(o.op.Args)
	} else if !o.state.CompareAndSwap(begun, answered) {
		return
	}
	o.reply(jsruntime.Message{}, cmp.Or(o.host.VM().Isolate().Err(), error(errNoHost)))
}

// hold keeps what is handed out by reference until release is called, or the caller is gone: what is asked of it
// comes to its end though the last stub is given up meanwhile.
func hold(ctx context.Context, r Receiver) (release func()) {
	shared, ok := r.(Shared)
	if !ok {
		return func() {}
	}
	shared.Dup()
	var released atomic.Bool
	give := func() {
		if released.CompareAndSwap(false, true) {
			r.Dispose()
		}
	}
	stop := context.AfterFunc(ctx, give)
	return func() {
		stop()
		give()
	}
}
