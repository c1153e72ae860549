package filetree

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// made is a folder with files, whose names are relative to it.
func made(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func read(t *testing.T, elem ...string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(elem...))
	if err != nil {
		t.Error(err)
	}
	return string(b)
}

func TestCopy(t *testing.T) {
	from := made(t, map[string]string{"dir/run": "run", "own": "own"})
	old := time.Unix(1_000_000_000, 0)
	err := errors.Join(
		os.Chmod(filepath.Join(from, "dir/run"), 0o751), os.Chmod(filepath.Join(from, "dir"), 0o700),
		os.Chtimes(filepath.Join(from, "own"), old, old),
		os.Symlink("/etc/hostname", filepath.Join(from, "link")),
		unix.Mkfifo(filepath.Join(from, "pipe"), 0o600),
	)
	if err != nil {
		t.Fatal(err)
	}
	hidden := unix.Mknod(filepath.Join(from, "hidden"), unix.S_IFCHR, 0)
	extended := unix.Lsetxattr(filepath.Join(from, "dir"), "user.overlay.opaque", []byte("y"), 0)
	to := made(t, map[string]string{"dir/kept": "kept", "link": "a file", "own": "an older one"})
	if err := Copy(from, to, Options{}); err != nil {
		t.Fatal(err)
	}
	t.Run("files have their text, mode and time", func(t *testing.T) {
		if got := read(t, to, "dir/run") + read(t, to, "own"); got != "runown" {
			t.Errorf("got %q", got)
		}
		run, _ := os.Stat(filepath.Join(to, "dir/run"))
		dir, _ := os.Stat(filepath.Join(to, "dir"))
		own, _ := os.Stat(filepath.Join(to, "own"))
		if run.Mode().Perm() != 0o751 || dir.Mode().Perm() != 0o700 || !own.ModTime().Equal(old) {
			t.Errorf("modes %v and %v, time %v", run.Mode(), dir.Mode(), own.ModTime())
		}
	})
	t.Run("what a folder has already stays", func(t *testing.T) {
		if got := read(t, to, "dir/kept"); got != "kept" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("links stay links, and pipes are left out", func(t *testing.T) {
		if target, err := os.Readlink(filepath.Join(to, "link")); target != "/etc/hostname" || err != nil {
			t.Errorf("got %q, %v", target, err)
		}
		if _, err := os.Lstat(filepath.Join(to, "pipe")); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("what overlayfs hides stays hidden", func(t *testing.T) {
		if err := errors.Join(hidden, extended); err != nil {
			t.Skipf("this file system cannot hold it: %v", err)
		}
		var st unix.Stat_t
		if err := unix.Lstat(filepath.Join(to, "hidden"), &st); err != nil || st.Mode&unix.S_IFMT != unix.S_IFCHR || st.Rdev != 0 {
			t.Errorf("got %+v, %v", st, err)
		}
		b := make([]byte, 8)
		if n, err := unix.Lgetxattr(filepath.Join(to, "dir"), "user.overlay.opaque", b); string(b[:max(n, 0)]) != "y" {
			t.Errorf("got %q, %v", b[:max(n, 0)], err)
		}
	})
	t.Run("nothing is written through a link of the destination", func(t *testing.T) {
		victim := made(t, map[string]string{"own": "untouched"})
		to := t.TempDir()
		if err := os.Symlink(filepath.Join(victim, "own"), filepath.Join(to, "own")); err != nil {
			t.Fatal(err)
		}
		if err := Copy(from, to, Options{}); err != nil {
			t.Fatal(err)
		}
		if got := read(t, victim, "own"); got != "untouched" {
			t.Errorf("got %q", got)
		}
	})
}

func TestCopy_ReadOnlyFolder(t *testing.T) {
	from, to := made(t, map[string]string{"dir/inner/file": "file"}), t.TempDir()
	old := time.Unix(1_000_000_000, 0)
	for _, name := range []string{"dir/inner", "dir"} {
		name := filepath.Join(from, name)
		if err := errors.Join(os.Chtimes(name, old, old), os.Chmod(name, 0o555)); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { // else nobody but root can remove them
		for _, dir := range []string{from, to} {
			_ = errors.Join(os.Chmod(filepath.Join(dir, "dir"), 0o755), os.Chmod(filepath.Join(dir, "dir/inner"), 0o755))
		}
	})
	for range 2 { // the second time over the first
		if err := Copy(from, to, Options{}); err != nil {
			t.Fatal(err)
		}
	}
	if got := read(t, to, "dir/inner/file"); got != "file" {
		t.Errorf("got %q", got)
	}
	for _, name := range []string{"dir", "dir/inner"} {
		if info, err := os.Stat(filepath.Join(to, name)); err != nil || info.Mode().Perm() != 0o555 || !info.ModTime().Equal(old) {
			t.Errorf("%s has mode %v and time %v, %v", name, info.Mode(), info.ModTime(), err)
		}
	}
}

// TestCopy_Race has a file become a link to one outside between the look at it and its reading.
func TestCopy_Race(t *testing.T) {
	secret := made(t, map[string]string{"secret": "secret"})
	from, to := made(t, map[string]string{"file": "file"}), t.TempDir()
	root, err := os.OpenRoot(from)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	info, err := root.Lstat("file")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(from, "file")
	if err := errors.Join(os.Remove(file), os.Symlink(filepath.Join(secret, "secret"), file)); err != nil {
		t.Fatal(err)
	}
	if err := copyEntry(root, "file", filepath.Join(to, "file"), info, false); err == nil {
		t.Errorf("it was read: %q", read(t, to, "file"))
	}
}
