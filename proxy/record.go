package proxy

import (
	"net/http"
	"net/netip"
	"time"
)

// Record tells what became of one request, of one flow that was not intercepted, or of the lookup
// of a name that was refused. It is handed out when that has ended.
type Record struct {
	Container string
	Program   string // that opened the connection, as ps names it; "": not known
	Dst       netip.AddrPort
	Host      string
	Proto     Proto

	Method string // of a request, else ""
	URL    string // of a request, else ""
	Status int    // of a response, else 0

	// Of a request, else empty: its protocol, as "HTTP/2.0", and the headers of both sides.
	Version  string
	Sent     http.Header
	Received http.Header

	Rule    string   // that matched, or what decided when none did
	Passed  []Passed // the rules before it, and why they did not match
	Action  Action
	Handler string // what answered, as it calls itself; "": nothing did, or it has no name

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
