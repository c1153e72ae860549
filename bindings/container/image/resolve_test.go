package image

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestImage_Key(t *testing.T) {
	t.Parallel()
	root, store := t.TempDir(), openStore(t, t.TempDir())
	file := filepath.Join(root, "file")
	if err := os.WriteFile(file, []byte("1"), 0o600); err != nil {
		t.Fatal(err)
	}
	img, err := store.Resolve(t.Context(), "dir:"+root, nil)
	if err != nil {
		t.Fatal(err)
	}
	key := func() string {
		t.Helper()
		k, err := img.Key()
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	first := key()
	if first != key() {
		t.Error("the same folder has another key")
	}
	if err := os.WriteFile(file, []byte("22"), 0o600); err != nil {
		t.Fatal(err)
	}
	second := key()
	if err := os.Chmod(file, 0o700); err != nil {
		t.Fatal(err)
	}
	if first == second || second == key() {
		t.Error("a folder that has changed has the same key")
	}
}

func TestStore_Resolve_Folder(t *testing.T) {
	t.Parallel()
	store, err := Open(t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("a folder is an image of one layer", func(t *testing.T) {
		root := t.TempDir()
		img, err := store.Resolve(t.Context(), "dir:"+root, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(img.Layers, []string{root}) || !strings.HasPrefix(img.ID, "sha256:") {
			t.Errorf("image is %+v", img)
		}
	})
	t.Run("a file is refused with the repair", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "x")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := store.Resolve(t.Context(), "dir:"+file, nil)
		if err == nil || !strings.Contains(err.Error(), "name the folder") {
			t.Errorf("error is %v", err)
		}
	})
}
