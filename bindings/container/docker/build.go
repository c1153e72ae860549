package docker

import (
	"context"
	"fmt"
	"io"

	"paddock/bindings/container"
)

// build would build a Dockerfile.
func (d *daemon) build(_ context.Context, img container.Image, _ io.Writer) (*ref, error) {
	return nil, fmt.Errorf("%w: the engine docker does not build %s yet", container.ErrUnfit, img.Dockerfile)
}
