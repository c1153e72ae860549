package workflows

import (
	"bytes"
	"regexp"
	"strings"
	"time"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/streams"
)

// host makes what step.js works with.
func (r *run) host(vm *jsruntime.VM) *jsruntime.Object {
	o := vm.NewObject()
	lend := func(name string, f func(vm *jsruntime.VM, args jsruntime.Args) (jsruntime.Value, error)) {
		set(vm, o, name, vm.NewFunction(name, 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			v, err := f(vm, call.Arguments)
			if err != nil {
				vm.Throw(err)
			}
			return v
		}))
	}
	define := func(name string, f func(args jsruntime.Args) (jsruntime.Value, error)) {
		lend(name, func(_ *jsruntime.VM, args jsruntime.Args) (jsruntime.Value, error) { return f(args) })
	}
	set(vm, o, "preserves", vm.ToValue(preservesMessages(vm)))
	j := r.instance.journal
	// write does something with the journal that gives nothing.
	write := func(f func() error) (v jsruntime.Value, err error) {
		r.locked(func() { err = f() })
		return jsruntime.Undefined(), err
	}
	define("get", func(args jsruntime.Args) (v jsruntime.Value, err error) {
		var data []byte
		r.locked(func() { data, err = j.get(args.At(0).String()) })
		if err != nil || data == nil {
			return jsruntime.Undefined(), err
		}
		return vm.Deserialize(jsruntime.Message{Data: data}, nil)
	})
	define("put", func(args jsruntime.Args) (jsruntime.Value, error) {
		m, err := vm.Serialize(args.At(1), nil, nil)
		if err != nil {
			return nil, err
		}
		return write(func() error { return j.put(args.At(0).String(), m.Data) })
	})
	define("log", func(args jsruntime.Args) (jsruntime.Value, error) {
		return write(func() error {
			return j.log(record{event: args.At(0).ToInteger(), group: args.At(1).String(), target: args.At(2).String(), metadata: args.At(3).String()})
		})
	})
	define("await", func(args jsruntime.Args) (jsruntime.Value, error) {
		return write(func() error { return j.await(int(args.At(0).ToInteger()), args.At(1).String(), args.At(2).ToInteger()) })
	})
	define("awaited", func(args jsruntime.Args) (jsruntime.Value, error) {
		return write(func() error { return j.awaited(int(args.At(0).ToInteger()), args.At(1).String()) })
	})
	define("due", func(args jsruntime.Args) (v jsruntime.Value, err error) {
		var due int64
		var ok bool
		r.locked(func() { due, ok, err = j.due(int(args.At(0).ToInteger()), args.At(1).String()) })
		if err != nil || !ok {
			return jsruntime.Undefined(), err
		}
		return vm.ToValue(due), nil
	})
	define("hash", func(args jsruntime.Args) (jsruntime.Value, error) { return vm.ToValue(hash(vm.Text(args.At(0)))), nil })
	define("enter", func(jsruntime.Args) (jsruntime.Value, error) { return r.enter(vm), nil })
	define("leave", func(jsruntime.Args) (jsruntime.Value, error) { return jsruntime.Undefined(), r.leave() })
	define("timer", func(args jsruntime.Args) (jsruntime.Value, error) {
		ms := min(args.At(0).ToFloat(), float64(maxTimer/time.Millisecond))
		done, cancel := r.timer(vm, time.Duration(ms*float64(time.Millisecond)))
		return cancellable(vm, "done", done, cancel), nil
	})
	define("take", func(args jsruntime.Args) (jsruntime.Value, error) {
		event, cancel := r.take(vm, vm.Text(args.At(0)), args.At(1).String())
		return cancellable(vm, "event", event, cancel), nil
	})
	define("fail", func(args jsruntime.Args) (jsruntime.Value, error) {
		r.locked(func() { r.fail(args.At(0).String()) })
		r.stop(errHalted)
		return jsruntime.Undefined(), nil
	})
	r.lendStreams(lend, write)
	set(vm, o, "replay", vm.ToValue(r.replay))
	set(vm, o, "limit", vm.ToValue(r.instance.flow.configured().steps))
	return o
}

// lendStreams adds what keeps streams.
func (r *run) lendStreams(lend func(string, func(*jsruntime.VM, jsruntime.Args) (jsruntime.Value, error)), write func(func() error) (jsruntime.Value, error)) {
	j := r.instance.journal
	lend("append", func(_ *jsruntime.VM, args jsruntime.Args) (jsruntime.Value, error) {
		data, _ := jsruntime.Bytes(args.At(3))
		return write(func() error {
			return j.appendPiece(args.At(0).String(), args.At(1).ToInteger(), args.At(2).ToInteger(), bytes.Clone(data))
		})
	})
	lend("drop", func(_ *jsruntime.VM, args jsruntime.Args) (jsruntime.Value, error) {
		return write(func() error { return j.dropPieces(args.At(0).String(), args.At(1).ToInteger()) })
	})
	lend("pieces", func(vm *jsruntime.VM, args jsruntime.Args) (v jsruntime.Value, err error) {
		var count, size int64
		r.locked(func() { count, size, err = j.pieces(args.At(0).String(), args.At(1).ToInteger()) })
		if err != nil {
			return nil, err
		}
		o := vm.NewObject()
		set(vm, o, "chunkCount", vm.ToValue(count))
		set(vm, o, "totalBytes", vm.ToValue(size))
		return o, nil
	})
	lend("read", func(vm *jsruntime.VM, args jsruntime.Args) (jsruntime.Value, error) {
		kept := &keptStream{run: r, group: args.At(0).String(), attempt: args.At(1).ToInteger()}
		return streams.NewReadable(vm, kept, streams.ReadableOptions{Length: -1}), nil
	})
	lend("full", func(vm *jsruntime.VM, args jsruntime.Args) (v jsruntime.Value, err error) {
		var full bool
		r.locked(func() { full, err = j.full(args.At(0).ToInteger()) })
		return vm.ToValue(full), err
	})
}

// maxTimer is longer than any process lives.
const maxTimer = 100 * 365 * 24 * time.Hour

// cancellable makes an object of a promise and of what takes it back.
func cancellable(vm *jsruntime.VM, name string, promise jsruntime.Value, cancel func()) jsruntime.Value {
	o := vm.NewObject()
	set(vm, o, name, promise)
	set(vm, o, "cancel", vm.NewFunction("cancel", 0, func(jsruntime.FunctionCall) jsruntime.Value {
		cancel()
		return jsruntime.Undefined()
	}))
	return o
}

func set(vm *jsruntime.VM, o *jsruntime.Object, name string, v jsruntime.Value) {
	if err := o.Set(name, v); err != nil {
		vm.Throw(err)
	}
}

// preservesMessages tells whether errors that forbid a retry are told of in their own words. The engine of the local
// platform has a date of its own, so that only a flag makes it do so.
func preservesMessages(vm *jsruntime.VM) bool {
	return compat.Of(vm).Names("workflows_preserve_non_retryable_error_message")
}

// preserved is what such an error's message goes without, where that is what forbids the retry.
var preserved = regexp.MustCompile(`^NonRetryableError:?\s*`)

// nonRetryable tells whether an error forbids a retry.
func nonRetryable(name, text string) bool {
	return name == "NonRetryableError" || strings.HasPrefix(text, "NonRetryableError")
}
