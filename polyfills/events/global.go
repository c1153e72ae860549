package events

import (
	"regexp"
	"strconv"

	"paddock/jsruntime"
)

// globals holds each VM's listeners on the global object.
var globals = jsruntime.NewSlot(func(vm *jsruntime.VM) *Target { return &Target{} })

// GlobalScope is the host side of a WorkerGlobalScope, of which there are no instances.
type GlobalScope struct{ Target }

// GlobalScopeClass is WorkerGlobalScope: scripts only ever compare against it.
var GlobalScopeClass = jsruntime.Extends(jsruntime.NewClass[GlobalScope]("WorkerGlobalScope"),
	TargetClass, func(s *GlobalScope) *Target { return &s.Target })

// GlobalTarget gives the listeners that scripts put on the global object: of "error",
// "unhandledrejection", "rejectionhandled" and, in service-worker syntax, "fetch" and so on.
func GlobalTarget(vm *jsruntime.VM) *Target { return globals.Get(vm) }

// DispatchGlobal sends an event to the listeners on the global object; false when one of
// them prevented the default.
func DispatchGlobal(vm *jsruntime.VM, event *jsruntime.Object) bool {
	return dispatch(vm, GlobalTarget(vm), vm.GlobalObject(), event, eventHosts.This(vm, event), Report)
}

// DispatchGlobalThrowing is DispatchGlobal for the events of a worker: the first exception of a
// listener ends the dispatch and is thrown, whatever the flags.
func DispatchGlobalThrowing(vm *jsruntime.VM, event *jsruntime.Object) bool {
	return dispatch(vm, GlobalTarget(vm), vm.GlobalObject(), event, eventHosts.This(vm, event), throw)
}

func globalFunction(name string, length int, f func(*jsruntime.VM, *Target, jsruntime.Args) jsruntime.Value) func(*jsruntime.VM) jsruntime.Value {
	return func(vm *jsruntime.VM) jsruntime.Value {
		return vm.NewGlobalFunction(name, length, func(call jsruntime.FunctionCall) jsruntime.Value {
			if v := f(vm, GlobalTarget(vm), call.Arguments); v != nil {
				return v
			}
			return jsruntime.Undefined()
		})
	}
}

func dispatchGlobal(vm *jsruntime.VM, t *Target, args jsruntime.Args) jsruntime.Value {
	return vm.ToValue(dispatchArgument(vm, t, vm.GlobalObject(), args))
}

// Uncaught holds, per VM, who is told of exceptions that no listener of "error" took care
// of. The host sets it; until then they go to the isolate's log.
var Uncaught = jsruntime.NewSlot(func(*jsruntime.VM) func(*jsruntime.VM, *jsruntime.Exception) {
	return func(vm *jsruntime.VM, ex *jsruntime.Exception) {
		vm.Log().Warn("uncaught exception", "error", ex.Error(), "stack", ex.Stack)
	}
})

// reporting guards against listeners of "error" that throw themselves.
var reporting = jsruntime.NewSlot(func(*jsruntime.VM) *bool { return new(bool) })

// Report is the global reportError: it sends an ErrorEvent to the global object and, unless
// its default is prevented, tells [Uncaught].
func Report(vm *jsruntime.VM, thrown jsruntime.Value) {
	busy := reporting.Get(vm)
	if !*busy && (GlobalTarget(vm).Listening("error") || GlobalTarget(vm).property(vm.GlobalObject(), "error") != nil) {
		*busy = true
		handled := !DispatchGlobal(vm, uncaughtEvent(vm, thrown))
		*busy = false
		if handled {
			return
		}
	}
	Uncaught.Get(vm)(vm, vm.Regard(thrown))
}

// uncaughtEvent makes the event of an uncaught exception, with the place where it was thrown
// or, for what has no stack, where the script is now.
func uncaughtEvent(vm *jsruntime.VM, thrown jsruntime.Value) *jsruntime.Object {
	stack := ""
	if o := jsruntime.AsObject(thrown); o != nil && !jsruntime.IsProxy(o) && vm.KindOf(o) == "Error" {
		stack = vm.Regard(thrown).Stack
	}
	if stack == "" {
		stack = vm.Stack()
	}
	f := &Failure{Event: NewEvent(vm, "error", true), message: "Uncaught " + vm.Sketch(thrown), err: thrown}
	if found := framePlace.FindStringSubmatch(stack); found != nil {
		f.filename = found[1]
		f.line, _ = strconv.ParseInt(found[2], 10, 64)
		f.column, _ = strconv.ParseInt(found[3], 10, 64)
	}
	return errorClass.New(vm, f)
}

// framePlace finds file, line and column in the first frame of a stack that has them.
var framePlace = regexp.MustCompile(`(?m)^ +at (?:.*\()?([^()\s]+):(\d+):(\d+)\)?$`)
