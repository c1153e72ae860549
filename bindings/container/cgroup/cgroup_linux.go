package cgroup

import (
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
	"paddock/bindings/container/pidfd"
)

// Group is the control group of an instance: one folder with version 2 of the kernel's interface, one
// for each controller with version 1. What cannot be had is left out.
type Group struct{ dirs []folder }

// folder is one of a control group's, and the controllers that it has.
type folder struct {
	path        string
	controllers []string
	unified     bool // version 2
}

// The controllers that a container may be put under.
const (
	CPU    = "cpu"
	Memory = "memory"
	PIDs   = "pids"
)

// New makes the control group of an instance below this process's own, or as near as can be, with the
// controllers that are wanted and can be had. The name is the instance's alone.
func New(name string, wanted ...string) *Group {
	g := &Group{}
	for _, h := range hierarchies(wanted) {
		if d, ok := h.make(prefix+name, wanted); ok {
			g.dirs = append(g.dirs, d)
		}
	}
	return g
}

// Has tells whether the group has a controller.
func (g *Group) Has(controller string) bool {
	return slices.ContainsFunc(g.dirs, func(d folder) bool { return slices.Contains(d.controllers, controller) })
}

// Paths are the folders, for [Remove].
func (g *Group) Paths() []string {
	var paths []string
	for _, d := range g.dirs {
		paths = append(paths, d.path)
	}
	return paths
}

// Limit sets the limits. Those for which there is no controller are left out.
func (g *Group) Limit(l container.Limits) error {
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

func (d folder) limit(controller string, l container.Limits) error {
	quota := int64(l.CPUs * float64(period.Microseconds()))
	switch {
	case controller == PIDs:
		return d.write("pids.max", fmt.Sprint(l.MostProcesses()))
	case controller == CPU && quota > 0 && d.unified:
		return d.write("cpu.max", fmt.Sprint(quota, " ", period.Microseconds()))
	case controller == CPU && quota > 0:
		return errors.Join(d.write("cpu.cfs_period_us", fmt.Sprint(period.Microseconds())), d.write("cpu.cfs_quota_us", fmt.Sprint(quota)))
	case controller == Memory && l.Memory > 0 && d.unified:
		_ = d.write("memory.swap.max", "0") // kernels may have no swap
		return d.write("memory.max", fmt.Sprint(l.Memory))
	case controller == Memory && l.Memory > 0:
		err := d.write("memory.limit_in_bytes", fmt.Sprint(l.Memory))
		_ = d.write("memory.memsw.limit_in_bytes", fmt.Sprint(l.Memory)) // as above
		return err
	}
	return nil
}

func (d folder) write(file, text string) error {
	return os.WriteFile(filepath.Join(d.path, file), []byte(text), 0)
}

// Shown is a folder of a control group and where a container finds it.
type Shown struct {
	Path string // on the host
	Name string // below [Place]; "" is that itself, version 2 of the interface
}

// Shown are the folders by which programs, such as Java, find their limits.
func (g *Group) Shown() []Shown {
	if g == nil {
		return nil
	}
	var all []Shown
	for _, d := range g.dirs {
		if d.unified {
			return []Shown{{Path: d.path}}
		}
		for _, c := range d.controllers {
			all = append(all, Shown{d.path, c})
		}
	}
	return all
}

// Add moves a process, and all that it starts from then on, into the group.
func (g *Group) Add(pid int) error {
	for _, d := range g.dirs {
		if err := d.write("cgroup.procs", strconv.Itoa(pid)); err != nil {
			return fmt.Errorf("enter a control group: %w", err)
		}
	}
	return nil
}

// Place is where the system has its groups.
const Place = "/sys/fs/cgroup"

// Keep keeps root of this mount namespace in its groups: it sees them, and cannot write to them. A kernel
// that knows no such thing (before Linux 5.12) leaves them as they are.
func Keep() {
	_ = unix.MountSetattr(unix.AT_FDCWD, Place, unix.AT_RECURSIVE, &unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY})
}

// Remove kills what is left in the group and deletes it.
func (g *Group) Remove() { Remove(g.Paths()) }

// removeTries and removePause bound the wait for the kernel, which lets go of a group a little after
// its last process was waited for.
const (
	removeTries = 50
	removePause = 2 * time.Millisecond
)

// Remove is [Group.Remove] for the folders of a group whose Paddock is dead.
func Remove(paths []string) {
	for _, path := range paths {
		for range removeTries {
			if err := unix.Rmdir(path); err != unix.EBUSY {
				break
			}
			killAll(path)
			time.Sleep(removePause)
		}
	}
}

// killAll kills the processes of a group. Those that are started meanwhile are for the next time.
func killAll(path string) {
	list, _ := os.ReadFile(filepath.Join(path, "cgroup.procs"))
	for _, line := range strings.Fields(string(list)) {
		if pid, err := strconv.Atoi(line); err == nil && pid > 0 { // 0: of another PID namespace
			pidfd.Kill(pid, func() bool { return within(pid, path) })
		}
	}
}

// within reports whether a process is in the group with a folder.
func within(pid int, path string) bool {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cgroup", pid))
	for line := range strings.Lines(string(text)) {
		if strings.HasSuffix(strings.TrimSpace(line), "/"+filepath.Base(path)) {
			return true
		}
	}
	return false
}

// oldAge is how old an empty group must be to belong to nobody: an instance fills its own at once.
const oldAge = time.Minute

// RemoveOld removes empty groups that a killed Paddock has left.
func RemoveOld() {
	for _, h := range hierarchies([]string{CPU, Memory, PIDs}) {
		for at := h.own; ; at = filepath.Dir(at) {
			old, _ := filepath.Glob(filepath.Join(h.mount, at, prefix+"*"))
			for _, path := range old {
				if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > oldAge {
					_ = unix.Rmdir(path) // refused while it has processes
				}
			}
			if at == "/" {
				break
			}
		}
	}
}

// prefix begins the names of groups.
const prefix = "paddock-"

// hierarchy is a mounted tree of control groups.
type hierarchy struct {
	mount       string
	own         string   // this process's group, below mount
	controllers []string // of version 1
	unified     bool
}

// make makes a group. With version 1 that is possible below any group, with version 2 only below one
// that has no processes itself, and has passed its controllers on.
func (h hierarchy) make(name string, wanted []string) (folder, bool) {
	at := h.own
	if h.unified {
		at = filepath.Dir(at)
	}
	for ; ; at = filepath.Dir(at) {
		d := folder{path: filepath.Join(h.mount, at, name), controllers: h.controllers, unified: h.unified}
		if err := os.Mkdir(d.path, 0o755); err == nil {
			if d.usable(wanted) {
				return d, true
			}
			_ = unix.Rmdir(d.path)
		}
		if at == "/" {
			return folder{}, false
		}
	}
}

// usable tells whether the group has controllers, and that processes can be moved into it.
func (d *folder) usable(wanted []string) bool {
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
		if slices.Contains(wanted, c) {
			d.controllers = append(d.controllers, c)
		}
	}
	return len(d.controllers) > 0 && unix.Access(filepath.Join(parent, "cgroup.procs"), unix.W_OK) == nil
}

// hierarchies finds those that this system has mounted, and that have something that is wanted.
func hierarchies(wanted []string) []hierarchy {
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return nil
	}
	groups, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return nil
	}
	return parseHierarchies(string(mounts), string(groups), wanted)
}

// parseHierarchies reads the texts of /proc/self/mountinfo and /proc/self/cgroup.
func parseHierarchies(mounts, groups string, wanted []string) []hierarchy {
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
				if slices.Contains(wanted, c) {
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
