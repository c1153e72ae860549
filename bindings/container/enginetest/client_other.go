//go:build !linux

package enginetest

import (
	"errors"
	"os/exec"
	"syscall"
)

func detach(*exec.Cmd) {}

func unconnected(string) error {
	return errors.New("only transparent links catch this, and they need Linux")
}

func escape(string) error {
	return errors.New("only transparent links catch this, and they need Linux")
}

func mapped(string, string) error {
	return errors.New("only transparent links catch this, and they need Linux")
}

func onlyPorts(int, int) func(_, _ string, c syscall.RawConn) error {
	return func(string, string, syscall.RawConn) error {
		return errors.New("only transparent links catch this, and they need Linux")
	}
}

func makeSockets(int) error {
	return errors.New("only transparent links catch this, and they need Linux")
}
