package dialect

import (
	"testing"

	"github.com/dop251/goja"
)

func TestFieldSuper(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ src, want string }{
		"a method, a getter and what it gives":      {"class B extends A { k = 7; x = [super.m(), super.g, super['m'], super.none?.()] } String(new B().x)", "1,7," + `m() { return 1; }` + ","},
		"a static field":                            {"class B extends A { static x = super.s() } B.x", "B"},
		"a class without a parent":                  {"class B { x = super.hasOwnProperty('x') } String(new B().x)", "false"},
		"a function that is the value has its name": {"class B extends A { f = () => super.m() } const b = new B(); b.f() + b.f.name", "1f"},
		"a private and a computed field":            {"class B extends A { #p = super.m(); ['y' + 1] = super.m(); q() { return this.#p + this.y1 } } String(new B().q())", "2"},
		"assignment sets it on the instance":        {"class B extends A { x = (super.u = 5); y = this.u } const b = new B(); [b.x, b.y, 'u' in A.prototype].join()", "5,5,false"},
		"a class inside of a value":                 {"class B extends A { x = class extends A { y = super.m() } } const c = new B().x; c.name + new c().y", "x1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			prg, err := Compile("test.js", "class A { m() { return 1; } get g() { return this.k; } static s() { return this.name; } }\n"+test.src, Options{})
			if err != nil {
				t.Fatal(err)
			}
			rt := goja.New()
			if _, err := Install(rt); err != nil {
				t.Fatal(err)
			}
			got, err := rt.RunProgram(prg)
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
