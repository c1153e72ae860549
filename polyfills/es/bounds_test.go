package es

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing"
	"time"

	"paddock/jsruntime"
)

// TestBounds_NothingHangs runs what no machine can compute, or only in hours.
func TestBounds_NothingHangs(t *testing.T) {
	t.Parallel()
	for _, src := range []string{
		`(() => {}).apply(null, { length: 2 ** 27 - 4 })`,
		`Reflect.construct(Object, { length: 2 ** 27 - 4 })`,
	} {
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
