package sandbox

import "context"

// Processes keeps track of commands that run beside the sessions. They belong to the sandbox, not
// to the session whose shell began them. Records of those that have ended remain.
//
// Errors: PROCESS_NOT_FOUND.
type Processes interface {
	Start(ctx context.Context, r StartProcess) (Process, error)
	// List gives all, or those of one status, in the order of their start, without the time of their end.
	List(status ProcessStatus) []Process
	Get(id string) (Process, error)
	// Logs gives what a process has printed; of very much, the last part.
	Logs(id string) (ProcessLogs, error)
	// StreamLogs gives what a process has printed and prints, and returns at its end.
	StreamLogs(ctx context.Context, id string, emit func(LogEvent) error) error
	// Follow is StreamLogs without words: the process's start and end are the caller's to tell.
	// With paced, the process is held back while emit blocks.
	Follow(ctx context.Context, id string, paced bool, emit func(s Stream, text string) error) (Process, error)
	// Kill ends a process with all that it has started. COMMAND_NOT_FOUND when it has ended.
	Kill(ctx context.Context, id string) error
	// KillAll gives the number of processes that it has ended.
	KillAll(ctx context.Context) int
}

// StartProcess asks for a process.
type StartProcess struct {
	Command     string    `json:"command"`
	SessionID   string    `json:"sessionId"`
	ProcessID   string    `json:"processId"` // "": one is made up
	TimeoutMs   int       `json:"timeoutMs"`
	Env         Variables `json:"env"`
	Cwd         string    `json:"cwd"`
	Encoding    string    `json:"encoding"`
	AutoCleanup *bool     `json:"autoCleanup"`
	Origin      string    `json:"origin"`
	// Paced holds the process back until its output is followed. Not part of the protocol.
	Paced bool `json:"-"`
}

// ProcessStatus is what a process does.
type ProcessStatus string

// The states of a process.
const (
	Running   ProcessStatus = "running"
	Completed ProcessStatus = "completed" // with exit code 0
	Failed    ProcessStatus = "failed"
	Killed    ProcessStatus = "killed"
	Broken    ProcessStatus = "error" // its shell has gone before it
)

// Ended tells whether the process has come to its end.
func (s ProcessStatus) Ended() bool { return s != Running }

// Process is a process as the protocol describes it.
type Process struct {
	ID        string        `json:"id"`
	PID       int           `json:"pid,omitempty"`
	Command   string        `json:"command"`
	Status    ProcessStatus `json:"status"`
	StartTime string        `json:"startTime"`
	EndTime   string        `json:"endTime,omitempty"`
	ExitCode  *int          `json:"exitCode,omitempty"`
}

// ProcessLogs is the output of a process.
type ProcessLogs struct {
	ProcessID      string
	Stdout, Stderr string
}

// LogEvent is one of "process_info", "stdout", "stderr" and "exit".
type LogEvent struct {
	Type      string        `json:"type"`
	ProcessID string        `json:"processId"`
	Command   string        `json:"command,omitempty"`
	Status    ProcessStatus `json:"status,omitempty"`
	Data      string        `json:"data,omitempty"`
	ExitCode  *int          `json:"exitCode,omitempty"`
	Timestamp string        `json:"timestamp"`
}
