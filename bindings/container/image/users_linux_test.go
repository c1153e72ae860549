package image

import (
	"archive/tar"
	"context"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// recordedUsers notes what it is asked for; containers know an owner by his number and 100.
type recordedUsers struct{ gave, removed []string }

func (r *recordedUsers) Inside(uid, gid int) (int, int) { return uid + 100, gid + 100 }

func (r *recordedUsers) Own(_ context.Context, dir string, owners []Owner) error {
	for _, o := range owners {
		if _, err := os.Lstat(dir + "/" + o.Name); err != nil {
			return err
		}
		r.gave = append(r.gave, fmt.Sprint(o.Name, " ", o.UID, " ", o.GID, " ", o.Mode))
	}
	return nil
}

func (r *recordedUsers) Remove(dir string) error {
	r.removed = append(r.removed, dir)
	return nil
}

func TestStore_Users(t *testing.T) {
	t.Parallel()
	users := &recordedUsers{}
	store, err := Open(t.TempDir(), users)
	if err != nil {
		t.Fatal(err)
	}
	owned := func(h tar.Header, uid, gid int) tar.Header {
		h.Uid, h.Gid = uid, gid
		return h
	}
	t.Run("a layer's files are given away, but for root's and those that are replaced", func(t *testing.T) {
		users.gave = nil
		setuid := owned(file("su", "x"), 3, 4)
		setuid.Mode = 0o4755
		ref := newRegistry(t).push(t, "app", imageOf(t, v1.Config{}, archiveOf(t,
			owned(dir("home"), 1, 2), owned(file("home/f", "x"), 1, 0), file("root", "x"), setuid, owned(symlink("l", "su"), 5, 6),
			owned(file("replaced", ""), 7, 7), file("replaced", ""), owned(dir("gone"), 7, 7), owned(file("gone/f", ""), 7, 7), file("gone", ""),
		)))
		if _, err := store.Resolve(t.Context(), ref, nil); err != nil {
			t.Fatal(err)
		}
		want := []string{"home 1 2 -rwxr-xr-x", "home/f 1 0 -rw-r--r--", "l 5 6 L---------", "su 3 4 urwxr-xr-x"}
		if !slices.Equal(users.gave, want) {
			t.Errorf("it gave %q, want %q", users.gave, want)
		}
	})
	t.Run("a draft's files are given away, and folders from below stay whose they were", func(t *testing.T) {
		users.gave = nil
		d, err := store.Draft(t.Context(), "build:1", layersOf(t, []tar.Header{owned(dir("home"), 7, 8)}))
		if err != nil {
			t.Fatal(err)
		}
		defer d.Discard()
		if err := d.File("/home/f", strings.NewReader("x"), Meta{Mode: 0o600 | fs.ModeSetuid, UID: 1, GID: 2}); err != nil {
			t.Fatal(err)
		}
		if err := d.Link("/l", "f", Meta{UID: 3, GID: 4}); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Commit(t.Context()); err != nil {
			t.Fatal(err)
		}
		if os.Geteuid() != 0 {
			return // the layer below could not be given to others
		}
		want := []string{". 100 100 -rwxr-xr-x", "home 107 108 -rwxr-xr-x", "home/f 1 2 urw-------", "l 3 4 L---------"}
		if !slices.Equal(users.gave, want) {
			t.Errorf("it gave %q, want %q", users.gave, want)
		}
	})
	t.Run("a cache is given away when it is made", func(t *testing.T) {
		users.gave = nil
		for range 2 {
			_, done, err := store.Cache(t.Context(), "c", Meta{Mode: 0o700, UID: 1, GID: 2}, false)
			if err != nil {
				t.Fatal(err)
			}
			done()
		}
		if !slices.Equal(users.gave, []string{". 1 2 -rwx------"}) {
			t.Errorf("it gave %q", users.gave)
		}
	})
}
