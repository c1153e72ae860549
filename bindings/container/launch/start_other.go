//go:build !linux

package launch

import (
	"context"
	"errors"
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

// instanceOS is empty: further commands can be started on Linux only.
type instanceOS struct{}

// Probe accepts the proxy link alone.
func Probe(_ context.Context, c Config) error {
	if c.Choice.Link != LinkProxy {
		return errLinuxOnly
	}
	return nil
}

// Start starts the command as a plain process behind a proxy.
func Start(_ context.Context, c Config) (*Instance, error) {
	source, err := proxySource(&c)
	if err != nil {
		c.ended()
		return nil, err
	}
	argv := c.Command.Argv
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Dir, cmd.Env, cmd.WaitDelay = c.Command.Dir, c.Command.Env, drainTime
	cmd.Stdin, cmd.Stdout, cmd.Stderr = c.Stdin, c.Stdout, c.Stderr
	if err := cmd.Start(); err != nil {
		source.Close()
		c.ended()
		switch {
		case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist):
			err = os.ErrNotExist
		case errors.Is(err, fs.ErrPermission):
			err = os.ErrPermission
		}
		return nil, &container.ErrNotStarted{Command: argv[0], Err: err}
	}
	i := &Instance{
		choice: c.Choice, source: source, dial: dialLoopback, done: make(chan struct{}),
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
		c.ended()
		close(i.done)
	}()
	return i, nil
}
