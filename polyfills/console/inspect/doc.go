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

// Value shows one value; strings are quoted.
func Value(vm *jsruntime.VM, v jsruntime.Value, o Options) string {
	p := newPrinter(vm, o)
	var text string
	if err := vm.Try(func() { text = p.value(v, 0, true) }); err != nil {
		return "[value that cannot be inspected: " + err.Error() + "]"
	}
	return text
}
