package dialect

import (
	"testing"

	"github.com/dop251/goja"
)

func TestCompile_DefaultsInArrayPatternsOfArrowFunctions(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ src, want string }{
		{`(({ a: [b = 1, c = (2)] = [] }) => b + c)({})`, "3"},
		{`(({ a = 1 } = {}, [d = 3] = []) => a + d)()`, "4"},
		{`((x, { a: { b: [c = ((y) => y)(7), ...d] = [] } = {} } = {}) => c + d.length)()`, "7"},
		{`(({ a: [[b = "]"] = []] = [] }) => b)({})`, "]"},
		{`(({ a: [{ é = 1, f: [g = /[\]]/] = [] } = {}] = [] }) => String(g))({})`, `/[\]]/`},
		{`try { (({ a: [b = null.x] = [] }) => b)({}) } catch (e) { e.stack.match(/:(\d+:\d+)/)[1] }`, "1:24"},
	} {
		prg, err := Compile("t.js", test.src, Options{})
		if err != nil {
			t.Errorf("%s: %v", test.src, err)
			continue
		}
		rt := goja.New()
		if _, err := Install(rt); err != nil {
			t.Fatal(err)
		}
		if v, err := rt.RunProgram(prg); err != nil || v.String() != test.want {
			t.Errorf("%s gives %v, %v; want %s", test.src, v, err, test.want)
		}
	}
	for _, src := range []string{`({ a: [b.c = 1] = [] }) => 1`, `({ a: [1] = [] }) => 1`, `({ a: [f() = 1] = [] }) => 1`} {
		if _, err := Compile("t.js", src, Options{}); err == nil {
			t.Errorf("%s is taken", src)
		}
	}
}
