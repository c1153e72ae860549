package docker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/docker/cli/cli/config"
	dockercontext "github.com/docker/cli/cli/context/docker"
	"github.com/docker/cli/cli/context/store"
	"github.com/moby/moby/client"
)

// answerTime is how long a daemon may take to answer at all.
const answerTime = 10 * time.Second

// endpoint finds the daemon as wrangler and the docker command do: $WRANGLER_DOCKER_HOST,
// $DOCKER_HOST, the docker context in use, the usual sockets; host, if it is given, comes before
// all. named: it is not of a context.
func endpoint(host string) (e dockercontext.Endpoint, named bool, err error) {
	for _, h := range []string{host, os.Getenv("WRANGLER_DOCKER_HOST"), os.Getenv("DOCKER_HOST")} {
		if h != "" {
			return at(h), true, nil
		}
	}
	name := os.Getenv("DOCKER_CONTEXT")
	if name == "" {
		name = config.LoadDefaultConfigFile(io.Discard).CurrentContext
	}
	if name != "" && name != "default" {
		e, err = ofContext(name)
		return e, false, err
	}
	for _, socket := range sockets() {
		if _, err := os.Stat(socket); err == nil {
			return at("unix://" + socket), true, nil
		}
	}
	return at(client.DefaultDockerHost), true, nil
}

// at is a daemon by its address, which may be the path of a socket.
func at(host string) dockercontext.Endpoint {
	if filepath.IsAbs(host) {
		host = "unix://" + host
	}
	return dockercontext.Endpoint{EndpointMeta: dockercontext.EndpointMeta{Host: host}}
}

// ofContext reads a context of the docker command.
func ofContext(name string) (dockercontext.Endpoint, error) {
	s := store.New(config.ContextStoreDir(), store.NewConfig(
		func() any { return &map[string]any{} },
		store.EndpointTypeGetter(dockercontext.DockerEndpoint, func() any { return &dockercontext.EndpointMeta{} }),
	))
	meta, err := s.GetMetadata(name)
	if err != nil {
		return dockercontext.Endpoint{}, fmt.Errorf("read the docker context %q: %w", name, err)
	}
	e, err := dockercontext.EndpointFromContext(meta)
	if err != nil {
		return dockercontext.Endpoint{}, fmt.Errorf("read the docker context %q: %w", name, err)
	}
	return dockercontext.WithTLSData(s, name, e)
}

// sockets are where daemons listen that no variable and no context tells of, Docker's own first.
func sockets() []string {
	list := []string{"/var/run/docker.sock"}
	if dir := os.Getenv("XDG_RUNTIME_DIR"); dir != "" {
		list = append(list, filepath.Join(dir, "docker.sock"), filepath.Join(dir, "podman", "podman.sock"))
	}
	if home, err := os.UserHomeDir(); err == nil {
		list = append(list, filepath.Join(home, ".docker", "run", "docker.sock"), filepath.Join(home, ".colima", "default", "docker.sock"))
	}
	return append(list, "/run/podman/podman.sock")
}

// dial makes a client that has spoken with its daemon.
func dial(ctx context.Context, host string) (*daemon, error) {
	e, named, err := endpoint(host)
	if err != nil {
		return nil, err
	}
	opts, err := e.ClientOpts()
	if err != nil {
		return nil, fmt.Errorf("reach the Docker daemon at %s: %w", e.Host, err)
	}
	if e.TLSData == nil {
		opts = append([]client.Opt{client.WithTLSClientConfigFromEnv()}, opts...)
	}
	api, err := client.New(opts...)
	if err != nil {
		return nil, fmt.Errorf("reach the Docker daemon at %s: %w", e.Host, err)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, answerTime, errors.New("no answer in time"))
	defer cancel()
	ping, err := api.Ping(ctx, client.PingOptions{NegotiateAPIVersion: true})
	if err != nil {
		api.Close()
		var why syscall.Errno
		switch {
		case ctx.Err() != nil:
			err = context.Cause(ctx)
		case errors.As(err, &why): // the client says the address again, twice
			err = why
		}
		return nil, fmt.Errorf("no Docker daemon answers at %s: %w", e.Host, err)
	}
	return &daemon{api: api, host: e.Host, named: named, best: ping.BuilderVersion, parameters: networkParameters()}, nil
}
