package sandbox

// Utils tells of the server itself.
type Utils interface {
	Version() string    // SANDBOX_VERSION, or "unknown"
	Commands() []string // always empty: there is no list of commands
}
