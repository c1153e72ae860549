// Package inspect shows JavaScript values as text, in the form of Node's util.inspect, which
// is what developers read in their terminals.
//
// The one idea: nothing that it shows may run the script's code, getters and proxies
// included, except for the method that objects offer for the purpose
// (Symbol.for("nodejs.util.inspect.custom")). Of instances of host classes it shows what their
// getters give, as the platform does, and what they tell besides: see [Teller].
package inspect

import "paddock/jsruntime"

// Teller is implemented by host structs that tell more than their properties.
type Teller interface {
	// Tell gives an object whose properties are shown in brackets, as "[state]".
	Tell(vm *jsruntime.VM) *jsruntime.Object
}

// Value shows one value, whatever the value does.
func Value(vm *jsruntime.VM, v jsruntime.Value, o Options) string {
	var text string
	if err := vm.Try(func() { text = Text(vm, v, o) }); err != nil {
		return "[value that cannot be inspected: " + err.Error() + "]"
	}
	return text
}

// Text shows one value; it throws what an object throws that shows itself.
func Text(vm *jsruntime.VM, v jsruntime.Value, o Options) string {
	return newPrinter(vm, o).value(v, 0)
}
