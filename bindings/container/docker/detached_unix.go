//go:build unix

package docker

import "syscall"

// detached keeps the terminal's signals away.
func detached() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }
