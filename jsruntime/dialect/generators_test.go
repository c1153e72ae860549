package dialect

import (
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// bundled is the beginning of a script with an async generator, as the bundler writes it.
const bundled = `var __await = function(promise) { this.promise = promise; };
var __asyncGenerator = (__this, __arguments, generator) => "the bundler's";
`

// askGenerators evaluates src with parts that tell how they were asked.
func askGenerators(t *testing.T, src string, parts func(goja.FunctionCall) goja.Value) string {
	t.Helper()
	prg, err := Compile("test.js", src, Options{Sloppy: true})
	if err != nil {
		t.Fatal(err)
	}
	rt := goja.New()
	if _, err := Install(rt); err != nil {
		t.Fatal(err)
	}
	if parts != nil {
		if err := rt.GlobalObject().DefineDataProperty(GeneratorsName, rt.ToValue(parts), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE); err != nil {
			t.Fatal(err)
		}
	}
	v, err := rt.RunProgram(prg)
	if err != nil {
		t.Fatal(err)
	}
	return v.String()
}

func TestGenerators_BundlersHelpersStayWithoutOthers(t *testing.T) {
	t.Parallel()
	got := askGenerators(t, bundled+`function f() { return __asyncGenerator(this, null, function* () { return 1; }); } f()`, nil)
	if got != "the bundler's" {
		t.Errorf("got %q", got)
	}
}

func TestGenerators_FunctionsAreMarkedByName(t *testing.T) {
	t.Parallel()
	body := `() { return __asyncGenerator(this, null, function* () {}); }`
	for name, test := range map[string]struct{ src, want string }{
		"a declaration before all else": {"function f" + body, "f:"},
		"one within a block":            {"{ function f" + body + " }", "f:"},
		"a named expression":            {"(function f" + body + ")", "f:"},
		"one without a name":            {"(function" + body + ")", "%self:"},
		"one in a variable":             {"const f = function" + body, "%self:f"},
		"one assigned":                  {"var f; f = function" + body, "%self:f"},
		"one that is a property":        {"({ f: function" + body + " })", "%self:f"},
		"no method":                     {"({ f" + body + " })", ""},
		"no method of a class":          {"class A { f" + body + " }", ""},
		"no other function":             {"(function () { return __asyncGenerator; })", ""},
		"none of another compiler":      {"(function () { return __asyncGenerator(this, arguments, function* f_1() {}); })", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var marked []string
			askGenerators(t, bundled+test.src, func(call goja.FunctionCall) goja.Value {
				if call.Argument(0).String() != "mark" {
					return goja.Undefined()
				}
				given := ""
				if len(call.Arguments) > 2 {
					given = call.Argument(2).String()
				}
				marked = append(marked, call.Argument(1).(*goja.Object).Get("name").String()+":"+given)
				return call.Argument(1)
			})
			if got := strings.Join(marked, " "); got != test.want {
				t.Errorf("marked %q, want %q", got, test.want)
			}
		})
	}
}

func TestGenerators_WhatIsReturnedIsAwaited(t *testing.T) {
	t.Parallel()
	got := askGenerators(t, bundled+`let g; __asyncGenerator = (self, args, generator) => g = generator();
(function () { return __asyncGenerator(this, null, function* () { const inner = () => { return 1; }; if (inner() === 1) return "value"; return; }); })();
const { value, done } = g.next(); [value instanceof __await, value.promise, done, g.next("awaited").value].join()`, nil)
	if want := "true,value,false,awaited"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestGenerators_PlainOnesKeepTheirDelegates(t *testing.T) {
	t.Parallel()
	got := askGenerators(t, bundled+`var __yieldStar = (value) => ["the bundler's"]; [...(function* () { yield* __yieldStar([1, 2]); })()].join()`, nil)
	if got != "1,2" {
		t.Errorf("got %q", got)
	}
}

func TestGenerators_MethodsReachTheirParents(t *testing.T) {
	t.Parallel()
	got := askGenerators(t, bundled+`__asyncGenerator = (self, args, generator) => generator.call(self);
class A { get name() { return this.own + "'s" } say(...words) { return this.own + " says " + words } }
class B extends A { own = "b"; f() { return __asyncGenerator(this, null, function* () { const arrow = () => super.say(1, 2); yield super.name; yield arrow(); super["x"] = 5; yield this.x; }); } }
[...new B().f()].join(";")`, nil)
	if want := "b's;b says 1,2;5"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
