package docker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/docker/cli/cli/config"
	dockercontext "github.com/docker/cli/cli/context/docker"
	"github.com/docker/cli/cli/context/store"
	"github.com/moby/moby/client"
)

// answerTime is how long a daemon may take to answer at all.
const answerTime = 10 * time.Second

// origin is a daemon's address, and where it was found.
type origin struct {
	dockercontext.Endpoint
	context string // of the docker command; "": the address is not of one
}

// variables have another process find the daemon, whatever the docker command's context is by then.
func (d *daemon) variables() []string {
	if d.context != "" {
		return []string{"DOCKER_CONTEXT=" + d.context, "DOCKER_HOST=", "WRANGLER_DOCKER_HOST="}
	}
	return []string{"DOCKER_HOST=" + d.host, "WRANGLER_DOCKER_HOST="}
}

// endpoint finds the daemon as wrangler and the docker command do: $WRANGLER_DOCKER_HOST,
// $DOCKER_HOST, the docker context in use, the usual sockets; host, if it is given, comes before
// all.
func endpoint(host string) (origin, error) {
	for _, h := range []string{host, os.Getenv("WRANGLER_DOCKER_HOST"), os.Getenv("DOCKER_HOST")} {
		if h != "" {
			return at(h), nil
		}
	}
	name := os.Getenv("DOCKER_CONTEXT")
	if name == "" {
		name = config.LoadDefaultConfigFile(io.Discard).CurrentContext
	}
	if name == "" || name == "default" {
		return at(usual(sockets())), nil
	}
	e, err := ofContext(name)
	if err != nil {
		return origin{}, &noDaemon{context: name, err: fmt.Errorf("read the docker context %q: %w", name, err)}
	}
	return origin{e, name}, nil
}

// at is a daemon by its address, which may be the path of a socket.
func at(host string) origin {
	if filepath.IsAbs(host) {
		host = "unix://" + host
	}
	return origin{Endpoint: dockercontext.Endpoint{EndpointMeta: dockercontext.EndpointMeta{Host: host}}}
}

// ofContext reads a context of the docker command.
func ofContext(name string) (dockercontext.Endpoint, error) {
	s := store.New(config.ContextStoreDir(), store.NewConfig(
		func() any { return &map[string]any{} },
		store.EndpointTypeGetter(dockercontext.DockerEndpoint, func() any { return &dockercontext.EndpointMeta{} }),
	))
	meta, err := s.GetMetadata(name)
	if err != nil {
		return dockercontext.Endpoint{}, err
	}
	e, err := dockercontext.EndpointFromContext(meta)
	if err != nil {
		return dockercontext.Endpoint{}, err
	}
	return dockercontext.WithTLSData(s, name, e)
}

// dial makes a client that has spoken with its daemon.
func dial(ctx context.Context, host string) (*daemon, error) {
	e, err := endpoint(host)
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
	waiting, cancel := context.WithTimeoutCause(ctx, answerTime, errors.New("no answer in time"))
	defer cancel()
	ping, err := api.Ping(waiting, client.PingOptions{NegotiateAPIVersion: true})
	if err != nil {
		api.Close()
		if ctx.Err() != nil { // the caller has given up: that tells nothing of the daemon
			return nil, fmt.Errorf("reach the Docker daemon at %s: %w", e.Host, context.Cause(ctx))
		}
		if waiting.Err() != nil {
			err = context.Cause(waiting)
		}
		return nil, unanswered(e.Host, e.context, err)
	}
	return &daemon{api: api, host: e.Host, context: e.context, best: ping.BuilderVersion, parameters: networkParameters()}, nil
}
