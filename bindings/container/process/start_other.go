//go:build !linux

package process

import (
	"context"
	"errors"

	"paddock/bindings/container/launch"
)

// isolate does nothing: there are no namespaces.
func (*command) isolate(*launch.Config) {}

// Setup is empty: there is no init stage.
func Setup() launch.Setup { return launch.Setup{} }

// copyLayers is never called: there are no links with mount namespaces.
func (*instance) copyLayers(context.Context, string) ([]layerOf, error) {
	return nil, errors.ErrUnsupported
}
