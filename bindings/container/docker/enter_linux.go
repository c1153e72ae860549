package docker

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"

	"paddock/bindings/container"
	"paddock/proxy/netns"
	"paddock/proxy/program"
)

// enterNamespace makes the link in the network namespace of a process, which must be that of the
// container with the given id: a daemon elsewhere numbers other processes.
func enterNamespace(pid int, id string, spec container.Spec) (*entered, error) {
	groups, err := os.ReadFile(fmt.Sprintf("/proc/%d/cgroup", pid))
	if err != nil || !strings.Contains(string(groups), id) {
		return nil, errNotHere
	}
	if os.Geteuid() != 0 {
		return nil, errors.New("needs root")
	}
	f, err := os.Open(fmt.Sprintf("/proc/%d/ns/net", pid))
	if err != nil {
		return nil, errNotHere
	}
	sockets, err := netns.SetupIn(f)
	if err != nil {
		f.Close()
		return nil, err
	}
	s, err := netns.New(spec.Name, sockets, spec.Resolver)
	if err != nil {
		f.Close()
		return nil, err
	}
	return &entered{
		source: s, space: f,
		dial: func(ctx context.Context, port uint16) (net.Conn, error) {
			return netns.DialIn(ctx, f, port)
		},
		listening: func() []netip.AddrPort { return program.Listening(pid) },
	}, nil
}
