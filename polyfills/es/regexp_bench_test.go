package es

import (
	"context"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
)

// BenchmarkRegExp goes over what programs do with regular expressions.
func BenchmarkRegExp(b *testing.B) {
	for name, script := range map[string]string{
		"test":    `() => { re.test("key=value") }`,
		"exec":    `() => { re.exec("key=value") }`,
		"replace": `() => { "key=value".replace(re, "$2") }`,
		"nothing": `() => { "no pair".replace(re, "$2") }`,
		"wide":    `() => { german.match(/stra\u00dfe/gi) }`, // which the engine would fold otherwise
	} {
		b.Run(name, func(b *testing.B) {
			err := jstest.New(b, API()).Do(context.Background(), func(vm *jsruntime.VM) error {
				v, err := vm.RunString(`const re = /(\w+)=(\w+)/, german = "Die Stra\u00dfe ist lang. ".repeat(100); (` + script + `)`)
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

// BenchmarkRegExp_Lines looks for lines in 100 kB of them.
func BenchmarkRegExp_Lines(b *testing.B) {
	for _, pattern := range []string{`/^(.+)$/gm`, `/^#+ .*$/gm`, `/[ \t]+$/gm`, `/^\w+/gm`} {
		b.Run(pattern, func(b *testing.B) {
			err := jstest.New(b, API()).Do(context.Background(), func(vm *jsruntime.VM) error {
				v, err := vm.RunString(`const text = ("# some line of text here \nand another one\n").repeat(2500), re = ` + pattern + `; () => text.match(re).length`)
				if err != nil {
					return err
				}
				fn, _ := jsruntime.AsFunction(v)
				for b.Loop() {
					vm.Call(fn, jsruntime.Undefined())
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
		})
	}
}
