package streams

import (
	"math"
	"math/big"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// newDefault makes a stream over algorithms of host code.
func newDefault(vm *jsruntime.VM, alg sourceAlgorithms, plan strategy) (*stream, *defaultController) {
	s, c := newStream(vm), &defaultController{}
	if alg.start == nil {
		alg.start = undefined
	}
	c.setup(s, alg, plan)
	return s, c
}

// construct makes a stream over the underlying source of a script.
func construct(vm *jsruntime.VM, a args, this *object) *stream {
	needConstructors(vm, "ReadableStream")
	plan := strategyMembers(vm, "ReadableStream", a, 1)
	source := callbacks(vm, a.At(0), "UnderlyingSource")
	s := newStream(vm)
	s.object = this
	alg := sourceAlgorithms{
		pull:   func() value { return done(vm) },
		cancel: func(value) value { return done(vm) },
	}
	var control func() value
	// The members are read in the order of their names, as Web IDL has it.
	auto := source.get("autoAllocateChunkSize")
	allocation := 0
	if !jsruntime.IsUndefined(auto) {
		var err error
		if allocation, err = jsruntime.Int(auto); err != nil {
			vm.Throw(err)
		}
	}
	if f := source.function("cancel"); f != nil {
		alg.cancel = func(reason value) value { return f.promise(reason) }
	}
	if n := source.get("expectedLength"); !jsruntime.IsUndefined(n) {
		s.length = int64(lengthOf(vm, n))
	}
	if f := source.function("pull"); f != nil {
		alg.pull = func() value { return f.promise(control()) }
	}
	if f := source.function("start"); f != nil {
		alg.start = func() value { return started(vm, func() value { return f.call(control()) }) }
	}
	kind := source.get("type")
	if jsruntime.IsUndefined(kind) {
		c := &defaultController{}
		control = func() value { return c.value() }
		c.setup(s, alg, extract(vm, plan, 1))
		return s
	}
	if kind.String() != "bytes" {
		vm.Throwf(jsruntime.TypeError, "\"%s\" is not a valid type of ReadableStream.", kind)
	}
	if plan.size != nil && pedantic(vm) {
		vm.Throwf(jsruntime.RangeError, "The strategy for a byte stream cannot have a size function")
	}
	mark := extract(vm, plan, 0).highWaterMark
	c := &streamController{}
	if !compat.Of(vm).Has("streams_no_default_auto_allocate_chunk_size") {
		c.autoAllocate = defaultAllocation
	}
	if !jsruntime.IsUndefined(auto) {
		if c.autoAllocate = allocation; allocation <= 0 {
			vm.Throwf(jsruntime.TypeError, "The autoAllocateChunkSize option cannot be zero.")
		}
	}
	control = func() value { return c.value() }
	c.setup(s, alg, mark)
	return s
}

// defaultAllocation is how large a buffer the platform makes for default readers of byte streams
// that do not say it.
const defaultAllocation = 4096

// largeAllocation is how much a default reader gets at most of what waits, where no buffers are made for it.
const largeAllocation = 16384

// number converts a number or a bigint.
func number(vm *jsruntime.VM, v value) float64 {
	if n, ok := v.Export().(*big.Int); ok && jsruntime.IsBigInt(v) {
		f, _ := new(big.Float).SetInt(n).Float64()
		return f
	}
	return toNumber(vm, v)
}

// lengthOf converts like Web IDL's [EnforceRange] unsigned long long.
func lengthOf(vm *jsruntime.VM, v value) float64 {
	n := math.Trunc(number(vm, v))
	switch {
	case math.IsNaN(n) || n > 1<<53-1:
		vm.Throwf(jsruntime.TypeError, "The value cannot be converted because it is not an integer.")
	case n < 0:
		vm.Throwf(jsruntime.TypeError, "The value cannot be converted because it is negative and this API expects a positive bigint.")
	}
	return n
}

// defineReadable adds the members of ReadableStream.
func defineReadable() {
	readableClass.Constructor(0, construct).
		Static("from", 1, func(vm *jsruntime.VM, _ value, a args) value {
			needConstructors(vm, "ReadableStream")
			return from(vm, a.At(0)).value()
		}).
		Getter("locked", func(vm *jsruntime.VM, s *stream) value { return vm.ToValue(s.locked()) }).
		AsyncMethod("cancel", 0, func(vm *jsruntime.VM, s *stream, a args) (value, error) {
			if s.locked() {
				return nil, jsruntime.Errorf(jsruntime.TypeError, lockedReadable)
			}
			if err := s.refusal(); err != nil {
				return nil, err
			}
			return s.cancel(a.At(0)), nil
		}).
		Method("getReader", 0, func(vm *jsruntime.VM, s *stream, a args) value {
			mode := undefined()
			if o := jsruntime.AsObject(a.At(0)); o != nil {
				mode = o.Get("mode")
			} else if !jsruntime.IsNullish(a.At(0)) {
				vm.Throwf(jsruntime.TypeError, "Failed to execute 'getReader' on 'ReadableStream': parameter 1 is not of type 'GetReaderOptions'.")
			}
			if jsruntime.IsUndefined(mode) {
				r := &defaultReader{}
				r.attach(s)
				return defaultReaderClass.New(vm, r)
			}
			if mode.String() != "byob" {
				vm.Throwf(jsruntime.TypeError, "mode must be undefined or 'byob' in call to getReader().")
			}
			return byobReaderClass.New(vm, newBYOB(s))
		}).
		Method("pipeThrough", 1, pipeThrough).
		AsyncMethod("pipeTo", 1, func(vm *jsruntime.VM, s *stream, a args) (value, error) {
			w, ok := writableClass.From(a.At(0))
			if !ok {
				return nil, jsruntime.Errorf(jsruntime.TypeError, "Failed to execute 'pipeTo' on 'ReadableStream': parameter 1 is not of type 'WritableStream'.")
			}
			opts := readPipeOptions(vm, "pipeTo", a.At(1))
			if s.locked() {
				return nil, jsruntime.Errorf(jsruntime.TypeError, lockedReadable)
			}
			if w.locked() {
				return nil, jsruntime.Errorf(jsruntime.TypeError, lockedSink)
			}
			if err := s.refusesPipe(w, opts); err != nil {
				return nil, err
			}
			return s.pipeTo(w, opts), nil
		}).
		Method("tee", 0, func(vm *jsruntime.VM, s *stream, _ args) value {
			if s.locked() {
				vm.Throwf(jsruntime.TypeError, "This ReadableStream is currently locked to a reader,") // the platform's words, comma and all
			}
			x, y := s.tee()
			return vm.NewArrayOf(x.value(), y.value())
		}).
		Method("values", 0, func(vm *jsruntime.VM, s *stream, a args) value {
			it := &iterator{}
			if o := jsruntime.AsObject(a.At(0)); o != nil {
				it.preventCancel = truthy(o.Get("preventCancel"))
			}
			it.reader = s.acquire()
			return iteratorClass.New(vm, it)
		}).
		Alias(asyncIterator, "values")
}

func truthy(v value) bool { return v != nil && v.ToBoolean() }
