package sandbox

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// startGroup starts a shell that leads a group, and gives what all in it say: its end is theirs.
func startGroup(t *testing.T, script string) (*Group, *bufio.Reader) {
	t.Helper()
	cmd := exec.Command("sh", "-c", script)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { read.Close() })
	cmd.Stdout = write
	err = cmd.Start()
	write.Close()
	if err != nil {
		t.Fatal(err)
	}
	out := bufio.NewReader(read)
	if _, err := out.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	return Lead(cmd), out
}

func TestGroup_WhatTheLeaderHasLeftEndsWithIt(t *testing.T) {
	t.Parallel()
	g, out := startGroup(t, "sleep 1000 & echo started")
	if err := g.Wait(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, out); err != nil {
		t.Error(err)
	}
}

func TestGroup_IsNotSignalledWhenItsNumberMayBeAnothers(t *testing.T) {
	t.Parallel()
	g, _ := startGroup(t, "echo started; exec sleep 1000")
	g.Signal(syscall.SIGTERM)
	if err := g.Wait(syscall.SIGKILL); err == nil || err.Error() != "signal: terminated" {
		t.Errorf("it ended by %v", err)
	}
	stranger, out := startGroup(t, "echo started; kill -STOP $$; echo alive")
	g.leader.Process.Pid = stranger.leader.Process.Pid
	g.Signal(syscall.SIGKILL)
	stranger.Signal(syscall.SIGCONT)
	if said, err := out.ReadString('\n'); said != "alive\n" || err != nil {
		t.Errorf("a stranger was killed: %q, %v", said, err)
	}
	if err := stranger.Wait(syscall.SIGKILL); err != nil {
		t.Error(err)
	}
}
