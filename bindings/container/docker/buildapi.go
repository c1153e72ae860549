package docker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/docker/cli/cli/config"
	"github.com/moby/moby/api/types/build"
	"github.com/moby/moby/api/types/jsonstream"
	"github.com/moby/moby/api/types/registry"
	"github.com/moby/moby/client"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"

	"paddock/bindings/container"
)

// buildByAPI sends the build context to the daemon, and gives the image's id. text is as for buildFile.
func (d *daemon) buildByAPI(ctx context.Context, img container.Image, text []byte, said *buildLog) (id string, err error) {
	b, err := newBuildContext(img.Context, img.Dockerfile)
	if err != nil {
		return "", err
	}
	b.text = text
	r, w := io.Pipe()
	go func() { w.CloseWithError(b.write(w)) }() // ends with the reader, which is closed below
	defer r.Close()
	options := client.ImageBuildOptions{
		Tags: []string{img.Tag}, Dockerfile: b.dockerfile, BuildArgs: map[string]*string{},
		PullParent: d.again, Remove: true, ForceRemove: true, Version: d.builder(), AuthConfigs: allCredentials(),
	}
	for name, value := range img.Vars {
		options.BuildArgs[name] = &value
	}
	if d.arch != platform {
		options.Platforms = []ocispec.Platform{{OS: "linux", Architecture: platform}}
	}
	built, err := d.api.ImageBuild(ctx, r, options)
	if err != nil {
		return "", err
	}
	defer built.Body.Close()
	return said.follow(built.Body)
}

// allCredentials gives those of every registry that the docker command knows.
func allCredentials() map[string]registry.AuthConfig {
	all, err := config.LoadDefaultConfigFile(io.Discard).GetAllCredentials()
	if err != nil {
		return nil // the registries say what they do not give to strangers
	}
	auth := map[string]registry.AuthConfig{}
	for host, c := range all {
		auth[host] = registry.AuthConfig{
			Username: c.Username, Password: c.Password, Auth: c.Auth, ServerAddress: c.ServerAddress,
			IdentityToken: c.IdentityToken, RegistryToken: c.RegistryToken,
		}
	}
	return auth
}

// classicStep is how the older builder, and podman's, tell which instruction they begin.
var classicStep = regexp.MustCompile(`^(?:\[\d+/\d+\] )?(?:Step|STEP) \d+/\d+ ?: (.*)`)

// follow shows a build's messages, and gives the id of what was built.
func (l *buildLog) follow(body io.Reader) (id string, err error) {
	var trace buildkitTrace
	for d := json.NewDecoder(body); ; {
		var m jsonstream.Message
		if err := d.Decode(&m); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return "", err
		}
		switch {
		case m.Error != nil:
			l.step = trace.failed(l.step)
			return "", m.Error
		case m.ID == "moby.buildkit.trace" && m.Aux != nil:
			trace.read(*m.Aux, l.line)
		case m.Aux != nil:
			var made build.Result
			if json.Unmarshal(*m.Aux, &made) == nil && made.ID != "" {
				id = made.ID
			}
		case m.Stream != "":
			if s := classicStep.FindStringSubmatch(m.Stream); s != nil {
				l.step = s[1]
			}
			l.line(m.Stream)
		case m.Status != "" && m.Progress == nil:
			l.line(strings.TrimPrefix(m.ID+": "+m.Status, ": "))
		}
	}
	if id == "" {
		return "", errors.New("the daemon does not tell what it has built")
	}
	return id, nil
}

// newBuildContext looks at a folder that a Dockerfile is to be built with.
func newBuildContext(dir, dockerfile string) (*buildContext, error) {
	b := &buildContext{dir: dir}
	rel, err := filepath.Rel(dir, dockerfile)
	if err != nil {
		return nil, fmt.Errorf("find %s from %s: %w", dockerfile, dir, err)
	}
	b.dockerfile, b.source = filepath.ToSlash(rel), dockerfile
	if rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		b.dockerfile = ".paddock.Dockerfile" // it is outside, and sent beside
	}
	return b, b.readIgnored()
}
