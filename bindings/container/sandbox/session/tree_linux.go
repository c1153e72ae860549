package session

import (
	"context"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"paddock/bindings/container/pidfd"
)

const (
	// killPatience is how long what gets SIGTERM may take to end, before SIGKILL.
	killPatience = 5 * time.Second
	// killInterval is between two looks at what is left.
	killInterval = 10 * time.Millisecond
)

// member is a process: its number, and when it began, in clock ticks after the start of the machine, which
// tells it from one that has got the number since. The time is "" of one that had ended when it was looked at.
type member struct {
	pid   int
	began string
}

// family gives a process and all that descend from it, parents before their children: a shell that
// sees its children end first would end by itself, with another exit code.
func family(root member) []member {
	entries, err := os.ReadDir("/proc")
	if err != nil { // without /proc there is only the process itself
		return []member{root}
	}
	if !root.alive() {
		return nil
	}
	children := map[int][]member{}
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		if m, parent := look(pid); m.began != "" {
			children[parent] = append(children[parent], m)
		}
	}
	all := []member{root}
	for i := 0; i < len(all); i++ {
		all = append(all, children[all[i].pid]...)
	}
	return all
}

// look gives the process that has a number now, and its parent's number.
func look(pid int) (m member, parent int) {
	m.pid = pid
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return m, 0
	}
	// The name, in brackets, may hold anything. Behind it are the state, the parent, and, 20th, when it began.
	fields := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
	if len(fields) < 20 || fields[0] == "Z" || fields[0] == "X" {
		return m, 0
	}
	m.began = fields[19]
	parent, _ = strconv.Atoi(fields[1]) // a number
	return m, parent
}

// alive tells whether the process has not ended.
func (m member) alive() bool {
	now, _ := look(m.pid)
	return m.began != "" && now == m
}

func signal(members []member, sig syscall.Signal) {
	for _, m := range members {
		pidfd.Signal(m.pid, sig, func() bool {
			now, _ := look(m.pid)
			return now == m // or neither is known, without /proc
		})
	}
}

// terminate ends a process and its descendants, and waits for them. Those that outlive their
// parents are remembered. forced: some of them did not heed SIGTERM.
func terminate(ctx context.Context, root member) (forced bool) {
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
func kill(members []member) {
	for _, m := range members {
		signal(family(m), syscall.SIGKILL)
	}
}

func living(members []member) []member {
	return slices.DeleteFunc(slices.Clone(members), func(m member) bool { return !m.alive() })
}
