package pty

import "paddock/bindings/container/sandbox"

// Routes leads to the terminals.
func Routes(t sandbox.Terminals) []sandbox.Route {
	return []sandbox.Route{{Pattern: "GET /ws/pty", Socket: t.Serve}}
}
