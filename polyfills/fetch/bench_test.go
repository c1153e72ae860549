package fetch_test

import (
	"context"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
)

// BenchmarkClasses is what a handler does for every request.
func BenchmarkClasses(b *testing.B) {
	for name, script := range map[string]string{
		"Headers":  `() => { new Headers({ "content-type": "a/b", "x-a": "1" }) }`,
		"Request":  `() => { new Request("http://example.com/path?a=b", { method: "POST", body: "x", headers: { a: "b" } }) }`,
		"Response": `() => { new Response("x", { headers: { a: "b" } }) }`,
		"json":     `() => { new Response(body).json() }`,
	} {
		b.Run(name, func(b *testing.B) {
			iso := jstest.New(b, apis(nil)...)
			err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
				v, err := vm.RunString(`const body = JSON.stringify(Array.from({ length: 50 }, (_, i) => ({ id: i, name: "item " + i }))); (` + script + `)`)
				if err != nil {
					return err
				}
				fn, _ := jsruntime.AsFunction(v)
				b.ReportAllocs()
				for b.Loop() {
					if _, err := fn(nil); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
		})
	}
}
