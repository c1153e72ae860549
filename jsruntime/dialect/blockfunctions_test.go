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
