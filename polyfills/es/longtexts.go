package es

import "paddock/jsruntime"

// longText is from which length on texts are not left to what the engine does with them without looking whether the
// script must stop: so many pieces take seconds.
const longText = 1 << 22

// longTexts lets what goes over every character end where the script must: the engine's iterators of texts and of arrays
// (there are long ones that take little memory), and split.
var longTexts = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	steps := 0
	for _, class := range []string{"String", "Array"} {
		proto := classOf(vm, class).Get("prototype").(*jsruntime.Object)
		values, _ := jsruntime.AsFunction(proto.GetSymbol(jsruntime.SymIterator))
		next := jsruntime.AsObject(vm.Call(values, proto)).Prototype().Get("next").(*jsruntime.Object)
		jsruntime.Patch(next, func(original jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value {
				if steps++; steps%breath == 0 {
					vm.Breathe()
				}
				return original(call)
			}
		})
	}
	proto := classOf(vm, "String").Get("prototype").(*jsruntime.Object)
	find := proto.Get("indexOf").Export().(native)
	vm.PatchMethod(proto, "split", func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			by := call.Argument(0)
			if n, ok := lengthOf(call.This); !ok || n < longText || !jsruntime.IsString(by) || !jsruntime.IsUndefined(call.Argument(1)) {
				return original(call)
			}
			return vm.NewArrayOf(pieces(vm, find, call.This, by)...)
		}
	})
}}

// pieces is split without a limit.
func pieces(vm *jsruntime.VM, find native, text, by jsruntime.Value) (pieces []jsruntime.Value) {
	begin, size, width := 0, jsruntime.Length(text), jsruntime.Length(by)
	for {
		if len(pieces)%breath == breath-1 {
			vm.Breathe()
		}
		if len(pieces) == longestList {
			vm.Throwf(jsruntime.RangeError, "Invalid array length")
		}
		end := begin + 1 // of a piece of one unit, where nothing is between them
		if width > 0 {
			end = int(find(jsruntime.FunctionCall{This: text, Arguments: []jsruntime.Value{by, vm.ToValue(begin)}}).ToInteger())
		}
		if end < 0 || width == 0 && end >= size {
			return append(pieces, jsruntime.Slice(text, begin, size))
		}
		pieces = append(pieces, jsruntime.Slice(text, begin, end))
		begin = end + width
	}
}
