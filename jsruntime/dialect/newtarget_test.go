package dialect

import "testing"

func TestCompile_NewTargets(t *testing.T) {
	t.Parallel()
	const setUp = `
function F() { "use strict"; return new.target; }
const o = { m() { return new.target; }, f: function () { return (() => new.target)(); }, get g() { return new.target; } };
const name = (v) => v === undefined ? "-" : v.name;
const within = (f) => { let seen; class A { constructor() { seen = f(this); } } new A(); return name(seen); };
const kept = (f) => { let seen; function B() { seen = f(); } new B(); return name(seen); };
`
	for src, want := range map[string]string{
		`within(() => F())`:                   "-",
		`within(F)`:                           "-",
		`kept(F)`:                             "-",
		`within(() => o.m())`:                 "-",
		`within(() => o.f())`:                 "-",
		`within(() => o.g)`:                   "-",
		`within(() => [1].map(() => F())[0])`: "-",
		"within(() => F``)":                   "-",
		`within(() => F.call(new F()))`:       "-",
		`within(() => [...function* () { yield new.target; }()][0])`:                                                            "-",
		`within(() => { let r; (async () => { r = F(); })(); return r; })`:                                                      "-",
		`within(() => { let r; (async function () { r = (() => new.target)(); })(); return r; })`:                               "-",
		`{ let r; new (class A { constructor() { F(); r = new.target; } })(); name(r) }`:                                        "A",
		`{ let r; new (class A { constructor() { r = (() => (F(), new.target))(); } })(); name(r) }`:                            "A",
		`{ let r; new (class A { x = r = [typeof new.target, typeof (() => new.target)()]; constructor() {} })(); r + "" }`:     "undefined,undefined",
		`{ let r; class A { constructor() { r = new.target; } } class B extends A {} new B(); name(r) }`:                        "B",
		`{ let r; function G() { F(); r = new.target; } new G(); name(r) }`:                                                     "G",
		`{ let r; function G(a = new.target) { r = a; } new G(); name(r) }`:                                                     "G",
		`{ let r; function G(a = () => new.target) { r = a(); } new G(); name(r) }`:                                             "G",
		`{ let r; function G() { r = () => () => new.target; F(); } new G(); name(r()()) }`:                                     "G",
		`{ let r; function G() { r = () => { function H() { return () => new.target; } return H()(); }; } new G(); name(r()) }`: "-",
		`{ let r; function G() { r = new.target; } Reflect.construct(G, [], F); name(r) }`:                                      "F",
		`{ let r; function G() { r = new.target; } class S extends G {} new S(); name(r) }`:                                     "S",
		`{ let r; function G() { r = new.target; } new (G.bind(null))(); name(r) }`:                                             "G",
		`{ let r; function G() { r = new.target; } new (new Proxy(G, {}))(); typeof r }`:                                        "function",
		`{ function G() { return new.target ? this : new G(); } within(() => G().constructor) }`:                                "G",
		`{ const target = 1; target + "" }`:                                                                                     "1",
	} {
		if got := run(t, setUp+src, Options{}); got != want {
			t.Errorf("%s gives %q, want %q", src, got, want)
		}
	}
}
