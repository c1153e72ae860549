package image

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestStore_Resolve_Folder(t *testing.T) {
	t.Parallel()
	store, err := Open(t.TempDir())
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
