package sandbox

import (
	"path/filepath"
	"strings"

	"paddock/bindings/container/sandbox/place"
)

// Services are the services of one server. One that is nil is not served.
type Services struct {
	Sessions    Sessions
	Terminals   Terminals
	Commands    Commands
	Processes   Processes
	Files       Files
	Ports       Ports
	Git         Git
	Utils       Utils
	Watch       Watch
	Interpreter Interpreter
	Backup      Backup
	Tunnels     Tunnels
}

// Environment is what services find around them.
type Environment struct {
	// Env are the variables that shells and programs start with, "NAME=value".
	Env []string
	// Workspace is where /workspace lies: itself, but in sandboxes that see the host's own files. There
	// the folder for archives lies beside it.
	Workspace string
	// Temp is a folder for the server alone.
	Temp string
	// JavaScript makes JavaScript of TypeScript; nil: nothing can.
	JavaScript func(typescript string) (string, error)
}

// Workspace is the folder in which sessions begin, as clients name it.
const Workspace = "/workspace"

// Path leads a path of /workspace, or of the folder for archives, to where it lies.
func (e Environment) Path(path string) string {
	if e.Workspace == "" || e.Workspace == Workspace {
		return path
	}
	for from, to := range map[string]string{Workspace: e.Workspace, place.Backups: filepath.Dir(e.Workspace) + place.Backups} {
		if rest, ok := strings.CutPrefix(path, from); ok && (rest == "" || rest[0] == '/') {
			return to + rest
		}
	}
	return path
}

// Lookup gives a variable of the environment, "" when it is not set.
func (e Environment) Lookup(name string) string {
	for i := len(e.Env) - 1; i >= 0; i-- {
		if v := e.Env[i]; len(v) > len(name) && v[len(name)] == '=' && v[:len(name)] == name {
			return v[len(name)+1:]
		}
	}
	return ""
}
