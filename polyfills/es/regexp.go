package es

import (
	"strings"

	"paddock/jsruntime"
	"paddock/jsruntime/dialect"
)

// unicodeProperties makes RegExp expand \p{…}, which the engine takes for the letter p, and
// what the flag v allows. Literals are expanded when a script is compiled.
var unicodeProperties = gap{probe: `(/^\p{L}$/u.test("a") || undefined)`, install: func(vm *jsruntime.VM) {
	expand := vm.NewFunction("expand", 2, func(call jsruntime.FunctionCall) jsruntime.Value {
		pattern, flags := call.Argument(0).String(), call.Argument(1).String()
		out, err := dialect.ExpandPattern(pattern, flags)
		if err != nil {
			vm.Throwf(jsruntime.SyntaxError, "%s", strings.TrimPrefix(err.Error(), "SyntaxError: "))
		}
		return vm.NewArrayOf(vm.ToValue(out), vm.ToValue(dialect.EngineFlags(flags)))
	})
	fn, _ := jsruntime.AsFunction(unicodeScript.Run(vm))
	vm.Call(fn, jsruntime.Undefined(), expand)
}}

var unicodeScript = load("regexp_unicode.js")
