package es

import (
	"context"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
)

// BenchmarkTypedArrays goes over what programs do with ordinary typed arrays.
func BenchmarkTypedArrays(b *testing.B) {
	for name, script := range map[string]string{
		"make":     `() => { new Uint8Array(16) }`,
		"view":     `() => { new Uint8Array(buffer, 4, 8) }`,
		"subarray": `() => { bytes.subarray(4, 8) }`,
		"set":      `() => { bytes.set(other, 8) }`,
		"elements": `() => { for (let i = 0; i < 64; i++) bytes[i] = i }`,
		"slice":    `() => { buffer.slice(0, 8) }`,
		"weak map": `() => { weak.set(buffer, 1); weak.get(buffer) }`,
	} {
		b.Run(name, func(b *testing.B) {
			err := jstest.New(b, API()).Do(context.Background(), func(vm *jsruntime.VM) error {
				v, err := vm.RunString(`const buffer = new ArrayBuffer(64), bytes = new Uint8Array(buffer), other = new Uint8Array(8), weak = new WeakMap(); (` + script + `)`)
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
