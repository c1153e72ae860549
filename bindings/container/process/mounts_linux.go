package process

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"paddock/bindings/container/cgroup"
	"paddock/bindings/container/launch"
	"paddock/proxy/netns"
)

// staging is where the mount namespace is built up; it is covered only meanwhile.
const staging = "/tmp"

// setUpMounts makes the mount namespace private and gives it the network's
// files, a /proc of its own, and, when a Dockerfile stands in for an image, the
// image's files over a read-only view of the host's.
func setUpMounts(c *command) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make mounts private: %w", err)
	}
	if c.Image == nil {
		return mountHost(c)
	}
	return mountImage(c)
}

// mountHost is for a command that runs on the host's files.
func mountHost(c *command) error {
	// Refused where the outer /proc is partly hidden, as in a container
	// without privileges. The outer one is a good stand-in then.
	_ = unix.Mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "")
	if err := trustHost(c); err != nil {
		return err
	}
	if err := errors.Join(closeDoors(c.Doors), hide(c.Closed)); err != nil {
		return err
	}
	cgroup.Keep()
	return networkFiles()
}

// mountImage is for a Dockerfile that stands in for an image.
func mountImage(c *command) error {
	if c.Image.Snapshot != "" {
		c.Image.Copies = append(c.Image.Copies, placement{Source: c.Image.Snapshot, Dir: true, Layers: true})
	}
	sources, err := openSources(c.Image.Copies)
	defer func() {
		for _, fd := range sources {
			unix.Close(fd)
		}
	}()
	if err != nil {
		return err
	}
	if err := readOnlyRoot(c.Image, sources); err != nil {
		return err
	}
	own := owned{layers: layers{begin: c.Image.Layers, from: sourcePath(len(sources) - 1)}}
	if err := own.layers.open(layersFolder); err != nil {
		return err
	}
	if err := own.inMemory(); err != nil {
		return err
	}
	own.writable(c.Image.Writable)
	if err := own.empty(c.Image.Private); err != nil {
		return err
	}
	if err := hide(append(c.Image.Hidden, c.Closed...)); err != nil {
		return err
	}
	if err := own.trust(c); err != nil {
		return err
	}
	if err := networkFiles(); err != nil {
		return err
	}
	if err := placeFiles(c.Image, &own); err != nil {
		return err
	}
	return clearKept(len(sources))
}

// trustHost shows the files of the trust to a command that runs on the host's files.
func trustHost(c *command) error {
	var l layers
	if err := l.open("/run"); err != nil {
		return err
	}
	_, err := placeTrust(c, &l)
	return errors.Join(err, l.close(false))
}

// closeDoors covers sockets, so that a connect to them is refused.
func closeDoors(doors []string) error {
	for _, name := range doors {
		if err := unix.Mount(os.DevNull, name, "", unix.MS_BIND, ""); err != nil && err != unix.ENOENT {
			return fmt.Errorf("hide %s: %w", name, err)
		}
	}
	return nil
}

// networkFiles replaces the files and hides the sockets through which libc
// would find names past our DNS.
func networkFiles() error {
	resolvConf, err := filepath.EvalSymlinks("/etc/resolv.conf")
	if err != nil {
		resolvConf = ""
		if target, err := os.Readlink("/etc/resolv.conf"); err == nil {
			resolvConf = filepath.Join("/etc", target)
			if filepath.IsAbs(target) {
				resolvConf = target
			}
		}
	}
	for _, dir := range []string{"/run/systemd/resolve", "/run/nscd", "/var/run/nscd"} {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			continue
		}
		if err := unix.Mount("tmpfs", dir, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=755"); err != nil {
			return fmt.Errorf("hide %s: %w", dir, err)
		}
	}
	files := map[string][]byte{
		"/etc/hosts": []byte(launch.Hosts(netns.Address, ownName())),
	}
	if resolvConf != "" {
		files[resolvConf] = []byte(launch.ResolvConf)
	}
	if text, err := os.ReadFile("/etc/nsswitch.conf"); err == nil {
		files["/etc/nsswitch.conf"] = []byte(launch.PlainHosts(string(text)))
	}
	return replaceFiles(files)
}

