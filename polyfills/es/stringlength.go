package es

import (
	"slices"
	"strings"

	"paddock/jsruntime"
	"paddock/jsruntime/dialect"
)

// stringLength lets the methods that make a long string of short ones refuse what V8 refuses. The
// engine would take the memory, and what the machine has not got ends the process: so would a probe.
// What depends on functions, or on each character, is refused when it is there. What concat adds to a long string takes time
// by its own length, as with +=.
var stringLength = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	proto := func(class string) *jsruntime.Object {
		return vm.Get(class).(*jsruntime.Object).Get("prototype").(*jsruntime.Object)
	}
	guard := func(method *jsruntime.Object, length func(jsruntime.FunctionCall) float64) {
		jsruntime.Patch(method, func(original jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value {
				if length(call) > dialect.MaxString {
					vm.Throwf(jsruntime.RangeError, "Invalid string length")
				}
				return original(call)
			}
		})
	}
	text := proto("String")
	repeat := text.Get("repeat").Export().(native)
	for name, result := range map[string]func(own, arg float64) float64{"repeat": repeated, "padStart": padded, "padEnd": padded} {
		method := text.Get(name).(*jsruntime.Object)
		must(method.DefineDataProperty("length", vm.ToValue(1), jsruntime.No, jsruntime.Yes, jsruntime.No))
		guard(method, func(call jsruntime.FunctionCall) float64 {
			own, isString := lengthOf(call.This)
			if filler, ok := lengthOf(call.Argument(1)); name != "repeat" && ok && filler == 0 {
				return 0 // nothing is put there
			}
			if n := call.Argument(0); isString && jsruntime.IsNumber(n) {
				return result(own, n.ToFloat())
			}
			return 0
		})
		jsruntime.Patch(method, func(guarded jsruntime.Native) jsruntime.Native { return plainly(vm, byFew(vm, name, guarded, repeat)) })
	}
	vm.PatchMethod(text, "normalize", normalize)
	for _, name := range []string{"replace", "replaceAll", "normalize", "toUpperCase", "toLocaleUpperCase"} {
		vm.PatchMethod(text, name, func(original jsruntime.Native) jsruntime.Native { return fitting(vm, original) })
	}
	for _, fn := range []jsruntime.Value{classOf(vm, "String").Get("raw"), vm.Get("escape"), vm.Get("encodeURI"), vm.Get("encodeURIComponent")} {
		jsruntime.Patch(fn.(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native { return fitting(vm, original) })
	}
	match, _ := jsruntime.AsFunction(text.Get("match"))
	matches := func(call jsruntime.FunctionCall) float64 {
		if all := jsruntime.AsObject(vm.Call(match, call.This, call.Argument(0))); all != nil {
			return all.Get("length").ToFloat()
		}
		return 0
	}
	for _, name := range []string{"replace", "replaceAll"} {
		vm.PatchMethod(text, name, func(original jsruntime.Native) jsruntime.Native { return surrounded(vm, original) })
	}
	guard(text.Get("replace").(*jsruntime.Object), func(call jsruntime.FunctionCall) float64 { return replaced(call, false, matches) })
	guard(text.Get("replaceAll").(*jsruntime.Object), func(call jsruntime.FunctionCall) float64 { return replaced(call, true, matches) })
	grow, _ := jsruntime.AsFunction(vm.GlobalObject().Get(dialect.ConcatName))
	vm.PatchMethod(text, "concat", func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			if n, ok := lengthOf(call.This); !ok || n < shortString || slices.ContainsFunc(call.Arguments, isNoPrimitive) {
				return original(call)
			}
			s := call.This
			for _, part := range call.Arguments {
				s = vm.Call(grow, jsruntime.Undefined(), s, part)
			}
			return s
		}
	})
}}

// byFew repeats more at once of what a method is to repeat very often, which it does one by one without looking whether
// the script must stop.
func byFew(vm *jsruntime.VM, name string, method, repeat native) native {
	const often, atOnce = 1 << 20, 1 << 12
	more := func(text jsruntime.Value) jsruntime.Value {
		return repeat(jsruntime.FunctionCall{This: text, Arguments: []jsruntime.Value{vm.ToValue(atOnce)}})
	}
	return func(call jsruntime.FunctionCall) jsruntime.Value {
		n, of := call.Argument(0), call.This
		if name != "repeat" {
			if of = call.Argument(1); jsruntime.IsUndefined(of) {
				of = vm.ToValue(" ")
			}
		}
		length, ok := lengthOf(of)
		if !jsruntime.IsNumber(n) || !(n.ToFloat() >= often) || !ok || length == 0 || length > atOnce {
			return method(call)
		}
		if name != "repeat" {
			call.Arguments = []jsruntime.Value{n, more(of)}
			return method(call)
		}
		if repeated(length, n.ToFloat()) > dialect.MaxString {
			return method(call) // which refuses it
		}
		times := n.ToInteger()
		bulk := repeat(jsruntime.FunctionCall{This: more(of), Arguments: []jsruntime.Value{vm.ToValue((times + atOnce - 1) / atOnce)}})
		return jsruntime.Part(bulk, 0, int(times)*int(length))
	}
}

