//go:build !linux

package process

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"syscall"
	"time"

	"paddock/bindings/container"
)

// drainTime bounds the wait for output that a daemonised grandchild holds open.
const drainTime = 2 * time.Second

var errLinuxOnly = errors.New("needs Linux")

// probe accepts the proxy link alone.
func probe(_ context.Context, _ Options, link string) error {
	if link != LinkProxy {
		return errLinuxOnly
	}
	return nil
}

func launch(_ context.Context, options Options, _ string, c *command, spec container.Spec) (*instance, error) {
	var beside besideFiles
	var err error
	if c.Image != nil {
		if beside.tree, err = newTree(options.StateDir, c.Image); err != nil {
			return nil, fmt.Errorf("start %s: %w", spec.Name, err)
		}
		beside.tree.apply(c)
	}
	if beside.trust, err = c.trustBeside(options.StateDir); err != nil {
		beside.remove()
		return nil, fmt.Errorf("start %s: %w", spec.Name, err)
	}
	source, err := proxySource(c, spec)
	if err != nil {
		beside.remove()
		return nil, fmt.Errorf("start %s: %w", spec.Name, err)
	}
	cmd := exec.Command(c.Argv[0], c.Argv[1:]...)
	cmd.Dir, cmd.Env, cmd.WaitDelay = c.Dir, c.Env, drainTime
	cmd.Stdin, cmd.Stdout, cmd.Stderr = spec.Stdin, spec.Stdout, spec.Stderr
	if err := cmd.Start(); err != nil {
		source.Close()
		beside.remove()
		switch {
		case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist):
			err = os.ErrNotExist
		case errors.Is(err, fs.ErrPermission):
			err = os.ErrPermission
		}
		return nil, &container.ErrNotStarted{Command: c.Argv[0], Err: err}
	}
	i := &instance{
		source: source, dial: dialLoopback, done: make(chan struct{}),
		signal: func(sig syscall.Signal) error { return cmd.Process.Signal(sig) },
		kill:   func() { cmd.Process.Kill() },
	}
	go func() {
		cmd.Wait() // the exit is read from the state below
		i.exit = container.Exit{Code: cmd.ProcessState.ExitCode()}
		if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
			i.exit = container.Exit{Code: 128 + int(status.Signal()), Signal: status.Signal()}
		}
		source.Close()
		beside.remove()
		close(i.done)
	}()
	return i, nil
}
