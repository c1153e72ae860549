//go:build unix

package files

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// errnoName gives the name of a system's error: "ENOENT".
func errnoName(errno syscall.Errno) string { return unix.ErrnoName(errno) }
