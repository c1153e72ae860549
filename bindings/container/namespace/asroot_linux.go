package namespace

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"paddock/bindings/container/filetree"
	"paddock/bindings/container/launch"
)

// Users whose containers have ranges of other users cannot read or delete all that those write: the
// root of a user namespace with the same ranges can.

// asRoot does one thing as that root.
func asRoot(ctx context.Context, what setup, stdin *os.File) error {
	c := launch.Config{Name: "files", Choice: launch.Choice{Link: launch.LinkHost}, Users: usersFor(launch.LinkHost), Setup: setupName, SetupConfig: what}
	if stdin != nil {
		c.Stdin = stdin
	}
	return launch.Do(ctx, c)
}

// hasRanges tells whether there are such users here.
func hasRanges() bool {
	u := usersFor(launch.LinkHost)
	return u != nil && u.Helpers
}

// copyFolder copies an open folder to one that is there. Only root keeps owners: what others keep on
// the disk is theirs.
func copyFolder(ctx context.Context, from *os.File, to string) error {
	if hasRanges() {
		return asRoot(ctx, setup{Copy: to}, from)
	}
	return filetree.Copy(fmt.Sprintf("/proc/self/fd/%d", from.Fd()), to, filetree.Options{Owners: os.Geteuid() == 0})
}

// removeTree deletes a folder and all in it, also what its owner may not enter: overlayfs makes such
// folders, and programs do.
func removeTree(dir string) {
	if err := os.RemoveAll(dir); err == nil || !errors.Is(err, fs.ErrPermission) {
		return
	}
	_ = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return nil
		}
		// Before it is read: the walk comes back with an error for those that could not be.
		if info, err := d.Info(); err == nil && info.Mode().Perm()&0o700 != 0o700 {
			_ = os.Chmod(name, 0o700)
		}
		return nil
	})
	if os.RemoveAll(dir) != nil && hasRanges() {
		_ = asRoot(context.Background(), setup{Remove: dir}, nil) // what is left is tried again by a sweep
	}
}
