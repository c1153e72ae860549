package docker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

// reapTime bounds the removal of what a killed Paddock has left.
const reapTime = time.Minute

// reaper is a process beside Paddock that outlives it for the moment that it takes to remove what
// a killed one has left.
type reaper struct {
	once  sync.Once
	input *os.File // closed by the system, at Paddock's end
	err   error
}

// start starts the process, once. It sees Paddock's end by that of its input.
func (r *reaper) start(d *daemon) error {
	r.once.Do(func() { r.input, r.err = startReaper(d) })
	return r.err
}

func startReaper(d *daemon) (*os.File, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer read.Close()
	c := exec.Command(self, commandReap, d.session.String())
	c.Env = append(os.Environ(), d.variables()...)
	c.Stdin = read
	c.SysProcAttr = detached()
	if err := c.Start(); err != nil {
		write.Close()
		return nil, fmt.Errorf("start the process that removes containers: %w", err)
	}
	go c.Wait() // ends with that process
	return write, nil
}

// runReap waits until Paddock has ended, and removes the containers of its session.
func runReap(args []string) error {
	if len(args) != 1 {
		return errors.New("want a session")
	}
	s, ok := parseSession(args[0])
	if !ok {
		return fmt.Errorf("%q is no session", args[0])
	}
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), reapTime)
	defer cancel()
	d, err := dial(ctx, "")
	if err != nil {
		return err
	}
	defer d.api.Close()
	return removeSessions(ctx, d.api, func(other session) bool { return other == s })
}
