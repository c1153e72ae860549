package namespace

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// copyTree copies what is in a folder into another one that is there: files, folders, links, what
// overlayfs marks as removed, modes, times, attributes and, where owners says so, owners. Devices,
// sockets, pipes and what is in folders that are mounted there are left out.
func copyTree(from, to string, owners bool) error {
	var root unix.Stat_t
	if err := unix.Stat(from, &root); err != nil {
		return &os.PathError{Op: "stat", Path: from, Err: err}
	}
	return filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		var st unix.Stat_t
		if err := lstat(name, rel, &st); err != nil {
			return &os.PathError{Op: "stat", Path: name, Err: err}
		}
		if err := copyEntry(name, filepath.Join(to, rel), &st, owners); err != nil {
			return &os.PathError{Op: "copy", Path: name, Err: err}
		}
		if d.IsDir() && st.Dev != root.Dev {
			return fs.SkipDir
		}
		return nil
	})
}

// lstat does not follow links, but for the one that may be the root itself.
func lstat(name, rel string, st *unix.Stat_t) error {
	if rel == "." {
		return unix.Stat(name, st)
	}
	return unix.Lstat(name, st)
}

func copyEntry(from, to string, st *unix.Stat_t, owners bool) error {
	kind := st.Mode & unix.S_IFMT
	isDir := false
	if info, err := os.Lstat(to); err == nil {
		if isDir = info.IsDir() && kind == unix.S_IFDIR; !isDir {
			if err := os.RemoveAll(to); err != nil { // never written through
				return err
			}
		}
	}
	var err error
	switch kind {
	case unix.S_IFDIR:
		if !isDir {
			err = os.Mkdir(to, 0o700)
		}
	case unix.S_IFREG:
		err = copyFile(from, to)
	case unix.S_IFLNK:
		var target string
		if target, err = os.Readlink(from); err == nil {
			err = os.Symlink(target, to)
		}
	case unix.S_IFCHR:
		if st.Rdev != 0 {
			return nil
		}
		err = unix.Mknod(to, unix.S_IFCHR, 0)
	default:
		return nil
	}
	if err != nil {
		return err
	}
	return copyAttributes(from, to, st, owners)
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

func copyAttributes(from, to string, st *unix.Stat_t, owners bool) error {
	if owners {
		if err := unix.Lchown(to, int(st.Uid), int(st.Gid)); err != nil {
			return err
		}
	}
	if err := copyExtended(from, to); err != nil {
		return err
	}
	if st.Mode&unix.S_IFMT == unix.S_IFLNK {
		return nil
	}
	if err := unix.Chmod(to, st.Mode&0o7777); err != nil {
		return err
	}
	return unix.UtimesNanoAt(unix.AT_FDCWD, to, []unix.Timespec{st.Atim, st.Mtim}, unix.AT_SYMLINK_NOFOLLOW)
}

// copyExtended copies extended attributes. Of overlayfs's own it takes those that say what a layer
// hides; the others tie a file to the layers that it was copied up from.
func copyExtended(from, to string) error {
	size, err := unix.Llistxattr(from, nil)
	if err != nil || size == 0 {
		return nil // the file system has none
	}
	names := make([]byte, size)
	if size, err = unix.Llistxattr(from, names); err != nil {
		return err
	}
	for name := range strings.SplitSeq(strings.TrimRight(string(names[:size]), "\x00"), "\x00") {
		if _, own, ok := strings.Cut(name, ".overlay."); ok && own != "opaque" && own != "whiteout" {
			continue
		}
		n, err := unix.Lgetxattr(from, name, nil)
		if err != nil {
			continue
		}
		value := make([]byte, n)
		if n, err = unix.Lgetxattr(from, name, value); err != nil {
			continue
		}
		if err := unix.Lsetxattr(to, name, value[:n], 0); err != nil && !errors.Is(err, unix.ENOTSUP) && !errors.Is(err, unix.EPERM) {
			return err
		}
	}
	return nil
}
