package dialect

import (
	"errors"
	"testing"
)

func TestEvalText_SaysWhatV8Says(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"a b":                             "Unexpected identifier 'b'",
		"export {}":                       "Unexpected token 'export'",
		"import x from 'y'":               "Cannot use import statement outside a module",
		"import.meta":                     "Cannot use 'import.meta' outside a module",
		"await 1":                         "await is only valid in async functions and the top level bodies of modules",
		"(async () => { var await })":     "Unexpected reserved word",
		"function* g() { () => yield 1 }": "Unexpected strict mode reserved word",
		`"open`:                           "Invalid or unexpected token",
		"function () {}":                  "Function statements require a function name",
		"var a = ;":                       "Unexpected token ';'",
	} {
		_, err := EvalText{Source: src, Strict: true}.Parse()
		var wrong *SyntaxError
		if !errors.As(err, &wrong) || wrong.Text != want {
			t.Errorf("%s: %v", src, err)
		}
	}
}

func TestEvalText_NamesWhatStandsWhereATextBreaks(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"f(1":                              "missing ) after argument list",
		`console.log("a";`:                 "missing ) after argument list",
		"f(1 2)":                           "missing ) after argument list",
		"f(1,":                             "Unexpected end of input",
		"f(a ? b)":                         "Unexpected token ')'",
		"if (a b":                          "Unexpected identifier 'b'",
		`import("x"`:                       "Unexpected end of input",
		"`${a b}`":                         "Missing } in template expression",
		"1++":                              "Invalid left-hand side expression in postfix operation",
		"++1":                              "Invalid left-hand side expression in prefix operation",
		"1 = 2":                            "Invalid left-hand side in assignment",
		"switch (1) { default: default: }": "More than one default clause in switch statement",
		"a: a: 1":                          "Label 'a' has already been declared",
		"a: { continue a }":                "Illegal continue statement: 'a' does not denote an iteration statement",
		"a ?? b || c":                      "Unexpected token '||'",
		"1_":                               "Numeric separators are not allowed at the end of numeric literals",
		"0_1":                              "Numeric separator can not be used after leading 0.",
		`"\u"`:                             "Invalid Unicode escape sequence",
		`"\x1"`:                            "Invalid hexadecimal escape sequence",
		`"\u{110000}"`:                     "Undefined Unicode code-point",
		"/[/":                              "Invalid regular expression: missing /",
		"/[/\n}":                           "Invalid regular expression: missing /",
		"/* abc":                           "Invalid or unexpected token",
		"function f(...a, b){}":            "Rest parameter must be last formal parameter",
		"if (1) let a":                     "Lexical declaration cannot appear in a single-statement context",
		"a\n=> 1":                          "Unexpected token '=>'",
		"class A { foo: 1 }":               "Unexpected identifier 'foo'",
		"for (let x, y of []);":            "Invalid left-hand side in for-of loop: Must have a single binding.",
		"for (let x = 1 of []);":           "for-of loop variable declaration may not have an initializer.",
		"throw\n1":                         "Illegal newline after throw",
		"new a?.b":                         "Invalid optional chain from new expression",
		`"use strict"; "\01"`:              "Octal escape sequences are not allowed in strict mode.",
		`class A { m() { "\8" } }`:         `\8 and \9 are not allowed in strict mode.`,
		"function* g(){ var yield }":       "Unexpected identifier 'yield'",
	} {
		_, err := EvalText{Source: src}.Parse()
		var wrong *SyntaxError
		if !errors.As(err, &wrong) || wrong.Text != want {
			t.Errorf("%s: %v, want %s", src, err, want)
		}
	}
	for _, src := range []string{"new a()?.b", "new (a?.b)", "new a ? .5 : 1", `"\01"`, `"use strict"; "\0\\1"`, "/[/]/"} {
		if _, err := (EvalText{Source: src}).Parse(); err != nil {
			t.Errorf("%s: %v", src, err)
		}
	}
}

func TestEvalText_LowersOnlyWhatTheEngineLacks(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]bool{
		"async () => { for await (const x of y); }": true,
		"(async function* () {})":                   true,
		"{ using x = null }":                        true,
		"class A { get = 1 }":                       false,
		"async () => { await /\\p{L}/u }":           false,
		"import('x')":                               false,
	} {
		lowered := false
		_, err := EvalText{Source: src, Lower: func(string) (string, error) { lowered = true; return "1", nil }}.Parse()
		if err != nil || lowered != want {
			t.Errorf("%s: lowered %v, %v", src, lowered, err)
		}
	}
}

func TestEvalText_ArrowFunctionsHaveNoYield(t *testing.T) {
	t.Parallel()
	if _, err := (EvalText{Source: "function* g() { () => yield }"}).Parse(); err != nil {
		t.Errorf("a name: %v", err)
	}
	if _, err := (EvalText{Source: "function* g() { () => function* () { yield 1 } }", Strict: true}).Parse(); err != nil {
		t.Errorf("a generator in an arrow function: %v", err)
	}
}
