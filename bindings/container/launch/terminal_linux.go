package launch

import (
	"os"

	"golang.org/x/sys/unix"
)

// foregroundTerminal returns a descriptor of the terminal f when this process's
// group has its foreground, else -1.
func foregroundTerminal(f *os.File) int {
	fd := int(f.Fd())
	group, err := unix.IoctlGetInt(fd, unix.TIOCGPGRP)
	if err != nil || group != unix.Getpgrp() {
		return -1
	}
	return fd
}

// takeTerminal takes the foreground back from a shell that has ended.
func takeTerminal(fd int) {
	// A background group that does this is stopped by SIGTTOU, unless it blocks it.
	var set, old unix.Sigset_t
	set.Val[0] = 1 << (unix.SIGTTOU - 1)
	if unix.PthreadSigmask(unix.SIG_BLOCK, &set, &old) != nil {
		return
	}
	defer unix.PthreadSigmask(unix.SIG_SETMASK, &old, nil)
	unix.IoctlSetPointerInt(fd, unix.TIOCSPGRP, unix.Getpgrp())
}
