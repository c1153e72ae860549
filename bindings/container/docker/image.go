package docker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/containerd/errdefs"
	"github.com/distribution/reference"
	"github.com/docker/cli/cli/config"
	"github.com/moby/moby/api/pkg/authconfig"
	dockertypes "github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/jsonstream"
	"github.com/moby/moby/api/types/registry"
	"github.com/moby/moby/client"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"

	"paddock/bindings/container"
)

// platform is that of the platform's containers.
const platform = "amd64"

// ref is an image that the daemon has.
type ref struct {
	id    string            // what containers are made of
	name  string            // for messages
	env   map[string]string // its own variables
	first string            // the first word of its command
}

// Prepare builds or pulls the image; see [container.Engine].
func (e *Engine) Prepare(ctx context.Context, img container.Image, progress io.Writer) (container.Ref, error) {
	if img.HostCommand {
		return nil, fmt.Errorf("%w: the engine docker runs images, not this machine's own programs", container.ErrUnfit)
	}
	d, err := e.connect(ctx)
	if err != nil {
		return nil, err
	}
	if progress == nil {
		progress = io.Discard
	}
	d.limits.tell(d.host, progress)
	r, err := d.prepareImage(ctx, img, progress)
	return r, d.explain(err)
}

// prepareImage builds or pulls it.
func (d *daemon) prepareImage(ctx context.Context, img container.Image, progress io.Writer) (container.Ref, error) {
	switch {
	case img.Snapshot != "":
		return d.frozen(ctx, img.Snapshot)
	case img.Dockerfile != "":
		return d.build(ctx, img, progress)
	}
	return d.prepareReference(ctx, img.Reference, progress)
}

// describe makes a ref of an image that the daemon has.
func (d *daemon) describe(ctx context.Context, id, name string) (*ref, error) {
	info, err := d.api.ImageInspect(ctx, id)
	if err != nil {
		return nil, err
	}
	r := &ref{id: info.ID, name: name, env: map[string]string{}}
	if c := info.Config; c != nil {
		for _, e := range c.Env {
			name, value, _ := strings.Cut(e, "=")
			r.env[name] = value
		}
		if argv := append(append([]string{}, c.Entrypoint...), c.Cmd...); len(argv) > 0 {
			r.first = argv[0]
		}
	}
	return r, nil
}

// pull gets an image from its registry, unless the daemon has it and need not look again. One that it
// has is used where the registry does not give it.
func (d *daemon) pull(ctx context.Context, name string, progress io.Writer) (*ref, error) {
	named, err := reference.ParseNormalizedNamed(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %q is no reference of an image in a registry: %w", container.ErrUnfit, name, err)
	}
	held, err := d.describe(ctx, name, name)
	if err == nil && !d.again || err != nil && !errdefs.IsNotFound(err) {
		return held, err
	}
	auth, err := credentials(named)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(progress, "Pulling %s\n", name)
	body, err := d.api.ImagePull(ctx, name, client.ImagePullOptions{
		RegistryAuth: auth, Platforms: []ocispec.Platform{{OS: "linux", Architecture: platform}},
	})
	if err == nil {
		defer body.Close()
		err = report(body, progress)
	}
	if err != nil && held != nil && ctx.Err() == nil {
		fmt.Fprintf(progress, "Using the image that is here: %v\n", err)
		return held, nil
	}
	if err != nil {
		// The words that packages know, and the reason. Another engine may have it.
		return nil, fmt.Errorf("%w: No such image available named %s: %w", container.ErrUnfit, name, err)
	}
	return d.describe(ctx, name, name)
}

// credentials gives what the docker command would send to the image's registry, "" for nothing.
func credentials(named reference.Named) (string, error) {
	host := reference.Domain(named)
	if host == "docker.io" {
		host = "https://index.docker.io/v1/" // its key in the configuration, by history
	}
	c, err := config.LoadDefaultConfigFile(io.Discard).GetAuthConfig(host)
	if err != nil || c.Username == "" && c.IdentityToken == "" && c.RegistryToken == "" {
		return "", nil // the registry says what it does not give to strangers
	}
	return authconfig.Encode(registry.AuthConfig{
		Username: c.Username, Password: c.Password, Auth: c.Auth, ServerAddress: c.ServerAddress,
		IdentityToken: c.IdentityToken, RegistryToken: c.RegistryToken,
	})
}

// report shows a stream of messages, as lines without progress bars, and gives the error that it tells.
func report(body io.Reader, progress io.Writer) error {
	said := map[string]string{}
	for d := json.NewDecoder(body); ; {
		var m jsonstream.Message
		if err := d.Decode(&m); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		switch {
		case m.Error != nil:
			return m.Error
		case m.Status == "" || said[m.ID] == m.Status && m.ID != "":
		case m.ID != "":
			said[m.ID] = m.Status
			fmt.Fprintf(progress, "%s: %s\n", m.ID, m.Status)
		default:
			fmt.Fprintln(progress, m.Status)
		}
	}
}

// drain reads a stream of messages to its end, and gives the error that it tells.
func drain(body io.Reader) error { return report(body, io.Discard) }

// frozenFile is the only file of a folder that [instance.Freeze] has filled.
const frozenFile = "docker-image"

var _ container.Freezer = (*instance)(nil)

// Freeze implements [container.Freezer]: the daemon keeps the files as an image, and the folder its name.
func (i *instance) Freeze(ctx context.Context, dir string) (size int64, err error) {
	made, err := i.daemon.api.ContainerCommit(ctx, i.id, client.ContainerCommitOptions{
		Config:    &dockertypes.Config{}, // nothing differs; podman wants to be told
		Reference: "paddock-snapshot:" + filepath.Base(filepath.Dir(dir)),
	})
	if err != nil {
		return 0, fmt.Errorf("keep the container's files: %w", err)
	}
	info, err := i.daemon.api.ImageInspect(ctx, made.ID)
	if err != nil {
		return 0, fmt.Errorf("keep the container's files: %w", err)
	}
	return info.Size, os.WriteFile(filepath.Join(dir, frozenFile), []byte(made.ID), 0o644)
}

// frozen finds the image that a folder names.
func (d *daemon) frozen(ctx context.Context, dir string) (*ref, error) {
	id, err := os.ReadFile(filepath.Join(dir, frozenFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w: another engine has made the snapshot", container.ErrUnfit)
	}
	if err != nil {
		return nil, err
	}
	r, err := d.describe(ctx, string(id), "snapshot")
	if err != nil {
		return nil, fmt.Errorf("find the snapshot's image: %w", err)
	}
	return r, nil
}
