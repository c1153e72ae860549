package es

import "paddock/jsruntime"

// symbol is a well-known symbol that the engine lacks; each VM makes its own.
func symbol(name string) gap {
	return gap{probe: "Symbol." + name, install: func(vm *jsruntime.VM) {
		ctor := classOf(vm, "Symbol")
		must(ctor.DefineDataProperty(name, jsruntime.NewSymbol("Symbol."+name), jsruntime.No, jsruntime.No, jsruntime.No))
	}}
}
