//go:build linux || darwin || freebsd || netbsd || openbsd

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// unbuffered lets single keys be read from a terminal, unseen. Signals and the form of the output stay as
// they are, which a raw terminal would lose.
func unbuffered(tty *os.File) (restore func(), err error) {
	control, err := tty.SyscallConn()
	if err != nil {
		return nil, err
	}
	var before unix.Termios
	change := func(f func(fd int) error) error {
		var err error
		if lost := control.Control(func(fd uintptr) { err = f(int(fd)) }); lost != nil {
			return lost
		}
		return err
	}
	err = change(func(fd int) error {
		now, err := unix.IoctlGetTermios(fd, getAttributes)
		if err != nil {
			return err
		}
		before = *now
		now.Lflag &^= unix.ICANON | unix.ECHO
		now.Cc[unix.VMIN], now.Cc[unix.VTIME] = 1, 0
		return unix.IoctlSetTermios(fd, setAttributes, now)
	})
	return func() {
		_ = change(func(fd int) error { return unix.IoctlSetTermios(fd, setAttributes, &before) }) // the terminal has gone
	}, err
}
