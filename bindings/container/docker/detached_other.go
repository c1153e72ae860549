//go:build !unix

package docker

import "syscall"

func detached() *syscall.SysProcAttr { return nil }
