package es

import (
	"slices"
	"strings"
	"unicode/utf16"

	"paddock/jsruntime"
)

// loneSurrogates lets methods of strings keep surrogates without their other half, of which the engine makes
// U+FFFD where a method of its own goes through Go's strings.
var loneSurrogates = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	proto := classOf(vm, "String").Get("prototype").(*jsruntime.Object)
	patch := func(kept func(original jsruntime.Native, call jsruntime.FunctionCall, units []uint16) []uint16, names ...string) {
		for _, name := range names {
			vm.PatchMethod(proto, name, func(original jsruntime.Native) jsruntime.Native {
				return func(call jsruntime.FunctionCall) jsruntime.Value {
					if !hasHalves(call.This) {
						return original(call)
					}
					return jsruntime.UTF16(kept(original, call, jsruntime.Units(call.This)))
				}
			})
		}
	}
	patch(aroundHalves, "toUpperCase", "toLowerCase", "toLocaleUpperCase", "toLocaleLowerCase", "normalize")
	trimmed := func(begin, end bool) func(jsruntime.Native, jsruntime.FunctionCall, []uint16) []uint16 {
		return func(_ jsruntime.Native, _ jsruntime.FunctionCall, units []uint16) []uint16 {
			for begin && len(units) > 0 && isWhite(units[0]) {
				units = units[1:]
			}
			for end && len(units) > 0 && isWhite(units[len(units)-1]) {
				units = units[:len(units)-1]
			}
			return units
		}
	}
	patch(trimmed(true, true), "trim")
	patch(trimmed(true, false), "trimStart")
	patch(trimmed(false, true), "trimEnd")
}}

// hasHalves reports whether v is a string with a surrogate that is not one of a pair.
func hasHalves(v jsruntime.Value) bool {
	if !jsruntime.IsString(v) || jsruntime.IsASCII(v) {
		return false
	}
	s, ok := v.(interface {
		Length() int
		CharAt(i int) uint16
	})
	for i := 0; ok && i < s.Length(); i++ {
		if unit := rune(s.CharAt(i)); !utf16.IsSurrogate(unit) {
			continue
		}
		if i+1 == s.Length() || !isPair(s.CharAt(i), s.CharAt(i+1)) {
			return true
		}
		i++
	}
	return false
}

func isPair(high, low uint16) bool { return high>>10 == 0xD800>>10 && low>>10 == 0xDC00>>10 }

// aroundHalves applies a method to what is between the surrogates that are none of a pair.
func aroundHalves(method jsruntime.Native, call jsruntime.FunctionCall, units []uint16) (out []uint16) {
	begin := 0
	flush := func(end int) {
		if begin < end {
			part := call
			part.This, part.Arguments = jsruntime.UTF16(units[begin:end]), slices.Clone(call.Arguments)
			out = append(out, jsruntime.Units(method(part))...)
		}
	}
	for i := 0; i < len(units); i++ {
		switch {
		case !utf16.IsSurrogate(rune(units[i])):
		case i+1 < len(units) && isPair(units[i], units[i+1]):
			i++
		default:
			flush(i)
			out = append(out, units[i])
			begin = i + 1
		}
	}
	flush(len(units))
	return out
}

func isWhite(unit uint16) bool {
	return !utf16.IsSurrogate(rune(unit)) && strings.ContainsRune(spaces, rune(unit))
}
