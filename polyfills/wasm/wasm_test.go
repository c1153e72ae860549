package wasm_test

import (
	"context"
	_ "embed"
	"errors"
	"os"
	"testing"
	"time"

	"paddock/jsruntime"
	"paddock/jsruntime/dialect"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/es"
	"paddock/polyfills/wasm"
)

//go:embed testdata/assembler.mjs
var assembler string

// fixture gives tests wasm(description), which assembles a module, and load(bytes), which stands
// for an import.
func fixture() jsruntime.API {
	script := jsruntime.NewScript("assembler.mjs", assembler)
	return jsruntime.API{Name: "fixture", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"wasm": script.Run,
		"load": func(vm *jsruntime.VM) jsruntime.Value {
			return vm.NewFunction("load", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
				binary, _ := jsruntime.Bytes(call.Argument(0))
				return wasm.NewModule(vm, wasm.NewSource("test.wasm", append([]byte(nil), binary...)))
			})
		},
	}}
}

func TestScripts(t *testing.T) {
	t.Parallel()
	jstest.Run(t, os.DirFS("testdata"), es.API(), wasm.API(wasm.Options{}), fixture())
}

// endless are what never ends, by itself: a module's start function, and a function that is promised.
var endless = map[string]string{"": loops, ", also one that is promised": `WebAssembly.promising(new WebAssembly.Instance(load(wasm({
	types: [[[], []]], functions: [[0, [0x03, 0x40, 0x0c, 0, 0x0b]]], exports: [["f", "function", 0]] }))).exports.f)()`}

// loops is a module whose start function never ends.
const loops = `new WebAssembly.Instance(load(wasm({ types: [[[], []]], functions: [[0, [0x03, 0x40, 0x0c, 0, 0x0b]]], start: 0 })))`

func TestInterrupt(t *testing.T) {
	t.Parallel()
	for also, src := range endless {
		program, err := dialect.Compile("loops.js", "try { "+src+" } catch {} for (;;) {}", dialect.Options{})
		if err != nil {
			t.Fatal(err)
		}
		testInterrupt(t, also, program)
	}
}

func testInterrupt(t *testing.T, also string, program *jsruntime.Program) {
	for name, stop := range map[string]func(*jsruntime.Isolate) error{
		"a module that runs too long ends the isolate": func(*jsruntime.Isolate) error { return jsruntime.ErrCPULimit },
		"a module ends when its isolate is closed": func(iso *jsruntime.Isolate) error {
			time.AfterFunc(10*time.Millisecond, func() { _ = iso.Close() })
			return jsruntime.ErrClosed
		},
	} {
		t.Run(name+also, func(t *testing.T) {
			t.Parallel()
			limit := 50 * time.Millisecond
			if name == "a module ends when its isolate is closed" {
				limit = time.Hour
			}
			iso, err := jsruntime.New(context.Background(), jsruntime.Options{
				APIs: []jsruntime.API{wasm.API(wasm.Options{}), fixture()}, CPULimit: limit,
			})
			if err != nil {
				t.Fatal(err)
			}
			defer iso.Close()
			want := stop(iso)
			err = iso.Do(context.Background(), func(vm *jsruntime.VM) error {
				_, err := vm.RunProgram(program)
				return err
			})
			if !errors.Is(err, want) {
				t.Errorf("got %v, want %v", err, want)
			}
		})
	}
}

// TestSuspended ends isolates in which modules wait for what never comes.
func TestSuspended(t *testing.T) {
	t.Parallel()
	program, err := dialect.Compile("waits.js", `const { f } = new WebAssembly.Instance(load(wasm({
		types: [[[], []]], imports: [["m", "f", "function", 0]], functions: [[0, [0x10, 0]]], exports: [["f", "function", 1]] })),
		{ m: { f: new WebAssembly.Suspending(() => new Promise(() => {})) } }).exports;
		for (let i = 0; i < 20; i++) WebAssembly.promising(f)();`, dialect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, end := range map[string]func(context.Context, context.CancelFunc, *jsruntime.Isolate) error{
		"modules that wait end when their isolate is closed": func(_ context.Context, _ context.CancelFunc, iso *jsruntime.Isolate) error { return iso.Close() },
		"modules that wait end with their event": func(_ context.Context, cancel context.CancelFunc, iso *jsruntime.Isolate) error {
			cancel()
			return iso.Close()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			iso, err := jsruntime.New(context.Background(), jsruntime.Options{APIs: []jsruntime.API{wasm.API(wasm.Options{}), fixture()}})
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			var failed error
			err = iso.Do(context.Background(), func(vm *jsruntime.VM) error {
				vm.NewScope(ctx, nil).Event(func(vm *jsruntime.VM) { _, failed = vm.RunProgram(program) })
				return nil
			})
			if err == nil {
				err = iso.Do(context.Background(), func(*jsruntime.VM) error { return failed }) // after the event
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := end(ctx, cancel, iso); err != nil { // which waits for its goroutines
				t.Error(err)
			}
		})
	}
}
