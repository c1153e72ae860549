package dockerfile

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"paddock/bindings/container/image"
)

// stubs are files and folders that exist in a layer only because something was mounted over them: by
// the Dockerfile, or by every runner.
type stubs []string // absolute, those below before those above

// stubsOf lists what the image lacks of the places that are mounted over.
func stubsOf(tree *image.Tree, mounts []Mount) stubs {
	places := []string{"/dev", "/proc", "/sys", "/etc/resolv.conf", "/etc/hosts", "/etc/hostname"}
	for _, m := range mounts {
		places = append(places, m.Target)
	}
	var out stubs
	for _, p := range places {
		for p = path.Clean(p); p != "/" && p != "."; p = path.Dir(p) {
			if _, err := tree.Lookup(p); !errors.Is(err, fs.ErrNotExist) {
				break
			}
			out = append(out, p)
		}
	}
	// The longest first, so that a folder is empty when its turn comes.
	slices.SortFunc(out, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(out)
}

// remove removes those that are empty. What a command itself has put there stays.
func (s stubs) remove(upper string) error {
	for _, name := range s {
		file := filepath.Join(upper, filepath.FromSlash(name))
		info, err := os.Lstat(file)
		if err != nil || !info.IsDir() && (info.Size() > 0 || !info.Mode().IsRegular()) {
			continue
		}
		_ = os.Remove(file) // fails for a folder that is not empty, which then stays
	}
	return nil
}
