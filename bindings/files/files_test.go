package files_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"paddock/bindings"
	"paddock/bindings/bindtest"
	"paddock/bindings/files"
)

// write makes a file and gives its path.
func write(t *testing.T, data string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestKind(t *testing.T) {
	bindtest.Run(t, bindtest.Suite{
		Kind: files.Kind{}, Key: "text_blobs", Section: fmt.Sprintf(`{ "TEXT": %q }`, write(t, "a text")),
		Wrong: map[string]string{`[]`: "text_blobs", `{"TEXT":1}`: "text_blobs.TEXT"},
		Use:   `return B`,
		Want:  "a text",
	})
}

func TestFile(t *testing.T) {
	t.Parallel()
	// A module that exports f, which gives 42.
	module := write(t, "\x00asm\x01\x00\x00\x00\x01\x05\x01\x60\x00\x01\x7f\x03\x02\x01\x00\x07\x05\x01\x01f\x00\x00\x0a\x06\x01\x04\x00\x41\x2a\x0b")
	for _, c := range []struct{ section, path, script, want string }{
		{"wasm_modules", module, `return [B instanceof WebAssembly.Module, new WebAssembly.Instance(B).exports.f()].join()`, "true,42"},
		{"data_blobs", write(t, "abc"), `return [B.constructor.name, new TextDecoder().decode(B)].join()`, "ArrayBuffer,abc"},
	} {
		t.Run(c.section, func(t *testing.T) {
			t.Parallel()
			h := bindtest.NewHost(t, t.TempDir())
			w := bindtest.NewWorld(h, bindtest.Env{"B": h.Open(files.Kind{}, c.section, fmt.Sprintf(`{ "B": %q }`, c.path))})
			if got := w.Eval(c.script); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestKind_Open(t *testing.T) {
	t.Parallel()
	specs, err := files.Kind{}.Parse(bindings.Project{Dir: t.TempDir()}, "data_blobs", json.RawMessage(`{ "B": "nowhere" }`))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (files.Kind{}).Open(context.Background(), bindtest.NewHost(t, t.TempDir()), specs[0]); err == nil {
		t.Error("a file that is not there is opened")
	}
}
