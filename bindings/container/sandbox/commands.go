package sandbox

import "context"

// Commands runs command lines.
type Commands interface {
	// Execute runs a command to its end. A command that fails is no error: see ExitCode.
	Execute(ctx context.Context, r ExecuteRequest) (ExecuteResult, error)
	// ExecuteStream starts a command as a process, gives its output as it comes, and returns at
	// its end. The process goes on when emit fails or ctx ends.
	ExecuteStream(ctx context.Context, r ExecuteRequest, emit func(ExecEvent) error) error
}

// ExecuteRequest is a command to run.
type ExecuteRequest struct {
	Command    string    `json:"command"`
	SessionID  string    `json:"sessionId"`
	TimeoutMs  int       `json:"timeoutMs"`
	Env        Variables `json:"env"`
	Cwd        string    `json:"cwd"`
	Origin     string    `json:"origin"` // "user" or "internal"; for logs
	Background bool      `json:"background"`
}

// ExecuteResult is what came of a command.
type ExecuteResult struct {
	Success   bool   `json:"success"` // the exit code is 0
	ExitCode  int    `json:"exitCode"`
	Stdout    string `json:"stdout"`
	Stderr    string `json:"stderr"`
	Command   string `json:"command"`
	Duration  int64  `json:"duration"` // in milliseconds
	Timestamp string `json:"timestamp"`
	SessionID string `json:"sessionId,omitempty"`
}

// ExecEvent is one of "start", "stdout", "stderr", "complete" and "error".
type ExecEvent struct {
	Type      string `json:"type"`
	Command   string `json:"command,omitempty"`   // start
	SessionID string `json:"sessionId,omitempty"` // start
	PID       int    `json:"pid,omitempty"`       // start
	Data      string `json:"data,omitempty"`      // stdout, stderr
	ExitCode  *int   `json:"exitCode,omitempty"`  // complete
	Error     string `json:"error,omitempty"`     // error
	Timestamp string `json:"timestamp"`
}
