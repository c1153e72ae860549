package namespace

import (
	"fmt"
	"os"
	"path"

	"golang.org/x/sys/unix"

	"paddock/bindings/container/dockerfile"
)

// mount is something mounted into a build step, with what it needs of the host held open.
type mount struct {
	dockerfile.Mount
	fds []int // of Source, or of Layers with the highest first
}

// openMounts opens what is mounted before the host goes out of sight.
func openMounts(all []dockerfile.Mount) (mounts []mount, err error) {
	for _, m := range all {
		open := mount{Mount: m}
		names := []string{m.Source}
		if len(m.Layers) > 0 {
			names = nil
			for n := range m.Layers {
				names = append(names, m.Layers[len(m.Layers)-1-n])
			}
		} else if m.Source == "" {
			names = nil
		}
		for _, name := range names {
			fd, err := openPath(name)
			if err != nil {
				closeMounts(append(mounts, open))
				return nil, fmt.Errorf("mount %s: %w", m.Target, err)
			}
			open.fds = append(open.fds, fd)
		}
		mounts = append(mounts, open)
	}
	return mounts, nil
}

func closeMounts(all []mount) {
	for _, m := range all {
		for _, fd := range m.fds {
			unix.Close(fd)
		}
	}
}

// place mounts it in the container, whose root this is by now.
func (m mount) place(empty string) error {
	err := m.tryPlace(empty)
	if err != nil {
		return fmt.Errorf("mount %s: %w", m.Target, err)
	}
	if m.ReadOnly {
		if err := unix.MountSetattr(unix.AT_FDCWD, m.Target, unix.AT_RECURSIVE, &unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY}); err != nil {
			return fmt.Errorf("mount %s read-only: %w", m.Target, err)
		}
	}
	return nil
}

func (m mount) tryPlace(empty string) error {
	switch {
	case len(m.Layers) > 0:
		return m.placeLayers(empty)
	case m.Source == "":
		options := "mode=1777"
		if m.Size > 0 {
			options += fmt.Sprintf(",size=%d", m.Size)
		}
		if err := makeFolder(m.Target); err != nil {
			return err
		}
		return unix.Mount("tmpfs", m.Target, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, options)
	}
	return bind(descriptor(m.fds[0]), m.Target)
}

// bind shows a file or folder at another place, which is made where it is missing.
func bind(source, target string) error {
	info, err := os.Stat(source)
	if err != nil {
		return err
	}
	if info.IsDir() {
		err = makeFolder(target)
	} else {
		err = plainFile(target)
	}
	if err != nil {
		return err
	}
	return unix.Mount(source, target, "", unix.MS_BIND|unix.MS_REC, "")
}

// placeLayers shows a part of an image.
func (m mount) placeLayers(empty string) error {
	const staging = "/dev/.layers"
	if err := os.Mkdir(staging, 0o700); err != nil {
		return err
	}
	defer os.Remove(staging)
	options := "lowerdir="
	for _, fd := range m.fds {
		options += descriptor(fd) + ":"
	}
	options += empty // without an upper layer there must be two
	if err := unix.Mount("overlay", staging, "overlay", unix.MS_NODEV, options); err != nil {
		return err
	}
	defer unix.Unmount(staging, unix.MNT_DETACH)
	root, err := openPath(staging)
	if err != nil {
		return err
	}
	defer unix.Close(root)
	// Links of the image must not lead out of it.
	part, err := unix.Openat2(root, "."+path.Clean("/"+m.Subpath), &unix.OpenHow{Flags: unix.O_PATH | unix.O_CLOEXEC, Resolve: unix.RESOLVE_IN_ROOT})
	if err != nil {
		return &os.PathError{Op: "open", Path: m.Subpath, Err: err}
	}
	defer unix.Close(part)
	return bind(descriptor(part), m.Target)
}
