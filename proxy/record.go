package proxy

import (
	"net/netip"
	"time"
)

// Record tells what became of one request, or of one flow that was not
// intercepted. It is handed out when the request or flow has ended.
type Record struct {
	Container string
	Dst       netip.AddrPort
	Host      string
	Proto     Proto

	Method string // of a request, else ""
	URL    string // of a request, else ""
	Status int    // of a response, else 0

	Rule   string
	Action Action

	In  int64 // bytes that the container sent: bodies of requests, everything of other flows
	Out int64 // bytes that the container was sent

	Start    time.Time
	Duration time.Duration
	Err      error // why it ended early, nil when it ended well
}

// String returns the action's name in lower case.
func (a Action) String() string {
	switch a {
	case Direct:
		return "direct"
	case Intercept:
		return "intercept"
	}
	return "block"
}
