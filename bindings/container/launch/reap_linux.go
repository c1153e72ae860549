package launch

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"paddock/bindings/container/pidfd"
)

// reap waits for every child until the command has ended, and reports the exits. Outside of a
// PID namespace it then ends what the command left behind.
func (s *initStage) reap() {
	defer close(s.ended)
	for {
		var status unix.WaitStatus
		got, err := unix.Wait4(-1, &status, 0, nil)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return
		}
		m := exited(status)
		s.mu.Lock()
		isCommand := got == s.pid
		if isCommand {
			s.pid = 0
		}
		id, isExec := s.execs[got]
		delete(s.execs, got)
		s.mu.Unlock()
		if isExec {
			m.ID = id
			s.report(m)
		}
		if !isCommand {
			continue
		}
		if !s.orders.PIDs {
			s.killRest()
		}
		s.report(m)
		return
	}
}

// exited is what is reported of a child.
func exited(status unix.WaitStatus) message {
	m := message{Exited: true, Code: status.ExitStatus()}
	if status.Signaled() {
		m.BySig = int(status.Signal())
		m.Code = 128 + m.BySig
	}
	return m
}

// killRest ends all children and waits for them.
func (s *initStage) killRest() {
	s.killAll()
	for {
		if _, err := unix.Wait4(-1, nil, unix.WNOHANG, nil); err == unix.ECHILD {
			return
		}
		killDescendants(os.Getpid())
		time.Sleep(time.Millisecond)
	}
}

// killAll ends everything below this process.
func (s *initStage) killAll() {
	if os.Getpid() == 1 {
		unix.Kill(-1, unix.SIGKILL) // all but the caller
		return
	}
	// What is killed hands its children to this process: look until none is left.
	for killDescendants(os.Getpid()) {
		time.Sleep(time.Millisecond)
	}
}

// killDescendants reports whether it found any that was alive.
func killDescendants(root int) bool {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return false
	}
	type child struct{ pid, parent int }
	children := map[int][]child{}
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		if parent, dead := statOf(pid); parent != 0 && !dead {
			children[parent] = append(children[parent], child{pid, parent})
		} else if dead {
			continue
		}
	}
	found := false
	for queue := children[root]; len(queue) > 0; queue = queue[1:] {
		found = true
		c := queue[0]
		pidfd.Kill(c.pid, func() bool {
			parent, dead := statOf(c.pid)
			return !dead && (parent == c.parent || parent == root) // root's are those whose parents have ended
		})
		queue = append(queue, children[c.pid]...)
	}
	return found
}

// statOf returns a process's parent, and whether it has ended.
func statOf(pid int) (parent int, dead bool) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, true
	}
	// The name, in brackets, may hold anything.
	fields := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
	if len(fields) < 2 {
		return 0, true
	}
	parent, _ = strconv.Atoi(fields[1])
	return parent, fields[0] == "Z" || fields[0] == "X"
}
