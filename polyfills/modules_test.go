package polyfills_test

import (
	"context"
	"slices"
	"testing"

	"paddock/jsruntime"
	"paddock/polyfills"
)

// TestModuleExports holds the lists of what modules export to the modules.
func TestModuleExports(t *testing.T) {
	t.Parallel()
	iso, err := jsruntime.New(context.Background(), jsruntime.Options{APIs: polyfills.All(polyfills.Options{})})
	if err != nil {
		t.Fatal(err)
	}
	defer iso.Close()
	for _, specifier := range []string{
		"cloudflare:ai", "cloudflare:br", "cloudflare:durable-objects", "cloudflare:email", "cloudflare:node", "cloudflare:pipelines",
		"cloudflare:sockets", "cloudflare:vectorize", "cloudflare:workers", "cloudflare:workflows",
	} {
		t.Run(specifier+" exports what is told of it", func(t *testing.T) {
			names := polyfills.ModuleExports(specifier)
			err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
				v, ok := vm.Module(specifier)
				if !ok {
					t.Fatal("there is no such module")
				}
				keys := jsruntime.AsObject(v).GetOwnPropertyNames()
				slices.Sort(keys)
				if !slices.Equal(keys, names) {
					t.Errorf("it has %q, told is %q", keys, names)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	if names := polyfills.ModuleExports("node:fs"); names != nil {
		t.Errorf("node:fs has a default export, and is told to have %q", names)
	}
}
