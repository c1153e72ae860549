package image

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// archiveOf is a tar archive of the entries. Those without a type are files whose content is in Linkname.
func archiveOf(t testing.TB, entries ...tar.Header) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, h := range entries {
		content := ""
		if h.Typeflag == 0 {
			h.Typeflag, content, h.Linkname = tar.TypeReg, h.Linkname, ""
			h.Size = int64(len(content))
		}
		if h.Mode == 0 {
			h.Mode = 0o644
		}
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func file(name, content string) tar.Header { return tar.Header{Name: name, Linkname: content} }

func dir(name string) tar.Header {
	return tar.Header{Name: name, Typeflag: tar.TypeDir, Mode: 0o755}
}

func symlink(name, target string) tar.Header {
	return tar.Header{Name: name, Typeflag: tar.TypeSymlink, Linkname: target}
}

func hardLink(name, target string) tar.Header {
	return tar.Header{Name: name, Typeflag: tar.TypeLink, Linkname: target}
}

// tree lists what lies below a folder, one line each.
func tree(t testing.TB, root string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == root {
			return err
		}
		rel, _ := filepath.Rel(root, name)
		info, err := d.Info()
		if err != nil {
			return err
		}
		switch stat := info.Sys().(*syscall.Stat_t); {
		case d.IsDir():
			rel += "/"
			if isOpaque(name) {
				rel += " opaque"
			}
		case info.Mode()&fs.ModeSymlink != 0:
			target, _ := os.Readlink(name)
			rel += " -> " + target
		case info.Mode()&fs.ModeCharDevice != 0 && stat.Rdev == 0:
			rel += " removed"
		case info.Mode().IsRegular():
			text, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			rel += " = " + string(text)
		default:
			rel += " " + info.Mode().String()
		}
		out = append(out, rel)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func unpackInto(t testing.TB, dir string, archive []byte, l limits) error {
	t.Helper()
	_, err := unpack(t.Context(), bytes.NewReader(archive), dir, &meter{limits: l}, os.Geteuid() == 0)
	return err
}

func TestUnpack(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		entries []tar.Header
		want    []string
	}{
		{"files, folders and links are made", []tar.Header{dir("./"), dir("a/"), file("a/f", "x"), symlink("l", "a/f"), hardLink("h", "a/f")},
			[]string{"a/", "a/f = x", "h = x", "l -> a/f"}},
		{"folders without an entry are made", []tar.Header{file("a/b/f", "x")}, []string{"a/", "a/b/", "a/b/f = x"}},
		{"an absolute name lies below the root", []tar.Header{file("/etc/passwd", "x")}, []string{"etc/", "etc/passwd = x"}},
		{"a name may go up as long as it stays inside", []tar.Header{file("a/../b", "x")}, []string{"b = x"}},
		{"a later entry replaces an earlier one", []tar.Header{file("f", "1"), file("f", "2"), dir("d"), file("d/x", ""), file("d", "3"), file("e", ""), dir("e")},
			[]string{"d = 3", "e/", "f = 2"}},
		{"a file replaces a link and not what it leads to", []tar.Header{file("f", "1"), symlink("l", "f"), file("l", "2")}, []string{"f = 1", "l = 2"}},
		{"an absolute link leads to the layer's root", []tar.Header{dir("usr/"), symlink("bin", "/usr"), file("bin/sh", "x")},
			[]string{"bin -> /usr", "usr/", "usr/sh = x"}},
		{"a link that climbs too high ends at the layer's root", []tar.Header{symlink("up", "../../../etc"), file("up/passwd", "x")},
			[]string{"etc/", "etc/passwd = x", "up -> ../../../etc"}},
		{"a hard link's way leads through links inside", []tar.Header{dir("usr/"), file("usr/f", "x"), symlink("bin", "/usr"), hardLink("h", "bin/f")},
			[]string{"bin -> /usr", "h = x", "usr/", "usr/f = x"}},
		{"a removed file is a device", []tar.Header{file("a/.wh.f", "")}, []string{"a/", "a/f removed"}},
		{"a folder that hides those below is opaque", []tar.Header{dir("a"), file("a/f", "x"), file("a/.wh..wh..opq", "")}, []string{"a/ opaque", "a/f = x"}},
		{"a removal does not touch the layer's own file", []tar.Header{file("f", "x"), file(".wh.f", "")}, []string{"f = x"}},
		{"a removal makes the layer's own folder opaque", []tar.Header{dir("a"), file("a/f", "x"), file(".wh.a", "")}, []string{"a/ opaque", "a/f = x"}},
		{"a folder after its removal is opaque", []tar.Header{file(".wh.a", ""), dir("a"), file("a/f", "x")}, []string{"a/ opaque", "a/f = x"}},
		{"a folder without entry after its removal is opaque", []tar.Header{file(".wh.a", ""), file("a/f", "x")}, []string{"a/ opaque", "a/f = x"}},
		{"a file after its removal replaces the device", []tar.Header{file(".wh.f", ""), file("f", "x")}, []string{"f = x"}},
		{"what AUFS notes for itself is left out", []tar.Header{file(".wh..wh.plnk", "x"), file(".wh..wh.aufs", "")}, nil},
		{"devices are left out", []tar.Header{{Name: "null", Typeflag: tar.TypeChar, Devmajor: 1, Devminor: 3}, {Name: "sda", Typeflag: tar.TypeBlock, Devmajor: 8}}, nil},
		{"a pipe is made", []tar.Header{{Name: "p", Typeflag: tar.TypeFifo, Mode: 0o600}}, []string{"p prw-------"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			if err := unpackInto(t, root, archiveOf(t, c.entries...), standardLimits()); err != nil {
				t.Fatal(err)
			}
			if got := tree(t, root); !slices.Equal(got, c.want) {
				t.Errorf("tree is %q, want %q", got, c.want)
			}
		})
	}
}

func TestUnpack_Refuses(t *testing.T) {
	t.Parallel()
	small := limits{entries: 3, bytes: 100, ratio: 2, grace: 10}
	for _, c := range []struct {
		name    string
		entries []tar.Header
		limits  limits
		want    string
	}{
		{"a name that leads out", []tar.Header{file("../x", "")}, standardLimits(), `unpack "../x": the name leads out of the image`},
		{"a name that leads out later", []tar.Header{file("a/../../x", "")}, standardLimits(), "leads out of the image"},
		{"a hard link that leads out", []tar.Header{hardLink("h", "../../etc/passwd")}, standardLimits(), `link to "../../etc/passwd": the name leads out of the image`},
		{"a hard link to what the image does not have", []tar.Header{hardLink("h", "/etc/passwd")}, standardLimits(), `link to "/etc/passwd": `},
		{"links that lead in a circle", []tar.Header{symlink("a", "b"), symlink("b", "a"), file("a/x", "")}, standardLimits(), "too many links"},
		{"a file below a file", []tar.Header{file("a", ""), file("a/b", "")}, standardLimits(), "a is not a folder"},
		{"a root that is a file", []tar.Header{file("./a/..", "")}, standardLimits(), "the root must be a folder"},
		{"a removal of nothing", []tar.Header{file("a/.wh.", "")}, standardLimits(), "names nothing"},
		{"a removal of the folder above", []tar.Header{file("a/.wh...", "")}, standardLimits(), "names nothing"},
		{"too many entries", []tar.Header{dir("a"), dir("b"), dir("c"), dir("d")}, small, "more than 3 files"},
		{"too many folders without entries", []tar.Header{file("a/b/c/d/e", "")}, small, "more than 3 files"},
		{"too many bytes", []tar.Header{file("a", strings.Repeat("x", 101))}, small, "which looks like an attempt to fill the disk"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			outer := t.TempDir()
			root := filepath.Join(outer, "a", "b")
			if err := os.MkdirAll(root, 0o700); err != nil {
				t.Fatal(err)
			}
			err := unpackInto(t, root, archiveOf(t, c.entries...), c.limits)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v, want %q", err, c.want)
			}
			if got := tree(t, outer); !slices.Equal(got[:2], []string{"a/", "a/b/"}) {
				t.Errorf("it wrote outside: %q", got)
			}
		})
	}
}