func ownName() string {
	name, err := os.Hostname()
	if err != nil {
		return ""
	}
	return name
}

// replaceFiles binds files of a tmpfs over those given; a missing one is
// written where that is possible, else left missing.
func replaceFiles(files map[string][]byte) error {
	if err := unix.Mount("tmpfs", staging, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=755"); err != nil {
		return fmt.Errorf("mount a tmpfs: %w", err)
	}
	defer unix.Unmount(staging, unix.MNT_DETACH)
	for target, text := range files {
		if _, err := os.Stat(target); err != nil {
			// Only what was hidden above is ours to write to.
			if strings.HasPrefix(target, "/run/systemd/resolve/") || strings.HasPrefix(target, "/run/nscd/") {
				if err := os.WriteFile(target, text, 0o644); err != nil {
					return fmt.Errorf("write %s: %w", target, err)
				}
			}
			continue
		}
		file := filepath.Join(staging, filepath.Base(target))
		if err := os.WriteFile(file, text, 0o644); err != nil {
			return fmt.Errorf("write %s: %w", target, err)
		}
		if err := unix.Mount(file, target, "", unix.MS_BIND, ""); err != nil {
			return fmt.Errorf("replace %s: %w", target, err)
		}
	}
	return nil
}

// openSources opens what is copied before the host's files go out of sight.
func openSources(copies []placement) ([]int, error) {
	var fds []int
	for _, p := range copies {
		fd, err := unix.Open(p.Source, unix.O_PATH|unix.O_CLOEXEC, 0)
		if err != nil {
			return fds, fmt.Errorf("open %s: %w", p.Source, err)
		}
		fds = append(fds, fd)
	}
	return fds, nil
}

// readOnlyRoot makes a root of its own: the host's top-level entries read-only,
// an empty /tmp, /var/tmp and /run (where the sockets of docker and dbus live).
func readOnlyRoot(files *imageFiles, sources []int) error {
	entries, err := os.ReadDir("/")
	if err != nil {
		return fmt.Errorf("read the root folder: %w", err)
	}
	if err := mountTmp(staging, "755"); err != nil {
		return err
	}
	for _, e := range entries {
		name := "/" + e.Name()
		if name == "/tmp" || name == "/proc" || name == "/run" {
			continue
		}
		if err := mirror(name, staging+name, e); err != nil {
			return fmt.Errorf("show %s: %w", name, err)
		}
	}
	for _, dir := range []string{"/tmp", "/proc", "/run"} {
		if err := os.Mkdir(staging+dir, 0o755); err != nil {
			return fmt.Errorf("make %s: %w", dir, err)
		}
	}
	if err := unix.Mount("proc", staging+"/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		if err := unix.Mount("/proc", staging+"/proc", "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
			return fmt.Errorf("show /proc: %w", err)
		}
	}
	// Mounts of the old root cannot be bound any more once that is gone.
	for n, p := range files.Copies {
		if err := keepSource(staging+sourcePath(n), sources[n], p.Dir); err != nil {
			return fmt.Errorf("keep %s: %w", p.Source, err)
		}
	}
	if err := enterRoot(); err != nil {
		return err
	}
	if err := mountTmp("/tmp", "1777"); err != nil {
		return err
	}
	if err := mountTmp("/run", "755"); err != nil {
		return err
	}
	for _, dir := range []string{"/var/tmp", "/dev/shm"} {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			if err := mountTmp(dir, "1777"); err != nil {
				return err
			}
		}
	}
	// /var/run is a link to /run everywhere but on very old systems.
	if info, err := os.Lstat("/var/run"); err == nil && info.IsDir() {
		return mountTmp("/var/run", "755")
	}
	return nil
}

