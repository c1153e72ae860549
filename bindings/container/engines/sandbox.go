package engines

import (
	"paddock/bindings/container"
	"paddock/bindings/container/dockerfile"
	"paddock/bindings/container/sandbox/place"
)

// isSandbox tells whether an image is Cloudflare's of a sandbox, or built on it. The engine process
// stands in for it, with the server that comes with the image.
func isSandbox(img container.Image) bool {
	base := img.Reference
	if img.Dockerfile != "" {
		file, err := dockerfile.Read(img.Dockerfile)
		if err != nil {
			return false // whoever builds it tells
		}
		if base, err = file.Base(dockerfile.Inputs{Args: img.Vars}); err != nil {
			return false
		}
	}
	_, ok := place.Of(base)
	return ok
}

// passes tells whether an engine is passed over for images that process stands in for: the gigabyte
// of Cloudflare's image is pulled where there is Docker for it, or where that was asked for.
func (c *Choice) passes(e container.Engine, sandbox bool) bool {
	return sandbox && len(c.images) > 1 && e.Name() == "namespace"
}
