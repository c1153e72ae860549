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
