package workertest

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/dialect"
	"paddock/polyfills"
	"paddock/polyfills/compat"
	"paddock/wrangler/bundle"
)

// Code is a Worker's program, compiled.
type Code struct {
	program *jsruntime.Program
	classic bool // in service-worker syntax
}

// Compile bundles a Worker whose main module is source. files are further modules beside it,
// by name.
func Compile(t testing.TB, source string, files map[string]string) *Code {
	t.Helper()
	dir := t.TempDir()
	all := map[string]string{"worker.js": source}
	for name, text := range files {
		all[name] = text
	}
	for name, text := range all {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := bundle.Build(context.Background(), bundle.Input{
		Name: "test", Dir: dir, Entry: "worker.js", CompatDate: compat.Latest, CompatFlags: []string{"nodejs_compat"},
		HostModules: polyfills.HasModule, HostExports: polyfills.ModuleExports,
	})
	if err != nil {
		t.Fatalf("bundle: %v", err)
	}
	classic := out.Format == bundle.FormatServiceWorker
	program, err := dialect.Compile("worker.js", out.Code, dialect.Options{Sloppy: classic})
	if err != nil {
		t.Fatalf("compile: %v", err)
	}
	return &Code{program: program, classic: classic}
}
