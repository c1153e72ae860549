package namespace

import (
	"encoding/json"
	"fmt"
	"os"

	"paddock/bindings/container/dockerfile"
	"paddock/bindings/container/filetree"
	"paddock/bindings/container/launch"
)

const setupName = "namespace"

// setup is what the init stage is to do: one of its fields is set.
type setup struct {
	View   *view                 // make a container's files, and change into them
	Remove string                // delete this folder
	Copy   string                // copy the folder that is its standard input here
	Own    string                // give files of this folder to those whom standard input names
	Write  *dockerfile.WriteSpec // write into a layer; the answer goes to standard input
}

// Setup is what the init stage does for this engine. It is given to [launch.Init].
func Setup() launch.Setup {
	return launch.Setup{Name: setupName, Run: func(raw json.RawMessage, c *launch.Command) error {
		var s setup
		if err := json.Unmarshal(raw, &s); err != nil {
			return fmt.Errorf("read what to set up: %w", err)
		}
		switch {
		case s.View != nil:
			return s.View.setUp(c)
		case s.Remove != "":
			return os.RemoveAll(s.Remove)
		case s.Own != "":
			return giveOwners(s.Own)
		case s.Write != nil:
			return write(s.Write)
		}
		return filetree.Copy(descriptor(0), s.Copy, filetree.Options{})
	}}
}
