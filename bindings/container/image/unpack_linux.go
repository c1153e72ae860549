package image

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// mkwhiteout hides the name of lower layers. Linux lets everybody make this one device.
func mkwhiteout(name string) error {
	if err := unix.Mknod(name, unix.S_IFCHR, 0); err != nil {
		return &fs.PathError{Op: "mknod", Path: name, Err: err}
	}
	return nil
}

// markOpaque hides what lower layers have in the folder, for every way to mount that this user has.
func markOpaque(name string) error {
	err := unix.Lsetxattr(name, "user.overlay.opaque", []byte("y"), 0)
	if os.Geteuid() == 0 {
		// Root of a user namespace may not do this, and mounts with the other attribute.
		if unix.Lsetxattr(name, "trusted.overlay.opaque", []byte("y"), 0) == nil {
			return nil
		}
	}
	if err != nil {
		return fmt.Errorf("mark %s opaque: %w; the image store must lie on a file system with extended attributes", name, err)
	}
	return nil
}

func mkfifo(name string) error {
	if err := unix.Mkfifo(name, 0o600); err != nil {
		return &fs.PathError{Op: "mkfifo", Path: name, Err: err}
	}
	return nil
}

// setAttributes sets the extended attributes of an entry, but never overlayfs's own, by which a
// layer could show files of the store. What the system refuses to this user is left out, as
// capabilities of programs in a store that is not root's.
func setAttributes(name string, records map[string]string) error {
	for key, value := range records {
		attr, ok := strings.CutPrefix(key, "SCHILY.xattr.")
		if !ok || strings.HasPrefix(attr, "trusted.overlay.") || strings.HasPrefix(attr, "user.overlay.") {
			continue
		}
		err := unix.Lsetxattr(name, attr, []byte(value), 0)
		if err == nil || errors.Is(err, unix.EPERM) || errors.Is(err, unix.EACCES) || errors.Is(err, unix.EOPNOTSUPP) {
			continue
		}
		return fmt.Errorf("set attribute %s: %w", attr, err)
	}
	return nil
}
