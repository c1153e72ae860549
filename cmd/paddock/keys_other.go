//go:build !(linux || darwin || freebsd || netbsd || openbsd)

package main

import (
	"errors"
	"os"
)

// unbuffered fails where terminals work otherwise.
func unbuffered(*os.File) (restore func(), err error) { return nil, errors.ErrUnsupported }
