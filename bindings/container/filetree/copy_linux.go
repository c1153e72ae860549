package filetree

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// Options say what a copy takes along.
type Options struct {
	// Owners are copied, which only root may.
	Owners bool
	// OneMount leaves out what is mounted in the folder, with its mount points. Without it mount points
	// are copied as empty folders, and files that are mounted as they are.
	OneMount bool
}

// Copy copies what is in a folder into another one that is there, in the place of what has the same
// names. Devices, sockets, pipes, what is in folders that are mounted there, and what is removed meanwhile are
// left out.
func Copy(from, to string, o Options) error {
	root, err := os.OpenRoot(from)
	if err != nil {
		return err
	}
	defer root.Close()
	top, err := root.Stat(".")
	if err != nil {
		return err
	}
	c := &copying{root: root, to: to, options: o, device: stat(top).Dev}
	err = fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil {
			err = c.entry(name, d)
		}
		if errors.Is(err, fs.ErrNotExist) && !exists(root, name) {
			return nil // it has been removed meanwhile
		}
		if err == nil || err == fs.SkipDir {
			return err
		}
		return &os.PathError{Op: "copy", Path: filepath.Join(from, name), Err: err}
	})
	return errors.Join(err, c.finish())
}

func exists(root *os.Root, name string) bool {
	_, err := root.Lstat(name)
	return err == nil
}

// copying is a copy on its way.
type copying struct {
	root    *os.Root
	to      string
	options Options
	device  uint64 // of the folder
	folders []folder
}

// folder is one that was copied. It gets its attributes once all is in it, as its mode may forbid to write into it.
type folder struct {
	name string
	info fs.FileInfo
}

// entry copies what the walk has come to.
func (c *copying) entry(name string, d fs.DirEntry) error {
	info, err := c.root.Lstat(name)
	if err != nil {
		return err
	}
	outside := stat(info).Dev != c.device
	if outside && c.options.OneMount {
		return skip(d)
	}
	if err := copyEntry(c.root, name, filepath.Join(c.to, name), info, c.options.Owners); err != nil {
		return err
	}
	if info.IsDir() {
		c.folders = append(c.folders, folder{name, info})
	}
	if outside {
		return skip(d)
	}
	return nil
}

// finish gives folders their attributes, the innermost first.
func (c *copying) finish() error {
	for _, f := range slices.Backward(c.folders) {
		err := copyAttributes(c.root, f.name, filepath.Join(c.to, f.name), stat(f.info), c.options.Owners)
		if err != nil && exists(c.root, f.name) {
			return err
		}
	}
	return nil
}

func stat(info fs.FileInfo) *syscall.Stat_t { return info.Sys().(*syscall.Stat_t) }

func skip(d fs.DirEntry) error {
	if d.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// copyEntry copies an entry, of a folder not the attributes.
func copyEntry(root *os.Root, from, to string, info fs.FileInfo, owners bool) error {
	st := stat(info)
	there, err := os.Lstat(to)
	if err == nil && !(there.IsDir() && info.IsDir()) {
		if err := os.RemoveAll(to); err != nil { // never written through
			return err
		}
	}
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFDIR:
		if err == nil && there.IsDir() {
			return unlock(to, there.Mode())
		}
		return os.Mkdir(to, 0o700)
	case unix.S_IFREG:
		err = copyFile(root, from, to)
	case unix.S_IFLNK:
		var target string
		if target, err = root.Readlink(from); err == nil {
			err = os.Symlink(target, to)
		}
	case unix.S_IFCHR:
		if st.Rdev != 0 {
			return nil
		}
		err = unix.Mknod(to, unix.S_IFCHR, 0) // a file that overlayfs hides
	default:
		return nil
	}
	if err != nil {
		return err
	}
	return copyAttributes(root, from, to, st, owners)
}

// unlock has a folder's owner write into it, until it gets its attributes.
func unlock(name string, mode fs.FileMode) error {
	const all = 0o700
	if mode.Perm()&all == all {
		return nil
	}
	return os.Chmod(name, mode.Perm()|all)
}

// open does not wait for a pipe that has taken a file's place.
func open(root *os.Root, name string) (*os.File, error) {
	return root.OpenFile(name, os.O_RDONLY|unix.O_NONBLOCK, 0)
}

func copyFile(root *os.Root, from, to string) (err error) {
	in, err := open(root, from)
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

func copyAttributes(root *os.Root, from, to string, st *syscall.Stat_t, owners bool) error {
	if owners {
		if err := unix.Lchown(to, int(st.Uid), int(st.Gid)); err != nil {
			return err
		}
	}
	if kind := st.Mode & unix.S_IFMT; kind != unix.S_IFREG && kind != unix.S_IFDIR {
		return nil
	}
	if err := copyExtended(root, from, to); err != nil {
		return err
	}
	if err := unix.Chmod(to, st.Mode&0o7777); err != nil {
		return err
	}
	times := []unix.Timespec{unix.Timespec(st.Atim), unix.Timespec(st.Mtim)}
	return unix.UtimesNanoAt(unix.AT_FDCWD, to, times, unix.AT_SYMLINK_NOFOLLOW)
}

// copyExtended copies extended attributes of a file or folder. Of overlayfs's own it takes those that
// say what a layer hides; the others tie a file to the layers that it was copied up from.
func copyExtended(root *os.Root, from, to string) error {
	f, err := open(root, from)
	if err != nil {
		return err
	}
	defer f.Close()
	fd := int(f.Fd())
	size, err := unix.Flistxattr(fd, nil)
	if err != nil || size == 0 {
		return nil // the file system has none
	}
	names := make([]byte, size)
	if size, err = unix.Flistxattr(fd, names); err != nil {
		return err
	}
	for name := range strings.SplitSeq(strings.TrimRight(string(names[:size]), "\x00"), "\x00") {
		if _, own, ok := strings.Cut(name, ".overlay."); ok && own != "opaque" && own != "whiteout" {
			continue
		}
		n, err := unix.Fgetxattr(fd, name, nil)
		if err != nil {
			continue
		}
		value := make([]byte, n)
		if n, err = unix.Fgetxattr(fd, name, value); err != nil {
			continue
		}
		if err := unix.Lsetxattr(to, name, value[:n], 0); err != nil && !errors.Is(err, unix.ENOTSUP) && !errors.Is(err, unix.EPERM) {
			return err
		}
	}
	return nil
}
