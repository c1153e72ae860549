package image

import (
	"archive/tar"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"golang.org/x/sys/unix"
)

// layersOf unpacks one layer for each list of entries.
func layersOf(t testing.TB, layers ...[]tar.Header) []string {
	t.Helper()
	var dirs []string
	for _, entries := range layers {
		dir := t.TempDir()
		if err := unpackInto(t, dir, archiveOf(t, entries...), standardLimits()); err != nil {
			t.Fatal(err)
		}
		dirs = append(dirs, dir)
	}
	return dirs
}

func names(t testing.TB, tree *Tree, dir string) string {
	t.Helper()
	list, err := tree.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range list {
		out = append(out, e.Name)
	}
	return strings.Join(out, " ")
}

func TestTree(t *testing.T) {
	t.Parallel()
	tree := NewTree(layersOf(t,
		[]tar.Header{dir("a"), file("a/1", "low"), file("a/2", "low"), dir("b"), file("b/1", "low"), dir("c"), file("c/1", "low"), file("f", "low"), dir("usr"), dir("usr/bin"), file("usr/bin/sh", "low")},
		[]tar.Header{file("a/.wh.1", ""), file("a/3", "top"), file("b/.wh..wh..opq", ""), file("b/2", "top"), file("c", "top"), dir("f"), file("f/1", "top"),
			symlink("bin", "/usr/bin"), symlink("up", "../../../a"), symlink("loop", "loop"), symlink("a/to2", "2")},
	))
	t.Run("folders of several layers are one, without what is removed", func(t *testing.T) {
		if got := names(t, tree, "/a"); got != "/a/2 /a/3 /a/to2" {
			t.Errorf("names are %s", got)
		}
	})
	t.Run("an opaque folder shows only its own", func(t *testing.T) {
		if got := names(t, tree, "b"); got != "/b/2" {
			t.Errorf("names are %s", got)
		}
	})
	t.Run("a folder over a file shows only its own", func(t *testing.T) {
		if got := names(t, tree, "/f"); got != "/f/1" {
			t.Errorf("names are %s", got)
		}
	})
	for name, want := range map[string]string{
		"/bin/sh": "/usr/bin/sh low", "/up/2": "/a/2 low", "/a/to2": "/a/2 low", "/a/../../../a/3": "/a/3 top", "/c": "/c top",
	} {
		t.Run(name+" leads where it would in a container", func(t *testing.T) {
			e, err := tree.Resolve(name)
			if err != nil {
				t.Fatal(err)
			}
			text, err := tree.ReadFile(name)
			if got := e.Name + " " + string(text); err != nil || got != want {
				t.Errorf("it is %s, %v; want %s", got, err, want)
			}
		})
	}
	for _, name := range []string{"/a/1", "/c/1", "/b/1", "/nothing", "/f/1/x"} {
		t.Run(name+" is not there", func(t *testing.T) {
			if _, err := tree.Lookup(name); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("error is %v", err)
			}
		})
	}
	t.Run("a link itself can be looked up", func(t *testing.T) {
		if e, err := tree.Lookup("/a/to2"); err != nil || e.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("it is %v, %v", e, err)
		}
	})
	t.Run("links that lead in a circle are an error", func(t *testing.T) {
		if _, err := tree.Resolve("/loop"); err == nil || !strings.Contains(err.Error(), "too many links") {
			t.Errorf("error is %v", err)
		}
	})
	t.Run("no layers are an empty root", func(t *testing.T) {
		if got := names(t, NewTree(nil), "/"); got != "" {
			t.Errorf("names are %s", got)
		}
	})
}

