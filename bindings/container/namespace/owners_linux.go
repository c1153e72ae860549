package namespace

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"

	"paddock/bindings/container/image"
	"paddock/bindings/container/launch"
)

// imageUsers are the users of containers where this process has ranges for them; nil where not.
func imageUsers() image.Users {
	if !hasRanges() {
		return nil
	}
	return users{usersFor(launch.LinkHost)}
}

// users implements [image.Users] as the root of a user namespace.
type users struct{ ranges *launch.Users }

// nobody is what Linux shows of an owner that a user namespace does not have.
const nobody = 65534

// Inside implements [image.Users].
func (u users) Inside(uid, gid int) (int, int) {
	return insideOf(u.ranges.UIDs, uid), insideOf(u.ranges.GIDs, gid)
}

func insideOf(maps []launch.IDMap, id int) int {
	for _, m := range maps {
		if id >= m.Outside && id < m.Outside+m.Size {
			return m.Inside + id - m.Outside
		}
	}
	return nobody
}

// Own implements [image.Users].
func (u users) Own(ctx context.Context, dir string, owners []image.Owner) error {
	text, err := json.Marshal(owners)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp("", "paddock-owners-")
	if err != nil {
		return err
	}
	defer f.Close()
	if err := os.Remove(f.Name()); err != nil {
		return err
	}
	if _, err := f.Write(text); err != nil {
		return err
	}
	if _, err := f.Seek(0, 0); err != nil {
		return err
	}
	return asRoot(ctx, setup{Own: dir}, f)
}

// Remove implements [image.Users].
func (users) Remove(dir string) error {
	removeTree(dir)
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove %s: it holds files of other users", dir)
	}
	return nil
}

// giveOwners does in the user namespace what Own asked for on standard input.
func giveOwners(dir string) error {
	var owners []image.Owner
	if err := json.NewDecoder(os.Stdin).Decode(&owners); err != nil {
		return fmt.Errorf("read who files are given to: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, o := range owners {
		err := root.Lchown(o.Name, o.UID, o.GID)
		if errors.Is(err, unix.EINVAL) {
			continue // beyond the ranges
		}
		if err == nil && o.Mode&fs.ModeSymlink == 0 {
			err = root.Chmod(o.Name, o.Mode)
		}
		if err != nil {
			return fmt.Errorf("give a file of an image away: %w", err)
		}
	}
	return nil
}
