// Package misc is what the server tells of itself.
package misc

import "paddock/bindings/container/sandbox"

// Utils implements [sandbox.Utils].
type Utils struct{ env sandbox.Environment }

var _ sandbox.Utils = (*Utils)(nil)

// New gives the service.
func New(env sandbox.Environment) *Utils { return &Utils{env} }

// Version implements [sandbox.Utils].
func (u *Utils) Version() string {
	if v := u.env.Lookup("SANDBOX_VERSION"); v != "" {
		return v
	}
	return "unknown"
}

// Commands implements [sandbox.Utils].
func (u *Utils) Commands() []string { return []string{} }
