package timers

import (
	"math"
	"time"

	"paddock/jsruntime"
	"paddock/polyfills/events"
	"paddock/polyfills/globalscope"
)

// handles are a VM's timers by the number that scripts know them by.
type handles struct {
	last   int64
	timers map[int64]*Timer
}

var handleSlot = jsruntime.NewSlot(func(*jsruntime.VM) *handles { return &handles{timers: map[int64]*Timer{}} })

func (h *handles) forget(id int64) {
	if t, ok := h.timers[id]; ok {
		t.Stop()
	}
}

func function(name string, length int, f func(*jsruntime.VM, jsruntime.Args) jsruntime.Value) func(*jsruntime.VM) jsruntime.Value {
	return func(vm *jsruntime.VM) jsruntime.Value {
		return vm.NewGlobalFunction(name, length, func(call jsruntime.FunctionCall) jsruntime.Value {
			if v := f(vm, call.Arguments); v != nil {
				return v
			}
			return jsruntime.Undefined()
		})
	}
}

// callbackOf checks that the first argument is a function: strings are not evaluated.
func callbackOf(vm *jsruntime.VM, name string, args jsruntime.Args) jsruntime.Callable {
	fn, ok := jsruntime.AsFunction(args.At(0))
	if !ok {
		vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on 'ServiceWorkerGlobalScope': parameter 1 is not of type 'function'.", name)
	}
	return fn
}

// maxDelay is the longest delay, in ms: longer ones would wrap around in a browser.
const maxDelay = math.MaxInt32

// delay reads a number of milliseconds, of which parts do not count.
func delay(v jsruntime.Value) time.Duration {
	ms := v.ToFloat()
	if math.IsNaN(ms) || ms < 0 {
		return 0
	}
	return time.Duration(min(ms, maxDelay)) * time.Millisecond
}

func rest(args jsruntime.Args, from int) []jsruntime.Value {
	if len(args) <= from {
		return nil
	}
	return append([]jsruntime.Value(nil), args[from:]...) // the engine reuses the arguments' memory
}

// setter makes setTimeout or setInterval.
func setter(name string, repeat bool) func(*jsruntime.VM) jsruntime.Value {
	return function(name, 1, func(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
		globalscope.NeedsEvent(vm)
		fn, extra := callbackOf(vm, name, args), rest(args, 2)
		limit(vm)
		h := handleSlot.Get(vm)
		h.last++
		id := h.last
		if repeat {
			h.timers[id] = Every(vm, delay(args.At(1)), func(vm *jsruntime.VM) { invoke(vm, fn, extra) })
		} else {
			h.timers[id] = After(vm, delay(args.At(1)), func(vm *jsruntime.VM) { invoke(vm, fn, extra) })
		}
		h.timers[id].forget = func() { delete(h.timers, id) }
		return vm.ToValue(id)
	})
}

// maxActive is how many timers an event of the platform may have at a time.
const maxActive = 10_000

// limit throws if the running event has as many timers as it may.
func limit(vm *jsruntime.VM) {
	if own := timersOf(vm.Scope()); len(own.live) >= maxActive {
		vm.Throwf(jsruntime.DOMError+"QuotaExceededError", "You have exceeded the number of active timeouts you may set. max active timeouts: %d, current active timeouts: %d, finished timeouts: %d",
			maxActive, len(own.live), own.finished)
	}
}

// clearer makes clearTimeout or clearInterval, which are the same.
func clearer(name string) func(*jsruntime.VM) jsruntime.Value {
	return function(name, 1, func(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
		globalscope.NeedsEvent(vm)
		if len(args) == 0 {
			vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on 'ServiceWorkerGlobalScope': parameter 1 is not of type 'Number'.", name)
		}
		if v := args.At(0); jsruntime.IsNumber(v) || jsruntime.IsString(v) {
			handleSlot.Get(vm).forget(jsruntime.Integer(v))
		}
		return nil
	})
}

// invoke calls a callback of a timer from the loop, on the global object. What it throws is told, but is no event of the
// global object, as on the platform.
func invoke(vm *jsruntime.VM, fn jsruntime.Callable, args []jsruntime.Value) {
	if err := vm.Try(func() { vm.Call(fn, vm.GlobalObject(), args...) }); err != nil {
		events.Uncaught.Get(vm)(vm, vm.Regard(vm.ErrorValue(err)))
	}
}

// immediate is the host side of what setImmediate returns.
type immediate struct{ timer *Timer }

// immediateClass is a class of Node that the platform has too; nothing keeps a Worker alive, so
// that ref and unref do nothing.
var immediateClass = jsruntime.NewClass[immediate]("Immediate").
	Method("ref", 0, func(*jsruntime.VM, *immediate, jsruntime.Args) jsruntime.Value { return nil }).
	Method("unref", 0, func(*jsruntime.VM, *immediate, jsruntime.Args) jsruntime.Value { return nil }).
	Method("hasRef", 0, func(vm *jsruntime.VM, _ *immediate, _ jsruntime.Args) jsruntime.Value { return vm.ToValue(false) }).
	Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) {
		sym, ok := jsruntime.AsObject(vm.Get("Symbol")).Get("dispose").(*jsruntime.Symbol)
		if !ok {
			return // tests of single APIs
		}
		dispose := vm.NewFunction("[Symbol.dispose]", 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			immediateHosts.This(vm, call.This).timer.Stop()
			return nil
		})
		if err := proto.DefineDataPropertySymbol(sym, dispose, jsruntime.Yes, jsruntime.Yes, jsruntime.No); err != nil {
			vm.Throw(err)
		}
	})

// immediateHosts finds the host side of an Immediate for the class's own members.
var immediateHosts = jsruntime.NewClass[immediate]("Immediate")

// IsImmediate reports whether v is what setImmediate returns.
func IsImmediate(v jsruntime.Value) bool {
	_, ok := immediateClass.From(v)
	return ok
}

func setImmediate(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	fn, extra := callbackOf(vm, "setImmediate", args), rest(args, 1)
	t := After(vm, 0, func(vm *jsruntime.VM) { invoke(vm, fn, extra) })
	return immediateClass.New(vm, &immediate{t})
}

func clearImmediate(_ *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	if i, ok := immediateClass.From(args.At(0)); ok {
		i.timer.Stop()
	}
	return nil
}

func queueMicrotask(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	fn := callbackOf(vm, "queueMicrotask", args)
	vm.Then(vm.Resolved(nil), func(jsruntime.Value) {
		if err := vm.Try(func() { vm.Call(fn, vm.GlobalObject()) }); err != nil {
			events.Report(vm, vm.ErrorValue(err))
		}
	}, nil)
	return nil
}

func reportError(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	if len(args) == 0 {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'reportError' on 'ServiceWorkerGlobalScope': parameter 1 is not of type 'Value'.")
	}
	events.Report(vm, args.At(0))
	return nil
}
