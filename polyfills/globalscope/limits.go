package globalscope

import "paddock/jsruntime"

// limited tells whether a VM's code has to keep the rule of [NeedsEvent].
var limited = jsruntime.NewSlot(func(*jsruntime.VM) bool { return false })

// Limit makes a VM keep the platform's rule that modules, while they are loaded, do no I/O, set no
// timeout and ask for no random values, and that no time passes for them. The host of a Worker calls it;
// elsewhere there are no events that code could wait for.
func Limit(vm *jsruntime.VM) {
	limited.Set(vm, true)
	vm.StopClock()
}

// NeedsEvent throws the platform's error if the code that runs belongs to no event. Everything
// that the rule forbids calls it first.
func NeedsEvent(vm *jsruntime.VM) {
	if Loading(vm) {
		vm.Throwf(jsruntime.PlainError, "Disallowed operation called within global scope. Asynchronous I/O (ex: fetch() or connect()), setting a timeout, and generating random values are not allowed within global scope. To fix this error, perform this operation within a handler. https://developers.cloudflare.com/workers/runtime-apis/handlers/")
	}
}

// Loading tells whether the code that runs belongs to no event, where there can be events.
func Loading(vm *jsruntime.VM) bool { return !vm.InEvent() && limited.Get(vm) }
