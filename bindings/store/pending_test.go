package store

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// entriesFixture is a table of entries whose bodies wait, in a state folder that others may open.
type entriesFixture struct {
	*Pending
	state *State
	write *Writer
}

func openEntries(t *testing.T, dir string, opts Options) *entriesFixture {
	t.Helper()
	s, err := Open(dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	db, blobs, err := OpenEntries(s, "kv", "Class", "id")
	if err != nil {
		t.Fatal(err)
	}
	path, err := s.StateFile("kv/Class/" + ObjectID("Class", "id") + ".sqlite")
	if err != nil {
		t.Fatal(err)
	}
	w, err := NewWriter(path)
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewPending(db, w, blobs)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, err := range []error{w.Close(), s.Close()} {
			if err != nil {
				t.Error(err)
			}
		}
	})
	return &entriesFixture{p, s, w}
}

// put replaces the body of a key, as KV does.
func (f *entriesFixture) put(t *testing.T, key, body string) (name string) {
	t.Helper()
	err := f.write.Do(func(c *Conn) error {
		var err error
		if name, err = f.Add(c, key, []byte(body)); err != nil {
			return err
		}
		return c.Exec("INSERT OR REPLACE INTO _mf_entries VALUES (?, ?, NULL, NULL)", key, name)
	})
	if err != nil {
		t.Fatal(err)
	}
	f.Added(name, []byte(body))
	return name
}

func (f *entriesFixture) body(t *testing.T, key, name string) string {
	t.Helper()
	r, err := f.Open(key, name, 0, -1)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// names lists the files of bodies.
func (f *entriesFixture) names(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(f.blobs.dir, "[0-9a-f]*"))
	if err != nil {
		t.Fatal(err)
	}
	for i, file := range files {
		files[i] = filepath.Base(file)
	}
	return files
}

func TestPending(t *testing.T) {
	t.Parallel()
	t.Run("a body can be read before it has a file, and after", func(t *testing.T) {
		t.Parallel()
		f := openEntries(t, t.TempDir(), Options{})
		name := f.put(t, "a", "body")
		f.blobs.cache.remove(name)
		if got := f.body(t, "a", name); got != "body" || len(f.names(t)) != 0 {
			t.Errorf("got %q and the files %v", got, f.names(t))
		}
		if err := f.Flush(); err != nil {
			t.Fatal(err)
		}
		f.blobs.cache.remove(name)
		if got := f.body(t, "a", name); got != "body" || !slices.Equal(f.names(t), []string{name}) {
			t.Errorf("got %q and the files %v", got, f.names(t))
		}
	})
	t.Run("a body that is replaced before it has a file never gets one", func(t *testing.T) {
		t.Parallel()
		f := openEntries(t, t.TempDir(), Options{})
		f.put(t, "a", "one")
		name := f.put(t, "a", "two")
		if err := f.Flush(); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(f.names(t), []string{name}) {
			t.Errorf("the files are %v, want %s", f.names(t), name)
		}
	})
	t.Run("a body that is replaced while its file is made leaves none", func(t *testing.T) {
		t.Parallel()
		f := openEntries(t, t.TempDir(), Options{})
		f.put(t, "a", "one")
		batch, err := f.batch()
		if err != nil {
			t.Fatal(err)
		}
		name := f.put(t, "a", "two")
		if err := f.flush(batch); err != nil {
			t.Fatal(err)
		}
		if err := f.Flush(); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(f.names(t), []string{name}) {
			t.Errorf("the files are %v, want %s", f.names(t), name)
		}
	})
	t.Run("two processes that flush the same body leave its file", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		f := openEntries(t, dir, Options{})
		name := f.put(t, "a", "body")
		batch, err := f.batch()
		if err != nil {
			t.Fatal(err)
		}
		other := openEntries(t, dir, Options{Shared: true}) // which flushes
		if err := f.flush(batch); err != nil {
			t.Fatal(err)
		}
		other.blobs.cache.remove(name)
		if got := other.body(t, "a", name); got != "body" || !slices.Equal(f.names(t), []string{name}) {
			t.Errorf("got %q and the files %v", got, f.names(t))
		}
	})
	t.Run("the table is gone after the end, and made again by another process", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		f, other := openEntries(t, dir, Options{}), openEntries(t, dir, Options{Shared: true})
		f.put(t, "a", "one")
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		if tables, err := Column(f.db, "SELECT name FROM sqlite_master WHERE name LIKE '%pending%'"); len(tables) != 0 || err != nil {
			t.Errorf("the tables are %v, %v", tables, err)
		}
		if got := other.body(t, "b", other.put(t, "b", "two")); got != "two" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("a body waits when its file cannot be written", func(t *testing.T) {
		t.Parallel()
		f := openEntries(t, t.TempDir(), Options{})
		name := f.put(t, "a", "body")
		if err := os.Rename(f.blobs.dir, f.blobs.dir+".away"); err != nil {
			t.Fatal(err)
		}
		if err := f.Flush(); err == nil {
			t.Error("there is no folder, and no error")
		}
		if err := os.Rename(f.blobs.dir+".away", f.blobs.dir); err != nil {
			t.Fatal(err)
		}
		f.blobs.cache.remove(name)
		if got := f.body(t, "a", name); got != "body" {
			t.Errorf("got %q", got)
		}
	})
}
