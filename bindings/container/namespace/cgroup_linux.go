package namespace

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"paddock/bindings/container"
)

// cgroup is the control group of an instance: one folder with version 2 of the kernel's interface, one
// for each controller with version 1. What cannot be had is left out.
type cgroup struct{ dirs []groupDir }

// groupDir is a folder of a control group and the controllers that it has.
type groupDir struct {
	path        string
	controllers []string
	unified     bool // version 2
}

// wanted are the controllers that a container is put under.
var wanted = [...]string{"cpu", "memory", "pids"}

// newCgroup makes the control group of an instance below this process's own, or as near as can be.
func newCgroup(name string) *cgroup {
	g := &cgroup{}
	for _, h := range hierarchies() {
		if d, ok := h.make(groupPrefix + name); ok {
			g.dirs = append(g.dirs, d)
		}
	}
	return g
}

// paths are the folders, for a sweep.
func (g *cgroup) paths() []string {
	var paths []string
	for _, d := range g.dirs {
		paths = append(paths, d.path)
	}
	return paths
}

// limit sets the limits. Those for which there is no controller are left out.
func (g *cgroup) limit(l container.Limits) error {
	for _, d := range g.dirs {
		for _, c := range d.controllers {
			if err := d.limit(c, l); err != nil {
				return fmt.Errorf("limit %s: %w", c, err)
			}
		}
	}
	return nil
}

// period is the time in which a share of the processors is counted.
const period = 100 * time.Millisecond

func (d groupDir) limit(controller string, l container.Limits) error {
	quota := int64(l.CPUs * float64(period.Microseconds()))
	switch {
	case controller == "pids":
		return d.write("pids.max", fmt.Sprint(cmp.Or(l.Processes, container.DefaultProcesses)))
	case controller == "cpu" && quota > 0 && d.unified:
		return d.write("cpu.max", fmt.Sprint(quota, " ", period.Microseconds()))
	case controller == "cpu" && quota > 0:
		return errors.Join(d.write("cpu.cfs_period_us", fmt.Sprint(period.Microseconds())), d.write("cpu.cfs_quota_us", fmt.Sprint(quota)))
	case controller == "memory" && l.Memory > 0 && d.unified:
		_ = d.write("memory.swap.max", "0") // kernels may have no swap
		return d.write("memory.max", fmt.Sprint(l.Memory))
	case controller == "memory" && l.Memory > 0:
		err := d.write("memory.limit_in_bytes", fmt.Sprint(l.Memory))
		_ = d.write("memory.memsw.limit_in_bytes", fmt.Sprint(l.Memory)) // as above
		return err
	}
	return nil
}

func (d groupDir) write(file, text string) error {
	return os.WriteFile(filepath.Join(d.path, file), []byte(text), 0)
}

// shownGroup is a folder of a control group and where a container finds it.
type shownGroup struct {
	Path string // on the host
	Name string // below /sys/fs/cgroup; "" is that itself, version 2 of the interface
}

// shown are the folders by which programs, such as Java, find their limits.
func (g *cgroup) shown() []shownGroup {
	if g == nil {
		return nil
	}
	var all []shownGroup
	for _, d := range g.dirs {
		if d.unified {
			return []shownGroup{{Path: d.path}}
		}
		for _, c := range d.controllers {
			all = append(all, shownGroup{d.path, c})
		}
	}
	return all
}

// showGroups shows a container its own control group, read-only, where that can be done. It must be in
// it already.
func showGroups(old oldRoot, groups []shownGroup) error {
	const place = "/sys/fs/cgroup"
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

// add moves a process, and all that it starts from then on, into the group.
func (g *cgroup) add(pid int) error {
	for _, d := range g.dirs {
		if err := d.write("cgroup.procs", strconv.Itoa(pid)); err != nil {
			return fmt.Errorf("enter a control group: %w", err)
		}
	}
	return nil
}

// remove deletes the group when its processes have ended.
func (g *cgroup) remove() { removeGroups(g.paths()) }

// removeTries and removePause bound the wait for the kernel, which lets go of a group a little after
// its last process was waited for.
const (
	removeTries = 50
	removePause = 2 * time.Millisecond
)

func removeGroups(paths []string) {
	for _, path := range paths {
		for range removeTries {
			if err := unix.Rmdir(path); err != unix.EBUSY {
				break
			}
			time.Sleep(removePause)
		}
	}
}

// groupAge is how old an empty group must be to belong to nobody: an instance fills its own at once.
const groupAge = time.Minute

// removeOldGroups removes empty groups whose folders are gone, too.
func removeOldGroups() {
	for _, h := range hierarchies() {
		for at := h.own; ; at = filepath.Dir(at) {
			old, _ := filepath.Glob(filepath.Join(h.mount, at, groupPrefix+"*"))
			for _, path := range old {
				if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > groupAge {
					_ = unix.Rmdir(path) // refused while it has processes
				}
			}
			if at == "/" {
				break
			}
		}
	}
}

// groupPrefix begins the names of groups.
const groupPrefix = "paddock-"

// hierarchy is a mounted tree of control groups.
type hierarchy struct {
	mount       string
	own         string   // this process's group, below mount
	controllers []string // of version 1
	unified     bool
}

// make makes a group. With version 1 that is possible below any group, with version 2 only below one
// that has no processes itself, and has passed its controllers on.
func (h hierarchy) make(name string) (groupDir, bool) {
	at := h.own
	if h.unified {
		at = filepath.Dir(at)
	}
	for ; ; at = filepath.Dir(at) {
		d := groupDir{path: filepath.Join(h.mount, at, name), controllers: h.controllers, unified: h.unified}
		if err := os.Mkdir(d.path, 0o755); err == nil {
			if d.usable() {
				return d, true
			}
			_ = unix.Rmdir(d.path)
		}
		if at == "/" {
			return groupDir{}, false
		}
	}
}

// usable tells whether the group has controllers, and that processes can be moved into it.
func (d *groupDir) usable() bool {
	if !d.unified {
		return unix.Access(filepath.Join(d.path, "cgroup.procs"), unix.W_OK) == nil
	}
	parent := filepath.Dir(d.path)
	for _, c := range wanted {
		_ = os.WriteFile(filepath.Join(parent, "cgroup.subtree_control"), []byte("+"+c), 0) // what it says is read below
	}
	text, err := os.ReadFile(filepath.Join(d.path, "cgroup.controllers"))
	if err != nil {
		return false
	}
	for _, c := range strings.Fields(string(text)) {
		if slices.Contains(wanted[:], c) {
			d.controllers = append(d.controllers, c)
		}
	}
	return len(d.controllers) > 0 && unix.Access(filepath.Join(parent, "cgroup.procs"), unix.W_OK) == nil
}

// hierarchies finds those that this system has mounted.
func hierarchies() []hierarchy {
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return nil
	}
	groups, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return nil
	}
	return parseHierarchies(string(mounts), string(groups))
}

// parseHierarchies reads the texts of /proc/self/mountinfo and /proc/self/cgroup.
func parseHierarchies(mounts, groups string) []hierarchy {
	own := map[string]string{} // by controller, "" for version 2
	for line := range strings.Lines(groups) {
		row := strings.SplitN(strings.TrimSpace(line), ":", 3) // number, controllers, path
		if len(row) != 3 {
			continue
		}
		for c := range strings.SplitSeq(row[1], ",") {
			own[c] = row[2]
		}
	}
	var all []hierarchy
	for line := range strings.Lines(mounts) {
		before, after, ok := strings.Cut(strings.TrimSpace(line), " - ")
		fields, kind := strings.Fields(before), strings.Fields(after)
		if !ok || len(fields) < 5 || len(kind) < 3 {
			continue
		}
		h := hierarchy{mount: fields[4]}
		switch kind[0] {
		case "cgroup2":
			h.unified, h.own = true, own[""]
		case "cgroup":
			for c := range strings.SplitSeq(kind[2], ",") {
				if slices.Contains(wanted[:], c) {
					h.controllers, h.own = append(h.controllers, c), own[c]
				}
			}
		}
		if !h.unified && len(h.controllers) == 0 {
			continue
		}
		// A part of the tree may be mounted alone: then paths are from there.
		if root := fields[3]; root != "/" {
			h.own = strings.TrimPrefix(h.own, root)
		}
		h.own = filepath.Clean("/" + h.own)
		all = append(all, h)
	}
	return all
}
