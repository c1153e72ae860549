package program

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

// stopTime is how long the start-up command may take to end, in a sandbox that stops.
const stopTime = 5 * time.Second

// end is how the start-up command has ended.
type end struct {
	code int
	err  error // why it could not be started
}

// supervise starts the user's command, if there is one. stop sends it SIGTERM and waits for it.
func supervise(command, env []string) (ended <-chan end, stop func()) {
	if len(command) == 0 {
		return nil, func() {}
	}
	c := exec.Command(command[0], command[1:]...)
	c.Env = append(env, "SANDBOX_STARTED=true")
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	result, done := make(chan end, 1), make(chan struct{})
	if err := c.Start(); err != nil {
		result <- end{1, fmt.Errorf("start %s: %w", command[0], err)}
		return result, func() {}
	}
	go func() {
		defer close(done)
		_ = c.Wait() // the state tells
		result <- end{code: exitCode(c.ProcessState)}
	}()
	return result, func() {
		_ = c.Process.Signal(syscall.SIGTERM) // it may have ended
		timer := time.AfterFunc(stopTime, func() { _ = c.Process.Kill() })
		<-done
		timer.Stop()
	}
}

func exitCode(s *os.ProcessState) int {
	if status, ok := s.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return s.ExitCode()
}

// reap runs this program again, passes signals on to it, and waits for every process that is left
// to process 1, until it has ended.
func reap() int {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	files := []*os.File{os.Stdin, os.Stdout, os.Stderr}
	p, err := os.StartProcess("/proc/self/exe", os.Args, &os.ProcAttr{Files: files})
	if err != nil {
		fmt.Fprintln(os.Stderr, "sandbox:", err)
		return 1
	}
	go func() {
		for s := range signals {
			_ = p.Signal(s) // it may have ended
		}
	}()
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, 0, nil)
		switch {
		case errors.Is(err, syscall.EINTR):
		case err != nil:
			return 1
		case pid == p.Pid && status.Signaled():
			return 128 + int(status.Signal())
		case pid == p.Pid:
			return status.ExitStatus()
		}
	}
}
