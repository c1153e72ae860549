package es

import (
	"context"
	"os"
	"runtime"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/dialect"
	"paddock/jsruntime/jstest"
)

func TestES(t *testing.T) {
	t.Parallel()
	jstest.Run(t, os.DirFS("testdata"), API())
}

func TestGaps_AreStillGaps(t *testing.T) {
	t.Parallel()
	iso := jstest.New(t)
	for _, g := range gaps {
		err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
			v, err := vm.RunString("typeof " + g.probe)
			if err == nil && v.String() != "undefined" {
				t.Errorf("%s: the engine has it: delete its file and its line in gaps", g.probe)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", g.probe, err)
		}
	}
}

func TestRegularExpressions_LiteralsAreAsWritten(t *testing.T) {
	t.Parallel()
	prg, err := dialect.Compile("literals.js", `[/\p{L}/u, /[a--b]/dv, /(?i:a)/g].join() + /a(?<x>b)/d.exec("ab").indices.groups.x + /(?:(a)|b)*/.exec("ab")[1]`, dialect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := jstest.New(t, API()).Do(context.Background(), func(vm *jsruntime.VM) error {
		v, err := vm.RunProgram(prg)
		if want := `/\p{L}/u,/[a--b]/dv,/(?i:a)/g1,2undefined`; err == nil && v.String() != want {
			t.Errorf("got %s, want %s", v, want)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
}

func TestFinalizationRegistry_CallsBack(t *testing.T) {
	t.Parallel()
	iso := jstest.New(t, API())
	done := make(chan string, 1)
	run := func(src string) {
		t.Helper()
		if err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
			must(vm.Set("done", func(s string) { done <- s }))
			_, err := vm.RunString(src)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	run(`globalThis.r = new FinalizationRegistry(done); globalThis.w = (() => { const o = {}; r.register(o, "gone"); return new WeakRef(o) })()`)
	for {
		runtime.GC()
		run(`[].at(0)`) // a turn, so that the engine's stack lets go
		select {
		case s := <-done:
			if s != "gone" {
				t.Errorf("got %q", s)
			}
			run(`if (w.deref() !== undefined) throw new Error("alive")`)
			return
		default:
		}
	}
}

func BenchmarkBare(b *testing.B) {
	for b.Loop() {
		iso, err := jsruntime.New(context.Background(), jsruntime.Options{CPULimit: -1})
		if err != nil {
			b.Fatal(err)
		}
		if err := iso.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkInstall(b *testing.B) {
	for b.Loop() {
		iso, err := jsruntime.New(context.Background(), jsruntime.Options{CPULimit: -1, APIs: []jsruntime.API{API()}})
		if err != nil {
			b.Fatal(err)
		}
		if err := iso.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
