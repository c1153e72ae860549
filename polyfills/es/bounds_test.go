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
			iso, err := jsruntime.New(context.Background(), jsruntime.Options{CPULimit: 20 * time.Millisecond, APIs: []jsruntime.API{API()}})
			if err != nil {
				t.Fatal(err)
			}
			defer iso.Close()
			err = iso.Do(context.Background(), func(vm *jsruntime.VM) error {
				_, err := vm.RunString(src)
				return err
			})
			if !errors.Is(err, jsruntime.ErrCPULimit) {
				t.Errorf("got %v", err)
			}
		})
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
