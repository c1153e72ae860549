package sandbox

import (
	"context"
	"encoding/json"
	"time"
)

// Ids of sessions with a meaning of their own.
const (
	DefaultSession = "default"             // that of requests which name none
	NoSession      = "__DISABLE_SESSION__" // each command has a shell of its own
)

// Variables are environment variables; nil unsets one, or leaves it as it is where nothing can be unset.
type Variables map[string]*string

// UnmarshalJSON implements [json.Unmarshaler]. What is no text is taken as JavaScript writes it.
func (v *Variables) UnmarshalJSON(b []byte) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(b, &all); err != nil || all == nil {
		return err
	}
	*v = make(Variables, len(all))
	for name, value := range all {
		var text *string
		if err := json.Unmarshal(value, &text); err != nil {
			plain := string(value)
			text = &plain
		}
		(*v)[name] = text
	}
	return nil
}

// Sessions keeps shells: processes of bash, or of sh where there is no bash, in which folder,
// variables and functions outlive the single command. A session that is unknown is made when a
// command names it. Commands of one session run one after the other.
//
// Errors: SESSION_TERMINATED when the shell has ended by itself (a command said "exit"; the next
// call finds a new shell), SESSION_DESTROYED when it was deleted meanwhile.
type Sessions interface {
	// Create starts a session's shell. SESSION_ALREADY_EXISTS.
	Create(ctx context.Context, c CreateSession) (CreatedSession, error)
	// Delete ends a session's shell and what it has started. INTERNAL_ERROR when there is none.
	Delete(ctx context.Context, id string) error
	// List gives the ids, in the order in which the sessions were made.
	List() []string
	// Dir gives the working folder of a session's shell, without waiting for its commands.
	Dir(ctx context.Context, id string) (string, error)
	// State gives the folder and the exported variables of a session's shell, after its commands.
	State(ctx context.Context, id string) (ShellState, error)
	// Ended gives what is closed at the end of a session's shell; nil for a session that is unknown.
	Ended(id string) <-chan struct{}
	// Run runs a command in the session's own shell and gives all of its output. A timeout is
	// COMMAND_EXECUTION_ERROR in a session, and exit code 124 for [NoSession].
	Run(ctx context.Context, c ShellCommand) (ShellResult, error)
	// Start begins a command in a copy of the session's shell; what it changes there is lost.
	Start(ctx context.Context, c ShellCommand, out ShellOutput) (ShellProcess, error)
}

// CreateSession asks for a session.
type CreateSession struct {
	ID               string    `json:"id"` // "": one is made up
	Env              Variables `json:"env"`
	Cwd              string    `json:"cwd"`              // "": /workspace
	CommandTimeoutMs int       `json:"commandTimeoutMs"` // of commands that bring none; 0: none
}

// CreatedSession tells of a session that was made.
type CreatedSession struct {
	ID                   string
	ContainerPlacementID *string
}

// ShellState is where a shell is and what it hands to its commands.
type ShellState struct {
	Dir string
	Env []string // "NAME=value"
}

// ShellCommand is a command line for a shell.
type ShellCommand struct {
	Session string // "" is [DefaultSession]
	Line    string
	Cwd     string // "": the shell's; it is left again after the command
	Env     Variables
	Timeout time.Duration // 0: the session's, or none
}

// ShellResult is what came of a command. In a session, one line break at the end of an output is
// cut off, as by the original.
type ShellResult struct {
	ExitCode       int
	Stdout, Stderr string
	Duration       time.Duration
}

// Stream is one of the two outputs of a command.
type Stream string

// The streams.
const (
	Stdout Stream = "stdout"
	Stderr Stream = "stderr"
)

// ShellOutput takes what a command prints. It is called from one goroutine for each stream, and
// never after the process has ended; while it blocks, the command is held back.
type ShellOutput func(s Stream, text []byte)

// ShellProcess is a command that was started.
type ShellProcess interface {
	PID() int
	// Ended is closed when the command has ended. Its output may still wait to be taken.
	Ended() <-chan struct{}
	// Done is closed when the command has ended and its output was taken.
	Done() <-chan struct{}
	// Exit tells how the command ended, after Done. err: the session's shell has gone before it.
	Exit() (code int, err error)
	// Kill ends the command and all that it has started: SIGTERM, and SIGKILL to what is left
	// after five seconds. It waits. false: the command had ended already.
	Kill(ctx context.Context) bool
}
