package intl

import (
	"golang.org/x/text/cases"
	"golang.org/x/text/language"

	"paddock/jsruntime"
)

// cased are the languages with rules of their own for capitals.
const cased = "tr az lt"

// installCases makes toLocaleUpperCase and toLocaleLowerCase of strings follow the languages that differ.
func installCases(vm *jsruntime.VM, method func(class, name string, length int, f func(jsruntime.FunctionCall) jsruntime.Value)) {
	proto := vm.Get("String").(*jsruntime.Object).Get("prototype").(*jsruntime.Object)
	for _, m := range []struct {
		name, plain string
		caser       func(language.Tag, ...cases.Option) cases.Caser
	}{{"toLocaleUpperCase", "toUpperCase", cases.Upper}, {"toLocaleLowerCase", "toLowerCase", cases.Lower}} {
		native, _ := jsruntime.AsFunction(proto.Get(m.plain))
		method("String", m.name, 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			if jsruntime.IsNullish(call.This) {
				vm.Throwf(jsruntime.TypeError, "String.prototype.%s called on null or undefined", m.name)
			}
			of := text(vm, call.This)
			if jsruntime.IsUndefined(call.Argument(0)) {
				return vm.Call(native, of)
			}
			if asked := requested(vm, call.Argument(0)); len(asked) > 0 && listed(cased, asked[0].language) {
				return vm.ToValue(m.caser(language.Make(asked[0].language)).String(of.String()))
			}
			return vm.Call(native, of)
		})
	}
}
