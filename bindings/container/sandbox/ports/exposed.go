package ports

import (
	"fmt"
	"slices"
	"sync"

	"paddock/bindings/container/sandbox"
	"paddock/bindings/container/sandbox/place"
)

// exposed are the ports that are exposed, with their names.
type exposed struct {
	mu    sync.Mutex // guards order, names
	order []int
	names map[int]string
}

// Expose implements [sandbox.Ports].
func (p *Ports) Expose(port int, name string) error {
	reason := ""
	switch {
	case port < 1 || port > 65535:
		reason = "Port must be between 1 and 65535"
	case port == place.Port:
		reason = fmt.Sprintf("Port %d is reserved for the sandbox API control plane", port)
	}
	if reason != "" {
		return sandbox.Errorf(sandbox.InvalidPortNumber, "Invalid port number %d: %s", port, reason).With(sandbox.Context{"port": port, "reason": reason})
	}
	e := &p.exposed
	e.mu.Lock()
	defer e.mu.Unlock()
	if before, ok := e.names[port]; ok {
		details, called := sandbox.Context{"port": port}, ""
		if before != "" {
			details["portName"], called = before, " ("+before+")"
		}
		return sandbox.Errorf(sandbox.PortExposed, "Port %d%s is already exposed", port, called).With(details)
	}
	if e.names == nil {
		e.names = map[int]string{}
	}
	e.names[port], e.order = name, append(e.order, port)
	return nil
}

// Unexpose implements [sandbox.Ports].
func (p *Ports) Unexpose(port int) error {
	e := &p.exposed
	e.mu.Lock()
	defer e.mu.Unlock()
	if _, ok := e.names[port]; !ok {
		return sandbox.Errorf(sandbox.PortNotExposed, "Port %d is not exposed", port).With(sandbox.Context{"port": port})
	}
	delete(e.names, port)
	e.order = slices.DeleteFunc(e.order, func(p int) bool { return p == port })
	return nil
}

// Exposed implements [sandbox.Ports].
func (p *Ports) Exposed() []int {
	p.exposed.mu.Lock()
	defer p.exposed.mu.Unlock()
	return slices.Clone(p.exposed.order)
}