// keepFolder holds what is copied until it has been placed, and layersFolder the layers meanwhile.
const (
	keepFolder   = "/.paddock"
	layersFolder = keepFolder + "/layers"
)

func sourcePath(n int) string { return fmt.Sprintf("%s/%d", keepFolder, n) }

func keepSource(target string, source int, dir bool) error {
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	var err error
	if dir {
		err = os.Mkdir(target, 0o755)
	} else {
		err = os.WriteFile(target, nil, 0o644)
	}
	if err != nil {
		return err
	}
	return unix.Mount(fmt.Sprintf("/proc/self/fd/%d", source), target, "", unix.MS_BIND|unix.MS_REC, "")
}

func mountTmp(dir, mode string) error {
	if err := unix.Mount("tmpfs", dir, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode="+mode); err != nil {
		return fmt.Errorf("mount a tmpfs on %s: %w", dir, err)
	}
	return nil
}

// mirror shows one top-level entry of the host at another place, read-only.
func mirror(from, to string, e os.DirEntry) error {
	switch {
	case e.Type()&os.ModeSymlink != 0:
		target, err := os.Readlink(from)
		if err != nil {
			return err
		}
		return os.Symlink(target, to)
	case e.IsDir():
		if err := os.Mkdir(to, 0o755); err != nil {
			return err
		}
	case e.Type().IsRegular():
		if err := os.WriteFile(to, nil, 0o644); err != nil {
			return err
		}
	default:
		return nil
	}
	if err := unix.Mount(from, to, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return err
	}
	return unix.MountSetattr(unix.AT_FDCWD, to, unix.AT_RECURSIVE, &unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY})
}

// enterRoot makes staging the root folder and lets go of the old one.
func enterRoot() error {
	if err := os.Chdir(staging); err != nil {
		return fmt.Errorf("enter new root: %w", err)
	}
	err := unix.PivotRoot(".", ".")
	if err == nil {
		err = unix.Unmount(".", unix.MNT_DETACH)
	} else if errors.Is(err, unix.EINVAL) { // the root is an initramfs
		err = unix.Chroot(".")
	}
	if err != nil {
		return fmt.Errorf("enter new root: %w", err)
	}
	return os.Chdir("/")
}

// placeFiles puts the build context's files where COPY says, writable without
// touching the originals, and makes the working folder.
func placeFiles(files *imageFiles, own *owned) error {
	for n, p := range files.Copies {
		source := sourcePath(n)
		if p.Layers || !p.Dir && !p.Bind && files.Layers != nil {
			continue // it is in the snapshot, which is brought back below
		}
		if !p.Dir {
			if err := own.folder(filepath.Dir(p.Dest)); err != nil {
				return fmt.Errorf("make %s: %w", filepath.Dir(p.Dest), err)
			}
			place := copyFile
			if p.Bind {
				place = bindFile
			}
			if err := place(source, p.Dest); err != nil {
				return fmt.Errorf("copy %s: %w", p.Source, err)
			}
			continue
		}
		if err := own.folder(p.Dest); err != nil {
			return fmt.Errorf("make %s: %w", p.Dest, err)
		}
		if err := own.layer(p.Dest, source); err != nil {
			return fmt.Errorf("bind %s to %s: %w", p.Source, p.Dest, err)
		}
	}
	if err := own.layers.bringBackRest(own); err != nil {
		return err
	}
	for _, dir := range append([]string{files.Workdir}, files.Folders...) {
		if err := own.folder(dir); err != nil {
			return fmt.Errorf("make folder %s: %w", dir, err)
		}
	}
	if err := files.letRun("/"); err != nil {
		return err
	}
	return own.layers.close(true)
}

// clearKept removes the folder of what was copied.
func clearKept(copies int) error {
	for n := range copies {
		if err := unix.Unmount(sourcePath(n), unix.MNT_DETACH); err != nil {
			return fmt.Errorf("let go of what was copied: %w", err)
		}
		// Never recursive: were the source still mounted, it must not be emptied.
		os.Remove(sourcePath(n))
	}
	os.Remove(layersFolder)
	os.Remove(keepFolder)
	return nil
}

