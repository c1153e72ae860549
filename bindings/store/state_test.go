package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"paddock/bindings/store"
)

func TestOpen(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "v3")
	first := openState(t, dir, store.Options{})
	t.Run("a second owner is refused with the name of the first", func(t *testing.T) {
		_, err := store.Open(dir, store.Options{})
		var inUse *store.InUse
		if !errors.As(err, &inUse) || inUse.Dir != dir || inUse.PID != strconv.Itoa(os.Getpid()) {
			t.Fatalf("got %v", err)
		}
		if !strings.Contains(err.Error(), "--persist-to") {
			t.Errorf("the error gives no way out: %v", err)
		}
	})
	t.Run("a command may share it", func(t *testing.T) { openState(t, dir, store.Options{Shared: true}) })
	t.Run("a file is opened once", func(t *testing.T) {
		a, err := first.DB("kv/x.sqlite")
		if err != nil {
			t.Fatal(err)
		}
		if b, err := first.DB("kv/x.sqlite"); a != b || err != nil {
			t.Errorf("got another, %v", err)
		}
	})
	t.Run("a file that is no database is an error and stays as it is", func(t *testing.T) {
		path := filepath.Join(dir, "kv", "broken.sqlite")
		text := []byte(strings.Repeat("this is no database\n", 100))
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := first.DB("kv/broken.sqlite"); err == nil || !strings.Contains(err.Error(), "broken.sqlite") {
			t.Errorf("got %v", err)
		}
		if got, err := os.ReadFile(path); string(got) != string(text) || err != nil {
			t.Errorf("the file was changed, %v", err)
		}
	})
}

func TestFolderName(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"bucket1": "bucket1", "a/b\\c:d": "a_b_c_d", `?<>*"'^|`: "________", "..": "__", "x\x00y\u0085": "x_y_",
		strings.Repeat("x", 300): strings.Repeat("x", 255),
	} {
		if got := store.FolderName(id); got != want {
			t.Errorf("FolderName(%q) = %q, want %q", id, got, want)
		}
	}
}

func TestObjectID(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ key, name, want string }{
		{"miniflare-KVNamespaceObject", "kvid1", "a74dd54a60c3278b0b5993531e08c8a3d1e54833aa317fa6dd6aff4455d02a2a"},
		{"miniflare-R2BucketObject", "bucket1", "5119f97670da2434ff11c04f885214b156999ea3e0554409a360ecc837888202"},
	} {
		if got := store.ObjectID(tt.key, tt.name); got != tt.want {
			t.Errorf("ObjectID(%q, %q) = %s, want %s", tt.key, tt.name, got, tt.want)
		}
	}
	t.Run("a new id is valid for its namespace only", func(t *testing.T) {
		id := store.NewObjectID("app-A")
		if got, err := store.ParseObjectID("app-A", strings.ToUpper(id)); got != id || err != nil {
			t.Errorf("got %s, %v", got, err)
		}
		if _, err := store.ParseObjectID("app-B", id); err == nil || err.Error() != "Durable Object ID is not valid for this namespace." {
			t.Errorf("got %v", err)
		}
	})
}

func TestState_StaysInItsFolder(t *testing.T) {
	t.Parallel()
	s, err := store.Open(filepath.Join(t.TempDir(), "state"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, rel := range []string{"../outside", "kv/../../outside", "/tmp/outside", ""} {
		_, file := s.StateFile(rel)
		_, db := s.DB(rel)
		_, blobs := s.Blobs(rel)
		if file == nil || db == nil || blobs == nil {
			t.Errorf("%q is opened: %v, %v, %v", rel, file, db, blobs)
		}
	}
}
