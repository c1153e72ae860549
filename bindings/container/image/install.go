package image

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// parallel is how many layers are read at once, as docker pull does.
const parallel = 3

// install brings an image into the store from where img reads it. A layer that arrives damaged is
// read as often as attempts says.
func (s *Store) install(ctx context.Context, img v1.Image, attempts int, p *progress) (*Image, error) {
	manifest, err := img.Manifest()
	if err != nil {
		return nil, err
	}
	id := manifest.Config.Digest
	if known, err := s.known(id.String()); known != nil || err != nil {
		return known, err
	}
	file, err := s.configFile(img, id)
	if err != nil {
		return nil, err
	}
	if file.OS != "" && file.OS != "linux" {
		return nil, fmt.Errorf("it is for %s; only Linux images can run", file.OS)
	}
	if file.Architecture != "" && file.Architecture != s.platform.Architecture {
		p.say("Warning: the image is for linux/%s and this machine is %s; its programs may not start", file.Architecture, s.Platform())
	}
	layers, err := readLayers(img, file, attempts)
	if err != nil {
		return nil, err
	}
	if err := s.ensureAll(ctx, layers, p); err != nil {
		return nil, err
	}
	r := record{Config: configOf(file.Config)}
	for _, l := range layers {
		r.Layers = append(r.Layers, l.id)
	}
	return s.keep(id.String(), r)
}

// configFile reads the configuration and checks its digest, which files do not do themselves.
func (s *Store) configFile(img v1.Image, id v1.Hash) (*v1.ConfigFile, error) {
	raw, err := img.RawConfigFile()
	if err != nil {
		return nil, err
	}
	got, _, err := v1.SHA256(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	if got != id {
		return nil, fmt.Errorf("its configuration is corrupt: the digest is %s, not %s", got, id)
	}
	return v1.ParseConfigFile(bytes.NewReader(raw))
}

func readLayers(img v1.Image, file *v1.ConfigFile, attempts int) ([]layer, error) {
	found, err := img.Layers()
	if err != nil {
		return nil, err
	}
	if len(found) != len(file.RootFS.DiffIDs) {
		return nil, fmt.Errorf("it has %d layers but its configuration names %d; it is no image of a container, or damaged", len(found), len(file.RootFS.DiffIDs))
	}
	var layers []layer
	for i, l := range found {
		next := layer{id: file.RootFS.DiffIDs[i].String(), open: l.Compressed, attempts: attempts}
		if d, err := l.Digest(); err == nil {
			next.digest = d.String()
		}
		if n, err := l.Size(); err == nil {
			next.size = n
		}
		layers = append(layers, next)
	}
	return layers, nil
}

// ensureAll makes all layers, some at a time, and gives up at the first that fails.
func (s *Store) ensureAll(ctx context.Context, layers []layer, p *progress) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	slots := make(chan struct{}, parallel)
	var all sync.WaitGroup
	done := map[string]bool{}
	for _, l := range layers {
		if done[l.id] {
			continue
		}
		done[l.id] = true
		all.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			if ctx.Err() != nil {
				return
			}
			if _, err := s.ensure(ctx, l, p); err != nil {
				cancel(err)
			}
		})
	}
	all.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

func configOf(c v1.Config) Config {
	return Config{
		Entrypoint: c.Entrypoint, Cmd: c.Cmd, Env: c.Env, WorkingDir: c.WorkingDir, User: c.User,
		StopSignal: c.StopSignal, Labels: c.Labels, Shell: c.Shell, OnBuild: c.OnBuild,
		ExposedPorts: sortedKeys(c.ExposedPorts), Volumes: sortedKeys(c.Volumes),
	}
}

func sortedKeys(m map[string]struct{}) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// choose finds the image for the store's platform in a list of images.
func (s *Store) choose(list v1.ImageIndex) (v1.Image, error) {
	manifest, err := list.IndexManifest()
	if err != nil {
		return nil, err
	}
	var others []string
	var entries []v1.Descriptor
	for _, entry := range manifest.Manifests {
		switch p := entry.Platform; {
		case p == nil && entry.MediaType.IsImage():
			entries = append(entries, entry) // a list with one image often does not say more
		case p == nil || p.OS == "unknown":
		case p.OS == s.platform.OS && p.Architecture == s.platform.Architecture:
			return list.Image(entry.Digest)
		default:
			others = append(others, p.String())
		}
	}
	if len(entries) == 1 && len(others) == 0 {
		return list.Image(entries[0].Digest)
	}
	if len(others) == 0 {
		return nil, errors.New("it is a list without an image for a platform")
	}
	return nil, &wrongPlatform{want: s.Platform(), have: others}
}

// wrongPlatform is an image that does not exist for this machine.
type wrongPlatform struct {
	want string
	have []string
}

func (e *wrongPlatform) Error() string {
	return fmt.Sprintf("there is none for %s, only for %v; name an image that has it, or use the engine docker, which can emulate other machines", e.want, e.have)
}
