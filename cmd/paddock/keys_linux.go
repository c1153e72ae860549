package main

import "golang.org/x/sys/unix"

// Requests that read and write a terminal's attributes.
const (
	getAttributes = unix.TCGETS
	setAttributes = unix.TCSETS
)
