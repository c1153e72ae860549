package namespace

import (
	"errors"
	"fmt"
	"os"
	"path"

	"golang.org/x/sys/unix"

	"paddock/bindings/container/filetree"
	"paddock/bindings/container/launch"
)

// aptFile has Debian's package manager stay root where there is no other user: it checks whether it
// has really become one.
const (
	aptFile = "/etc/apt/apt.conf.d/zz-paddock"
	aptText = "APT::Sandbox::User \"root\";\n"
)

// ownFiles are the files of /etc that are the container's own.
func (v *view) ownFiles() map[string]string {
	files := map[string]string{"/etc/hosts": launch.Hosts(v.Address, v.Hostname), "/etc/resolv.conf": v.Resolv}
	if v.Hostname != "" {
		files["/etc/hostname"] = v.Hostname + "\n"
	}
	if info, err := os.Stat(path.Dir(aptFile)); v.Alone && err == nil && info.IsDir() {
		files[aptFile] = aptText
	}
	return files
}

// showOwnFiles mounts them over the image's: no layer and no snapshot gets them.
func (v *view) showOwnFiles() error {
	const staging = "/dev/.paddock"
	if err := os.Mkdir(staging, 0o700); err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer os.Remove(staging)
	if err := unix.Mount("tmpfs", staging, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "mode=755"); err != nil {
		return fmt.Errorf("mount a tmpfs: %w", err)
	}
	defer unix.Unmount(staging, unix.MNT_DETACH)
	for target, text := range v.ownFiles() {
		source := path.Join(staging, path.Base(target))
		if err := os.WriteFile(source, []byte(text), 0o644); err != nil {
			return fmt.Errorf("write %s: %w", target, err)
		}
		if err := plainFile(target); err != nil {
			return fmt.Errorf("make %s: %w", target, err)
		}
		if err := unix.Mount(source, target, "", unix.MS_BIND, ""); err != nil {
			return fmt.Errorf("show %s: %w", target, err)
		}
	}
	return nil
}

// plainFile makes sure that there is a file to mount on. A link of the image that leads nowhere, as
// to the resolver of a system that was not started, is replaced.
func plainFile(name string) error {
	info, err := os.Stat(name)
	if err == nil && !info.IsDir() {
		return nil
	}
	if err := makeFolder(path.Dir(name)); err != nil {
		return err
	}
	if err := os.RemoveAll(name); err != nil {
		return err
	}
	return os.WriteFile(name, nil, 0o644)
}

// placeDirectories copies folders of snapshots into the container, in the place of what the image has
// there. An empty one leaves that.
func (v *view) placeDirectories(from sources) error {
	for n, d := range v.Directories {
		err := makeFolder(d.Dest)
		if err == nil && d.Source != "" {
			err = emptyFolder(d.Dest)
		}
		if err == nil {
			err = filetree.Copy(from.path(n), d.Dest, filetree.Options{Owners: !v.Rootless})
		}
		if err != nil {
			return fmt.Errorf("bring back %s: %w", d.Dest, err)
		}
	}
	return nil
}

// emptyFolder removes what is in a folder.
func emptyFolder(dir string) error {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		err = errors.Join(err, os.RemoveAll(path.Join(dir, e.Name())))
	}
	return err
}
