package session

import (
	"context"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	// killPatience is how long what gets SIGTERM may take to end, before SIGKILL.
	killPatience = 5 * time.Second
	// killInterval is between two looks at what is left.
	killInterval = 10 * time.Millisecond
)

// family gives a process and all that descend from it, parents before their children: a shell that
// sees its children end first would end by itself, with another exit code.
func family(root int) []int {
	children := map[int][]int{}
	alive := false
	entries, err := os.ReadDir("/proc")
	if err != nil { // without /proc there is only the process itself
		return []int{root}
	}
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		parent, ok := parentOf(pid)
		if !ok {
			continue
		}
		alive = alive || pid == root
		children[parent] = append(children[parent], pid)
	}
	var all []int
	var add func(int)
	add = func(pid int) {
		all = append(all, pid)
		for _, child := range children[pid] {
			add(child)
		}
	}
	add(root)
	if !alive {
		return all[1:]
	}
	return all
}

// parentOf gives a process's parent; false when it has ended.
func parentOf(pid int) (int, bool) {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0, false
	}
	// The name, in brackets, may hold anything.
	fields := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
	if len(fields) < 2 || fields[0] == "Z" || fields[0] == "X" {
		return 0, false
	}
	parent, err := strconv.Atoi(fields[1])
	return parent, err == nil
}

func signal(pids []int, sig syscall.Signal) {
	for _, pid := range pids {
		_ = syscall.Kill(pid, sig) // it may have ended
	}
}

// terminate ends a process and its descendants, and waits for them. Those that outlive their
// parents are remembered. forced: some of them did not heed SIGTERM.
func terminate(ctx context.Context, root int) (forced bool) {
	known := family(root)
	signal(known, syscall.SIGTERM)
	deadline := time.Now().Add(killPatience)
	for {
		left := living(known)
		if len(left) == 0 {
			return false
		}
		if time.Now().After(deadline) || ctx.Err() != nil {
			kill(append(family(root), left...))
			return true
		}
		known = left
		time.Sleep(killInterval)
	}
}

// kill ends processes at once, and those that they have started meanwhile.
func kill(pids []int) {
	for _, pid := range pids {
		signal(family(pid), syscall.SIGKILL)
	}
}

func living(pids []int) []int {
	var left []int
	for _, pid := range pids {
		if _, ok := parentOf(pid); ok {
			left = append(left, pid)
		}
	}
	return left
}
