//go:build !linux

package dockertest

import (
	"errors"
	"net"
)

var errNotHere = errors.New("dockerd runs on Linux only")

// Start would start dockerd.
func Start(string) (*Daemon, error) { return nil, errNotHere }

func listenIn(int) (net.Listener, error) { return nil, errNotHere }
