package wasm

import (
	"bytes"
	"testing"
)

// FuzzParse takes bytes apart and puts them together again: neither panics, and what is put together
// can be taken apart to the same.
func FuzzParse(f *testing.F) {
	e := external{kind: kindTable, typ: funcref, limits: limits{min: 1, max: 2, hasMax: true}}
	sig := signature{[]byte{i32, i64}, []byte{f64}}
	for _, seed := range [][]byte{
		nil, []byte("\x00asm\x01\x00\x00\x00"), oneElement(), opens(e), makes(e), passes("a", e), calls("f", sig), callsElement(sig),
		constant(i32, 5), constant(i64, 1<<40), constant(f32, 7), constant(f64, 7), constant(externref, 0),
		makes(external{kind: kindMemory, limits: limits{min: 1}}), makes(external{kind: kindGlobal, typ: f32, mutable: true}),
		[]byte("\x00asm\x01\x00\x00\x00\x05\x03\x01\x00\x01\x0b\x08\x01\x00\x41\x00\x0b\x02\x01\x02"),
		[]byte("\x00asm\x01\x00\x00\x00\x04\x04\x01\x70\x00\x01\x09\x09\x01\x04\x41\x00\x0b\x01\xd0\x70\x0b"),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, binary []byte) {
		l, err := parse(binary)
		if err != nil {
			return
		}
		again, err := parse(l.relinked())
		if err != nil {
			t.Fatalf("relinked: %v", err)
		}
		if len(again.imports) != len(l.imports) || len(again.exports) != len(l.exports) || len(again.types) < len(l.types) {
			t.Error("relinking loses something")
		}
		if !bytes.Equal(again.relinked(), l.relinked()) {
			t.Error("relinking twice is not relinking once")
		}
	})
}
