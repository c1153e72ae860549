package json_test

import (
	"context"
	stdjson "encoding/json"
	"fmt"
	"strings"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/json"
	"paddock/jsruntime/jstest"
)

// rows is a text as an API answers it, of about 1 kB.
func rows() string {
	var b strings.Builder
	b.WriteString(`{"rows":[`)
	for i := range 10 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"name":"name-%d","score":0.%d5,"text":"%s"}`, i, i, strings.Repeat("x", 40))
	}
	b.WriteString(`]}`)
	return b.String()
}

// BenchmarkParse is beside what the standard library takes for the same text.
func BenchmarkParse(b *testing.B) {
	text := rows()
	b.Run("paddock", func(b *testing.B) {
		onLoop(b, func(vm *jsruntime.VM) {
			for b.Loop() {
				json.Parse(vm, text)
			}
		})
	})
	b.Run("standard library", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var v any
			if err := stdjson.Unmarshal([]byte(text), &v); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkStringify is beside what the standard library takes for the same value.
func BenchmarkStringify(b *testing.B) {
	text := rows()
	b.Run("paddock", func(b *testing.B) {
		onLoop(b, func(vm *jsruntime.VM) {
			v := json.Parse(vm, text)
			for b.Loop() {
				if got, _ := json.Stringify(vm, v); got != text {
					b.Fatalf("wrote %s", got)
				}
			}
		})
	})
	b.Run("standard library", func(b *testing.B) {
		b.ReportAllocs()
		var v any
		if err := stdjson.Unmarshal([]byte(text), &v); err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if _, err := stdjson.Marshal(v); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func onLoop(b *testing.B, run func(vm *jsruntime.VM)) {
	b.ReportAllocs()
	err := jstest.New(b).Do(context.Background(), func(vm *jsruntime.VM) error { run(vm); return nil })
	if err != nil {
		b.Fatal(err)
	}
}
