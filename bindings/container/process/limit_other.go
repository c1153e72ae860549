//go:build !linux

package process

import (
	"paddock/bindings/container"
	"paddock/bindings/container/launch"
)

// limit limits nothing: there are no control groups.
func limit(*launch.Config, container.Limits) {}
