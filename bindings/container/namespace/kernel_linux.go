package namespace

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// mountPoint makes sure that something can be mounted on a folder of the root, also where the image
// has something else there.
func mountPoint(dir string) error {
	info, err := os.Lstat(dir)
	if err == nil && !info.IsDir() {
		if err := os.Remove(dir); err != nil {
			return err
		}
	}
	if err == nil && info.IsDir() {
		return nil
	}
	return os.Mkdir(dir, 0o755)
}

// mountProc shows the container's own processes. Where the host's /proc is partly hidden, as inside
// of another container, the kernel refuses one; the host's is shown then.
func mountProc(old oldRoot) error {
	if err := mountPoint("/proc"); err != nil {
		return fmt.Errorf("make /proc: %w", err)
	}
	err := unix.Mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "")
	if err == nil {
		return nil
	}
	// Not by the descriptor's path: there is no /proc yet.
	if unix.Fchdir(int(old)) != nil || unix.Mount("proc", "/proc", "", unix.MS_BIND|unix.MS_REC, "") != nil {
		return fmt.Errorf("mount /proc: %w", err)
	}
	return unix.Chdir("/")
}

// mountSys shows the machine's devices read-only.
func mountSys(old oldRoot) error {
	if err := mountPoint("/sys"); err != nil {
		return fmt.Errorf("make /sys: %w", err)
	}
	const flags = unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC
	if unix.Mount("sysfs", "/sys", "sysfs", flags|unix.MS_RDONLY, "") == nil {
		return nil
	}
	// In a user namespace it needs a network namespace of its own.
	if err := unix.Mount(old.path("/sys"), "/sys", "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return nil // few programs want it
	}
	return unix.MountSetattr(unix.AT_FDCWD, "/sys", unix.AT_RECURSIVE, &unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY})
}

// devices are what the host's are shown of.
var devices = [...]string{"null", "zero", "full", "random", "urandom", "tty"}

// deviceLinks are names of things in /dev that lie elsewhere.
var deviceLinks = [...][2]string{
	{"/proc/self/fd", "fd"}, {"/proc/self/fd/0", "stdin"}, {"/proc/self/fd/1", "stdout"}, {"/proc/self/fd/2", "stderr"},
	{"pts/ptmx", "ptmx"}, {"/proc/kcore", "core"},
}

// sharedMemory is the size of /dev/shm, as Docker has it.
const sharedMemory = "64m"

// mountDev makes a /dev with the devices that every program may expect. Those that a program makes there
// itself, as of the host's disks, are none.
func mountDev(old oldRoot) error {
	if err := mountPoint("/dev"); err != nil {
		return fmt.Errorf("make /dev: %w", err)
	}
	if err := unix.Mount("tmpfs", "/dev", "tmpfs", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_STRICTATIME, "mode=755,size=64k"); err != nil {
		return fmt.Errorf("mount /dev: %w", err)
	}
	for _, name := range devices {
		if err := os.WriteFile("/dev/"+name, nil, 0o666); err != nil {
			return fmt.Errorf("make a device: %w", err)
		}
		if err := unix.Mount(old.path("/dev/"+name), "/dev/"+name, "", unix.MS_BIND, ""); err != nil {
			return fmt.Errorf("show /dev/%s: %w", name, err)
		}
	}
	for _, l := range deviceLinks {
		if err := os.Symlink(l[0], "/dev/"+l[1]); err != nil {
			return fmt.Errorf("make a device: %w", err)
		}
	}
	for _, dir := range []string{"pts", "shm", "mqueue"} {
		if err := os.Mkdir("/dev/"+dir, 0o755); err != nil {
			return fmt.Errorf("make a device: %w", err)
		}
	}
	if err := mountTerminals(); err != nil {
		return err
	}
	const flags = unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC
	if err := unix.Mount("shm", "/dev/shm", "tmpfs", flags, "mode=1777,size="+sharedMemory); err != nil {
		return fmt.Errorf("mount /dev/shm: %w", err)
	}
	_ = unix.Mount("mqueue", "/dev/mqueue", "mqueue", flags, "") // kernels may lack it, and few programs want it
	return nil
}

// mountTerminals gives terminals to the group tty, where the container has one.
func mountTerminals() error {
	const flags, options = unix.MS_NOSUID | unix.MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620"
	err := unix.Mount("devpts", "/dev/pts", "devpts", flags, options+",gid=5")
	if err == unix.EINVAL {
		err = unix.Mount("devpts", "/dev/pts", "devpts", flags, options)
	}
	if err != nil {
		return fmt.Errorf("mount /dev/pts: %w", err)
	}
	return nil
}

// What of the kernel's is hidden and what may not be written to, as with Docker.
var (
	hidden = [...]string{
		"/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/sched_debug",
		"/proc/scsi", "/proc/timer_list", "/proc/timer_stats", "/sys/devices/virtual/powercap", "/sys/firmware",
	}
	readOnly = [...]string{"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"}
)

// openPorts lets every user listen on ports below 1024 and send echo requests, as Docker does: there
// is nobody else in the network namespace.
func openPorts() {
	for name, value := range map[string]string{"ip_unprivileged_port_start": "0", "ping_group_range": "0 2147483647"} {
		_ = os.WriteFile("/proc/sys/net/ipv4/"+name, []byte(value), 0) // refused for groups that the user namespace lacks
	}
}

// maskKernel hides what tells of the machine and protects what sets it.
func maskKernel() error {
	for _, name := range hidden {
		info, err := os.Stat(name)
		switch {
		case err != nil:
			continue
		case info.IsDir():
			err = unix.Mount("tmpfs", name, "tmpfs", unix.MS_RDONLY, "size=0")
		default:
			err = unix.Mount("/dev/null", name, "", unix.MS_BIND, "")
		}
		if err != nil {
			return fmt.Errorf("hide %s: %w", name, err)
		}
	}
	for _, name := range readOnly {
		if _, err := os.Stat(name); err != nil {
			continue
		}
		err := unix.Mount(name, name, "", unix.MS_BIND|unix.MS_REC, "")
		if err == nil {
			err = unix.MountSetattr(unix.AT_FDCWD, name, unix.AT_RECURSIVE, &unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY})
		}
		if err != nil {
			return fmt.Errorf("protect %s: %w", name, err)
		}
	}
	return nil
}
