// Package inspect shows JavaScript values as text, in the form of Node's util.inspect, which
// is what developers read in their terminals.
//
// The one idea: nothing that it shows may run the script's code, getters and proxies
// included, except for the method that objects offer for the purpose
// (Symbol.for("nodejs.util.inspect.custom")). Host classes offer [Inspecter] instead.
package inspect

import "paddock/jsruntime"

// Inspecter is implemented by host structs that show more than their class's name.
type Inspecter interface {
	// Inspect gives what stands before the braces ("Headers(1)") and an object whose
	// properties, or a Map whose entries, stand inside of them.
	Inspect(vm *jsruntime.VM) (label string, content *jsruntime.Object)
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
