package process_test

import (
	"context"
	"os"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills"
	"paddock/polyfills/compat"
	"paddock/polyfills/node/nodetest"
	"paddock/polyfills/workers"
)

func TestScripts(t *testing.T) {
	t.Parallel()
	nodetest.Run(t, os.DirFS("testdata"))
}

func TestStreams(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, date, want string }{
		{"lines begin with the name of their stream", "2026-04-01", "stdout: a"},
		{"lines are as they were written where wrangler brings the streams", "2026-01-01", "a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			iso := jstest.New(t, polyfills.All(polyfills.Options{Compat: compat.New(tt.date, []string{"nodejs_compat"})})...)
			err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
				got, err := vm.RunString(`{ let line; console.log = (text) => { line = text; }; process.stdout.write("a\n"); line }`)
				if err == nil && got.String() != tt.want {
					t.Errorf("got %s, want %s", got, tt.want)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, date, want string }{
		{"the version is that of Node 22", "2026-11-23", "v22.23.4"},
		{"the version is that of Node 24 since its date", "2026-11-24", "v24.22.2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			iso := jstest.New(t, polyfills.All(polyfills.Options{Compat: compat.New(tt.date, nil)})...)
			err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
				got, err := vm.RunString(`process.version`)
				if err == nil && got.String() != tt.want {
					t.Errorf("got %s, want %s", got, tt.want)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestEnvironment(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, date, want string }{
		{"variables are in process.env, data as JSON, bindings not", "2026-04-01", `{"TEXT":"a","DATA":"{\"b\":[1]}","NUMBER":"1"}`},
		{"before its date process.env is empty", "2025-03-01", `{}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			iso := jstest.New(t, polyfills.All(polyfills.Options{Compat: compat.New(tt.date, []string{"nodejs_compat"})})...)
			err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
				env, err := vm.RunString(`({TEXT: "a", DATA: {b: [1]}, NUMBER: 1, BINDING: new Headers(), ALSO: {inside: new Map()}, F() {}})`)
				if err != nil {
					return err
				}
				workers.Worlds.Set(vm, &workers.World{Env: env.(*jsruntime.Object)})
				got, err := vm.RunString(`JSON.stringify(process.env)`)
				if err == nil && got.String() != tt.want {
					t.Errorf("got %s, want %s", got, tt.want)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}
