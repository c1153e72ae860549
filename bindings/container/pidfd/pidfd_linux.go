package pidfd

import "golang.org/x/sys/unix"

// Kill kills the process with a number if is, which looks at what has the number now, says that it is the one
// that is meant.
func Kill(pid int, is func() bool) {
	process, err := unix.PidfdOpen(pid, 0)
	switch {
	case err == unix.ESRCH:
		return
	case err != nil: // not known before Linux 5.3, and forbidden in some containers
		if is() {
			_ = unix.Kill(pid, unix.SIGKILL) // it may have ended
		}
		return
	}
	defer unix.Close(process)
	if is() { // of what process stands for, or that has ended and is not killed either
		_ = unix.PidfdSendSignal(process, unix.SIGKILL, nil, 0)
	}
}
