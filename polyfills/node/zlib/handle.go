package zlib

import (
	"bytes"
	"context"
	"sync"

	"paddock/jsruntime"
)

// handle is a codec that a stream holds. The end of its event closes it.
type handle struct {
	make    func() (codec, error)
	release func() bool

	mu    sync.Mutex // guards codec: the event may end while the codec is at work
	codec codec      // nil when closed
}

func newHandle(vm *jsruntime.VM, mode, options jsruntime.Value) *handle {
	read, opts := mode.ToInteger(), readOptions(vm, options)
	h := &handle{make: func() (codec, error) { return newCodec(int(read), opts) }}
	c, err := h.make()
	if err != nil {
		vm.Throw(thrown(err))
	}
	h.codec = c
	h.release = context.AfterFunc(vm.Context(), h.close)
	return h
}

func (h *handle) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.codec != nil {
		h.codec.close()
		h.codec = nil
	}
}

// use runs f with the codec, unless it is closed.
func (h *handle) use(f func(codec) error) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.codec == nil {
		return nil
	}
	return f(h.codec)
}

// handleClass is what zlib.js calls: write(data, flush, strict), read(max), left(), params(level,
// strategy), reset(), close().
var handleClass = jsruntime.NewClass[handle]("ZlibHandle").
	Method("write", 3, func(vm *jsruntime.VM, h *handle, args jsruntime.Args) jsruntime.Value {
		data := bytes.Clone(bytesOf(args.At(0))) // it is read in later turns
		check(vm, h.use(func(c codec) error { return c.write(data, int(args.At(1).ToInteger()), mode(args.At(2))) }))
		return nil
	}).
	Method("read", 1, func(vm *jsruntime.VM, h *handle, args jsruntime.Args) jsruntime.Value {
		var out []byte
		check(vm, h.use(func(c codec) (err error) { out, err = c.read(int(args.At(0).ToInteger())); return err }))
		if out == nil {
			return jsruntime.Null()
		}
		return vm.NewBytes(out)
	}).
	Method("left", 0, func(vm *jsruntime.VM, h *handle, _ jsruntime.Args) jsruntime.Value {
		left := 0
		check(vm, h.use(func(c codec) error { left = c.left(); return nil }))
		return vm.ToValue(left)
	}).
	Method("params", 2, func(vm *jsruntime.VM, h *handle, args jsruntime.Args) jsruntime.Value {
		check(vm, h.use(func(c codec) error {
			if p, ok := c.(*packer); ok {
				return p.params(int(args.At(0).ToInteger()), int(args.At(1).ToInteger()))
			}
			return nil
		}))
		return nil
	}).
	Method("reset", 0, func(vm *jsruntime.VM, h *handle, _ jsruntime.Args) jsruntime.Value {
		check(vm, h.use(func(c codec) error {
			c.close()
			fresh, err := h.make()
			h.codec = fresh
			return err
		}))
		return nil
	}).
	Method("close", 0, func(_ *jsruntime.VM, h *handle, _ jsruntime.Args) jsruntime.Value {
		h.release()
		h.close()
		return nil
	})

func check(vm *jsruntime.VM, err error) {
	if err != nil {
		vm.Throw(thrown(err))
	}
}

// mode reads what the end of the input means.
func mode(v jsruntime.Value) end { return end(v.ToInteger()) }

// whole is a codec's work at once: arguments mode, options, data, flush, end, the most bytes that
// may come out.
func whole(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	c, err := newCodec(int(args.At(0).ToInteger()), readOptions(vm, args.At(1)))
	check(vm, err)
	defer c.close()
	check(vm, c.write(bytesOf(args.At(2)), int(args.At(3).ToInteger()), mode(args.At(4))))
	limit := int(args.At(5).ToInteger())
	var out []byte
	for {
		vm.Breathe()
		b, err := c.read(64 << 10)
		check(vm, err)
		if b == nil {
			return vm.NewBytes(out)
		}
		if len(out)+len(b) > limit {
			vm.Throwf(jsruntime.RangeError, "Memory limit exceeded")
		}
		out = append(out, b...)
	}
}