func TestUnpack_Metadata(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	when := time.Date(2020, 2, 3, 4, 5, 6, 0, time.UTC)
	err := unpackInto(t, root, archiveOf(t,
		tar.Header{Name: "locked/", Typeflag: tar.TypeDir, Mode: 0o555, ModTime: when},
		tar.Header{Name: "locked/su", Linkname: "x", Mode: 0o4755, Uid: 12, Gid: 34, ModTime: when, PAXRecords: map[string]string{
			"SCHILY.xattr.user.paddock": "v", "SCHILY.xattr.user.overlay.redirect": "/", "SCHILY.xattr.trusted.overlay.redirect": "/",
		}},
		tar.Header{Name: "sticky", Typeflag: tar.TypeDir, Mode: 0o1777},
	), standardLimits())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = removeAll(filepath.Join(root, "locked")) })
	stat := func(name string) fs.FileInfo {
		info, err := os.Lstat(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	t.Run("modes are kept, with setuid and sticky", func(t *testing.T) {
		got := fmt.Sprint(stat("locked").Mode(), stat("locked/su").Mode(), stat("sticky").Mode())
		if got != "dr-xr-xr-x urwxr-xr-x dtrwxrwxrwx" {
			t.Errorf("modes are %s", got)
		}
	})
	t.Run("times are kept, of folders too", func(t *testing.T) {
		if !stat("locked").ModTime().Equal(when) || !stat("locked/su").ModTime().Equal(when) {
			t.Errorf("times are %v and %v", stat("locked").ModTime(), stat("locked/su").ModTime())
		}
	})
	t.Run("owners are kept by root", func(t *testing.T) {
		if os.Geteuid() != 0 {
			t.Skip("only root's store keeps owners")
		}
		if s := stat("locked/su").Sys().(*syscall.Stat_t); s.Uid != 12 || s.Gid != 34 {
			t.Errorf("owner is %d:%d", s.Uid, s.Gid)
		}
	})
	t.Run("attributes are kept but for those of overlayfs", func(t *testing.T) {
		list := make([]byte, 1000)
		n, err := unix.Llistxattr(filepath.Join(root, "locked/su"), list)
		if err != nil {
			t.Skip(err)
		}
		if got := string(list[:n]); !strings.Contains(got, "user.paddock") || strings.Contains(got, "overlay") {
			t.Errorf("attributes are %q", got)
		}
	})
}

func TestUnpack_LeavesHoles(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	const size = 64 << 20
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	if err := w.WriteHeader(&tar.Header{Name: "disk", Size: size, Mode: 0o600}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(append(make([]byte, size-1), 'x')); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := unpackInto(t, root, out.Bytes(), standardLimits()); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(root, "disk"))
	if err != nil {
		t.Fatal(err)
	}
	if used := info.Sys().(*syscall.Stat_t).Blocks * 512; info.Size() != size || used > 1<<20 {
		t.Errorf("size is %d, on disk %d", info.Size(), used)
	}
}

// FuzzUnpack feeds archives that somebody hostile made: whatever they hold, nothing is written
// outside of the folder, and nothing panics.
func FuzzUnpack(f *testing.F) {
	f.Add(archiveOf(f, dir("a"), file("a/f", "x"), symlink("l", "/"), file("l/x", ""), hardLink("h", "a/f"), file("a/.wh.g", ""), file("a/.wh..wh..opq", "")))
	f.Add(archiveOf(f, symlink("a", ".."), file("a/x", ""), file(".wh.a", ""), file("a/b", "")))
	f.Add(archiveOf(f, file("../x", "")))
	f.Fuzz(func(t *testing.T, archive []byte) {
		outer := t.TempDir()
		root := filepath.Join(outer, "a", "b")
		if err := os.MkdirAll(root, 0o700); err != nil {
			t.Fatal(err)
		}
		_ = unpackInto(t, root, archive, limits{entries: 100, bytes: 1 << 20, ratio: 200, grace: 1 << 20})
		for _, dir := range []string{outer, filepath.Join(outer, "a")} {
			if list, err := os.ReadDir(dir); err != nil || len(list) != 1 {
				t.Errorf("%s holds %v, %v", dir, list, err)
			}
		}
		_ = removeAll(root)
	})
}
