package jsruntime

import (
	"context"
	"testing"

	"paddock/jsruntime/dialect"
)

func TestEval_HoistsBlockFunctions(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ src, want string }{
		"in the function that calls":        {`(function () { eval("{ function f() { return 1 } }"); return typeof f })()`, "function"},
		"not outside of it":                 {`(function () { eval("{ function f() {} }") })(); typeof f`, "undefined"},
		"when the block is run":             {`(function () { return eval("var a = typeof f; { function f() {} } a + typeof f") })()`, "undefinedfunction"},
		"not when it is not":                {`(function () { return eval("if (false) { function f() {} } typeof f") })()`, "undefined"},
		"as a branch":                       {`(function () { return eval("if (1) function f() {} typeof f") })()`, "function"},
		"in a case":                         {`(function () { return eval("switch (1) { case 1: function f() {} } typeof f") })()`, "function"},
		"in functions of the text":          {`eval("(function () { { function f() {} } return typeof f })()")`, "function"},
		"in arrow functions of the text":    {`eval("(() => { { function f() {} } return typeof f })()")`, "function"},
		"beside what catches":               {`(function () { return eval("try { throw 1 } catch (f) { { function f() {} } } typeof f") })()`, "function"},
		"and what the block does with it":   {`(function () { return eval("{ function f() { return 1 } f = 2; } typeof f") })()`, "function"},
		"and the value stays":               {`'' + eval("5; { function f() {} }")`, "5"},
		"unless a name around it is a let":  {`(function () { let f = 1; eval("{ function f() {} }"); return typeof f })()`, "number"},
		"unless the caller is strict":       {`(function () { "use strict"; eval("{ function f() {} }"); return typeof f })()`, "undefined"},
		"and values that are no text stay":  {`'' + eval(5) + eval()`, "5undefined"},
		"and a function of the name eval":   {`(function (eval) { return eval("text") })((x) => x + x)`, "texttext"},
		"and more arguments are of no mind": {`eval(...["typeof 1"]) + eval("'a'", 2)`, "numbera"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			program, err := dialect.Compile("sloppy.js", test.src, dialect.Options{Sloppy: true})
			if err != nil {
				t.Fatal(err)
			}
			err = open(t, Options{}).Do(context.Background(), func(vm *VM) error {
				v, err := vm.RunProgram(program)
				if err == nil && v.String() != test.want {
					t.Errorf("got %q, want %q", v, test.want)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}
