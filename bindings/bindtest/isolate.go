package bindtest

import (
	"context"
	"io/fs"
	"path"
	"strings"
	"testing"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills"
)

// Env are resources by the names under which scripts find them as globals.
type Env map[string]bindings.Resource

// apis are all web APIs, what the resources bring, and the env.
func apis(env Env) []jsruntime.API {
	all := polyfills.All(polyfills.Options{})
	for _, r := range env {
		if p, ok := r.(bindings.Provider); ok {
			all = append(all, p.API())
		}
	}
	return append(all, jsruntime.API{Name: "env", Install: func(vm *jsruntime.VM) error {
		for name, r := range env {
			v, err := r.Bind(vm)
			if err != nil {
				return err
			}
			if err := vm.Set(name, v); err != nil {
				return err
			}
		}
		return nil
	}})
}

// Scripts runs every *.js file of files with jstest, each on a state folder of its own.
func Scripts(t *testing.T, files fs.FS, open func(h *Host) Env) {
	t.Helper()
	names, err := fs.Glob(files, "*.js")
	if err != nil || len(names) == 0 {
		t.Fatalf("no test files: %v", err)
	}
	for _, name := range names {
		src, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(path.Base(name), ".js"), func(t *testing.T) {
			t.Parallel()
			jstest.Script(t, name, string(src), apis(open(NewHost(t, t.TempDir())))...)
		})
	}
}

// World is an isolate with an env.
type World struct {
	t   testing.TB
	iso *jsruntime.Isolate
}

// NewWorld makes an isolate, with the clock of h; the end of the test closes it.
func NewWorld(h *Host, env Env) *World {
	h.t.Helper()
	iso, err := jsruntime.New(context.Background(), jsruntime.Options{Name: h.t.Name(), APIs: apis(env), Now: h.Now})
	if err != nil {
		h.t.Fatal(err)
	}
	w := &World{h.t, iso}
	h.t.Cleanup(w.Close)
	return w
}

// Close ends the isolate; closing twice does nothing.
func (w *World) Close() {
	if err := w.iso.Close(); err != nil {
		w.t.Error(err)
	}
}

// Set gives a global a value made on the loop.
func (w *World) Set(name string, make func(vm *jsruntime.VM) jsruntime.Value) {
	w.t.Helper()
	if err := w.iso.Do(context.Background(), func(vm *jsruntime.VM) error { return vm.Set(name, make(vm)) }); err != nil {
		w.t.Fatal(err)
	}
}

// Eval runs the body of an async function and gives its result as text, or the text of what it
// threw, as "TypeError: …".
func (w *World) Eval(body string) string {
	w.t.Helper()
	result := make(chan string, 1)
	err := w.iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		v, err := vm.RunString("(async () => {" + body + "\n})()")
		if err != nil {
			return err
		}
		vm.Then(v, func(v jsruntime.Value) { result <- v.String() }, func(v jsruntime.Value) { result <- vm.Wrap(v).Error() })
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), jstest.Timeout)
	defer cancel()
	select {
	case text := <-result:
		return text
	case <-w.iso.Done():
		w.t.Fatalf("isolate died: %v", w.iso.Err())
	case <-ctx.Done():
		w.t.Fatalf("never settled: %s", body)
	}
	return ""
}
