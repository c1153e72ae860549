package process

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/bindings"
	"paddock/bindings/container"
)

// frozenFiles is a project whose containers run a script of the entrypoint's argument.
var frozenFiles = map[string]string{
	"Dockerfile": "FROM alpine\nRUN true\nWORKDIR /srv/app\nCOPY src/ ./\nCOPY one.txt /one.txt\nENTRYPOINT [\"/bin/sh\", \"-c\"]\n",
	"src/kept":   "kept", "src/changed": "image's", "src/gone": "", "src/old/x": "", "one.txt": "one",
}

// runFrozen runs a script in a container until it says done, and keeps it running.
func runFrozen(t *testing.T, e *Engine, r container.Ref, script string) (i container.Instance, said string) {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	spec := container.Spec{Name: "frozen", Entrypoint: []string{"/bin/sh", "-c", script + "\necho done\nexec sleep 600"}, Stdout: write, Stderr: write}
	i, err = e.Start(t.Context(), r, spec)
	write.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = i.Destroy(context.Background()) })
	for b := make([]byte, 256); !strings.HasSuffix(said, "done\n"); {
		n, err := read.Read(b)
		if said += string(b[:n]); err != nil {
			t.Fatalf("it said %q, %v", said, err)
		}
	}
	return i, strings.TrimSuffix(said, "done\n")
}

func TestFreeze(t *testing.T) {
	for _, link := range linksHere(t) {
		t.Run("over "+link, func(t *testing.T) {
			testFreeze(t, New(Options{Egress: link, StateDir: t.TempDir()}), hasNamespaces(link))
		})
	}
}

func testFreeze(t *testing.T, e *Engine, namespaces bool) {
	r, _ := stageOf(t, e, frozenFiles)
	write := "set -e\necho new > new\necho changed > changed\nrm gone\nrm -r old\nmkdir old\necho y > old/y\nchmod 700 old\n"
	if namespaces {
		write += "echo t > /tmp/t\nmkdir /data\necho d > /data/d\necho two > /one.txt\n"
	}
	i, _ := runFrozen(t, e, r, write)
	dir := t.TempDir()
	size, err := i.(container.Freezer).Freeze(t.Context(), dir)
	if err != nil || size == 0 || size > 1<<20 {
		t.Fatalf("its size is %d, %v", size, err)
	}
	look := "cat kept changed new; ls; ls old; stat -c %a old"
	want := "keptchanged\nnew\nchanged\nkept\nnew\nold\ny\n700\n"
	if namespaces {
		look += "; cat /tmp/t /data/d /one.txt; ls -d /.paddock 2>/dev/null || true"
		want += "t\nd\ntwo\n"
	} else {
		want = strings.Replace(want, "700", "755", 1) // modes of folders are not kept there
	}
	t.Run("containers start with all that it had written and removed, time and again", func(t *testing.T) {
		from := dir
		for range 2 {
			again, err := e.Prepare(t.Context(), container.Image{Snapshot: from}, nil)
			if err != nil {
				t.Fatal(err)
			}
			i, got := runFrozen(t, e, again, look)
			if got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			from = t.TempDir()
			if _, err := i.(container.Freezer).Freeze(t.Context(), from); err != nil {
				t.Fatal(err)
			}
		}
	})
	t.Run("the snapshot of another engine is left to that", func(t *testing.T) {
		if _, err := e.Prepare(t.Context(), container.Image{Snapshot: t.TempDir()}, nil); !errors.Is(err, container.ErrUnfit) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a link of another kind is named", func(t *testing.T) {
		again, err := e.Prepare(t.Context(), container.Image{Snapshot: dir}, nil)
		if err != nil {
			t.Fatal(err)
		}
		again.(*ref).frozen.Beside = namespaces
		if _, err := e.Start(t.Context(), again, container.Spec{Name: "x"}); err == nil || !strings.Contains(err.Error(), "--egress") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("the host's own files are not kept", func(t *testing.T) {
		i, err := e.Start(t.Context(), &ref{host: true}, container.Spec{Name: "host", Entrypoint: []string{"sleep", "600"}})
		if err != nil {
			t.Fatal(err)
		}
		defer i.Destroy(context.Background())
		_, err = i.(container.Freezer).Freeze(t.Context(), filepath.Join(t.TempDir(), "x"))
		if not := (*bindings.Unsupported)(nil); !errors.As(err, &not) {
			t.Errorf("got %v", err)
		}
	})
}
