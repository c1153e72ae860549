package es

import (
	"context"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
)

// BenchmarkJSON goes over a document of 1 kB, as services exchange them.
func BenchmarkJSON(b *testing.B) {
	for name, script := range map[string]string{
		"parse":     `() => { JSON.parse(text) }`,
		"stringify": `() => { JSON.stringify(value) }`,
	} {
		b.Run(name, func(b *testing.B) {
			err := jstest.New(b, API()).Do(context.Background(), func(vm *jsruntime.VM) error {
				v, err := vm.RunString(`const value = { rows: Array.from({ length: 10 }, (_, i) => ({ name: "name-" + i, score: i / 10, text: "x".repeat(40) })) }, text = JSON.stringify(value); (` + script + `)`)
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
