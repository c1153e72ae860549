package docker

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	dockertypes "github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/mount"
	"github.com/moby/moby/client"

	"paddock/bindings/container"
)

// Start starts a sidecar and the container; see [container.Engine].
func (e *Engine) Start(ctx context.Context, r container.Ref, spec container.Spec) (container.Instance, error) {
	image, ok := r.(*ref)
	if !ok {
		return nil, fmt.Errorf("start %s: the image was prepared by another engine", spec.Name)
	}
	d, err := e.connect(ctx)
	if err == nil {
		err = d.reaper.start(d)
	}
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", spec.Name, err)
	}
	i, err := d.start(ctx, image, spec)
	for d.learns(err) {
		i, err = d.start(ctx, image, spec)
	}
	if err != nil {
		if not := (*container.ErrNotStarted)(nil); errors.As(err, &not) {
			return nil, err
		}
		return nil, fmt.Errorf("start %s: %w", spec.Name, d.explain(err))
	}
	return i, nil
}

// start makes an instance. What was made is removed again after an error.
func (d *daemon) start(ctx context.Context, image *ref, spec container.Spec) (i *instance, err error) {
	name := containerName(spec.Name)
	s, err := d.newSidecar(ctx, name)
	if err != nil {
		return nil, err
	}
	i = &instance{daemon: d, sidecar: s, done: make(chan struct{}), gone: make(chan struct{})}
	defer func() {
		if err != nil {
			err = errors.Join(err, i.remove(context.WithoutCancel(ctx)))
			i = nil
		}
	}()
	linked := make(chan error, 1)
	go func() { linked <- s.start(ctx, spec) }()
	i.id, err = d.createContainer(ctx, image, name, s.id, spec, true)
	if lerr := <-linked; lerr != nil {
		return i, errors.Join(lerr, err)
	}
	if err != nil {
		return i, err
	}
	i.link = s.link
	_, i.refused = d.candidates()
	err = i.start(ctx, spec, image.command(spec))
	if errors.Is(err, errVanished) {
		err = d.whyNot(ctx, image, name, s.id, spec, err)
	}
	return i, err
}

// whyNot tells why a container could not be started that is gone, with the error that it has left: another one
// that stays is started for the reason.
func (d *daemon) whyNot(ctx context.Context, image *ref, name, sidecar string, spec container.Spec, left error) error {
	id, err := d.createContainer(ctx, image, name+"-again", sidecar, spec, false)
	if id != "" {
		defer func() { _ = remove(context.WithoutCancel(ctx), d.api, id) }() // else the session's end does
	}
	if err != nil {
		return errors.Join(left, err)
	}
	if _, err := d.api.ContainerStart(ctx, id, client.ContainerStartOptions{}); err != nil {
		return notStarted(image.command(spec), err)
	}
	return left
}

// containerName makes a name that Docker takes, and that tells the class and the object.
func containerName(name string) string {
	class, object, _ := strings.Cut(name, "/")
	const short = 8 // digits of an id
	clean := strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '-' {
			return c
		}
		return '-'
	}, class+"-"+object[:min(short, len(object))])
	return "paddock-" + clean + "-" + strings.ToLower(rand.Text()[:6])
}

// createContainer creates the container itself, with the files that it begins with. goes tells whether the
// daemon removes it when it has ended.
func (d *daemon) createContainer(ctx context.Context, image *ref, name, sidecar string, spec container.Spec, goes bool) (id string, err error) {
	trust := newTrust(image, spec.Trust)
	config := &dockertypes.Config{
		Image: image.id, Entrypoint: spec.Entrypoint, Env: environment(trust.env, spec.Env), Labels: d.labels(name),
		OpenStdin: spec.Stdin != nil, StdinOnce: spec.Stdin != nil, AttachStdin: spec.Stdin != nil,
		AttachStdout: true, AttachStderr: true,
	}
	maps.Copy(config.Labels, spec.Labels)
	host := &dockertypes.HostConfig{
		NetworkMode: dockertypes.NetworkMode("container:" + sidecar), AutoRemove: goes,
		Mounts:    []mount.Mount{{Type: mount.TypeVolume, Source: d.program.volume(), Target: programDir, ReadOnly: true}},
		Resources: d.limits.of(spec.Limits),
	}
	if spec.HostProcesses && !d.rootless {
		host.PidMode = "host"
	}
	made, err := d.api.ContainerCreate(ctx, client.ContainerCreateOptions{Name: name, Config: config, HostConfig: host})
	if err != nil {
		return "", fmt.Errorf("create the container: %w", err)
	}
	return made.ID, d.fill(ctx, made.ID, trust, spec.Directories)
}

// environment gives variables as Docker takes them, in an order of their own.
func environment(all ...map[string]string) []string {
	env := map[string]string{}
	for _, m := range all {
		maps.Copy(env, m)
	}
	var list []string
	for _, name := range slices.Sorted(maps.Keys(env)) {
		list = append(list, name+"="+env[name])
	}
	return list
}

// command is the first word of what the container runs, for messages.
func (r *ref) command(spec container.Spec) string {
	if len(spec.Entrypoint) > 0 {
		return spec.Entrypoint[0]
	}
	return cmp.Or(r.first, r.name)
}

// notStarted tells a command that cannot be run from other errors, by the words of the runtimes.
func notStarted(command string, err error) error {
	text := err.Error()
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
	}
	switch {
	case has("executable file not found", "no such file or directory", "system cannot find the file specified"):
		return &container.ErrNotStarted{Command: command, Err: os.ErrNotExist}
	case has("permission denied", "is a directory", "exec format error"):
		return &container.ErrNotStarted{Command: command, Err: os.ErrPermission}
	}
	return fmt.Errorf("start the container: %w", err)
}
