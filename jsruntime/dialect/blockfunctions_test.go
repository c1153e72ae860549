package dialect

import (
	"strings"
	"testing"
)

func TestHoistBlockFunctions(t *testing.T) {
	t.Parallel()
	left := map[string]string{
		"texts without functions":                 `{ let f = 1 }`,
		"functions that are in no block":          `function f() { return 1 } f()`,
		"strict texts":                            `"use strict"; { function f() {} }`,
		"strict functions":                        `(function () { "use strict"; { function f() {} } })`,
		"methods of classes":                      `(class { m() { { function f() {} } } })`,
		"generators and asynchronous functions":   `{ function* f() {} async function g() {} }`,
		"names of a block around":                 `{ let f; { function f() {} } }`,
		"names of a function of a block around":   `(function (f) { { function f() {} } })`,
		"names of the head of a loop":             `for (let f of []) { { function f() {} } }`,
		"names of a pattern that catches":         `try {} catch ({ f }) { { function f() {} } }`,
		"names at the top":                        `const f = 1; { function f() {} }`,
		"names that are taken":                    `{ function taken() {} }`,
		"arguments":                               `(function () { { function arguments() {} } })`,
		"what cannot be parsed":                   `{ function f() {} `,
		"text whose surrogates would become lost": "{ function f() { return '\ufffd' } }",
	}
	for name, text := range left {
		t.Run("leaves "+name, func(t *testing.T) {
			t.Parallel()
			if got := HoistBlockFunctions(text, []string{"taken"}); got != text {
				t.Errorf("got %s", got)
			}
		})
	}
	t.Run("adds no line and no name that the text has", func(t *testing.T) {
		t.Parallel()
		text := "var $block1;\nif (true)\n  function f() {}\nelse {}\n"
		got := HoistBlockFunctions(text, nil)
		if got == text || strings.Count(got, "\n") != 4 || strings.Contains(got, "const $block1=") {
			t.Error(got)
		}
	})
}

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
			if got := run(t, test.src, Options{Sloppy: true}); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
