package es

import (
	"context"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"paddock/jsruntime"
	"paddock/jsruntime/dialect"
)

// processTime is the CPU time that the process has had: the clock also tells of what else the machine does.
func processTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkPrograms runs testdata/bench/programs.js, each with two sizes: what takes more than twice as
// long for the double is not linear.
func BenchmarkPrograms(b *testing.B) {
	text, err := os.ReadFile(filepath.Join("testdata", "bench", "programs.js"))
	if err != nil {
		b.Fatal(err)
	}
	program, err := dialect.Compile("programs.js", string(text), dialect.Options{})
	if err != nil {
		b.Fatal(err)
	}
	iso, err := jsruntime.New(context.Background(), jsruntime.Options{APIs: []jsruntime.API{API()}})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = iso.Close() }()
	_ = iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		v, err := vm.RunProgram(program)
		if err != nil {
			b.Fatal(err)
		}
		programs := v.(*jsruntime.Object)
		for _, name := range programs.Keys() {
			fn, _ := jsruntime.AsFunction(programs.Get(name))
			for _, size := range []int{10_000, 20_000} {
				b.Run(name+"/"+map[int]string{10_000: "10k", 20_000: "20k"}[size], func(b *testing.B) {
					start := processTime()
					for b.Loop() {
						if _, err := fn(jsruntime.Undefined(), vm.ToValue(size)); err != nil {
							b.Fatal(err)
						}
					}
					b.ReportMetric(float64(processTime()-start)/float64(b.N), "cpu-ns/op")
				})
			}
		}
		return nil
	})
}
