package dialect

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

func TestAppend_MeansWhatPlusMeans(t *testing.T) {
	t.Parallel()
	thrown := func(body string) string {
		return "try { " + body + "; 'nothing' } catch (e) { e.name }"
	}
	tests := map[string]struct{ src, want string }{
		"strings":                         {`let s = ''; for (let i = 0; i < 3; i++) s += i + ';'; s`, "0;1;2;"},
		"every kind of primitive":         {`let s = 'a'; let n = null, u, t = true, b = 5n, f = 1.5; s += n; s += u; s += t; s += b; s += f; s += -0; s`, "anullundefinedtrue51.50"},
		"numbers stay numbers":            {`function f(a, b) { a += b; return typeof a + a } f(1, 2) + f(1.5, 1.5) + f(0, NaN)`, "number3number3numberNaN"},
		"numbers by a call":               {`const o = { v: '' }; o.v = 1; const f = () => 2; o.v += f(); typeof o.v + o.v`, "number3"},
		"minus zero stays":                {`const o = { v: '' }; o.v = -0; const z = -0; o.v += z; '' + Object.is(o.v, -0)`, "true"},
		"bigints stay bigints":            {`function f(a, b) { a += b; return typeof a + a } f(1n, 2n)`, "bigint3"},
		"bigint and number throw":         {thrown(`(function (a, b) { a += b })(1n, 2)`), "TypeError"},
		"bigint and number by a call":     {thrown(`const o = { v: '' }; o.v = 1n; const f = () => 1; o.v += f()`), "TypeError"},
		"symbols throw":                   {thrown(`let s = ''; s += Symbol('x')`), "TypeError"},
		"objects with valueOf":            {`let s = ''; const o = { valueOf: () => 4, toString: () => 'no' }; s += o; s`, "4"},
		"numbers and objects":             {`function f(a, b) { a += b; return typeof a + a } f(1, { valueOf: () => 4 })`, "number5"},
		"dates prefer text":               {`let s = 'x'; s += new Date(0); '' + s.startsWith('xThu')`, "true"},
		"a getter is read once":           {`let n = 0; const o = { out: '', get p() { n++; return 'a' }, set p(v) { this.out = v } }; o.p += 'b'; o.out + n`, "ab1"},
		"a private getter is read once":   {`class A { n = 0; out = ''; get #p() { this.n++; return 'a' } set #p(v) { this.out = v } f() { this.#p += 'b'; return this.out + this.n } }; new A().f()`, "ab1"},
		"private fields":                  {`class A { #s = ''; f() { for (const x of 'abc') this.#s += x; return this.#s } }; new A().f()`, "abc"},
		"the left is read before":         {`let s = 'a'; s += (s = 'b', 'c'); s`, "ac"},
		"the object is fixed before":      {`let o = { p: 'a' }, first = o; o.p += (o = { p: 'x' }, 'b'); first.p + o.p`, "abx"},
		"the value of the expression":     {`let s = 'a'; const r = (s += 'b') + (s += 'c'); r`, "ababc"},
		"assignment within assignment":    {`let a = 'a', b = 'b'; a += b += a; a + b`, "ababa"},
		"a constant throws":               {thrown(`const s = ''; s += 'x'`), "TypeError"},
		"the dead zone throws":            {thrown(`s += 'x'; let s = ''`), "ReferenceError"},
		"an undeclared name throws":       {thrown(`nowhere += 'x'`), "ReferenceError"},
		"a name of another scope":         {thrown(`{ let inner = '' } inner += 'x'`), "ReferenceError"},
		"a property of null throws first": {`let o = null, n = 0; try { o.p += (n++, 'x') } catch (e) { e.name + n }`, "TypeError0"},
		"await on the right":              {`let out; (async () => { let s = 'a'; s += await 'b'; out = s })(); typeof out`, "undefined"},
		"yield on the right":              {`function* g() { let s = 'a'; s += yield 1; return s } const i = g(); i.next(); i.next('b').value`, "ab"},
		"literal keys":                    {`const a = ['x']; a[0] += 'y'; a[0]`, "xy"},
		"other keys":                      {`const a = ['x'], k = { toString() { return '0' } }; a[k] += 'y'; a[0]`, "xy"},
		"patterns with defaults":          {`function f({ s = 'a', ...r }, [t = 'b', ...u], ...v) { s += t; t += s; u += v; r += ''; return s + t + u + r } f({}, [])`, "abbab[object Object]"},
		"sums":                            {`let s = 'a'; s = s + 1 + 2; s = s + (1 + 2) + 'x'; s`, "a123x"},
		"sums of numbers":                 {`let s = ''; s = 1; s = s + 1 + 2 + 'x'; s`, "4x"},
		"sums that change the left":       {`let s = 'a'; s = s + (s = 'b', 'c') + s; s`, "acb"},
		"templates":                       {"let s = 'a'; s = `${s}-${1 + 1}${s}`; s = `${s}`; s", "a-2a"},
		"templates of objects":            {"let s = { valueOf: () => 4, toString: () => 'text' }; s = `${s}!`; s", "text!"},
		"templates that read later":       {"let s = 'a', n = 0; s = `${s}${n++}${(s = 'b', n)}${s}`; s", "a01b"},
		"templates of symbols throw":      {thrown("let s = Symbol('x'); s = `${s}!`"), "TypeError"},
		"reducers of numbers":             {`'' + [1, 2, 3].reduce((a, b) => a + b) + [1, 2].reduceRight((a, b) => a + b * 2, 1.5)`, "67.5"},
		"reducers of several kinds":       {`[1, 2, 'x', 3, null, 4].reduce((a, b) => a + b) + [{ valueOf: () => 4 }, 1].reduce((a, b) => a + b)`, "3x3null45"},
		"reducers that change the sum":    {`['a', 'b'].reduce((a, b) => a + (a = 'x', b) + a)`, "abx"},
		"what comes before":               {`let s = 'a'; s = 1 + s; s = null + s; s = 'x' + (1 + s) + 2; s`, "x1null1a2"},
		"numbers before numbers":          {`let s = ''; s = 1; s = 2 + s; s = 1n; s = 2n + s; typeof s + s`, "bigint3"},
		"objects before a string":         {`let s = 'a'; s = { valueOf: () => 4 } + s; s`, "4a"},
		"symbols before a string throw":   {thrown(`let s = 'a'; s = Symbol('x') + s`), "TypeError"},
		"what changes what comes after":   {`let s = 'a'; s = (s = 'b', 'c') + s; s`, "cb"},
		"templates on both sides":         {"let s = 'a', n = 0; s = `${n++}${s}${n++}`; s = `<${s}>`; s = `b${s}`; s", "b<0a1>"},
		"templates that change the rest":  {"let s = 'a'; s = `${(s = 'b', 'c')}${s}`; s", "cb"},
		"choices":                         {`let s = ''; for (const c of 'abc') s = s ? s + ',' + c : c; s`, "a,b,c"},
		"what was nothing":                {`const m = {}, k = 'a'; m[k] = (m[k] || '') + 'x'; m[k] = (m[k] ?? '') + 1; m.a`, "x1"},
		"properties named again":          {`const o = { p: 'a', q: { r: '' } }; o.p = 'x' + o.p + 1; o.q.r = o.q.r + 'y'; o['p'] = o['p'] + 'z'; o.p + o.q.r`, "xa1zy"},
		"properties that are numbers":     {`const o = { p: '' }; o.p = 1; o.p = 2 + o.p; typeof o.p + o.p`, "number3"},
		"properties in templates":         {"const o = { p: { valueOf: () => 4, toString: () => 'text' } }; o.p = `${o.p}!`; o.p = `<${o.p}>`; o.p", "<text!>"},
		"symbols in their templates":      {thrown("const o = { p: Symbol('x') }; o.p = `${o.p}!`"), "TypeError"},
		"a getter is read as often":       {`let n = 0; const o = { out: '', get p() { n++; return 'a' }, set p(v) { this.out = v } }; o.p = 'b' + o.p; o.out + n`, "ba1"},
		"deep properties":                 {`(() => { const o = { a: { s: 'x', n: 1 } }; o.a.s += 'y'; o.a.n += 2; o.a.s += o.a.s += 'z'; return o.a.s + o.a.n })()`, "xyxyz3"},
		"what has it is asked for once":   {`(() => { let n = 0; const o = { s: 'a' }, of = () => (n++, o), key = () => (n++, 's'); of().s += 'b'; of()[key()] += 'c'; return o.s + n })()`, "abc3"},
		"one append within another":       {`(() => { const o = { s: 'a' }, p = { s: 'b' }, of = (x) => x; return (of(o).s += of(p).s += 'c') + p.s })()`, "abcbc"},
		"appends that call themselves":    {`const o = [{ s: '' }, { s: '' }], of = (i) => o[i]; (function f(i) { if (i < 2) of(i).s += 'x' + f(i + 1); return 'y' + i })(0); o[0].s + o[1].s`, "xy1xy2"},
		"appends of a generator":          {`function* g() { const o = { a: { s: 'a' }, b: { s: 'b' } }; const of = (x) => o[x]; of('a').s += 'x' + (yield 1); of('b').s += 'y' + (yield 2); return o.a.s + o.b.s } const i = g(), k = g(); i.next(); k.next(); i.next('1'); k.next('2'); i.next('3').value + k.next('4').value`, "ax1by3ax2by4"},
		"appends in defaults":             {`(() => { const o = { a: { s: 'a' } }; const f = (x = (o.a.s += 'b')) => x + o.a.s; return f() })()`, "abab"},
		"appends in fields":               {`const o = { a: { s: 'a' } }; class A { p = (o.a.s += 'b'); static { o.a.s += 'c' } } new A().p + o.a.s`, "acbacb"},
		"properties of super":             {`class A { get s() { return 'a' } set s(v) { this.out = v } } class B extends A { f() { super.s += 'b'; return this.out } } new B().f()`, "ab"},
		"a property of nothing":           {`(() => { const o = {}; try { o.a.s += 'x' } catch (e) { return e.name } })()`, "TypeError"},
		"helpers of numbers":              {`function add(s, x) { return s + x } const sub = (s, x) => s + x; '' + add(1, 2) + sub(1.5, 1.5) + add(1n, 2n) + add('a', 1) + sub({ valueOf: () => 4 }, 1)`, "333a15"},
		"helpers that change the sum":     {`function add(s, x) { return s + (s = 'z', x) + s } const of = (s, x) => [s + x, s]; add('a', 'b') + of('c', 'd')`, "abzcd,c"},
		"entries of a Map":                {`const m = new Map([['a', 1], ['b', 'x'], ['c', { toString: () => 'o' }]]); for (const k of 'abcd') m.set(k, m.get(k) + '!'); m.set('e', (m.get('e') || '') + 1 + 2); [...m.values()].join()`, "1!,x!,o!,undefined!,12"},
		"arguments follow the parameter":  {`let s = 'x'; for (const c of ['a', 'b']) { s += c } s`, "xab"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := run(t, test.src, Options{}); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestAppend_LongStrings(t *testing.T) {
	t.Parallel()
	for name, head := range map[string]string{"ascii": "x", "other text": "é"} {
		t.Run("two appends to one string differ/"+name, func(t *testing.T) {
			t.Parallel()
			src := fmt.Sprintf(`let s = %q.repeat(300); let a = s; a += '1'; let b = a; b += '2'; let c = a; c += '3é'; let d = b; d += '4'; let e = c; e += '5';
				[a.length, a.slice(-1), b.slice(-2), c.slice(-3), d.slice(-3), e.slice(-4)].join()`, head)
			if got, want := run(t, src, Options{}), "301,1,12,13é,124,13é5"; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
	t.Run("a string that turns to other text keeps its beginning", func(t *testing.T) {
		t.Parallel()
		src := `let s = ''; for (let i = 0; i < 1000; i++) s += i < 600 ? 'a' : 'ü'; s.length + s.slice(599, 602)`
		if got := run(t, src, Options{}); got != "1000aüü" {
			t.Error(got)
		}
	})
	t.Run("more strings grow than there are tails", func(t *testing.T) {
		t.Parallel()
		src := `const o = []; for (let k = 0; k < 9; k++) o.push({ s: 'x'.repeat(256) }); for (let i = 0; i < 50; i++) for (const p of o) p.s += 'ab'; '' + o.every((p) => p.s.length === 356 && p.s.endsWith('abab'))`
		if got := run(t, src, Options{}); got != "true" {
			t.Error(got)
		}
	})
}

// TestAppend_AtBothEnds compares long strings with what the engine's own operator makes of them.
func TestAppend_AtBothEnds(t *testing.T) {
	t.Parallel()
	src := `
		let seed = 7, s = 'x'.repeat(250), other = '', kept = [];
		const random = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
		const parts = ['a', 'bc', 'é', '😀', '', '\ud83d', '\ude00', '\ufffd', 'long'.repeat(90), 7];
		const of = () => parts[random(10) < 7 ? random(3) : random(parts.length)];
		for (let i = 0; i < 3000; i++) {
			const x = of(), y = of();
			switch (random(8)) {
			case 0: case 1: s = x + s; break;
			case 2: s += x; break;
			case 3: s = x + s + y; break;
			case 4: s = ` + "`${x}${s}-${y}`" + `; break;
			case 5: other = x + s; s = y + s; kept.push(other.slice(0, 5), s.slice(-5)); break;
			case 6: if (s.length > 4000) s = s.slice(random(2000), 2600); break;
			case 7: other = y + other; break;
			}
			kept.push(s.length, other.length, s.charCodeAt(random(s.length)), s === kept[kept.length - 7]);
		}
		kept.join() + s + other`
	plain, err := goja.Compile("plain.js", src, true)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := run(t, src, Options{}), runProgram(t, plain); got != want {
		t.Error("the strings differ")
	}
}

func TestAppend_TooLong(t *testing.T) {
	t.Parallel()
	rt := goja.New()
	c := newConcat(rt)
	c.longest = 1000
	of := func(text string, n int) goja.Value { return rt.ToValue(strings.Repeat(text, n)) }
	refused := func(act func()) bool {
		err := rt.Try(act)
		return err != nil && strings.Contains(err.Error(), "RangeError: Invalid string length")
	}
	for _, x := range []string{"a", "é", "�"} {
		t.Run("a string as long as may be is made, a longer one refused/"+x, func(t *testing.T) {
			grown := c.add(of(x, 400), of(x, 600))
			if grown.(goja.String).Length() != 1000 || !refused(func() { c.add(grown, of(x, 1)) }) || !refused(func() { c.prepend(of(x, 1), grown) }) {
				t.Error("behind")
			}
			grown = c.prepend(of(x, 10), c.prepend(of(x, 490), of(x, 500)))
			if grown.(goja.String).Length() != 1000 || !refused(func() { c.add(grown, of(x, 1)) }) || !refused(func() { c.prepend(of(x, 1), grown) }) {
				t.Error("before")
			}
			if !refused(func() { c.add(of(x, 1), of(x, 1000)) }) || !refused(func() { c.prepend(of(x, 1000), of(x, 1)) }) {
				t.Error("short ones")
			}
		})
	}
}

// TestAppend_IsLinear measures what is allocated, not time: copying at each append would
// allocate the square of the length.
func TestAppend_IsLinear(t *testing.T) {
	tests := map[string]string{
		"a variable":          `let s = ''; for (let i = 0; i < N; i++) s += 'item;'; s.length`,
		"a parameter":         `(function (s, x) { for (let i = 0; i < N; i++) s += x; return s.length })('', 'item;')`,
		"a property":          `class A { out = ''; f(x) { for (let i = 0; i < N; i++) this.out += x; return this.out.length } }; new A().f('item;')`,
		"a private field":     `class A { #out = ''; f(x) { for (let i = 0; i < N; i++) this.#out += x; return this.#out.length } }; new A().f('item;')`,
		"a sum":               `let s = ''; for (let i = 0; i < N; i++) s = s + 'item' + ';'; s.length`,
		"a template":          "let s = ''; for (let i = 0; i < N; i++) s = `${s}item;`; s.length",
		"a number":            `let s = ''; for (let i = 0; i < N; i++) s += 10000 + i % 100; s.length`,
		"a reducer":           `Array(N).fill('item;').reduce((a, b) => a + b, '').length`,
		"a longer reducer":    `Array(N).fill('item').reduce(function (a, b) { const c = b; return a + c + ';' }, '').length`,
		"a template's":        "Array(N).fill('item').reduce((a, b) => `${a}${b};`, '').length",
		"at the beginning":    `let s = ''; for (let i = 0; i < N; i++) s = 'item;' + s; s.length`,
		"at both ends":        `let s = ''; for (let i = 0; i < N; i++) s = '<' + s + 'em>;'; s.length`,
		"in a template":       "let s = ''; for (let i = 0; i < N; i++) s = `it${s}em;`; s.length",
		"a choice":            `let s = ''; for (let i = 0; i < N; i++) s = s ? s + 'item;' : 'item;'; s.length`,
		"a long property":     `const o = { s: '' }; for (let i = 0; i < N; i++) o.s = 'it' + o.s + 'em;'; o.s.length`,
		"an element":          `const o = [''], k = 0; for (let i = 0; i < N; i++) o[k] += 'item;'; o[k].length`,
		"an entry":            `const o = {}, k = 'k'; for (let i = 0; i < N; i++) o[k] = (o[k] || '') + 'item;'; o[k].length`,
		"text before it":      `let s = ''; for (let i = 0; i < N; i++) s = 'itém;' + s; s.length`,
		"text beyond ASCII":   `let s = ''; for (let i = 0; i < N; i++) s += 'itém;'; s.length`,
		"a deep property":     `(() => { const o = { a: { s: '' } }; for (let i = 0; i < N; i++) o.a.s += 'item;'; return o.a.s.length })()`,
		"a computed one":      `(() => { const o = {}, of = () => 'k'; o.k = ''; for (let i = 0; i < N; i++) o[of()] += 'item;'; return o.k.length })()`,
		"a global one":        `globalThis.s = ''; for (let i = 0; i < N; i++) globalThis.s += 'item;'; globalThis.s.length`,
		"what a call gives":   `const o = { s: '' }, of = () => o; (() => { for (let i = 0; i < N; i++) of().s += 'item;' })(); o.s.length`,
		"an object's of this": `class A { o = { s: '' }; f(x) { for (let i = 0; i < N; i++) this.o.s += x } }; const a = new A(); a.f('item;'); a.o.s.length`,
		"a helper":            `function add(s, x) { return s + x } let s = ''; for (let i = 0; i < N; i++) s = add(s, 'item;'); s.length`,
		"an arrow function":   `const add = (s, x) => s + x; let s = ''; for (let i = 0; i < N; i++) s = add(s, 'item;'); s.length`,
		"a Map's":             `const m = new Map([['k', '']]); for (let i = 0; i < N; i++) m.set('k', m.get('k') + 'item;'); m.get('k').length`,
		"a Map's or nothing":  `const m = new Map(), x = 'item'; for (let i = 0; i < N; i++) m.set('k', (m.get('k') ?? '') + x + ';'); m.get('k').length`,
	}
	for name, src := range tests {
		t.Run(name, func(t *testing.T) {
			const n = 20000
			prg, err := Compile("grow.js", strings.ReplaceAll(src, "N", fmt.Sprint(n)), Options{})
			if err != nil {
				t.Fatal(err)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			if got := runProgram(t, prg); got != fmt.Sprint(5*n) {
				t.Fatalf("length %s", got)
			}
			runtime.ReadMemStats(&after)
			if used := after.TotalAlloc - before.TotalAlloc; used > 32<<20 {
				t.Errorf("allocated %d MB for a string of %d kB", used>>20, 5*n>>10)
			}
		})
	}
}

func BenchmarkAppend(b *testing.B) {
	loops := map[string]string{
		"number in a variable":   `(function () { let s = 0; for (let i = 0; i < 1000; i++) s += i; return s })`,
		"number in a parameter":  `(function (s, x) { for (let i = 0; i < 1000; i++) s += x; return s }).bind(null, 0, 1)`,
		"number in a property":   `(function (o) { for (let i = 0; i < 1000; i++) o.n += i; return o.n }).bind(null, { n: 0 })`,
		"string in a variable":   `(function () { let s = ''; for (let i = 0; i < 1000; i++) s += 'item;'; return s })`,
		"short string, 10 parts": `(function () { let s = ''; for (let i = 0; i < 10; i++) s += 'item;'; return s })`,
	}
	for name, src := range loops {
		for _, engine := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/engine=%v", name, engine), func(b *testing.B) {
				compile := func() (*goja.Program, error) { return Compile("bench.js", src, Options{}) }
				if engine {
					compile = func() (*goja.Program, error) { return goja.Compile("bench.js", src, true) }
				}
				prg, err := compile()
				if err != nil {
					b.Fatal(err)
				}
				rt := goja.New()
				if _, err := Install(rt); err != nil {
					b.Fatal(err)
				}
				v, err := rt.RunProgram(prg)
				if err != nil {
					b.Fatal(err)
				}
				f, _ := goja.AssertFunction(v)
				for b.Loop() {
					if _, err := f(goja.Undefined()); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
