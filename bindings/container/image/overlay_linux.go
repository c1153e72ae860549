package image

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// mkwhiteout hides the name of lower layers. Linux lets everybody make this one device.
func mkwhiteout(name string) error {
	if err := unix.Mknod(name, unix.S_IFCHR, 0); err != nil {
		return &fs.PathError{Op: "mknod", Path: name, Err: err}
	}
	return nil
}

func isWhiteout(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && info.Mode()&fs.ModeCharDevice != 0 && stat.Rdev == 0
}

// The attributes that mark a folder opaque, for mounts in a user namespace and as root.
const (
	userOpaque    = "user.overlay.opaque"
	trustedOpaque = "trusted.overlay.opaque"
)

// markOpaque hides what lower layers have in the folder, for every way to mount that this user has.
func markOpaque(name string) error {
	err := unix.Lsetxattr(name, userOpaque, []byte("y"), 0)
	if os.Geteuid() == 0 {
		// Root of a user namespace may not do this, and mounts with the other attribute.
		if unix.Lsetxattr(name, trustedOpaque, []byte("y"), 0) == nil {
			return nil
		}
	}
	if err != nil {
		return fmt.Errorf("mark %s opaque: %w; the image store must lie on a file system with extended attributes", name, err)
	}
	return nil
}

func isOpaque(name string) bool {
	var value [1]byte
	for _, attr := range []string{userOpaque, trustedOpaque} {
		if n, err := unix.Lgetxattr(name, attr, value[:]); err == nil && n == 1 && value[0] == 'y' {
			return true
		}
	}
	return false
}

// setAttributes sets the extended attributes of an entry of an archive.
func setAttributes(name string, records map[string]string) error {
	for key, value := range records {
		if attr, ok := strings.CutPrefix(key, "SCHILY.xattr."); ok {
			if err := setAttribute(name, attr, []byte(value)); err != nil {
				return err
			}
		}
	}
	return nil
}

// copyAttributes gives a file those of another one.
func copyAttributes(from, to string) error {
	list := make([]byte, 64<<10) // the most that Linux lists
	n, err := unix.Llistxattr(from, list)
	if err != nil {
		return nil // the file system has none
	}
	for _, attr := range bytes.Split(bytes.TrimSuffix(list[:n], []byte{0}), []byte{0}) {
		value := make([]byte, 64<<10)
		n, err := unix.Lgetxattr(from, string(attr), value)
		if len(attr) == 0 || err != nil {
			continue
		}
		if err := setAttribute(to, string(attr), value[:n]); err != nil {
			return err
		}
	}
	return nil
}

// setAttribute sets an extended attribute, but never one of overlayfs's own, by which a layer could
// show files of the store. What the system refuses to this user is left out, as capabilities of
// programs in a store that is not root's.
func setAttribute(name, attr string, value []byte) error {
	if strings.HasPrefix(attr, "trusted.overlay.") || strings.HasPrefix(attr, "user.overlay.") {
		return nil
	}
	err := unix.Lsetxattr(name, attr, value, 0)
	if err == nil || errors.Is(err, unix.EPERM) || errors.Is(err, unix.EACCES) || errors.Is(err, unix.EOPNOTSUPP) {
		return nil
	}
	return fmt.Errorf("set attribute %s: %w", attr, err)
}

func mkfifo(name string) error {
	if err := unix.Mkfifo(name, 0o600); err != nil {
		return &fs.PathError{Op: "mkfifo", Path: name, Err: err}
	}
	return nil
}

func ownerOf(info fs.FileInfo) (uid, gid int) {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(stat.Uid), int(stat.Gid)
	}
	return 0, 0
}
