//go:build !linux

package docker

import "errors"

var errLinuxOnly = errors.New("this is done in containers of Linux only")

func runSidecar([]string) error { return errLinuxOnly }
func runExec([]string) error    { return errLinuxOnly }
func runKill([]string) error    { return errLinuxOnly }
func runRelay([]string) error   { return errLinuxOnly }
