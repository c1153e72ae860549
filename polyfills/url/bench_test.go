package url_test

import (
	"context"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/es"
	"paddock/polyfills/url"
)

// BenchmarkURL_Parse is the parser alone.
func BenchmarkURL_Parse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := url.Parse("https://example.com/api/v1/users/42?page=2&sort=name#top", ""); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkURL_ParseSlow is the parser where nothing is in its normal form.
func BenchmarkURL_ParseSlow(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := url.Parse("HTTPS://Example.com:443/a/../api/ü?q=ö", ""); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkURL_Relative is a path against a base.
func BenchmarkURL_Relative(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := url.Parse("/api/v1/users/42?page=2", "https://example.com/"); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkURL_Route is what a Worker does with the URL of a request.
func BenchmarkURL_Route(b *testing.B) {
	script(b, `(count) => { let n = 0; for (let i = 0; i < count; i++) {
		const u = new URL("https://example.com/api/v1/users/42?page=2&sort=name");
		if (u.pathname.startsWith("/api/")) n += u.searchParams.get("page").length + u.hostname.length;
	} return n }`)
}

// BenchmarkURLSearchParams_Build sets and serializes parameters.
func BenchmarkURLSearchParams_Build(b *testing.B) {
	script(b, `(count) => { for (let i = 0; i < count; i++) {
		const p = new URLSearchParams({ a: "1", b: "two words" }); p.append("c", "ü"); p.set("a", "2"); p.toString();
	} }`)
}

// script runs a script whose value is a function of how often.
func script(b *testing.B, src string) {
	iso := jstest.New(b, es.API(), url.API())
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
