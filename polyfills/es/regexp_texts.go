package es

import "paddock/jsruntime"

// replaceAll puts something around every unit of a text beyond ASCII, in which the engine finds nothing again and again,
// and takes long texts as replace with an expression does, which ends where the script must.
func replaceAll(vm *jsruntime.VM, ctor, proto *jsruntime.Object) {
	replace, _ := jsruntime.AsFunction(proto.Get("replace"))
	text, _ := jsruntime.AsFunction(classOf(vm, "String"))
	escape, _ := jsruntime.AsFunction(ctor.Get("escape"))
	has := classOf(vm, "Reflect").Get("has").Export().(native)
	isText := func(o *jsruntime.Object) bool { // nobody asks it for anything else
		symbols := classOf(vm, "Symbol")
		for _, name := range []string{"match", "replace"} {
			if has(jsruntime.FunctionCall{Arguments: []jsruntime.Value{o, symbols.Get(name)}}).ToBoolean() {
				return false
			}
		}
		return true
	}
	vm.PatchMethod(proto, "replaceAll", func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			search := call.Argument(0)
			if o := jsruntime.AsObject(search); o != nil && !jsruntime.IsNullish(call.This) && !behindProxy(o) && isText(o) {
				call.This = vm.Call(text, jsruntime.Undefined(), call.This) // first, as the standard has it
				search = vm.Call(text, jsruntime.Undefined(), o)
				call.Arguments = append([]jsruntime.Value{search}, call.Arguments[1:]...)
			}
			length, ok := lengthOf(search)
			if own, _ := lengthOf(call.This); !ok || own < longSearch && (length > 0 || jsruntime.IsASCII(call.This)) || jsruntime.IsNullish(call.This) {
				return original(call)
			}
			pattern := vm.ToValue("(?:)")
			if length > 0 {
				pattern = vm.Call(escape, jsruntime.Undefined(), search)
			}
			every, err := vm.New(ctor, pattern, vm.ToValue("g"))
			if err != nil {
				vm.Rethrow(err)
			}
			return vm.Call(replace, call.This.ToString(), every, call.Argument(1))
		}
	})
}

// regexpTexts lets the methods of strings make regular expressions of texts as RegExp does: the engine makes
// them by itself there, and says in its own words what is wrong with one.
var regexpTexts = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	ctor := classOf(vm, "RegExp")
	proto := classOf(vm, "String").Get("prototype").(*jsruntime.Object)
	replaceAll(vm, ctor, proto)
	for name, flags := range map[string]string{"match": "", "matchAll": "g", "search": ""} {
		vm.PatchMethod(proto, name, func(original jsruntime.Native) jsruntime.Native {
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

// symReplace is Symbol.replace.
func symReplace(vm *jsruntime.VM) *jsruntime.Symbol {
	return classOf(vm, "Symbol").Get("replace").(*jsruntime.Symbol)
}
