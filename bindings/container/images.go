package container

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"paddock/bindings"
)

// entryImage is one of the named images of a configuration.
type entryImage struct {
	Dockerfile string            `json:"dockerfile"`
	Context    string            `json:"build_context"`
	Vars       map[string]string `json:"build_vars"`
	Image      string            `json:"image"`
}

// readImage finds out whether an image is a Dockerfile or a reference.
func readImage(project bindings.Project, image, context string, vars map[string]string) Image {
	info, err := os.Stat(absolute(project, image))
	if err != nil || info.IsDir() {
		return Image{Reference: reference(project, image), Vars: vars}
	}
	return dockerfileImage(project, image, context, vars)
}

// dockerfileImage is an image that is built. Its context is the Dockerfile's folder, unless another is named.
func dockerfileImage(project bindings.Project, file, context string, vars map[string]string) Image {
	img := Image{Dockerfile: absolute(project, file), Vars: vars}
	img.Context = filepath.Dir(img.Dockerfile)
	if context != "" {
		img.Context = absolute(project, context)
	}
	return img
}

// absolute takes a relative path from the project's folder.
func absolute(project bindings.Project, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(project.Dir, path)
}

// localImages are the prefixes of references that lead to files of this machine.
var localImages = [...]string{"dir:", "docker-archive:", "oci:"}

// reference takes relative paths of local images from the project's folder.
func reference(project bindings.Project, image string) string {
	for _, prefix := range localImages {
		if path, ok := strings.CutPrefix(image, prefix); ok && !filepath.IsAbs(path) {
			return prefix + filepath.Join(project.Dir, path)
		}
	}
	return image
}

// tag is the reference that a class's image has locally. name is that of a named image, else "".
func (i Image) tag(class, name string) string {
	if i.Dockerfile == "" {
		return i.Reference
	}
	if name != "" {
		name = "-" + name
	}
	return "cloudflare-dev/" + strings.ToLower(class+name) + ":local"
}

// images are those that containers of a class can be started from.
type images struct {
	engine   Engine
	progress io.Writer
	known    map[string]Image  // by reference
	named    map[string]string // references by the names of the configuration
	own      string            // the reference of the class's own; "": it has none

	mu    sync.Mutex // guards ready; held while an image is made ready
	ready map[string]Ref
}

func newImages(c config, opts Options) *images {
	i := &images{
		engine: opts.Engine, progress: opts.Progress,
		known: map[string]Image{}, named: map[string]string{}, ready: map[string]Ref{},
	}
	if i.progress == nil {
		i.progress = io.Discard
	}
	if c.image.Dockerfile != "" || c.image.Reference != "" {
		i.own = i.know(c.image, c.image.tag(c.class, ""))
	}
	for name, image := range c.images {
		i.named[name] = i.know(image, image.tag(c.class, name))
	}
	return i
}

// know takes an image in by its reference.
func (i *images) know(image Image, reference string) string {
	image.Tag = reference
	i.known[reference] = image
	return reference
}

// references gives the named images.
func (i *images) references() map[string]string { return i.named }

// prepare makes an image ready, once.
func (i *images) prepare(ctx context.Context, reference string) (Ref, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if ref, ok := i.ready[reference]; ok {
		return ref, nil
	}
	image, ok := i.known[reference]
	if !ok {
		image = Image{Reference: reference}
	}
	ref, err := i.engine.Prepare(ctx, image, i.progress)
	if err != nil {
		return nil, err
	}
	i.ready[reference] = ref
	return ref, nil
}

// forget has images be made ready anew. One that is being made ready is waited for.
func (i *images) forget() {
	i.mu.Lock()
	defer i.mu.Unlock()
	clear(i.ready)
}

// readImages reads the section "images" of a container.
func readImages(project bindings.Project, raw map[string]json.RawMessage) (map[string]Image, error) {
	all := map[string]Image{}
	for name, text := range raw {
		var e entryImage
		if err := json.Unmarshal(text, &e); err != nil {
			return nil, fmt.Errorf("read containers: images.%s: %w", name, err)
		}
		if (e.Dockerfile == "") == (e.Image == "") {
			return nil, fmt.Errorf("read containers: images.%s must name either a dockerfile or an image", name)
		}
		all[name] = Image{Reference: reference(project, e.Image)}
		if e.Dockerfile != "" {
			all[name] = dockerfileImage(project, e.Dockerfile, e.Context, e.Vars)
		}
	}
	return all, nil
}
