package store_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"paddock/bindings"
	"paddock/bindings/store"
)

func openState(t *testing.T, dir string, opts store.Options) *store.State {
	t.Helper()
	s, err := store.Open(dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func openBlobs(t *testing.T, s *store.State) bindings.Blobs {
	t.Helper()
	b, err := s.Blobs("kv/one/blobs")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func write(t *testing.T, b bindings.Blobs, text string) string {
	t.Helper()
	name, size, err := b.Write(context.Background(), strings.NewReader(text))
	if err != nil || size != int64(len(text)) {
		t.Fatalf("write: size %d, %v", size, err)
	}
	return name
}

func read(t *testing.T, b bindings.Blobs, name string, offset, length int64) string {
	t.Helper()
	rc, err := b.Open(name, offset, length)
	if err != nil {
		t.Fatal(err)
	}
	defer rc.Close()
	data, err := io.ReadAll(rc)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestBlobs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b := openBlobs(t, openState(t, dir, store.Options{}))
	name := write(t, b, "0123456789")
	for _, tt := range []struct {
		offset, length int64
		want           string
	}{{0, -1, "0123456789"}, {3, -1, "3456789"}, {3, 4, "3456"}, {0, 0, ""}, {8, 100, "89"}, {10, -1, ""}} {
		if got := read(t, b, name, tt.offset, tt.length); got != tt.want {
			t.Errorf("Open(%d, %d) gives %q, want %q", tt.offset, tt.length, got, tt.want)
		}
	}
	t.Run("a name is 80 hex digits", func(t *testing.T) {
		if len(name) != 80 || strings.Trim(name, "0123456789abcdef") != "" {
			t.Errorf("got %s", name)
		}
	})
	t.Run("a reader that fails leaves no file", func(t *testing.T) {
		broken := errors.New("broken")
		_, _, err := b.Write(context.Background(), io.MultiReader(strings.NewReader("x"), iotest.ErrReader(broken)))
		if !errors.Is(err, broken) {
			t.Errorf("got %v", err)
		}
		expectFiles(t, dir, name)
	})
	t.Run("a cancelled write leaves no file", func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(context.Background())
		stop := errors.New("stop")
		cancel(stop)
		if _, _, err := b.Write(ctx, strings.NewReader("x")); !errors.Is(err, stop) {
			t.Errorf("got %v", err)
		}
		expectFiles(t, dir, name)
	})
	t.Run("an open blob outlives its removal", func(t *testing.T) {
		rc, err := b.Open(name, 0, -1)
		if err != nil {
			t.Fatal(err)
		}
		defer rc.Close()
		if err := errors.Join(b.Remove(name), b.Remove(name)); err != nil {
			t.Fatal(err)
		}
		if data, err := io.ReadAll(rc); string(data) != "0123456789" || err != nil {
			t.Errorf("got %q, %v", data, err)
		}
		expectFiles(t, dir)
	})
}

// expectFiles checks which files the folder of blobs holds, the mark aside.
func expectFiles(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(dir, "kv/one/blobs"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		if e.Name() != ".paddock-writing" {
			got = append(got, e.Name())
		}
	}
	want = slices.Sorted(slices.Values(want)) // as ReadDir has them; names of blobs are random
	if !slices.Equal(got, want) {
		t.Errorf("the folder holds %v, want %v", got, want)
	}
}

func TestBlobs_Sweep(t *testing.T) {
	t.Parallel()
	const kept, orphan = "11", "22"
	name := func(s string) string { return strings.Repeat(s, 40) }
	// prepare makes a folder with a blob that has a row, one that has none, one that is not
	// whole, and a file that is not Paddock's.
	prepare := func(t *testing.T) string {
		dir := t.TempDir()
		folder := filepath.Join(dir, "kv/one/blobs")
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		for _, file := range []string{name(kept), name(orphan), ".tmp-1", "README"} {
			if err := os.WriteFile(filepath.Join(folder, file), nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		return dir
	}
	live := func() ([]string, error) { return []string{name(kept)}, nil }
	sweep := func(t *testing.T, b bindings.Blobs) {
		t.Helper()
		if err := b.Sweep(live); err != nil {
			t.Fatal(err)
		}
	}
	all := []string{".tmp-1", name(kept), name(orphan), "README"}
	swept := []string{name(kept), "README"}

	t.Run("a folder whose writers ended well is not read", func(t *testing.T) {
		t.Parallel()
		dir := prepare(t)
		if err := openBlobs(t, openState(t, dir, store.Options{})).Sweep(func() ([]string, error) { panic("asked") }); err != nil {
			t.Fatal(err)
		}
		expectFiles(t, dir, all...)
	})
	t.Run("what a killed writer left is removed once", func(t *testing.T) {
		t.Parallel()
		dir := prepare(t)
		if err := os.WriteFile(filepath.Join(dir, "kv/one/blobs/.paddock-writing"), nil, 0o644); err != nil {
			t.Fatal(err)
		}
		b := openBlobs(t, openState(t, dir, store.Options{}))
		sweep(t, b)
		expectFiles(t, dir, swept...)
		added := write(t, b, "x")
		sweep(t, b)
		expectFiles(t, dir, name(kept), added, "README")
	})
	t.Run("blobs of a writer that lives stay", func(t *testing.T) {
		t.Parallel()
		dir := prepare(t)
		other := openBlobs(t, openState(t, dir, store.Options{}))
		if err := other.Remove(write(t, other, "x")); err != nil {
			t.Fatal(err)
		}
		sweep(t, openBlobs(t, openState(t, dir, store.Options{Shared: true})))
		expectFiles(t, dir, all...)
	})
	t.Run("the mark goes when the last writer closes", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		mark := filepath.Join(dir, "kv/one/blobs/.paddock-writing")
		one, err := store.Open(dir, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		two, err := store.Open(dir, store.Options{Shared: true})
		if err != nil {
			t.Fatal(err)
		}
		write(t, openBlobs(t, one), "x")
		write(t, openBlobs(t, two), "x")
		if err := one.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(mark); err != nil {
			t.Errorf("the mark is gone too early: %v", err)
		}
		if err := two.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(mark); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the mark is still there: %v", err)
		}
	})
}
