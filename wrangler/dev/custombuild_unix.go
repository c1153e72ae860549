//go:build unix

package dev

import (
	"os/exec"
	"syscall"
	"time"
)

// ownGroup lets the end of cmd's context end what the command has started too.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
}