// bindFile shows a file at another place, read-only.
func bindFile(source, dest string) error {
	if err := os.WriteFile(dest, nil, 0o755); err != nil {
		return err
	}
	if err := unix.Mount(source, dest, "", unix.MS_BIND, ""); err != nil {
		return err
	}
	return unix.MountSetattr(unix.AT_FDCWD, dest, 0, &unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY})
}

// hide covers folders of the host that are still to be seen with empty ones.
func hide(dirs []string) error {
	for _, dir := range dirs {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			continue
		}
		if err := unix.Mount("tmpfs", dir, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_RDONLY, "mode=755"); err != nil {
			return fmt.Errorf("hide %s: %w", dir, err)
		}
	}
	return nil
}

// owned are the folders of the new root that may be written to.
type owned struct {
	dirs   []string
	layers layers
}

// inMemory notes the folders that readOnlyRoot has made.
func (o *owned) inMemory() (err error) {
	for _, dir := range []string{"/", "/tmp", "/run", "/var/tmp"} {
		if info, serr := os.Stat(dir); serr == nil && info.IsDir() {
			err = errors.Join(err, o.layers.memory(dir))
		}
	}
	return err
}

// empty puts folders of the container's own where the host may have others.
func (o *owned) empty(dirs []string) error {
	for _, dir := range dirs {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			if err := o.folder(dir); err != nil {
				return fmt.Errorf("make folder %s: %w", dir, err)
			}
		}
		if err := errors.Join(mountTmp(dir, "700"), o.layers.memory(dir)); err != nil {
			return err
		}
		o.dirs = append(o.dirs, dir)
	}
	return nil
}

// trust shows the files of the trust. Then, or in a sandbox, /etc may be written to.
func (o *owned) trust(c *command) error {
	laid, err := placeTrust(c, &o.layers)
	if err != nil {
		return err
	}
	if !laid {
		if c.Image.Sandbox {
			o.writable([]string{"/etc"})
		}
		return nil
	}
	o.dirs = append(o.dirs, "/etc")
	for _, dir := range anchors {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			_ = o.folder(dir) // without it only a script that adds roots fails
		}
	}
	return nil
}

// folder makes sure that dir exists and may be written to.
func (o *owned) folder(dir string) error {
	if dir == "/" || o.covers(dir) {
		return os.MkdirAll(dir, 0o755)
	}
	existing := dir
	for {
		if info, err := os.Stat(existing); err == nil && info.IsDir() {
			break
		}
		existing = filepath.Dir(existing)
	}
	if existing != "/" { // the root is a tmpfs already
		if err := o.layer(existing, ""); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	o.dirs = append(o.dirs, dir)
	if existing != "/" {
		o.dirs = append(o.dirs, existing)
	}
	return nil
}

func (o *owned) covers(dir string) bool {
	for _, have := range append(o.dirs, "/tmp", "/run", "/var/tmp") {
		if dir == have || strings.HasPrefix(dir, have+"/") {
			return true
		}
	}
	return false
}

// layer shows source over what dir holds, with a writable layer on top that is
// lost with the namespace. An empty source only makes dir writable. Where
// overlays cannot be had, source is bound read-only.
func (o *owned) layer(dir, source string) error {
	below, err := unix.Open(dir, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(below)
	lower := fmt.Sprintf("/proc/self/fd/%d", below)
	if source != "" {
		lower = source + ":" + lower
		if entries, err := os.ReadDir(dir); err == nil && len(entries) == 0 {
			lower = source
		}
	}
	err = o.layers.overlay(dir, lower, nil)
	if err != nil && source != "" {
		if unix.Mount(source, dir, "", unix.MS_BIND|unix.MS_REC, "") == nil {
			return unix.MountSetattr(unix.AT_FDCWD, dir, unix.AT_RECURSIVE, &unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY})
		}
	}
	return err
}
