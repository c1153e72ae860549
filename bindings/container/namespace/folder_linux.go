package namespace

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"paddock/bindings/container"
	"paddock/bindings/container/cgroup"
)

// folder is what an instance has on disk while it runs. Its lock is held by the Paddock that it
// belongs to, so that a sweep finds the ones that nobody owns any more.
type folder struct {
	name  string // 12 hex digits, also the host name
	path  string
	lock  *os.File
	group *cgroup.Group
}

// The parts of a folder.
const (
	upperDir   = "upper" // what the container has written
	workDir    = "work"  // overlayfs's own
	rootDir    = "root"  // where the container's root is mounted, in its own mount namespace
	emptyDir   = "empty" // the lowest layer of images that have none
	lockFile   = "lock"
	memoryMark = "memory"  // is there when what the container writes lies in memory
	diskFile   = "disk"    // what it writes, when the disk is limited
	diskMark   = "mounted" // is there when diskFile is used; says where the init stage finds upperDir
	groupFile  = "cgroups" // names the folders of its control group, one a line
)

// newFolder makes a folder in parent.
func newFolder(parent string) (f *folder, err error) {
	// While it has no lock of its own yet, this one keeps the sweep of another Paddock away.
	making, err := lock(filepath.Join(parent, lockFile), unix.LOCK_SH)
	if err != nil {
		return nil, fmt.Errorf("make the folder of an instance: %w", err)
	}
	defer making.Close()
	var random [6]byte
	_, _ = rand.Read(random[:]) // never fails
	f = &folder{name: hex.EncodeToString(random[:])}
	f.path = filepath.Join(parent, f.name)
	err = os.Mkdir(f.path, 0o700)
	for _, dir := range []string{upperDir, workDir, rootDir, emptyDir} {
		// As root of the image, whose mode users of the container see.
		err = errors.Join(err, os.Mkdir(filepath.Join(f.path, dir), 0o755), os.Chmod(filepath.Join(f.path, dir), 0o755))
	}
	if err == nil {
		f.lock, err = lock(filepath.Join(f.path, lockFile), unix.LOCK_EX)
	}
	if err != nil {
		f.remove()
		return nil, fmt.Errorf("make the folder of an instance: %w", err)
	}
	return f, nil
}

// limit makes the control group of the instance. Its first process has yet to be moved into it.
func (f *folder) limit(limits container.Limits) error {
	f.group = cgroup.New(f.name, cgroup.CPU, cgroup.Memory, cgroup.PIDs)
	// Known to a sweep before anything runs in it.
	if err := os.WriteFile(f.join(groupFile), []byte(strings.Join(f.group.Paths(), "\n")), 0o600); err != nil {
		return fmt.Errorf("note the control group: %w", err)
	}
	return f.group.Limit(limits)
}

func (f *folder) join(part string) string { return filepath.Join(f.path, part) }

// remove deletes the folder when nothing of the instance runs any more.
func (f *folder) remove() {
	if f.group != nil {
		f.group.Remove()
	}
	removeTree(f.path)
	if f.lock != nil {
		f.lock.Close()
	}
}

// lock opens a file and takes flock(2) on it.
func lock(name string, how int) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	for {
		err = unix.Flock(int(f.Fd()), how)
		if err != unix.EINTR {
			break
		}
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// sweep removes what Paddocks that were killed have left: folders that nobody has locked, and the
// control groups that belong to them.
func sweep(parent string) {
	all, err := lock(filepath.Join(parent, lockFile), unix.LOCK_EX|unix.LOCK_NB)
	if err != nil {
		return // somebody starts an instance, and sweeps another time
	}
	defer all.Close()
	entries, err := os.ReadDir(parent)
	if err != nil {
		return
	}
	cgroup.RemoveOld()
	for _, e := range entries {
		path := filepath.Join(parent, e.Name())
		if !e.IsDir() {
			continue
		}
		held, err := lock(filepath.Join(path, lockFile), unix.LOCK_EX|unix.LOCK_NB)
		if err != nil {
			continue
		}
		if groups, err := os.ReadFile(filepath.Join(path, groupFile)); err == nil {
			cgroup.Remove(strings.Split(string(groups), "\n"))
		}
		removeTree(path)
		held.Close()
	}
}
