package worker

import (
	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// importAttributes makes the function that looks at the second argument of an import() whose module only a run
// knows. It throws what is wrong with it in itself, and gives a function that throws, in the words of
// new_module_registry, if the module found is not of the type asked for: nothing that it can find is.
func importAttributes(vm *jsruntime.VM) *jsruntime.Object {
	set := compat.Of(vm)
	return vm.NewFunction("attributes", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		kind, given := readAttributes(vm, call.Argument(0), set.Has("new_module_registry"))
		if given && !set.Has("new_module_registry") && set.Has("throw_on_unrecognized_import_assertion") {
			vm.Throwf(jsruntime.PlainError, "Unrecognized import attributes specified")
		}
		return vm.NewFunction("check", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
			switch {
			case !set.Has("new_module_registry"):
			case kind == "json":
				vm.Throwf(jsruntime.TypeError, "Module \"%s\" is not of type \"json\"", call.Argument(0))
			case kind != "":
				vm.Throwf(jsruntime.TypeError, "Import attribute type \"%s\" is not yet supported", kind)
			}
			return jsruntime.Undefined()
		})
	})
}

// readAttributes gives the type that the options of an import() ask for, "" for none, and whether they have
// attributes. With strict it throws if the type or another attribute is none that the platform knows.
func readAttributes(vm *jsruntime.VM, options jsruntime.Value, strict bool) (kind string, given bool) {
	if jsruntime.IsUndefined(options) {
		return "", false
	}
	o := jsruntime.AsObject(options)
	if o == nil {
		vm.Throwf(jsruntime.TypeError, "The second argument to import() must be an object")
	}
	with := o.Get("with")
	if jsruntime.IsUndefined(with) {
		return "", false
	}
	attributes := jsruntime.AsObject(with)
	if attributes == nil {
		vm.Throwf(jsruntime.TypeError, "The 'with' option must be an object")
	}
	values := map[string]string{}
	for _, name := range attributes.Keys() {
		v := attributes.Get(name)
		if !jsruntime.IsString(v) {
			vm.Throwf(jsruntime.TypeError, "Import attribute value must be a string")
		}
		values[name] = v.String()
	}
	kind, typed := values["type"]
	for _, name := range attributes.Keys() {
		if strict && name != "type" {
			vm.Throwf(jsruntime.TypeError, "Unsupported import attribute: \"%s\"", name)
		}
	}
	if strict && typed && kind != "json" && kind != "text" {
		vm.Throwf(jsruntime.TypeError, "Unsupported import attribute type: \"%s\"", kind)
	}
	return kind, len(values) > 0
}
