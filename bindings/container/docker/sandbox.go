package docker

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"paddock/bindings/container"
	"paddock/bindings/container/dockerfile"
	"paddock/bindings/container/sandbox/place"
)

// errNoBase says what to do where Cloudflare's image cannot be had.
var errNoBase = fmt.Errorf("without it, let %s name an image that stands in for its files, as debian:trixie, or use the engine process, which takes this machine's", place.BaseVariable)

// prepareReference makes an image of a registry ready. In place of Cloudflare's image of a sandbox it
// gives the base that the user has chosen, with this program as the server.
func (d *daemon) prepareReference(ctx context.Context, reference string, progress io.Writer) (*ref, error) {
	is, ok := place.Of(reference)
	base := os.Getenv(place.BaseVariable)
	if ok && base != "" {
		name, err := d.standIn(ctx, base, is, progress)
		if err != nil {
			return nil, err
		}
		return d.describe(ctx, name, reference)
	}
	r, err := d.pull(ctx, reference, progress)
	if ok && err != nil && ctx.Err() == nil {
		err = fmt.Errorf("%w; %w", err, errNoBase)
	}
	return r, err
}

// build builds a Dockerfile. Where it is made of Cloudflare's image of a sandbox, the user's base stands
// in for that; and where the image cannot be had and only files of it are wanted, this program does.
func (d *daemon) build(ctx context.Context, img container.Image, progress io.Writer) (*ref, error) {
	made := sandboxesOf(img)
	base := os.Getenv(place.BaseVariable)
	if len(made.uses) == 0 || base == "" {
		r, err := d.buildFile(ctx, img, nil, progress)
		if err == nil || ctx.Err() != nil || !d.misses(ctx, made.uses, err) {
			return r, err
		}
		if slices.ContainsFunc(made.uses, func(u dockerfile.Use) bool { return u.Base }) {
			return nil, fmt.Errorf("%w: %w; %w", container.ErrUnfit, err, errNoBase)
		}
		fmt.Fprintf(progress, "%s cannot be had: the sandbox server is Paddock's own\n", made.uses[0].Reference)
	}
	names := map[string]string{}
	for _, u := range made.uses {
		is, _ := place.Of(u.Reference)
		from := base
		if !u.Base {
			from = ""
		}
		name, err := d.standIn(ctx, from, is, progress)
		if err != nil {
			return nil, err
		}
		names[key(u)] = name
	}
	text := made.file.Renamed(made.uses, func(u dockerfile.Use) string { return names[key(u)] })
	return d.buildFile(ctx, img, text, progress)
}

// sandboxes are the places of a Dockerfile that name Cloudflare's image.
type sandboxes struct {
	file *dockerfile.File
	uses []dockerfile.Use
}

// sandboxesOf reads a Dockerfile. What is wrong with it the builder tells.
func sandboxesOf(img container.Image) (s sandboxes) {
	file, err := dockerfile.Read(img.Dockerfile)
	if err != nil {
		return s
	}
	uses, err := file.Uses(dockerfile.Inputs{Args: img.Vars})
	if err != nil {
		return s
	}
	uses = slices.DeleteFunc(uses, func(u dockerfile.Use) bool {
		_, ok := place.Of(u.Reference)
		return !ok
	})
	return sandboxes{file, uses}
}

func key(u dockerfile.Use) string { return fmt.Sprint(u.Base, u.Reference) }

// misses tells whether a build has failed for want of one of Cloudflare's images.
func (d *daemon) misses(ctx context.Context, uses []dockerfile.Use, failed error) bool {
	return slices.ContainsFunc(uses, func(u dockerfile.Use) bool {
		name, _, _ := strings.Cut(u.Reference, ":")
		if !strings.Contains(failed.Error(), name) {
			return false
		}
		_, err := d.describe(ctx, u.Reference, u.Reference)
		return err != nil
	})
}

// standIn makes an image with the sandbox server on a base, and gives its name. Without a base it is the
// server alone, to be copied.
func (d *daemon) standIn(ctx context.Context, base string, is place.Base, progress io.Writer) (name string, err error) {
	if kind, _, ok := strings.Cut(base, ":"); ok && slices.Contains([]string{"dir", "oci", "docker-archive"}, kind) {
		return "", fmt.Errorf("%w: %s is %s, and the engine docker takes images of registries and of the daemon alone", container.ErrUnfit, place.BaseVariable, base)
	}
	text, err := d.standInText(base, is)
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "paddock-sandbox-")
	if err != nil {
		return "", fmt.Errorf("prepare the sandbox server: %w", err)
	}
	defer os.RemoveAll(dir)
	// The server is a link to the program, which every container has at the same place: it needs no copy
	// of its own, nor is it ever an old one.
	server, file := filepath.Join(dir, place.Path), filepath.Join(dir, "Dockerfile")
	err = os.MkdirAll(filepath.Dir(server), 0o755)
	if err == nil {
		err = errors.Join(os.Symlink(programFile, server), os.WriteFile(file, []byte(text), 0o644))
	}
	if err != nil {
		return "", fmt.Errorf("prepare the sandbox server: %w", err)
	}
	name = fmt.Sprintf("paddock-sandbox:%x", sha256.Sum256([]byte(text)))[:len("paddock-sandbox:")+12]
	said := &buildLog{to: io.Discard}
	_, err = d.buildByAPI(ctx, container.Image{Dockerfile: file, Context: dir, Tag: name}, nil, said)
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil && base != "":
		return "", fmt.Errorf("the base of sandboxes that %s names: %w", place.BaseVariable, err)
	case err != nil:
		return "", fmt.Errorf("prepare the sandbox server: %w", err)
	case base != "":
		fmt.Fprintf(progress, "Paddock's own sandbox server runs on %s, which stands in for Cloudflare's image\n", base)
	}
	return name, nil
}

// standInText is the Dockerfile of [daemon.standIn].
func (d *daemon) standInText(base string, is place.Base) (string, error) {
	folder := filepath.Dir(place.Path)
	copied := "COPY " + folder[1:] + " " + folder + "\n"
	if base == "" {
		return "FROM " + d.program.image() + "\n" + copied, nil
	}
	config := is.Config()
	entrypoint, err := json.Marshal(config.Entrypoint)
	if err != nil {
		return "", err
	}
	lines := []string{"USER 0", "WORKDIR " + place.Workspace, "WORKDIR " + config.WorkingDir}
	for _, e := range config.Env {
		lines = append(lines, "ENV "+e)
	}
	for _, port := range config.ExposedPorts {
		lines = append(lines, "EXPOSE "+port)
	}
	return "FROM " + base + "\n" + copied + strings.Join(lines, "\n") + "\nENTRYPOINT " + string(entrypoint) + "\n", nil
}
