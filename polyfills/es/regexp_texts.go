package es

import "paddock/jsruntime"

// regexpTexts lets the methods of strings make regular expressions of texts as RegExp does: the engine makes
// them by itself there, and says in its own words what is wrong with one.
var regexpTexts = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	ctor := vm.Get("RegExp").(*jsruntime.Object)
	proto := vm.Get("String").(*jsruntime.Object).Get("prototype").(*jsruntime.Object)
	for name, flags := range map[string]string{"match": "", "matchAll": "g", "search": ""} {
		jsruntime.Patch(proto.Get(name).(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value {
				if text := call.Argument(0); jsruntime.IsString(text) && !jsruntime.IsNullish(call.This) && !jsruntime.IsSymbol(call.This) {
					call.This = call.This.ToString() // first, as the standard has it
					made, err := vm.New(ctor, text, vm.ToValue(flags))
					if err != nil {
						vm.Rethrow(err)
					}
					call.Arguments = append([]jsruntime.Value{made}, call.Arguments[1:]...)
				}
				return original(call)
			}
		})
	}
}}
