//go:build !linux

package dockertest

import (
	"context"
	"errors"
	"net"
)

var errNotHere = errors.New("dockerd runs on Linux only")

// Start would start dockerd.
func Start(string) (*Daemon, error) { return nil, errNotHere }

// Clean would end what a daemon has left.
func (*Daemon) Clean() error { return errNotHere }

func workIn(int, func() error) error { return errNotHere }

func listenIn(int, []string) (net.Listener, error) { return nil, errNotHere }

// DialIn would connect in a process's network namespace.
func DialIn(context.Context, int, string) (net.Conn, error) { return nil, errNotHere }
