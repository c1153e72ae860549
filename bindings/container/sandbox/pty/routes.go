package pty

import (
	"net/http"

	"paddock/bindings/container/sandbox"
)

// Routes leads to the terminals.
func Routes(t sandbox.Terminals) []sandbox.Route {
	return []sandbox.Route{{Pattern: "GET /ws/pty", Socket: t.Serve, Refuse: func(r *http.Request) string {
		if r.URL.Query().Get("sessionId") == "" {
			return "sessionId query parameter required"
		}
		return ""
	}}}
}
