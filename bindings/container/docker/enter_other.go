//go:build !linux

package docker

import "paddock/bindings/container"

func enterNamespace(int, string, container.Spec) (*entered, error) {
	return nil, errNotHere
}
