//go:build !linux

package docker

import "errors"

var errNotHere = errors.New("this is done in containers of Linux only")

func runSidecar([]string) error { return errNotHere }
func runExec([]string) error    { return errNotHere }
func runKill([]string) error    { return errNotHere }
func runRelay([]string) error   { return errNotHere }
