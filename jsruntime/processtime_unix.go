//go:build unix

package jsruntime

import (
	"syscall"
	"time"
)

// processTime is how long the process has computed so far, on all processors.
func processTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return wallTime()
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
