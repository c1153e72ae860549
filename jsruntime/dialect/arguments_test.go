package dialect

import "testing"

func TestCompile_Arguments(t *testing.T) {
	t.Parallel()
	const setUp = `const text = (list) => [...list].join() + ":" + list.length; const other = (...list) => list.length;`
	for src, want := range map[string]string{
		`function f() { return () => arguments; } text(f(1, 2)())`:                                                                                        "1,2:2",
		`function f() { const g = () => arguments; other(7, 8, 9); return g; } text(f(1, 2)())`:                                                           "1,2:2",
		`function f() { return (() => (() => arguments)())(); } text(f(1, 2))`:                                                                            "1,2:2",
		`function f(a) { return () => { a = 5; return [...arguments]; }; } text(f(1, 2)())`:                                                               "1,2:2",
		`function f(a, b, c) { return () => other.apply(this, arguments); } String(f(1, 2)())`:                                                            "2",
		`const o = { f() { return () => ({ arguments }); } }; text(o.f(1, 2)().arguments)`:                                                                "1,2:2",
		`class A { constructor() { this.f = () => arguments; } m() { return () => arguments; } } text(new A(1).f()) + text(new A().m(2, 3)())`:            "1:12,3:2",
		`class A { constructor(a) { this.a = a; } } class B extends A { constructor() { const f = () => super(...arguments); f(); } } String(new B(4).a)`: "4",
		`function f(a = () => arguments) { return a(); } text(f(undefined, 2))`:                                                                           ",2:2",
		`function f() { "use strict"; return () => typeof this + arguments[0]; } f(3)()`:                                                                  "undefined3",
		`function f(arguments_) { return () => arguments_; } String(f(1)())`:                                                                              "1",
		`function f() { return () => function () { return arguments.length; }; } String(f(1, 2)()(3))`:                                                    "1",
		`function f() { return async () => arguments[1]; } typeof f(1, 2)().then`:                                                                         "function",
		`function f() { function g() { return () => arguments; } return () => [arguments, g(3)()]; } f(1, 2)().map(text).join(" ")`:                       "1,2:2 3:1",
		`function* f() { yield* (() => arguments)(); } text([...f(1, 2)])`:                                                                                "1,2:2",
	} {
		if got := run(t, setUp+src, Options{}); got != want {
			t.Errorf("%s gives %q, want %q", src, got, want)
		}
	}
}
