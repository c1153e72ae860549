package namespace

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"paddock/bindings/container"
	"paddock/bindings/container/cgroup"
	"paddock/bindings/container/dockerfile"
	"paddock/bindings/container/launch"
)

// view is what the init stage makes a container see.
type view struct {
	Layers      []string // lowest first
	Root        string   // an empty folder to mount on
	Empty       string   // an empty folder, the layer of images that have none
	Upper, Work string   // what is written, and overlayfs's own
	Groups      []cgroup.Shown
	Volatile    bool   // what is written need not outlive a crash of the machine
	Mark        string // a file to make when what is written lies in memory
	DiskFile    string // a disk that what is written goes to; "": the one that Upper is on
	DiskMark    string // a file to make when DiskFile is used
	Rootless    bool   // in a user namespace
	Alone       bool   // which has no other user than root

	Volumes []string // folders that are there, whether the image has them or not
	Disk    int64    // how much may be written where that lies in memory, bytes; 0: what the kernel allows

	OwnNetwork bool // in a network namespace

	Hostname string // "": the host's
	Address  string // of the host name
	Resolv   string // the text of resolv.conf

	Trust       trust
	Directories []container.Directory
	Mounts      []dockerfile.Mount // of a build step
}

func newView(f *folder, layers []string, users *launch.Users) *view {
	return &view{
		Layers: layers, Root: f.join(rootDir), Empty: f.join(emptyDir), Upper: f.join(upperDir), Work: f.join(workDir),
		Groups: f.group.Shown(), Volatile: true, Mark: f.join(memoryMark), DiskMark: f.join(diskMark), Rootless: users != nil, Alone: users.Alone(),
	}
}

