package engines

import (
	"os"

	"paddock/bindings/container"
	"paddock/bindings/container/sandbox/place"
)

// passes tells whether an engine is passed over for images that process stands in for: the gigabyte
// of Cloudflare's image is pulled where there is Docker for it, or where that was asked for. With a base
// of the user's choice, nothing is to be pulled but that.
func (c *Choice) passes(e container.Engine, sandbox bool) bool {
	return sandbox && len(c.images) > 1 && e.Name() == "namespace" && os.Getenv(place.BaseVariable) == ""
}
