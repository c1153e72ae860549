package sandbox

import (
	"os/exec"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// Group is a process that leads a group of its own, with what it has started there. The group is signalled by its
// number, which may be a stranger's as soon as the leader has been waited for: so both are done here alone.
type Group struct {
	leader *exec.Cmd

	mu   sync.Mutex // guards over
	over bool       // the number is not ours any more
}

// Lead gives the group of a process that has been started, as its leader.
func Lead(leader *exec.Cmd) *Group { return &Group{leader: leader} }

// Signal sends a signal to all in the group. After Wait nobody has it.
func (g *Group) Signal(s syscall.Signal) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.over {
		_ = unix.Kill(-g.leader.Process.Pid, s) // it may have ended
	}
}

// Wait waits for the leader's end, which the leader's state tells, sends a last signal to those whom it has left, and
// gives the number back.
func (g *Group) Wait(last syscall.Signal) error {
	for unix.Waitid(unix.P_PID, g.leader.Process.Pid, nil, unix.WEXITED|unix.WNOWAIT, nil) == unix.EINTR {
	}
	g.mu.Lock()
	_ = unix.Kill(-g.leader.Process.Pid, last) // there may be nobody
	g.over = true
	g.mu.Unlock()
	return g.leader.Wait()
}
