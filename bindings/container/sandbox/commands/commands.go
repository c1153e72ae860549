// Package commands runs command lines in the sessions of a sandbox.
package commands

import (
	"context"
	"time"

	"paddock/bindings/container/sandbox"
)

// Commands implements [sandbox.Commands].
type Commands struct {
	sessions  sandbox.Sessions
	processes sandbox.Processes
}

var _ sandbox.Commands = (*Commands)(nil)

// New gives the service.
func New(sessions sandbox.Sessions, processes sandbox.Processes) *Commands {
	return &Commands{sessions, processes}
}

// Execute implements [sandbox.Commands].
func (c *Commands) Execute(ctx context.Context, r sandbox.ExecuteRequest) (sandbox.ExecuteResult, error) {
	result, err := c.sessions.Run(ctx, sandbox.ShellCommand{
		Session: r.SessionID, Line: r.Command, Cwd: r.Cwd, Env: r.Env, Timeout: time.Duration(r.TimeoutMs) * time.Millisecond,
	})
	if err != nil {
		return sandbox.ExecuteResult{}, err
	}
	return sandbox.ExecuteResult{
		Success: result.ExitCode == 0, ExitCode: result.ExitCode, Stdout: result.Stdout, Stderr: result.Stderr,
		Command: r.Command, Duration: result.Duration.Milliseconds(), Timestamp: sandbox.Now(), SessionID: r.SessionID,
	}, nil
}

// ExecuteStream implements [sandbox.Commands].
func (c *Commands) ExecuteStream(ctx context.Context, r sandbox.ExecuteRequest, emit func(sandbox.ExecEvent) error) error {
	p, err := c.processes.Start(ctx, sandbox.StartProcess{
		Command: r.Command, SessionID: r.SessionID, TimeoutMs: r.TimeoutMs, Env: r.Env, Cwd: r.Cwd, Origin: r.Origin, Paced: true,
	})
	if err != nil {
		return err
	}
	start := sandbox.ExecEvent{Type: "start", Command: r.Command, SessionID: r.SessionID, PID: p.PID, Timestamp: sandbox.Now()}
	gone := emit(start) // the process is followed nevertheless, for nobody else lets it go on
	p, err = c.processes.Follow(ctx, p.ID, true, func(s sandbox.Stream, text string) error {
		if gone != nil {
			return gone
		}
		return emit(sandbox.ExecEvent{Type: string(s), Data: text, Timestamp: sandbox.Now()})
	})
	if err != nil {
		return err
	}
	return emit(sandbox.ExecEvent{Type: "complete", ExitCode: p.ExitCode, Timestamp: sandbox.Now()})
}
