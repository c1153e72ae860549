package namespace

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// A disk is a file with a file system of the size that a container may fill: what it writes goes there.
// Only root can mount one, and mkfs.ext4 must be there to make it; elsewhere the disk is not limited.

// makeDisk gives an instance a disk of a size in bytes; "" where none can be had. The first of each size
// is kept: the others are copies of it.
func (h *home) makeDisk(f *folder, size int64) string {
	if size <= 0 || os.Geteuid() != 0 {
		return ""
	}
	if err := os.MkdirAll(h.disks, 0o700); err != nil {
		return ""
	}
	template := filepath.Join(h.disks, strconv.FormatInt(size, 10))
	if _, err := os.Stat(template); err != nil {
		if err := makeFileSystem(template, size); err != nil {
			return ""
		}
	}
	file := f.join(diskFile)
	if err := copySparse(template, file); err != nil {
		return ""
	}
	return file
}

// makeFileSystem makes a file that is whole or not there. Its tables are made as they are needed.
func makeFileSystem(name string, size int64) error {
	tool, err := exec.LookPath("mkfs.ext4")
	if err != nil {
		if tool, err = exec.LookPath("/sbin/mkfs.ext4"); err != nil {
			return err
		}
	}
	file, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	if err := errors.Join(file.Truncate(size), file.Close()); err != nil {
		return err
	}
	// No journal: what a container writes need not outlive a crash of the machine.
	make := exec.Command(tool, "-q", "-F", "-m", "0", "-O", "^has_journal", "-E", "lazy_itable_init=1,nodiscard", file.Name())
	if out, err := make.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", tool, err, out)
	}
	return os.Rename(file.Name(), name)
}

// copySparse copies a file that is mostly holes.
func copySparse(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if err := out.Truncate(info.Size()); err != nil {
		return err
	}
	for at := int64(0); ; {
		start, err := unix.Seek(int(in.Fd()), at, unix.SEEK_DATA)
		if err == unix.ENXIO {
			return nil // only a hole is left
		}
		if err != nil {
			return err
		}
		if at, err = unix.Seek(int(in.Fd()), start, unix.SEEK_HOLE); err != nil {
			return err
		}
		if _, err := io.Copy(io.NewOffsetWriter(out, start), io.NewSectionReader(in, start, at-start)); err != nil {
			return err
		}
	}
}

// loopTries is how often a free loop device is asked for that others take at the same time.
const loopTries = 16

// mountDisk mounts a disk in this mount namespace, with which it goes.
func mountDisk(file, at string) error {
	disk, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer disk.Close()
	control, err := os.OpenFile("/dev/loop-control", os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer control.Close()
	for range loopTries {
		n, err := unix.IoctlRetInt(int(control.Fd()), unix.LOOP_CTL_GET_FREE)
		if err != nil {
			return err
		}
		device, err := os.OpenFile(fmt.Sprintf("/dev/loop%d", n), os.O_RDWR, 0)
		if err != nil {
			return err
		}
		// The device lets go of the file by itself when nothing is mounted from it any more.
		config := unix.LoopConfig{Fd: uint32(disk.Fd()), Info: unix.LoopInfo64{Flags: unix.LO_FLAGS_AUTOCLEAR}}
		err = unix.IoctlLoopConfigure(int(device.Fd()), &config)
		if err == nil {
			err = unix.Mount(device.Name(), at, "ext4", unix.MS_NOSUID|unix.MS_NODEV, "discard")
		}
		device.Close()
		if err != unix.EBUSY {
			return err
		}
	}
	return unix.EBUSY
}
