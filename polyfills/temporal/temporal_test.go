package temporal_test

import (
	"context"
	"os"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/compat"
	"paddock/polyfills/es"
	"paddock/polyfills/intl"
	"paddock/polyfills/temporal"
)

func TestTemporal(t *testing.T) {
	t.Parallel()
	jstest.Run(t, os.DirFS("testdata"), compat.API(compat.New("2026-12-01", nil)), es.API(), intl.API(), temporal.API())
}

// TestFlag has Temporal since its date and by its flag, and not else.
func TestFlag(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		date  string
		flags []string
		want  string
	}{
		{"2026-11-30", nil, "undefined undefined"},
		{"2026-12-01", nil, "object function"},
		{"2026-12-01", []string{"no_temporal"}, "undefined undefined"},
		{"2024-01-01", []string{"temporal"}, "object function"},
	} {
		iso := jstest.New(t, compat.API(compat.New(test.date, test.flags)), es.API(), intl.API(), temporal.API())
		err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
			v, err := vm.RunScript("flag.js", `typeof Temporal + " " + typeof Date.prototype.toTemporalInstant`)
			if err == nil && v.String() != test.want {
				t.Errorf("%s %v: %s, want %s", test.date, test.flags, v, test.want)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// BenchmarkDate parses, adds and writes a date.
func BenchmarkDate(b *testing.B) {
	iso := jstest.New(b, compat.API(compat.New("2026-12-01", nil)), es.API(), intl.API(), temporal.API())
	b.ReportAllocs()
	err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		v, err := vm.RunScript("bench.js", `(count) => { for (let i = 0; i < count; i++) Temporal.PlainDate.from("2026-11-27").add({ months: 3, days: 40 }).toString() }`)
		if err != nil {
			return err
		}
		fn, _ := jsruntime.AsFunction(v)
		b.ResetTimer()
		vm.Call(fn, jsruntime.Undefined(), vm.ToValue(b.N))
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
