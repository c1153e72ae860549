package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// proc is a process of this machine, told apart from a later one with its number.
type proc struct {
	pid     int
	started string // clock ticks since the machine's start
	name    string
}

func (p proc) String() string { return fmt.Sprintf("%d (%s)", p.pid, p.name) }

// look reads a process and its parent's number; a dead one is not found.
func look(pid int) (p proc, parent int, found bool) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return proc{}, 0, false
	}
	head, tail, _ := strings.Cut(string(b), "(")
	end := strings.LastIndexByte(tail, ')')
	fields := strings.Fields(tail[end+1:])
	if head == "" || end < 0 || len(fields) < 20 || fields[0] == "Z" || fields[0] == "X" {
		return proc{}, 0, false
	}
	parent, err = strconv.Atoi(fields[1])
	return proc{pid, fields[19], tail[:end]}, parent, err == nil
}

// alive tells whether the process still runs.
func alive(p proc) bool {
	now, _, found := look(p.pid)
	return found && now.started == p.started
}

// descendants lists the processes below pid.
func descendants(t *testing.T, pid int) []proc {
	t.Helper()
	entries, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		t.Fatal(err)
	}
	children := map[int][]proc{}
	for _, e := range entries {
		n, err := strconv.Atoi(filepath.Base(e))
		if err != nil {
			continue
		}
		if p, parent, found := look(n); found {
			children[parent] = append(children[parent], p)
		}
	}
	var all []proc
	for queue := children[pid]; len(queue) > 0; queue = queue[1:] {
		all = append(all, queue[0])
		queue = append(queue, children[queue[0].pid]...)
	}
	return all
}

// eventually looks until what must become true is, and fails the test after a long while.
func eventually(t *testing.T, done func() bool, format string, args ...any) {
	t.Helper()
	for end := time.Now().Add(limit); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf(format, args...)
		}
	}
}
