//go:build !linux

package process

import "paddock/bindings/container/launch"

// isolate does nothing: there are no namespaces.
func (*command) isolate(*launch.Config) {}

// Setup is empty: there is no init stage.
func Setup() launch.Setup { return launch.Setup{} }
