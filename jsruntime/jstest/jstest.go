// Package jstest runs JavaScript test files in fresh isolates. A file asserts with the
// functions test(name, fn), assertEquals(actual, expected), assertThrows(fn, class, text),
// assertRejects(promise, class, text), assert(condition, message); test functions may be async.
package jstest

import (
	"context"
	_ "embed"
	"errors"
	"io/fs"
	"path"
	"strings"
	"testing"
	"time"

	"paddock/jsruntime"
	"paddock/jsruntime/dialect"
)

//go:embed harness.js
var harness string

// Timeout bounds one test file, and each turn of its isolate: one that hangs ends, and one that is slow on a busy
// machine, or with a detector of races, does not.
const Timeout = 5 * time.Minute

// Run runs every *.js file of files as a sub-test, in an isolate with apis.
func Run(t *testing.T, files fs.FS, apis ...jsruntime.API) {
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
			Script(t, name, string(src), apis...)
		})
	}
}

// New makes an isolate that the test closes.
func New(t testing.TB, apis ...jsruntime.API) *jsruntime.Isolate {
	t.Helper()
	iso, err := jsruntime.New(context.Background(), jsruntime.Options{Name: t.Name(), APIs: apis, CPULimit: Timeout})
	if err != nil {
		t.Fatalf("new isolate: %v", err)
	}
	t.Cleanup(func() {
		if err := iso.Close(); err != nil {
			t.Error(err)
		}
	})
	return iso
}

// Script runs one test file; each of its tests becomes a sub-test.
func Script(t *testing.T, name, src string, apis ...jsruntime.API) {
	t.Helper()
	program, err := dialect.Compile(name, "(async () => {"+src+"\n})()", dialect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	iso := New(t, apis...)
	ctx, cancel := context.WithTimeout(context.Background(), Timeout)
	defer cancel()
	type result struct{ name, failure string }
	results := make(chan result, 1000)
	finished := make(chan string, 1)
	err = iso.Do(ctx, func(vm *jsruntime.VM) error {
		if _, err := vm.RunScript("harness.js", harness); err != nil {
			return err
		}
		if err := vm.Set("__report", func(name, failure string) { results <- result{name, failure} }); err != nil {
			return err
		}
		if err := vm.Set("__finished", func(failure string) { finished <- failure }); err != nil {
			return err
		}
		done, err := vm.RunProgram(program)
		if err != nil {
			return err
		}
		run, _ := jsruntime.AsFunction(vm.Get("__runTests"))
		_, err = run(nil, done)
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", name, describe(err))
	}
	count := 0
	for {
		select {
		case r := <-results:
			count++
			if r.failure != "" {
				t.Errorf("%s: %s", r.name, r.failure)
			}
			continue
		default:
		}
		select {
		case r := <-results:
			count++
			if r.failure != "" {
				t.Errorf("%s: %s", r.name, r.failure)
			}
		case failure := <-finished:
			for len(results) > 0 {
				r := <-results
				count++
				if r.failure != "" {
					t.Errorf("%s: %s", r.name, r.failure)
				}
			}
			if failure != "" {
				t.Error(failure)
			}
			if count == 0 {
				t.Error("the file has no tests")
			}
			return
		case <-iso.Done():
			t.Fatalf("isolate died: %v", iso.Err())
		case <-ctx.Done():
			t.Fatal("a test never settled")
		}
	}
}

func describe(err error) string {
	var ex *jsruntime.Exception
	if errors.As(err, &ex) && ex.Stack != "" {
		return ex.Stack
	}
	return err.Error()
}
