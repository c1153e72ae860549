//go:build !unix

package browser

import "os/exec"

// group does nothing: there are no groups here.
func group(*exec.Cmd) {}

// kill ends a process.
func kill(cmd *exec.Cmd) { _ = cmd.Process.Kill() }
