package namespace

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"paddock/bindings/container"
	"paddock/bindings/container/image"
	"paddock/bindings/container/sandbox/place"
)

// resolve finds an image.
type resolve = func(ctx context.Context, reference string, progress io.Writer) (*image.Image, error)

// resolver finds the images that img is made of. In place of Cloudflare's image of a sandbox it gives
// the base that the user has chosen, with this program as the server; without such a base, what is
// copied out of that image is this program, and an image that is built on it is pulled.
func (h *home) resolver(img container.Image) resolve {
	base, built := os.Getenv(place.BaseVariable), place.StandsFor(img)
	return func(ctx context.Context, reference string, progress io.Writer) (*image.Image, error) {
		is, ok := place.Of(reference)
		if !ok || base == "" && built {
			img, err := h.images.Resolve(ctx, reference, progress)
			if ok && err != nil {
				err = fmt.Errorf("%w; without it, let %s name an image or a folder that stands in for its files, as debian:trixie or dir:/srv/root, or use the engine process, which takes this machine's", err, place.BaseVariable)
			}
			return img, err
		}
		server, err := h.server(ctx, progress)
		if err != nil || base == "" {
			return server, err
		}
		root, err := h.images.Resolve(ctx, base, progress)
		if err != nil {
			return nil, fmt.Errorf("the base of sandboxes that %s names: %w", place.BaseVariable, err)
		}
		below, err := root.Key()
		if err != nil {
			return nil, err
		}
		config := is.Config()
		config.Env = slices.Concat(root.Config.Env, config.Env)
		id := sha256.Sum256([]byte(below + server.ID + reference))
		return &image.Image{ID: fmt.Sprintf("sha256:%x", id), Config: config, Layers: slices.Concat(root.Layers, server.Layers)}, nil
	}
}

// server gives an image that is the sandbox server alone, with its workspace.
func (h *home) server(ctx context.Context, progress io.Writer) (*image.Image, error) {
	program, err := place.Executable()
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(program)
	if err != nil {
		return nil, fmt.Errorf("find the sandbox server: %w", err)
	}
	dir := filepath.Join(h.servers, fmt.Sprintf("%d-%d", info.Size(), info.ModTime().UnixNano()))
	file := filepath.Join(dir, place.Path)
	if _, err := os.Stat(file); err != nil {
		err = errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.MkdirAll(filepath.Join(dir, place.Workspace), 0o755))
		if err == nil {
			err = copyProgram(program, file)
		}
		if err != nil {
			return nil, fmt.Errorf("copy the sandbox server: %w", err)
		}
	}
	return h.images.Resolve(ctx, "dir:"+dir, progress)
}

// copyProgram makes a copy that is whole or not there.
func copyProgram(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.CreateTemp(filepath.Dir(to), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(out.Name())
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Chmod(0o755), out.Close()); err != nil {
		return err
	}
	return os.Rename(out.Name(), to)
}
