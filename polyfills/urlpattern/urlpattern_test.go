package urlpattern_test

import (
	"context"
	"os"
	"testing"
	"time"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/es"
	"paddock/polyfills/url"
	"paddock/polyfills/urlpattern"
)

func TestURLPattern(t *testing.T) {
	t.Parallel()
	jstest.Run(t, os.DirFS("testdata"), es.API(), url.API(), urlpattern.API())
}

// BenchmarkURLPattern_Test matches a URL against a pattern that was made before.
func BenchmarkURLPattern_Test(b *testing.B) {
	script(b, `const p = new URLPattern({ pathname: "/api/:version/users/:id" }); let n = 0;
		(count) => { for (let i = 0; i < count; i++) n += p.test("https://example.com/api/v1/users/42?x=1") }`)
}

// BenchmarkURLPattern_New makes a pattern with two groups.
func BenchmarkURLPattern_New(b *testing.B) {
	script(b, `(count) => { for (let i = 0; i < count; i++) new URLPattern({ pathname: "/api/:version/users/:id" }) }`)
}

// script runs a script whose value is a function of how often.
func script(b *testing.B, src string) {
	iso := jstest.New(b, es.API(), url.API(), urlpattern.API())
	b.ReportAllocs()
	err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		v, err := vm.RunScript("bench.js", src)
		if err != nil {
			return err
		}
		fn, _ := jsruntime.AsFunction(v)
		b.ResetTimer()
		_, err = fn(nil, vm.ToValue(b.N))
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}

// FuzzURLPattern makes patterns of any text: the only error is a TypeError, what a pattern
// writes back makes the same pattern, and matching ends.
func FuzzURLPattern(f *testing.F) {
	for _, seed := range [][3]string{
		{"https://*.example.com/a/:id?q", "", "https://x.example.com/a/1?q"}, {"/a/{b}+/:c(\\d+)*", "https://h/", "https://h/a/bb/1"},
		{"data\\:*", "", "data:x"}, {"http{s}?://[\\:\\:1]:*/", "", "http://[::1]:8/"}, {"?*#(a|b)", "https://h/", "x"}, {":a{:b}?:c*", "https://h", "/x"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	iso := jstest.New(f, es.API(), url.API(), urlpattern.API())
	var check jsruntime.Callable
	err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		v, err := vm.RunScript("fuzz.js", `(pattern, base, input) => {
			let p;
			try { p = base === "" ? new URLPattern(pattern) : new URLPattern(pattern, base) }
			catch (e) { if (!(e instanceof TypeError)) throw e; return "" }
			p.exec(input); p.test({ pathname: input });
			let again;
			try { again = new URLPattern({ pathname: p.pathname, protocol: p.protocol }) } catch (e) { return p.pathname + " is not read again: " + e }
			return again.pathname === p.pathname ? "" : p.pathname + " becomes " + again.pathname;
		}`)
		check, _ = jsruntime.AsFunction(v)
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, pattern, base, input string) {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		err := iso.Do(ctx, func(vm *jsruntime.VM) error {
			v, err := check(nil, vm.ToValue(pattern), vm.ToValue(base), vm.ToValue(input))
			if err == nil && v.String() != "" {
				t.Errorf("%q against %q: %s", pattern, base, v)
			}
			return err
		})
		if err != nil {
			t.Fatalf("%q against %q: %v", pattern, base, err)
		}
	})
}
