package bundle

import (
	"strings"
	"testing"
)

func TestJavaScript(t *testing.T) {
	t.Parallel()
	got, err := JavaScript("const n: number = await f<string>();\nenum E { A }\nn")
	if err != nil || !strings.Contains(got, "const n = await f();") || !strings.HasSuffix(got, "n;\n") {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := JavaScript("let = ;"); err == nil {
		t.Error("a syntax error is none")
	}
}

func TestScript(t *testing.T) {
	t.Parallel()
	t.Run("global names and sloppy code stay as they are", func(t *testing.T) {
		t.Parallel()
		got, err := Script("a.js", "function hello() { with (x) y(); }")
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(got, "function hello()") || !strings.Contains(got, "with (x)") {
			t.Errorf("got %s", got)
		}
	})
	t.Run("async generators are lowered", func(t *testing.T) {
		t.Parallel()
		got, err := Script("a.js", "async function* f() { yield 1 }")
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(got, "async function*") {
			t.Errorf("got %s", got)
		}
	})
	t.Run("a syntax error has its place", func(t *testing.T) {
		t.Parallel()
		_, err := Script("a.js", "\n  let = ;")
		if err == nil || !strings.Contains(err.Error(), "a.js:2:") {
			t.Errorf("error %v", err)
		}
	})
}
