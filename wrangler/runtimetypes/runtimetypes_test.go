package runtimetypes_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"paddock/fixtures/wranglertest"
	"paddock/wrangler/runtimetypes"
	"paddock/wrangler/runtimetypes/typestest"
)

// playing is set where this program plays workerd.
const playing = "PADDOCK_TEST_WORKERD"

func TestMain(m *testing.M) {
	if os.Getenv(playing) != "" {
		typestest.Serve()
		return
	}
	os.Exit(m.Run())
}

// install puts a workerd into a new folder, which runs a command; "" is the one of typestest.
func install(t *testing.T, command string) (dir string) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if command == "" {
		command = "env " + playing + "=1 '" + program + "'"
	}
	dir = t.TempDir()
	if err := typestest.Install(dir, "1.2.3", command); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestDeclarations(t *testing.T) {
	t.Parallel()
	found, ok := runtimetypes.Find(filepath.Join(install(t, ""), "src"))
	if !ok || found.Version != "1.2.3" {
		t.Fatalf("found %+v, %t", found, ok)
	}
	t.Run("are those of the date and the flags", func(t *testing.T) {
		got, err := found.Declarations(t.Context(), "2026-01-02", []string{"a", "b"})
		if want := `declare const asked: "/2026-01-02+a+b";` + "\n"; got != want || err != nil {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	})
	t.Run("an unknown flag is an error in the runtime's words", func(t *testing.T) {
		_, err := found.Declarations(t.Context(), "2026-01-02", []string{"nope"})
		if err == nil || !strings.Contains(err.Error(), "No such compatibility flag: nope") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a cancelled context ends it", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := found.Declarations(ctx, "2026-01-02", nil); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want %v", err, context.Canceled)
		}
	})
	t.Run("a runtime that ends is told of with its complaint", func(t *testing.T) {
		broken, _ := runtimetypes.Find(install(t, "sh -c 'echo too old a system >&2; exit 1'"))
		_, err := broken.Declarations(t.Context(), "2026-01-02", nil)
		if err == nil || err.Error() != "workerd 1.2.3 ended: too old a system" {
			t.Errorf("got %v", err)
		}
	})
}

func TestFind(t *testing.T) {
	t.Parallel()
	// link makes a package of a name in a folder, which lies elsewhere.
	link := func(t *testing.T, dir, name, elsewhere string) {
		t.Helper()
		target := filepath.Join(elsewhere, "node_modules", name)
		err := errors.Join(os.MkdirAll(target, 0o755), os.WriteFile(filepath.Join(target, "package.json"), []byte("{}"), 0o600),
			os.MkdirAll(filepath.Join(dir, "node_modules"), 0o755), os.Symlink(target, filepath.Join(dir, "node_modules", name)))
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Run("the workerd of a wrangler that is a link is beside what that leads to", func(t *testing.T) {
		dir, elsewhere := t.TempDir(), t.TempDir()
		link(t, dir, "wrangler", elsewhere)
		if err := errors.Join(typestest.Install(elsewhere, "3.0.0", "true"), typestest.Install(dir, "1.0.0", "true")); err != nil {
			t.Fatal(err)
		}
		if found, ok := runtimetypes.Find(dir); !ok || found.Version != "3.0.0" {
			t.Errorf("found %+v, %t", found, ok)
		}
	})
	t.Run("a workerd without its script is none", func(t *testing.T) {
		dir := install(t, "")
		if err := os.Remove(filepath.Join(dir, "node_modules/workerd/worker.mjs")); err != nil {
			t.Fatal(err)
		}
		if found, ok := runtimetypes.Find(dir); ok {
			t.Errorf("found %+v", found)
		}
	})
	t.Run("nor is one for another system", func(t *testing.T) {
		dir := install(t, "")
		if err := os.RemoveAll(filepath.Join(dir, "node_modules/@cloudflare")); err != nil {
			t.Fatal(err)
		}
		if found, ok := runtimetypes.Find(dir); ok {
			t.Errorf("found %+v", found)
		}
	})
	t.Run("where none is installed there is none", func(t *testing.T) {
		if found, ok := runtimetypes.Find(t.TempDir()); ok {
			t.Errorf("found %+v", found)
		}
	})
}

// TestDeclarations_wrangler compares with what wrangler makes of the workerd beside it.
func TestDeclarations_wrangler(t *testing.T) {
	t.Parallel()
	program, ok := wranglertest.Program()
	if !ok {
		t.Skipf("%s does not name Cloudflare's wrangler", wranglertest.Variable)
	}
	found, ok := runtimetypes.Find(filepath.Dir(program))
	if !ok {
		t.Fatalf("there is no workerd beside %s", program)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "wrangler.json"), []byte(`{ "compatibility_date": "2026-09-01", "compatibility_flags": ["streams_enable_constructors"] }`), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "types", "--include-env=false")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := os.ReadFile(filepath.Join(dir, "worker-configuration.d.ts"))
	if err != nil {
		t.Fatal(err)
	}
	_, want, _ := strings.Cut(string(text), "// Begin runtime types\n")
	got, err := found.Declarations(t.Context(), "2026-09-01", []string{"streams_enable_constructors", "no_nodejs_compat", "no_nodejs_compat_v2"})
	if err != nil || got != want {
		t.Errorf("got %d bytes, %v, want wrangler's %d", len(got), err, len(want))
	}
}
