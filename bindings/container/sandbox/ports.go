package sandbox

import "context"

// Ports finds out whether something listens inside the sandbox, and keeps which ports are exposed for versions
// of the Worker's half before 0.11, which do not do that themselves.
type Ports interface {
	// Expose notes a port; name may be "". PORT_ALREADY_EXPOSED: it is noted already.
	Expose(port int, name string) error
	// Unexpose forgets a port. PORT_NOT_EXPOSED: it is not noted.
	Unexpose(port int) error
	// Exposed gives the ports in the order in which they were noted.
	Exposed() []int
	// Watch gives "watching", and at the end "ready", "process_exited" or "error".
	Watch(ctx context.Context, r WatchPort, emit func(PortEvent) error) error
}

// WatchPort asks for a port to be watched.
type WatchPort struct {
	Port      int    `json:"port"`
	Mode      string `json:"mode"` // "tcp", or else HTTP
	Path      string `json:"path"`
	StatusMin int    `json:"statusMin"` // 0: 200
	StatusMax int    `json:"statusMax"` // 0: 399
	ProcessID string `json:"processId"` // whose end ends the watching
	Interval  int    `json:"interval"`  // in milliseconds, at most
}

// PortEvent is one of "watching", "ready", "process_exited" and "error".
type PortEvent struct {
	Type       string `json:"type"`
	Port       int    `json:"port"`
	StatusCode int    `json:"statusCode,omitempty"`
	ExitCode   *int   `json:"exitCode,omitempty"`
	Error      string `json:"error,omitempty"`
}
