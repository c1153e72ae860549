package engines

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"paddock/bindings/container"
	"paddock/bindings/container/sandbox/place"
)

// Choice is a [container.Engine] that hands each image to another. It is safe for concurrent use.
type Choice struct {
	images []*candidate     // for images, best first
	host   container.Engine // for commands on the host's own files
}

var _ container.Engine = (*Choice)(nil)

// candidate is an engine that is probed when it is first wanted.
type candidate struct {
	engine container.Engine

	mu    sync.Mutex // guards works; held while probing, so that it happens once
	works bool
}

// probe remembers a success alone: what is missing may be mended while Paddock runs.
func (c *candidate) probe(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.works {
		return nil
	}
	err := c.engine.Probe(ctx)
	c.works = err == nil
	return err
}

// chosen is an image, and the engine that has made it ready.
type chosen struct {
	engine container.Engine
	ref    container.Ref
}

// Name implements [container.Engine].
func (c *Choice) Name() string {
	if len(c.images) == 1 {
		return c.images[0].engine.Name()
	}
	return Auto
}

// Probe implements [container.Engine]: one engine must work.
func (c *Choice) Probe(ctx context.Context) error {
	var refused reasons
	for _, e := range c.images {
		err := e.probe(ctx)
		if err == nil {
			return nil
		}
		refused.add(e.engine, err)
	}
	return fmt.Errorf("no engine works here: %s", refused)
}

// Prepare implements [container.Engine]: it looks for an engine that works and can make the image ready.
func (c *Choice) Prepare(ctx context.Context, img container.Image, progress io.Writer) (container.Ref, error) {
	if img.HostCommand {
		ref, err := c.host.Prepare(ctx, img, progress)
		return &chosen{c.host, ref}, err
	}
	var refused reasons
	sandbox := place.StandsFor(img)
	for _, e := range c.images {
		if c.passes(e.engine, sandbox) {
			continue
		}
		err := e.probe(ctx)
		if err == nil {
			var ref container.Ref
			if ref, err = e.engine.Prepare(ctx, img, progress); err == nil {
				if e.engine == c.host && len(refused) > 0 {
					fmt.Fprintf(progress, "No engine for images made it ready (%s)\n", refused)
				}
				return &chosen{e.engine, ref}, nil
			}
			if !errors.Is(err, container.ErrUnfit) && !sandbox {
				return nil, err
			}
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		refused.add(e.engine, err)
	}
	return nil, fmt.Errorf("no engine here can run the image %s: %s", nameOf(img), refused)
}

func nameOf(img container.Image) string {
	if img.Dockerfile != "" {
		return "of " + img.Dockerfile
	}
	return img.Reference
}

// Start implements [container.Engine].
func (c *Choice) Start(ctx context.Context, ref container.Ref, spec container.Spec) (container.Instance, error) {
	r, ok := ref.(*chosen)
	if !ok {
		return nil, fmt.Errorf("start %s: the image was prepared by another engine", spec.Name)
	}
	return r.engine.Start(ctx, r.ref, spec)
}

// reasons say why engines were passed over.
type reasons []string

func (r *reasons) add(e container.Engine, err error) {
	text := strings.TrimPrefix(err.Error(), container.ErrUnfit.Error()+": ")
	*r = append(*r, e.Name()+": "+text)
}

func (r reasons) String() string { return strings.Join(r, "; ") }
