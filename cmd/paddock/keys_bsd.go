//go:build darwin || freebsd || netbsd || openbsd

package main

import "golang.org/x/sys/unix"

// Requests that read and write a terminal's attributes.
const (
	getAttributes = unix.TIOCGETA
	setAttributes = unix.TIOCSETA
)