// plainly makes a string of the receiver and a number of the first argument, as the method itself would, so that what is
// asked of them before is known.
func plainly(vm *jsruntime.VM, method jsruntime.Native) jsruntime.Native {
	return func(call jsruntime.FunctionCall) jsruntime.Value {
		if o := jsruntime.AsObject(call.This); o != nil {
			call.This = vm.ToValue(vm.Text(o))
		}
		if n := call.Argument(0); jsruntime.IsString(call.This) && !jsruntime.IsNumber(n) && !jsruntime.IsUndefined(n) {
			call.Arguments = append([]jsruntime.Value{n.ToNumber()}, call.Arguments[1:]...)
		}
		return method(call)
	}
}

// fitting refuses what a function has made whose length could not be known before: it has some times the length of
// a string at most.
func fitting(vm *jsruntime.VM, original jsruntime.Native) jsruntime.Native {
	return func(call jsruntime.FunctionCall) jsruntime.Value {
		made := original(call)
		if length, ok := lengthOf(made); ok && length > dialect.MaxString {
			vm.Throwf(jsruntime.RangeError, "Invalid string length")
		}
		return made
	}
}

// shortString is the length below which copying a string costs less than letting it grow.
const shortString = 256

// isNoPrimitive reports whether + makes another text of a value than concat does.
func isNoPrimitive(v jsruntime.Value) bool {
	return jsruntime.AsObject(v) != nil || jsruntime.IsSymbol(v)
}

// boundedJoin does it for join of arrays.
func boundedJoin(vm *jsruntime.VM, original jsruntime.Native) jsruntime.Native {
	return func(call jsruntime.FunctionCall) jsruntime.Value {
		if joined(vm.Plain(), call) > dialect.MaxString {
			vm.Throwf(jsruntime.RangeError, "Invalid string length")
		}
		return original(call)
	}
}

// lengthOf gives the length of a string; ok is false for what is none.
func lengthOf(v jsruntime.Value) (length float64, ok bool) {
	s, ok := v.(interface{ Length() int })
	if !ok {
		return 0, false
	}
	return float64(s.Length()), true
}

func repeated(own, count float64) float64 {
	if own == 0 || count > 1<<53 { // nothing, or refused by the engine in words of its own
		return 0
	}
	return own * count
}

func padded(_, target float64) float64 { return target }

// replaced gives a length that the result of replace or replaceAll has at least, and 0 where even the
// most that it may have fits. matches counts those of a global expression.
func replaced(call jsruntime.FunctionCall, every bool, matches func(jsruntime.FunctionCall) float64) float64 {
	own, ok := lengthOf(call.This)
	with, also := lengthOf(call.Argument(1))
	if !ok || !also || own+(own+1)*with <= dialect.MaxString {
		return 0
	}
	by := call.Argument(1).String()
	literal := with - 2*float64(strings.Count(by, "$")) // what stands for parts of the match may be empty
	search := call.Argument(0)
	if re := jsruntime.AsObject(search); re != nil {
		if re.ClassName() == "RegExp" && re.Get("global").ToBoolean() {
			return matches(call) * literal
		}
		return 0
	}
	if !jsruntime.IsString(search) {
		return 0
	}
	count := strings.Count(call.This.String(), search.String())
	if !every {
		count = min(count, 1)
	}
	cut, _ := lengthOf(search)
	return own + float64(count)*(literal-cut)
}

// surrounded has replace and replaceAll refuse too much of what stands before each match, or behind it, which replacements
// may ask for: that is as long as the whole text, again and again.
func surrounded(vm *jsruntime.VM, original jsruntime.Native) jsruntime.Native {
	return func(call jsruntime.FunctionCall) jsruntime.Value {
		own, ok := lengthOf(call.This)
		if with := call.Argument(1); ok && own*own > dialect.MaxString/4 && jsruntime.IsString(with) {
			literal := strings.ReplaceAll(with.String(), "$$", "")
			before, behind := strings.Count(literal, "$`"), strings.Count(literal, "$'")
			re := jsruntime.AsObject(call.Argument(0))
			if before+behind > 0 && (re == nil || re.ClassName() == "RegExp") {
				original(jsruntime.FunctionCall{This: call.This, Arguments: []jsruntime.Value{call.Argument(0), measure(vm, own, float64(before), float64(behind))}})
			}
		}
		return original(call)
	}
}

// measure makes a function that replaces matches in a text of a length. It throws when there would be too much of what
// stands before them and behind them.
func measure(vm *jsruntime.VM, own, before, behind float64) *jsruntime.Object {
	total := 0.0
	return vm.NewFunction("", 0, func(call jsruntime.FunctionCall) jsruntime.Value {
		at := 1 // behind the match are its groups, which are no numbers
		for !jsruntime.IsNumber(call.Argument(at)) {
			at++
		}
		match, _ := lengthOf(call.Argument(0))
		place := call.Argument(at).ToFloat()
		if total += place*before + (own-place-match)*behind; total > dialect.MaxString {
			vm.Throwf(jsruntime.RangeError, "Invalid string length")
		}
		return vm.ToValue("")
	})
}

// joined gives the length of what join makes of a dense array of strings, at least.
func joined(plain *jsruntime.Plain, call jsruntime.FunctionCall) float64 {
	o := jsruntime.AsObject(call.This)
	if o == nil || !plain.Is(o) || o.ClassName() != "Array" {
		return 0
	}
	separator := float64(1)
	if v := call.Argument(0); !jsruntime.IsUndefined(v) {
		separator, _ = lengthOf(v)
	}
	count := int(o.Get("length").ToInteger())
	sum := float64(count-1) * separator
	for i := range count {
		v, ok := plain.Element(o, i)
		if !ok {
			break
		}
		length, _ := lengthOf(v)
		sum += length
	}
	return sum
}
