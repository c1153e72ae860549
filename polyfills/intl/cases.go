package intl

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"paddock/jsruntime"
)

// casing is what a language has of its own for capitals: a text made anew, or one to be made by the rules of all.
type casing func(s string) (changed string, done bool)

// uppers and lowers are those of languages. golang.org/x/text knows others' rules, of which not all are the platform's.
var (
	uppers = map[string]casing{
		"tr": by(cases.Upper(language.Turkish)), "az": by(cases.Upper(language.Azerbaijani)),
		"lt": func(s string) (string, bool) { return withoutDots(s), false },
		"el": func(s string) (string, bool) { return greekUpper(s), false },
	}
	lowers = map[string]casing{
		"tr": by(cases.Lower(language.Turkish)), "az": by(cases.Lower(language.Azerbaijani)),
		"lt": func(s string) (string, bool) {
			return cases.Lower(language.Lithuanian).String(strings.ReplaceAll(s, "\u0130", "i\u0307")), true
		},
	}
)

func by(c cases.Caser) casing { return func(s string) (string, bool) { return c.String(s), true } }

// dot is the dot above that Lithuanian writes below other accents of small letters, not of capitals.
const dot = '\u0307'

// withoutDots takes the dots away that small letters with a dot have once more, below their accents.
func withoutDots(s string) string {
	var out strings.Builder
	soft := false
	for _, r := range s {
		switch {
		case soft && r == dot:
			soft = false
			continue
		case unicode.Is(unicode.Soft_Dotted, r):
			soft = true
		case soft && norm.NFD.PropertiesString(string(r)).CCC() != 0 && norm.NFD.PropertiesString(string(r)).CCC() != 230:
		default:
			soft = false
		}
		out.WriteRune(r)
	}
	return out.String()
}

// installCases makes toLocaleUpperCase and toLocaleLowerCase of strings follow the languages that differ.
func installCases(vm *jsruntime.VM, method func(class, name string, length int, f func(jsruntime.FunctionCall) jsruntime.Value)) {
	proto := vm.Get("String").(*jsruntime.Object).Get("prototype").(*jsruntime.Object)
	for _, m := range []struct {
		name, plain string
		casings     map[string]casing
	}{{"toLocaleUpperCase", "toUpperCase", uppers}, {"toLocaleLowerCase", "toLowerCase", lowers}} {
		native, _ := jsruntime.AsFunction(proto.Get(m.plain))
		method("String", m.name, 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			if jsruntime.IsNullish(call.This) {
				vm.Throwf(jsruntime.TypeError, "String.prototype.%s called on null or undefined", m.name)
			}
			of := text(vm, call.This)
			if jsruntime.IsUndefined(call.Argument(0)) {
				return vm.Call(native, of)
			}
			if asked := requested(vm, call.Argument(0)); len(asked) > 0 && m.casings[asked[0].language] != nil {
				changed, done := m.casings[asked[0].language](of.String())
				if of = vm.ToValue(changed); done {
					return of
				}
			}
			return vm.Call(native, of)
		})
	}
}
