package abort

import (
	"math"
	"slices"
	"time"

	"paddock/jsruntime"
	"paddock/polyfills/events"
	"paddock/polyfills/globalscope"
	"paddock/polyfills/timers"
)

// complete says whether the constructor has its static functions. They make signals, so that
// the class's definition cannot name them.
var complete = jsruntime.NewSlot(func(*jsruntime.VM) bool { return false })

// constructor gives AbortSignal with its static functions.
func constructor(vm *jsruntime.VM) *jsruntime.Object {
	ctor := signalClass.Object(vm)
	if complete.Get(vm) {
		return ctor
	}
	complete.Set(vm, true)
	for _, s := range []struct {
		name   string
		length int
		call   func(*jsruntime.VM, jsruntime.Value) *jsruntime.Object
	}{{"abort", 0, staticAbort}, {"timeout", 1, staticTimeout}, {"any", 1, staticAny}} {
		fn := vm.NewFunction(s.name, s.length, func(call jsruntime.FunctionCall) jsruntime.Value { return s.call(vm, call.Argument(0)) })
		if err := ctor.DefineDataProperty(s.name, fn, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes); err != nil {
			vm.Throw(err)
		}
	}
	return ctor
}

// staticAbort is AbortSignal.abort(reason).
func staticAbort(vm *jsruntime.VM, reason jsruntime.Value) *jsruntime.Object {
	if jsruntime.IsUndefined(reason) {
		reason = DefaultReason(vm)
	}
	return (&Signal{aborted: true, reason: reason}).object(vm)
}

// staticTimeout is AbortSignal.timeout(milliseconds).
func staticTimeout(vm *jsruntime.VM, v jsruntime.Value) *jsruntime.Object {
	if jsruntime.IsUndefined(v) {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'timeout' on 'AbortSignal': parameter 1 is not of type 'number'.")
	}
	globalscope.NeedsEvent(vm)
	ms := v.ToFloat()
	if math.IsNaN(ms) || ms < 0 {
		ms = 0
	}
	s := &Signal{}
	o := s.object(vm)
	timers.After(vm, time.Duration(min(ms, math.MaxInt32)*float64(time.Millisecond)), func(vm *jsruntime.VM) {
		s.abort(vm, o, NewReason(vm, "The operation was aborted due to timeout", "TimeoutError"), events.Dispatch)
	})
	return o
}

// staticAny is AbortSignal.any(signals).
func staticAny(vm *jsruntime.VM, signals jsruntime.Value) *jsruntime.Object {
	if !vm.IsIterable(signals) {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'any' on 'AbortSignal': parameter 1 is not of type 'Array'.")
	}
	s := &Signal{dependent: true}
	o := s.object(vm)
	var sources []*Signal
	vm.Iterate(signals, func(v jsruntime.Value) bool {
		source, ok := hosts.From(v)
		if !ok {
			vm.Throwf(jsruntime.TypeError, "Incorrect type for array element %d: the provided value is not of type 'AbortSignal'.", len(sources))
		}
		sources = append(sources, source)
		return true
	})
	for _, source := range sources {
		if source.aborted {
			s.aborted, s.reason = true, source.reason
			return o
		}
	}
	for _, source := range sources {
		origins := []*Signal{source}
		if source.dependent {
			origins = source.sources
		}
		for _, origin := range origins {
			if !slices.Contains(s.sources, origin) {
				s.sources = append(s.sources, origin)
				origin.dependents = append(origin.dependents, &dependent{s, o})
			}
		}
	}
	return o
}
