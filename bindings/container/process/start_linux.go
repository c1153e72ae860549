package process

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"golang.org/x/sys/unix"

	"paddock/bindings/container"
	"paddock/bindings/container/launch"
)

const setupName = "process"

// Setup is what the init stage does for this engine. It is given to [launch.Init].
func Setup() launch.Setup {
	return launch.Setup{Name: setupName, Run: func(raw json.RawMessage, c *launch.Command) error {
		var f files
		if err := json.Unmarshal(raw, &f); err != nil {
			return fmt.Errorf("read what files to show: %w", err)
		}
		own := command{*c, f}
		err := setUpMounts(&own)
		*c = own.Command
		return err
	}}
}

// isolate asks for the namespaces that go with the link.
func (c *command) isolate(to *launch.Config) {
	if os.Geteuid() == 0 {
		// No more than in an image: with others root leaves its namespaces.
		to.Capabilities = launch.ImageCapabilities()
		if c.Image != nil && c.Image.Sandbox {
			to.Capabilities = append(to.Capabilities, unix.CAP_SYS_ADMIN) // buckets are mounted
		}
	}
	if !hasNamespaces(to.Choice.Link) {
		to.Doors = append(c.Doors, c.Closed...)
		return
	}
	to.Setup, to.SetupConfig = setupName, c.files
	to.Namespaces = unix.CLONE_NEWNS | unix.CLONE_NEWPID
	if c.Image != nil {
		to.Namespaces |= unix.CLONE_NEWIPC | unix.CLONE_NEWUTS
	}
	if to.Choice.Link == launch.LinkNFTRootless {
		// The user stays who he is.
		uid, gid := os.Geteuid(), os.Getegid()
		to.Users = &launch.Users{UIDs: []launch.IDMap{{Inside: uid, Outside: uid, Size: 1}}, GIDs: []launch.IDMap{{Inside: gid, Outside: gid, Size: 1}}}
	}
}

var _ container.Execer = (*instance)(nil)

// Exec implements [container.Execer].
func (i *instance) Exec(ctx context.Context, c container.Command) (container.Process, error) {
	c.Argv, c.Env = i.beside.argv(c.Argv), i.beside.env(c.Env)
	if c.Dir != "" {
		c.Dir = i.beside.dir(c.Dir)
	}
	return i.Instance.Exec(ctx, c)
}
