package namespace

import (
	"context"
	"fmt"
	"os"

	"golang.org/x/sys/unix"

	"paddock/bindings/container"
	"paddock/bindings/container/cgroup"
	"paddock/bindings/container/image"
	"paddock/bindings/container/launch"
	"paddock/proxy/netns"
)

// instance is a running container.
type instance struct {
	*launch.Instance
	image  *image.Image
	folder *folder
}

// isolate asks for a container's namespaces over a link.
func isolate(choice launch.Choice) launch.Config {
	return launch.Config{
		Choice: choice, Users: usersFor(choice.Link), Setup: setupName,
		Namespaces:   unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWIPC | unix.CLONE_NEWUTS,
		Capabilities: launch.ImageCapabilities(), Terminals: true,
	}
}

// probe starts an empty container that connects over a link.
func (e *Engine) probe(ctx context.Context, link string) error {
	if link == launch.LinkNFT && os.Geteuid() != 0 {
		return launch.ErrNeedsRoot
	}
	h, err := e.open()
	if err != nil {
		return err
	}
	f, err := newFolder(h.instances)
	if err != nil {
		return err
	}
	c := isolate(launch.Choice{Link: link})
	c.Command.Dir = "/"
	c.SetupConfig, c.Ended = setup{View: newView(f, nil, c.Users)}, f.remove
	return launch.Probe(ctx, c)
}

// start starts a container.
func start(ctx context.Context, h *home, choice launch.Choice, img *image.Image, cmd launch.Command, spec container.Spec) (container.Instance, error) {
	f, err := newFolder(h.instances)
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", spec.Name, err)
	}
	if err := f.limit(spec.Limits); err != nil {
		f.remove()
		return nil, fmt.Errorf("start %s: %w", spec.Name, err)
	}
	c := isolate(choice)
	c.Name, c.Command, c.Resolver, c.Ended = spec.Name, cmd, spec.Resolver, f.remove
	c.Placed = f.group.Add
	if !f.group.Has(cgroup.PIDs) {
		c.Processes = spec.Limits.MostProcesses()
	}
	c.Stdin, c.Stdout, c.Stderr, c.Foreground = spec.Stdin, spec.Stdout, spec.Stderr, spec.Foreground
	c.Command.User = userOf(cmd.User, c.Users)
	if launch.GetEnv(c.Command.Env, "HOSTNAME") == "" {
		c.Command.Env = launch.SetEnv(c.Command.Env, "HOSTNAME", f.name)
	}
	v := newView(f, img.Layers, c.Users)
	v.Hostname, v.Address, v.Resolv = f.name, netns.Address, launch.ResolvConf
	if v.OwnNetwork = choice.Link != launch.LinkSeccomp; !v.OwnNetwork {
		v.Address = "127.0.0.1"
	}
	v.Volumes, v.Disk = img.Config.Volumes, spec.Limits.Disk
	v.DiskFile = h.makeDisk(f, spec.Limits.Disk)
	v.Trust, v.Directories = newTrust(spec.Trust), spec.Directories
	c.SetupConfig = setup{View: v}
	i, err := launch.Start(ctx, c)
	if err != nil {
		return nil, err
	}
	return &instance{i, img, f}, nil
}