func TestDraft(t *testing.T) {
	t.Parallel()
	store := openStore(t, t.TempDir())
	below := layersOf(t, []tar.Header{
		{Name: "home", Typeflag: tar.TypeDir, Mode: 0o700, Uid: 7, Gid: 8}, dir("home/x"), file("home/x/old", "old"),
		dir("usr"), dir("usr/lib"), symlink("lib", "usr/lib"), symlink("nowhere", "/not/there"), file("f", "x"),
	})
	draft := func(t *testing.T, key string) *Draft {
		d, err := store.Draft(t.Context(), key, below)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(d.Discard)
		return d
	}
	t.Run("folders on the way are as they are below", func(t *testing.T) {
		d := draft(t, "build:1")
		if err := d.File("/home/x/new", strings.NewReader("new"), Meta{Mode: 0o600, UID: 1, GID: 2}); err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]string{"home": "drwx------ 7 8", "home/x/new": "-rw------- 1 2"} {
			info, err := os.Lstat(filepath.Join(d.Upper(), name))
			if err != nil {
				t.Fatal(err)
			}
			uid, gid := ownerOf(info)
			got := fmt.Sprint(info.Mode(), uid, gid)
			if os.Geteuid() != 0 {
				got, want = got[:10], want[:10]
			}
			if got != want {
				t.Errorf("%s is %s, want %s", name, got, want)
			}
		}
		if got := names(t, d.Tree(), "/home/x"); got != "/home/x/new /home/x/old" {
			t.Errorf("names are %s", got)
		}
	})
	t.Run("what is written through a link lies where the link leads", func(t *testing.T) {
		d := draft(t, "build:2")
		if err := d.File("/lib/a.so", strings.NewReader("x"), Meta{Mode: 0o644}); err != nil {
			t.Fatal(err)
		}
		at, err := d.Folder("/lib/sub/deep", Meta{Mode: 0o755})
		if err != nil || at != "/usr/lib/sub/deep" {
			t.Errorf("folder is %s, %v", at, err)
		}
		if err := d.Link("/lib/sub/l", "../a.so", Meta{}); err != nil {
			t.Fatal(err)
		}
		if got, want := tree(t, d.Upper()), []string{"usr/", "usr/lib/", "usr/lib/a.so = x", "usr/lib/sub/", "usr/lib/sub/deep/", "usr/lib/sub/l -> ../a.so"}; !slices.Equal(got, want) {
			t.Errorf("layer is %q", got)
		}
	})
	t.Run("a file replaces a file and a link", func(t *testing.T) {
		d := draft(t, "build:3")
		for _, text := range []string{"1", "2"} {
			for _, name := range []string{"/f", "/nowhere"} {
				if err := d.File(name, strings.NewReader(text), Meta{Mode: 0o644}); err != nil {
					t.Fatal(err)
				}
			}
		}
		if got := tree(t, d.Upper()); !slices.Equal(got, []string{"f = 2", "nowhere = 2"}) {
			t.Errorf("layer is %q", got)
		}
	})
	t.Run("a committed layer is there under its key, and is not made twice", func(t *testing.T) {
		d, err := store.Draft(t.Context(), "build:4", nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.File("/f", strings.NewReader("x"), Meta{Mode: 0o644}); err != nil {
			t.Fatal(err)
		}
		made, err := d.Commit(t.Context())
		d.Discard()
		if err != nil {
			t.Fatal(err)
		}
		found, ok := store.Made("build:4")
		if got := tree(t, found); !ok || found != made || !slices.Equal(got, []string{"f = x"}) {
			t.Errorf("layer is %s, %t, %q", found, ok, got)
		}
		if again, err := store.Draft(t.Context(), "build:4", nil); again != nil || err != nil {
			t.Errorf("draft is %v, %v", again, err)
		}
	})
	t.Run("a discarded layer leaves nothing", func(t *testing.T) {
		d, err := store.Draft(t.Context(), "build:5", nil)
		if err != nil {
			t.Fatal(err)
		}
		d.Discard()
		if _, ok := store.Made("build:5"); ok || exists(d.Upper()) {
			t.Error("it is still there")
		}
	})
	for _, c := range []struct {
		name string
		do   func(d *Draft) error
		want string
	}{
		{"a file does not replace a folder", func(d *Draft) error { return d.File("/home", strings.NewReader(""), Meta{}) }, "write /home: it is a folder"},
		{"a folder does not replace a file", func(d *Draft) error { _, err := d.Folder("/f/x", Meta{}); return err }, "make folder /f: it is a file"},
		{"a folder is not made through a link that leads nowhere", func(d *Draft) error { _, err := d.Folder("/nowhere/x", Meta{}); return err }, "it is a link that leads nowhere"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := c.do(draft(t, "build:"+c.name)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v", err)
			}
		})
	}
}

func TestStore_Assemble(t *testing.T) {
	t.Parallel()
	store, other := openStore(t, t.TempDir()), t.TempDir()
	d, err := store.Draft(t.Context(), "build:x", nil)
	if err != nil {
		t.Fatal(err)
	}
	made, err := d.Commit(t.Context())
	d.Discard()
	if err != nil {
		t.Fatal(err)
	}
	img, err := store.Assemble(Config{Cmd: []string{"x"}}, []string{other, made})
	if err != nil {
		t.Fatal(err)
	}
	t.Run("its layers are those it was made of", func(t *testing.T) {
		if !slices.Equal(img.Layers, []string{other, made}) || img.Config.Cmd[0] != "x" {
			t.Errorf("image is %+v", img)
		}
	})
	t.Run("the same parts are the same image", func(t *testing.T) {
		again, err := store.Assemble(Config{Cmd: []string{"x"}}, img.Layers)
		if err != nil || again.ID != img.ID {
			t.Errorf("image is %+v, %v", again, err)
		}
	})
	t.Run("another configuration is another image", func(t *testing.T) {
		again, err := store.Assemble(Config{}, img.Layers)
		if err != nil || again.ID == img.ID {
			t.Errorf("image is %+v, %v", again, err)
		}
	})
}

func TestStore_OpaqueRoot(t *testing.T) {
	t.Parallel()
	store := openStore(t, t.TempDir())
	layers := layersOf(t, []tar.Header{file("below", "")}, []tar.Header{file(".wh..wh..opq", ""), file("own", "")}, []tar.Header{file("above", "")})
	img, err := store.Assemble(Config{}, layers)
	if err != nil || !slices.Equal(img.Layers, layers[1:]) {
		t.Errorf("layers are %v, %v", img.Layers, err)
	}
}

func TestStore_FullDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=256k"); err != nil {
		t.Skipf("a small file system cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
	store := openStore(t, dir)
	ref := newRegistry(t).push(t, "big", imageOf(t, v1.Config{}, archiveOf(t, file("f", strings.Repeat("x", 1<<20)))))
	_, err := store.Resolve(t.Context(), ref, nil)
	if err == nil || !strings.Contains(err.Error(), "no space left on device; make room, or remove "+dir) {
		t.Errorf("error is %v", err)
	}
	for _, kind := range []string{"layers", "new"} {
		if got := tree(t, filepath.Join(dir, kind)); len(got) > 0 {
			t.Errorf("%s holds %q", kind, got)
		}
	}
}