// setUp makes the container's files and changes into them. What the image says about paths is only
// looked at from the inside, where its links lead nowhere else.
func (v *view) setUp(c *launch.Command) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make mounts private: %w", err)
	}
	if v.Hostname != "" {
		if err := unix.Sethostname([]byte(v.Hostname)); err != nil {
			return fmt.Errorf("set the host name: %w", err)
		}
	}
	sources, err := v.openSources()
	defer sources.close()
	if err != nil {
		return err
	}
	mounts, err := openMounts(v.Mounts)
	if err != nil {
		return err
	}
	defer closeMounts(mounts)
	empty, err := openPath(v.Empty)
	if err != nil {
		return err
	}
	defer unix.Close(empty)
	if err := v.mountRoot(); err != nil {
		return err
	}
	old, err := enter(v.Root)
	if err != nil {
		return err
	}
	defer old.leave()
	for _, step := range []func() error{
		func() error { return mountProc(old) },
		func() error { return mountDev(old) },
		func() error { return mountSys(old) },
		func() error { return showGroups(old, v.Groups) },
		v.showOwnFiles,
		func() error { return v.Trust.place(c) },
		func() error { return v.placeDirectories(sources) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	for _, m := range mounts {
		if err := m.place(descriptor(empty)); err != nil {
			return err
		}
	}
	for _, dir := range v.Volumes {
		if err := makeFolder(dir); err != nil {
			return fmt.Errorf("make a volume: %w", err)
		}
	}
	if err := makeFolder(c.Dir); err != nil {
		return fmt.Errorf("make the working folder: %w", err)
	}
	if launch.GetEnv(c.Env, "HOME") == "" {
		c.Env = launch.SetEnv(c.Env, "HOME", launch.Home(c.User))
	}
	if v.OwnNetwork {
		openPorts()
	}
	return maskKernel()
}

// sources are folders of the host that are still needed when it is out of sight.
type sources []int

func (s sources) close() {
	for _, fd := range s {
		unix.Close(fd)
	}
}

// path leads to source n.
func (s sources) path(n int) string { return descriptor(s[n]) }

// descriptor is the path of an open file or folder, short and free of what options must not have.
func descriptor(fd int) string { return fmt.Sprintf("/proc/self/fd/%d", fd) }

func openPath(name string) (int, error) {
	fd, err := unix.Open(name, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return -1, &os.PathError{Op: "open", Path: name, Err: err}
	}
	return fd, nil
}

// openSources opens what directories are copied from.
func (v *view) openSources() (sources, error) {
	var s sources
	for _, d := range v.Directories {
		name := d.Source
		if name == "" {
			name = v.Empty
		}
		fd, err := openPath(name)
		if err != nil {
			return s, fmt.Errorf("bring back %s: %w", d.Dest, err)
		}
		s = append(s, fd)
	}
	return s, nil
}

// mountRoot mounts the overlay of the image's layers. Where the disk takes no upper layer, as an
// overlay does not, it lies in memory.
func (v *view) mountRoot() error {
	layers := v.Layers
	if len(layers) == 0 {
		layers = []string{v.Empty}
	}
	var lower []string
	for _, l := range slices.Backward(layers) { // overlayfs has the highest first
		fd, err := openPath(l)
		if err != nil {
			return fmt.Errorf("open a layer: %w", err)
		}
		defer unix.Close(fd)
		lower = append(lower, descriptor(fd))
	}
	if v.DiskFile != "" && mountDisk(v.DiskFile, v.Work) == nil {
		return v.mountOn(v.Work, lower, v.markDisk)
	}
	err := v.overlay(lower, v.Upper, v.Work)
	if err == nil || !v.Volatile {
		return err
	}
	options := "mode=755"
	if v.Disk > 0 {
		options += fmt.Sprintf(",size=%d", v.Disk)
	}
	if unix.Mount("tmpfs", v.Work, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, options) != nil {
		return err
	}
	if v.mountOn(v.Work, lower, func(string) error { return os.WriteFile(v.Mark, nil, 0o600) }) != nil {
		return err // the first says more
	}
	return nil
}

// mountOn mounts the overlay with what is written on another file system, which the overlay keeps when
// it goes from where it is mounted. mark notes that, of its upper layer.
func (v *view) mountOn(disk string, lower []string, mark func(upper string) error) error {
	defer unix.Unmount(disk, unix.MNT_DETACH)
	upper, work := filepath.Join(disk, upperDir), filepath.Join(disk, workDir)
	err := errors.Join(os.Mkdir(upper, 0o755), os.Mkdir(work, 0o755))
	if err == nil {
		err = v.overlay(lower, upper, work)
	}
	if err == nil {
		err = mark(upper)
	}
	return err
}

// markDisk keeps the upper layer open, for as long as this process lives, and notes where.
func (v *view) markDisk(upper string) error {
	fd, err := openPath(upper)
	if err != nil {
		return err
	}
	return os.WriteFile(v.DiskMark, []byte(descriptor(fd)), 0o600)
}

// overlay mounts layers, and what is written over them, as the root.
func (v *view) overlay(lower []string, upper, work string) error {
	up, err := openPath(upper)
	if err != nil {
		return err
	}
	defer unix.Close(up)
	scratch, err := openPath(work)
	if err != nil {
		return err
	}
	defer unix.Close(scratch)
	options := "lowerdir=" + strings.Join(lower, ":") + ",upperdir=" + descriptor(up) + ",workdir=" + descriptor(scratch)
	if v.Rootless {
		options += ",userxattr"
	} else { // so that layers mean the same wherever they are mounted; in a user namespace it is so
		options += ",redirect_dir=off,metacopy=off,index=off"
	}
	err = unix.EINVAL
	if v.Volatile {
		err = unix.Mount("overlay", v.Root, "overlay", unix.MS_NODEV, options+",volatile")
	}
	if err == unix.EINVAL {
		err = unix.Mount("overlay", v.Root, "overlay", unix.MS_NODEV, options)
	}
	if err != nil {
		return fmt.Errorf("mount an overlay: %w", err)
	}
	return nil
}

// oldRoot is the host's root, as long as something is taken from it.
type oldRoot int

// path leads to a place of the host.
func (o oldRoot) path(name string) string { return descriptor(int(o)) + name }

// enter makes dir the root.
func enter(dir string) (oldRoot, error) {
	fd, err := unix.Open("/", unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return -1, fmt.Errorf("open the root folder: %w", err)
	}
	if err = unix.Chdir(dir); err == nil {
		err = unix.PivotRoot(".", ".")
	}
	if errors.Is(err, unix.EINVAL) { // the host's root is an initramfs
		if err = unix.Mount(".", "/", "", unix.MS_MOVE, ""); err == nil {
			err = unix.Chroot(".")
		}
	}
	if err == nil {
		err = unix.Chdir("/")
	}
	if err != nil {
		unix.Close(fd)
		return -1, fmt.Errorf("enter the root folder of the container: %w", err)
	}
	return oldRoot(fd), nil
}

// leave lets go of the host's files.
func (o oldRoot) leave() {
	if unix.Fchdir(int(o)) == nil {
		_ = unix.Unmount(".", unix.MNT_DETACH) // fails where the root was moved: it is covered then
	}
	unix.Close(int(o))
	_ = unix.Chdir("/")
}

// makeFolder makes a folder with all above it, through links of the image.
func makeFolder(dir string) error {
	info, err := os.Stat(dir)
	if err == nil && info.IsDir() {
		return nil
	}
	return os.MkdirAll(dir, 0o755)
}
