package performance

import "paddock/jsruntime"

// eventCounts is the host side of an EventCounts, a map of how often users did what: there are none.
type eventCounts struct{}

var eventCountsClass = jsruntime.NewClass[eventCounts]("EventCounts").
	Getter("size", func(vm *jsruntime.VM, _ *eventCounts) jsruntime.Value { return vm.ToValue(0) }).
	Method("entries", 0, nothing).
	Method("keys", 0, nothing).
	Method("values", 0, nothing).
	SymbolMethod(jsruntime.SymIterator, "entries", 0, nothing).
	Method("get", 1, func(*jsruntime.VM, *eventCounts, jsruntime.Args) jsruntime.Value { return jsruntime.Undefined() }).
	Method("has", 1, func(vm *jsruntime.VM, _ *eventCounts, _ jsruntime.Args) jsruntime.Value { return vm.ToValue(false) }).
	Method("forEach", 1, func(vm *jsruntime.VM, _ *eventCounts, args jsruntime.Args) jsruntime.Value {
		if !jsruntime.IsFunction(args.At(0)) {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'forEach' on 'EventCounts': parameter 1 is not of type 'function'.")
		}
		return jsruntime.Undefined()
	})

// nothing is an iterator that is at its end.
func nothing(vm *jsruntime.VM, _ *eventCounts, _ jsruntime.Args) jsruntime.Value {
	list := vm.NewArrayOf()
	values, _ := jsruntime.AsFunction(list.ToObject(vm.Runtime).Get("values"))
	it, err := values(list)
	if err != nil {
		vm.Throw(err)
	}
	return it
}
