//go:build linux

package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/bindings/container/sandbox"
)

func newWatch(t *testing.T) (*Watch, string) {
	dir := t.TempDir()
	w := New(sandbox.Environment{Workspace: dir})
	t.Cleanup(w.Close)
	return w, dir
}

// watching begins to watch and gives the events as texts.
func watching(t *testing.T, w *Watch, r sandbox.WatchFiles) <-chan string {
	t.Helper()
	events, began := make(chan string, 100), make(chan struct{})
	go func() {
		err := w.Watch(t.Context(), r, func(e sandbox.WatchEvent) error {
			if e.Type == "watching" {
				close(began)
				return nil
			}
			text := e.Type + e.Reason
			if e.IsDirectory != nil {
				text = fmt.Sprint(e.EventType, " ", e.Path, " ", *e.IsDirectory)
			}
			events <- text
			return nil
		})
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		close(events)
	}()
	<-began
	return events
}

// until gives the events up to one.
func until(t *testing.T, events <-chan string, last string) string {
	t.Helper()
	var all []string
	for e := range events {
		if all = append(all, e); e == last {
			return strings.Join(all, "\n")
		}
	}
	t.Fatalf("%q did not come: %q", last, all)
	return ""
}

func write(t *testing.T, dir, name string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestWatch(t *testing.T) {
	t.Parallel()
	t.Run("each kind of change is told", func(t *testing.T) {
		w, dir := newWatch(t)
		outside := t.TempDir()
		write(t, outside, "in")
		events := watching(t, w, sandbox.WatchFiles{Path: "/workspace", Recursive: true})
		write(t, dir, "a")
		os.Mkdir(filepath.Join(dir, "d"), 0o755)
		os.Rename(filepath.Join(dir, "a"), filepath.Join(dir, "b"))
		os.Remove(filepath.Join(dir, "b"))
		os.Rename(filepath.Join(outside, "in"), filepath.Join(dir, "in"))
		got := until(t, events, "move_to /workspace/in false")
		for _, want := range []string{
			"create /workspace/a false", "modify /workspace/a false", "create /workspace/d true",
			"move_from /workspace/a false", "move_to /workspace/b false", "delete /workspace/b false",
		} {
			if !strings.Contains(got, want) {
				t.Errorf("%q is missing in\n%s", want, got)
			}
		}
	})
	t.Run("new folders are watched, with what they hold", func(t *testing.T) {
		w, dir := newWatch(t)
		events := watching(t, w, sandbox.WatchFiles{Path: ".", Recursive: true})
		os.MkdirAll(filepath.Join(dir, "x/y"), 0o755)
		write(t, dir, "x/y/z")
		until(t, events, "create /workspace/x/y/z false")
	})
	t.Run("what is excluded is not told", func(t *testing.T) {
		w, dir := newWatch(t)
		os.MkdirAll(filepath.Join(dir, "node_modules/p"), 0o755)
		events := watching(t, w, sandbox.WatchFiles{Path: "/workspace", Recursive: true})
		write(t, dir, "node_modules/p/f")
		write(t, dir, "end")
		if got := until(t, events, "create /workspace/end false"); strings.Contains(got, "node_modules") {
			t.Error(got)
		}
	})
	t.Run("only what is included is told", func(t *testing.T) {
		w, dir := newWatch(t)
		events := watching(t, w, sandbox.WatchFiles{Path: "/workspace", Recursive: true, Include: []string{"*.ts"}, Events: []string{"create"}})
		write(t, dir, "a.js")
		write(t, dir, "b.ts")
		if got := until(t, events, "create /workspace/b.ts false"); got != "create /workspace/b.ts false" {
			t.Error(got)
		}
	})
	t.Run("without recursion, what lies deeper is not told", func(t *testing.T) {
		w, dir := newWatch(t)
		os.Mkdir(filepath.Join(dir, "deep"), 0o755)
		events := watching(t, w, sandbox.WatchFiles{Path: "/workspace"})
		write(t, dir, "deep/x")
		write(t, dir, "end")
		if got := until(t, events, "create /workspace/end false"); strings.Contains(got, "deep") {
			t.Error(got)
		}
	})
	t.Run("the end of what is watched ends the stream", func(t *testing.T) {
		w, dir := newWatch(t)
		os.Mkdir(filepath.Join(dir, "gone"), 0o755)
		events := watching(t, w, sandbox.WatchFiles{Path: "gone", Recursive: true})
		os.Remove(filepath.Join(dir, "gone"))
		until(t, events, "stoppedWatch process ended")
	})
	t.Run("the last listener ends the watch", func(t *testing.T) {
		w, _ := newWatch(t)
		gone := errors.New("gone")
		if err := w.Watch(t.Context(), sandbox.WatchFiles{Path: "."}, func(sandbox.WatchEvent) error { return gone }); !errors.Is(err, gone) {
			t.Error(err)
		}
		if len(w.watches) != 0 {
			t.Error("it goes on")
		}
	})
}

func TestPaths(t *testing.T) {
	t.Parallel()
	w, _ := newWatch(t)
	for _, one := range []struct {
		path    string
		code    sandbox.Code
		message string
	}{
		{"/etc", sandbox.Denied, "path must be inside /workspace"},
		{"../etc", sandbox.Denied, "path must be inside /workspace"},
		{"/workspacex", sandbox.Denied, "path must be inside /workspace"},
		{"nope", sandbox.FileNotFound, "Path does not exist: /workspace/nope"},
		{"a\x00", sandbox.Invalid, "path contains invalid null bytes"},
	} {
		t.Run("a path is refused: "+one.path, func(t *testing.T) {
			err := w.Watch(t.Context(), sandbox.WatchFiles{Path: one.path}, nil)
			if err == nil || sandbox.AsError(err).Code != one.code || err.Error() != one.message {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	w, dir := newWatch(t)
	check := func(since string) sandbox.Changes {
		t.Helper()
		c, err := w.Check(t.Context(), sandbox.WatchFiles{Path: ".", Recursive: true, Since: since})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	first := check("")
	if first.Status != "unchanged" || check(first.Version).Status != "unchanged" {
		t.Errorf("%+v", first)
	}
	events := watching(t, w, sandbox.WatchFiles{Path: "/workspace", Recursive: true})
	write(t, dir, "a")
	until(t, events, "create /workspace/a false")
	if c := check(first.Version); c.Status != "changed" || check(c.Version).Version != c.Version {
		t.Errorf("%+v", c)
	}
	if c := check("watch-9-9:3"); c.Status != "resync" || c.Reason != "restarted" {
		t.Errorf("%+v", c)
	}
	for since, want := range map[string]string{
		"x": "since must be a version returned by checkChanges()", " ": "since must be a non-empty string when provided",
		strings.Split(first.Version, ":")[0] + ":99": "since refers to a newer version than the current watch state",
	} {
		_, err := w.Check(t.Context(), sandbox.WatchFiles{Path: ".", Recursive: true, Since: since})
		if err == nil || sandbox.AsError(err).Code != sandbox.Invalid || err.Error() != want {
			t.Errorf("%q: %v", since, err)
		}
	}
}
