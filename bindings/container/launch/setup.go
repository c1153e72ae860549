package launch

import "encoding/json"

// Setup is what an engine does in the init stage.
type Setup struct {
	Name string
	// Run makes the files that the container sees, in its own mount namespace, on the thread that
	// later starts the command. It may change the command.
	Run func(config json.RawMessage, c *Command) error
}
