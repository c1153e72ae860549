package es

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"paddock/jsruntime"
	"paddock/jsruntime/dialect"
)

// TestBounds_NothingHangs runs what no machine can compute, or only in hours.
func TestBounds_NothingHangs(t *testing.T) {
	t.Parallel()
	endless := []string{
		`(() => {}).apply(null, { length: 2 ** 27 - 4 })`,
		`Reflect.construct(Object, { length: 2 ** 27 - 4 })`,
		`Array.from({ length: 2 ** 27 - 4 })`,
		`Array(2 ** 32 - 1).indexOf(1)`,
		`[].concat({ length: 2 ** 53 - 1, [Symbol.isConcatSpreadable]: true })`,
		`new Uint8Array({ length: 2 ** 28 })`,
		`new Uint16Array(Array(2 ** 27 - 4))`,
		`String.raw({ raw: { length: 2 ** 53 - 1 } })`,
		`new Set(Array(2 ** 32 - 1))`,
		`[...Array(2 ** 32 - 1).keys()]`,
		`new Set(Array.prototype.values.call({ length: 2 ** 53 - 1 }))`,
		`3n ** 300000000n`,
		`{ const o = { x: 3n }; o.x **= 300000000n }`,
		`1n == "7".repeat(2e7)`,
		`"7".repeat(2e7) >= 1n`,
		`Object(1n) != "7".repeat(2e7)`,
		`BigInt.asIntN(64, "7".repeat(2e7))`,
		`new DataView(new ArrayBuffer(8)).setBigUint64(0, "7".repeat(2e7))`,
		`((1n << 30_000_000n) / 3n).toString()`,
		`String((1n << 30_000_000n) / 3n)`,
		"`${(1n << 30_000_000n) / 3n}`",
		`(1n << 30_000_000n) / 3n + ""`,
	}
	for _, gone := range []string{"[...i]", "new Set(i)", "new Map(i)", "Array.from(i)", "new Uint8Array(i)", "Promise.all(i)", "Object.fromEntries(i)", "(([...all]) => all)(i)"} {
		endless = append(endless, "{ const i = { [Symbol.iterator]() { return { next: Object.bind(null, { done: false, value: [1, 2] }) }; } }; "+gone+" }")
	}
	for name, fn := range claimers {
		if listers[name] || slices.Contains([]string{"join", "concat", "map", "slice", "splice", "toSpliced"}, name) {
			continue // refused
		}
		argument := map[bool]string{true: "Math.sign", false: "1"}[fn]
		if name == "every" {
			argument = "() => 1"
		}
		endless = append(endless, fmt.Sprintf("Array.prototype.%s.call({ length: 2 ** 53 - 2 }, %s)", name, argument))
	}
	for _, src := range endless {
		t.Run(src+" ends at the limit", func(t *testing.T) {
			t.Parallel()
			iso := openLimited(t)
			prg, err := dialect.Compile("endless.js", src, dialect.Options{})
			if err != nil {
				t.Fatal(err)
			}
			err = iso.Do(context.Background(), func(vm *jsruntime.VM) error {
				_, err := vm.RunProgram(prg)
				return err
			})
			if !errors.Is(err, jsruntime.ErrCPULimit) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// openLimited makes an isolate with the lowest limit at which it is made at all.
func openLimited(t *testing.T) *jsruntime.Isolate {
	for limit := 20 * time.Millisecond; ; limit *= 2 {
		iso, err := jsruntime.New(context.Background(), jsruntime.Options{CPULimit: limit, APIs: []jsruntime.API{API()}})
		if errors.Is(err, jsruntime.ErrCPULimit) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = iso.Close() })
		return iso
	}
}

// TestConcat_IsLinear measures what is allocated, not time.
func TestConcat_IsLinear(t *testing.T) {
	const n = 20000
	iso, err := jsruntime.New(context.Background(), jsruntime.Options{CPULimit: -1, APIs: []jsruntime.API{API()}})
	if err != nil {
		t.Fatal(err)
	}
	defer iso.Close()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	err = iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		v, err := vm.RunString(fmt.Sprintf(`let s = ""; for (let i = 0; i < %d; i++) s = s.concat("it", "em;"); s.length`, n))
		if err == nil && v.ToInteger() != 5*n {
			t.Errorf("length %v", v)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 32<<20 {
		t.Errorf("allocated %d MB for a string of %d kB", used>>20, 5*n>>10)
	}
}

// long is a string that passes for one that is longer than any.
type long struct{ jsruntime.Value }

func (long) Length() int { return dialect.MaxString + 1 }

func TestFitting_RefusesWhatIsTooLong(t *testing.T) {
	t.Parallel()
	iso, err := jsruntime.New(context.Background(), jsruntime.Options{APIs: []jsruntime.API{API()}})
	if err != nil {
		t.Fatal(err)
	}
	defer iso.Close()
	err = iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		made := vm.ToValue("made")
		if got := fitting(vm, func(jsruntime.FunctionCall) jsruntime.Value { return made })(jsruntime.FunctionCall{}); got != made {
			t.Errorf("got %v", got)
		}
		fitting(vm, func(jsruntime.FunctionCall) jsruntime.Value { return long{made} })(jsruntime.FunctionCall{})
		return nil
	})
	if err == nil || err.Error() != "RangeError: Invalid string length" {
		t.Errorf("got %v", err)
	}
}
