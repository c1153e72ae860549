package pidfd

import "golang.org/x/sys/unix"

// Kill kills the process with a number if is, which looks at what has the number now, says that it is the one
// that is meant.
func Kill(pid int, is func() bool) { Signal(pid, unix.SIGKILL, is) }

// Signal sends a signal as [Kill] sends SIGKILL.
func Signal(pid int, sig unix.Signal, is func() bool) {
	process, err := unix.PidfdOpen(pid, 0)
	switch {
	case err == unix.ESRCH:
		return
	case err != nil: // not known before Linux 5.3, and forbidden in some containers
		if is() {
			_ = unix.Kill(pid, sig) // it may have ended
		}
		return
	}
	defer unix.Close(process)
	if is() { // of what process stands for, or that has ended and is not signalled either
		_ = unix.PidfdSendSignal(process, sig, nil, 0)
	}
}
