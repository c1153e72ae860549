//go:build !linux

package namespace

import (
	"context"
	"errors"

	"paddock/bindings/container"
	"paddock/bindings/container/dockerfile"
	"paddock/bindings/container/image"
	"paddock/bindings/container/launch"
)

var errLinuxOnly = errors.New("needs Linux")

func (e *Engine) probe(context.Context, string) error { return errLinuxOnly }

func start(context.Context, *home, launch.Choice, *image.Image, launch.Command, container.Spec) (container.Instance, error) {
	return nil, errLinuxOnly
}

// runner gives none.
func (h *home) runner() dockerfile.Runner { return nil }

func onlyRoot(string) bool { return false }

func sweep(string) {}

// Setup is empty: there is no init stage.
func Setup() launch.Setup { return launch.Setup{} }

func imageUsers() image.Users { return nil }
