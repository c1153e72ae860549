package dockerfile

import (
	"context"
	"errors"
	"io/fs"

	"paddock/bindings/container/image"
)

// Writer is a [Runner] that can act as the root of the images, who reads and writes what this process
// may not: the folders that images give to other users.
type Writer interface {
	// Write has spec's Do called by that root.
	Write(ctx context.Context, spec WriteSpec) (digest string, err error)
}

// WriteSpec is what a COPY, ADD or WORKDIR writes into a layer.
type WriteSpec struct {
	Copy *Copy    // nil: it is a WORKDIR
	From []string // the layers of what --from names; nil: files come from the build context
	// Context and Dockerfile are the folder and the path that say what is in the build context.
	Context, Dockerfile string
	Workdir             string   // a folder to make, absolute
	Below               []string // the layers that the stage has so far
	Upper               string   // the folder of the layer; "": nothing is written
}

// Do does it by this process, and names all that it writes, as far as that is a copy.
func (s WriteSpec) Do(ctx context.Context) (digest string, err error) {
	b := &builder{store: &image.Store{}}
	if s.Copy == nil {
		_, err := image.Within(s.Upper, s.Below).Folder(s.Workdir, image.Meta{Mode: 0o755})
		return "", err
	}
	from := &source{tree: image.NewTree(s.From)}
	if s.From == nil {
		if from, err = openContext(s.Context, s.Dockerfile); err != nil {
			return "", err
		}
	}
	c, discard, err := b.newCopyist(ctx, s.Copy, from, s.Below)
	if err != nil {
		return "", err
	}
	defer discard()
	if s.Upper != "" {
		return "", b.write(ctx, image.Within(s.Upper, s.Below), c.puts)
	}
	return c.digest()
}

// asRoot has the images' root do what was refused to this process. Where there is nobody to ask, err
// stays.
func (b *builder) asRoot(ctx context.Context, spec WriteSpec, err error) (digest string, _ error) {
	w, ok := b.runner.(Writer)
	if !ok || !errors.Is(err, fs.ErrPermission) || spec.Copy != nil && downloads(spec.Copy) {
		return "", err
	}
	return w.Write(ctx, spec)
}

// downloads tells whether an ADD names addresses, which are not to be fetched twice.
func downloads(c *Copy) bool {
	for _, s := range c.Sources {
		if c.Add && isAddress(s) {
			return true
		}
	}
	return false
}
