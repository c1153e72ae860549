package es

import (
	"strconv"
	"sync"

	"paddock/jsruntime"
	"paddock/jsruntime/dialect"
)

const (
	longestList = 1<<27 - 3 // arguments that V8 makes a list of, and elements that it has the memory for
	breath      = 1 << 12   // steps after which what takes long looks whether it must stop
)

// limits refuses lengths for which the engine would take all memory of the process at once.
var limits = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	vm.PatchGlobals(boundedClasses())
	reflect := classOf(vm, "Reflect")
	apply := classOf(vm, "Function").Get("prototype").(*jsruntime.Object).Get("apply")
	for fn, at := range map[jsruntime.Value]int{apply: 1, reflect.Get("apply"): 2, reflect.Get("construct"): 1} {
		jsruntime.Patch(fn.(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value {
				if list := jsruntime.AsObject(call.Argument(at)); list != nil {
					elements, dense := jsruntime.Dense(list)
					if !dense {
						call.Arguments = append([]jsruntime.Value(nil), call.Arguments...)
						call.Arguments[at] = shortList(vm, list)
						elements, _ = jsruntime.Dense(call.Arguments[at])
					}
					if len(elements) > dialect.MostArguments {
						vm.Throwf(jsruntime.RangeError, dialect.TooDeep)
					}
				}
				return original(call)
			}
		})
	}
	vm.PatchMethod(classOf(vm, "String"), "raw", func(original jsruntime.Native) jsruntime.Native {
		return rawText(vm, original)
	})
	for _, from := range []jsruntime.Value{classOf(vm, "Array").Get("from"), classOf(vm, "Uint8Array").Prototype().Get("from")} {
		jsruntime.Patch(from.(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value { return listed(vm, original, call) }
		})
	}
}}

// elementSizes are those of the classes of typed arrays that the engine has.
var elementSizes = map[string]float64{
	"Uint8Array": 1, "Int8Array": 1, "Uint8ClampedArray": 1, "Uint16Array": 2, "Int16Array": 2, "Uint32Array": 4, "Int32Array": 4,
	"Float32Array": 4, "Float64Array": 8, "BigInt64Array": 8, "BigUint64Array": 8,
}

// boundedClasses refuse lengths of buffers for which there is no memory, under whatever name scripts have them: the
// process would end.
var boundedClasses = sync.OnceValue(func() map[string]func(*jsruntime.VM, *jsruntime.Object) {
	classes := map[string]func(*jsruntime.VM, *jsruntime.Object){}
	for name, size := range elementSizes {
		classes[name] = func(vm *jsruntime.VM, ctor *jsruntime.Object) {
			jsruntime.PatchConstruct(ctor, func(original jsruntime.NativeConstruct) jsruntime.NativeConstruct {
				return func(args []jsruntime.Value, newTarget *jsruntime.Object) *jsruntime.Object {
					if n := jsruntime.Args(args).At(0); jsruntime.IsNumber(n) && n.ToFloat()*size > bufferLimit {
						vm.Throwf(jsruntime.RangeError, "Invalid typed array length: %s", n)
					}
					o := jsruntime.AsObject(jsruntime.Args(args).At(0))
					if o == nil || !suspicious(vm, o) {
						return original(args, newTarget)
					}
					if n := o.Get("length"); n.ToFloat()*size > bufferLimit || o.ClassName() == "Array" && n.ToFloat() > longestList {
						vm.Throwf(jsruntime.RangeError, "Invalid typed array length: %s", n)
					}
					return claimsOf.Get(vm).over(o, func(instead *jsruntime.Object) jsruntime.Value {
						return original(append([]jsruntime.Value{instead}, args[1:]...), newTarget)
					}).(*jsruntime.Object)
				}
			})
		}
	}
	return classes
})

// rawText lets String.raw end where the script must, however much there is that a template claims to consist of.
func rawText(vm *jsruntime.VM, original jsruntime.Native) jsruntime.Native {
	return func(call jsruntime.FunctionCall) jsruntime.Value {
		template := jsruntime.AsObject(call.Argument(0))
		if template == nil {
			return original(call)
		}
		if _, written := jsruntime.Dense(template); written {
			return original(call)
		}
		raw := jsruntime.AsObject(vm.DataProperty(template, vm.ToValue("raw")))
		if raw == nil || !suspicious(vm, raw) {
			return original(call)
		}
		return claimsOf.Get(vm).over(raw, func(instead *jsruntime.Object) jsruntime.Value {
			stand := vm.NewObject()
			must(stand.Set("raw", instead))
			call.Arguments = append([]jsruntime.Value{stand}, call.Arguments[1:]...)
			return original(call)
		})
	}
}

// listed is a call of a function that makes a list of its first argument.
func listed(vm *jsruntime.VM, original jsruntime.Native, call jsruntime.FunctionCall) jsruntime.Value {
	o := jsruntime.AsObject(call.Argument(0))
	if o == nil || !suspicious(vm, o) || !jsruntime.IsNullish(o.GetSymbol(jsruntime.SymIterator)) {
		return original(call)
	}
	if fn := call.Argument(1); !jsruntime.IsUndefined(fn) && !jsruntime.IsFunction(fn) {
		return original(call) // refused before the length is looked at
	}
	if o.Get("length").ToFloat() > longestList {
		vm.Throwf(jsruntime.RangeError, "Invalid array length")
	}
	return claimsOf.Get(vm).over(o, func(instead *jsruntime.Object) jsruntime.Value {
		call.Arguments = append([]jsruntime.Value{instead}, call.Arguments[1:]...)
		return original(call)
	})
}

// shortList gives what an array-like object lists, as an array unless the engine may list it.
func shortList(vm *jsruntime.VM, list *jsruntime.Object) jsruntime.Value {
	if jsruntime.BufferOf(list) != nil {
		return list // as long as its buffer
	}
	n := int64(0)
	if length := list.Get("length"); length != nil {
		n = length.ToInteger()
	}
	if n > longestList {
		vm.Throwf(jsruntime.RangeError, "Invalid array length")
	}
	if n <= breath && list.ClassName() == "Arguments" {
		return list
	}
	var elements []jsruntime.Value // it grows as it is filled, for a getter may throw early
	for i := range max(n, 0) {
		if i%breath == breath-1 {
			vm.Breathe()
		}
		v := list.Get(strconv.FormatInt(i, 10))
		if v == nil {
			v = jsruntime.Undefined()
		}
		elements = append(elements, v)
	}
	return vm.NewArrayOf(elements...)
}
