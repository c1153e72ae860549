package sandbox

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// startGroup starts a shell that leads a group, and gives what all in it say: its end is theirs. stdin is what it may read.
func startGroup(t *testing.T, stdin *os.File, script string) (*Group, *bufio.Reader) {
	t.Helper()
	cmd := exec.Command("sh", "-c", script)
	if stdin != nil {
		cmd.Stdin = stdin
	}
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
	g, out := startGroup(t, nil, "sleep 1000 & echo started")
	if err := g.Wait(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, out); err != nil {
		t.Error(err)
	}
}

func TestGroup_IsNotSignalledWhenItsNumberMayBeAnothers(t *testing.T) {
	t.Parallel()
	g, _ := startGroup(t, nil, "echo started; exec sleep 1000")
	g.Signal(syscall.SIGTERM)
	if err := g.Wait(syscall.SIGKILL); err == nil || err.Error() != "signal: terminated" {
		t.Errorf("it ended by %v", err)
	}
	in, tell, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	defer tell.Close()
	stranger, out := startGroup(t, in, "echo started; read line; echo $line")
	g.leader.Process.Pid = stranger.leader.Process.Pid
	g.Signal(syscall.SIGKILL)
	if _, err := tell.WriteString("alive\n"); err != nil {
		t.Fatal(err)
	}
	if said, err := out.ReadString('\n'); said != "alive\n" || err != nil {
		t.Errorf("a stranger was killed: %q, %v", said, err)
	}
	if err := stranger.Wait(syscall.SIGKILL); err != nil {
		t.Error(err)
	}
}
