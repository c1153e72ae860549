package session

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"paddock/bindings/container/sandbox"
)

// runSingle runs a command in a shell of its own.
func (s *Sessions) runSingle(c sandbox.ShellCommand) (sandbox.ShellResult, error) {
	var g gathered
	stdout, stderr := g.take(&g.stdout), g.take(&g.stderr)
	begin := time.Now()
	p, err := s.launch(c, func(stream sandbox.Stream, b []byte) {
		if stream == sandbox.Stdout {
			stdout(b)
		} else {
			stderr(b)
		}
	})
	var r sandbox.ShellResult
	if err == nil {
		late := p.within(c.Timeout)
		r.ExitCode, err = p.Exit()
		if late {
			r.ExitCode = timedOut
			if text := g.stderr.String(); text != "" && !strings.HasSuffix(text, "\n") {
				stderr([]byte("\n"))
			}
			stderr(timeoutText(c.Timeout))
		}
	}
	if err == nil {
		r.Stdout, r.Stderr, err = g.result()
	}
	r.Duration = time.Since(begin)
	if err != nil {
		e := sandbox.Errorf(sandbox.CommandFail, "Failed to execute command '%s' in sessionless execution: %v", c.Line, err)
		return r, e.With(sandbox.Context{"command": c.Line, "stderr": err.Error()})
	}
	return r, nil
}

// startSingle begins a command in a shell of its own.
func (s *Sessions) startSingle(c sandbox.ShellCommand, out sandbox.ShellOutput) (sandbox.ShellProcess, error) {
	p, err := s.launch(c, out)
	if err != nil {
		e := sandbox.Errorf(sandbox.StreamStartFail, "Failed to execute streaming command '%s' in sessionless execution: %v", c.Line, err)
		return nil, e.With(sandbox.Context{"command": c.Line, "stderr": err.Error()})
	}
	return s.limit(p, c.Timeout, out), nil
}

// launch starts a shell for one command.
func (s *Sessions) launch(c sandbox.ShellCommand, take sandbox.ShellOutput) (*process, error) {
	env := s.variables(nil)
	env = env[:len(env)-2] // LANG and LC_ALL are for sessions
	for name, value := range c.Env {
		if value != nil {
			env = append(env, name+"="+*value)
		}
	}
	d, file, err := findShell(env)
	if err != nil {
		return nil, err
	}
	cwd := c.Cwd
	if cwd == "" {
		cwd = s.env.Path(sandbox.Workspace)
	}
	cmd := &exec.Cmd{
		Path: file, Args: []string{d.args[0], "-c", c.Line}, Env: env, Dir: cwd,
		SysProcAttr: &syscall.SysProcAttr{Setsid: true},
	}
	stdout, theirs, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer theirs.Close()
	stderr, theirErrs, err := os.Pipe()
	if err != nil {
		stdout.Close()
		return nil, err
	}
	defer theirErrs.Close()
	cmd.Stdout, cmd.Stderr = theirs, theirErrs
	s.mu.Lock()
	defer s.mu.Unlock()
	err = errGone
	if !s.closed {
		err = cmd.Start()
	}
	if err != nil {
		stdout.Close()
		stderr.Close()
		return nil, err
	}
	out := s.single.read(stdout, func(b []byte) { take(sandbox.Stdout, b) })
	errs := s.single.read(stderr, func(b []byte) { take(sandbox.Stderr, b) })
	p := newProcess(cmd.Process.Pid)
	s.singles[p] = struct{}{}
	s.wait.Go(func() {
		defer close(p.done)
		_ = cmd.Wait() // the exit code tells
		exit := cmd.ProcessState.ExitCode()
		if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
			exit = 128 + int(status.Signal())
		}
		p.end(exit, nil)
		out.finish(afterwards)
		errs.finish(afterwards)
		s.mu.Lock()
		delete(s.singles, p)
		s.mu.Unlock()
	})
	return p, nil
}
