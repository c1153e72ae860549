package container

import (
	"context"
	"io"
	"syscall"
)

// Execer is an [Instance] in which further commands can be started.
type Execer interface {
	// Exec starts a command beside the container's own, in the same view of files and network. It
	// returns when the command has begun. Its end is also that of the instance.
	Exec(ctx context.Context, c Command) (Process, error)
}

// Command says what to start in a running container.
type Command struct {
	Argv []string
	Dir  string            // "": the container's working folder
	Env  map[string]string // over what the container's own command has
	User string            // name or number, maybe with ":" and a group; "": the container's own

	Stdin    bool  // a pipe; else there is nothing to read
	Stdout   bool  // a pipe; else it is discarded
	Stderr   bool  // a pipe; else it is discarded
	Combined bool  // stderr goes where stdout does
	Terminal *Size // a terminal of this size takes the place of the pipes, with one stream of output
}

// Size is that of a terminal, in characters.
type Size struct{ Cols, Rows uint16 }

// Process is a command that was started in a container. Its pipes belong to whoever started it,
// who closes them.
type Process interface {
	PID() int              // as the container numbers it
	Stdin() io.WriteCloser // nil: none. Closing it is the end of input.
	Stdout() io.ReadCloser // nil: none
	Stderr() io.ReadCloser // nil: none
	Signal(syscall.Signal) error
	Resize(Size) error // of its terminal
	// Wait blocks until the command has ended. Many callers may wait.
	Wait(ctx context.Context) (Exit, error)
}
