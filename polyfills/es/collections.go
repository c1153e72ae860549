package es

import "paddock/jsruntime"

// collections gives Map and Set a size that strict code cannot assign to: in the engine that does nothing.
var collections = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	for _, name := range []string{"Map", "Set"} {
		proto := classOf(vm, name).Get("prototype").(*jsruntime.Object)
		size := vm.CallMethod(classOf(vm, "Object"), "getOwnPropertyDescriptor", proto, vm.ToValue("size")).(*jsruntime.Object).Get("get")
		must(proto.Delete("size"))
		must(proto.DefineAccessorProperty("size", size, nil, jsruntime.Yes, jsruntime.No))
	}
}}
