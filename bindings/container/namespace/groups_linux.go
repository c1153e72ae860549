package namespace

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"paddock/bindings/container/cgroup"
)

// showGroups shows a container its own control group, read-only, where that can be done. It must be in
// it already.
func showGroups(old oldRoot, groups []cgroup.Shown) error {
	const place = cgroup.Place
	if len(groups) == 0 || unix.Unshare(unix.CLONE_NEWCGROUP) != nil {
		return nil
	}
	if groups[0].Name != "" {
		if unix.Mount("tmpfs", place, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "mode=755") != nil {
			return nil // this kernel or this /sys has no such place
		}
	}
	for _, g := range groups {
		target := filepath.Join(place, g.Name)
		if g.Name != "" {
			if err := os.Mkdir(target, 0o755); err != nil {
				return fmt.Errorf("show the control group: %w", err)
			}
		}
		if unix.Mount(old.path(g.Path), target, "", unix.MS_BIND, "") != nil {
			continue
		}
		if err := unix.MountSetattr(unix.AT_FDCWD, target, 0, &unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY}); err != nil {
			return fmt.Errorf("show the control group: %w", err)
		}
	}
	return nil
}
