package process

import (
	"context"
	"fmt"

	"paddock/bindings/container"
	"paddock/bindings/container/launch"
)

// hasNamespaces tells whether a link comes with a mount namespace.
func hasNamespaces(link string) bool {
	return link == launch.LinkNFT || link == launch.LinkNFTRootless
}

// start starts a command over a link.
func start(ctx context.Context, options Options, choice launch.Choice, c *command, spec container.Spec) (*instance, error) {
	beside, err := makeBeside(options, choice.Link, c)
	if err != nil {
		beside.remove()
		return nil, fmt.Errorf("start %s: %w", spec.Name, err)
	}
	config := launch.Config{
		Name: spec.Name, Choice: choice, Command: c.Command, Resolver: spec.Resolver,
		Stdin: spec.Stdin, Stdout: spec.Stdout, Stderr: spec.Stderr, Foreground: spec.Foreground,
		Folders: beside.folders(), Ended: beside.remove,
	}
	c.isolate(&config)
	limit(&config, spec.Limits)
	i, err := launch.Start(ctx, config)
	if err != nil {
		return nil, err
	}
	return &instance{Instance: i, beside: beside}, nil
}

// instance is a started command. Paths in its container lead to the files beside it, where there are any.
type instance struct {
	*launch.Instance
	beside besideFiles
	base   *frozen // what its files lie on; nil: they are the host's own
}

// makeBeside makes what a mount namespace would show, for links that have none. It is the
// caller's to remove, also after an error.
func makeBeside(options Options, link string, c *command) (b besideFiles, err error) {
	if hasNamespaces(link) {
		return b, nil
	}
	if c.Image != nil {
		if b.tree, err = newTree(options.StateDir, c.Image); err != nil {
			return b, err
		}
		b.tree.apply(c)
		if c.Image.Sandbox {
			if b.server, err = b.tree.serverBeside(c); err != nil {
				return b, err
			}
		}
	}
	b.trust, err = c.trustBeside(options.StateDir)
	return b, err
}
