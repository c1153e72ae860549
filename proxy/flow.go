// Package proxy decides what becomes of the connections that a container opens.
//
// The one idea: a [Source] delivers connections together with where they were
// meant to go, the [Gateway] finds out what they speak and asks a [Policy], and
// whatever is intercepted is handed to an [http.RoundTripper]. Nothing here
// knows JavaScript, containers or Cloudflare; how the connections are caught is
// the business of the sub-packages (netns, seccomp, forward), one per link.
package proxy

import (
	"context"
	"net"
	"net/http"
	"net/netip"
)

// Proto is what a flow speaks, as far as its first bytes tell.
type Proto uint8

// The protocols that the gateway tells apart.
const (
	Raw  Proto = iota // anything else, and servers that speak first
	HTTP              // HTTP/1.x request line, or the HTTP/2 preface in clear text
	TLS               // a TLS ClientHello
	DNS               // a lookup, in records only: Host is the name
)

// String returns the protocol's name in lower case.
func (p Proto) String() string {
	switch p {
	case HTTP:
		return "http"
	case TLS:
		return "tls"
	case DNS:
		return "dns"
	}
	return "raw"
}

// Flow is one connection that a container opened, before anyone decides where it goes.
type Flow struct {
	Container string         // the instance that opened it, for records
	Dst       netip.AddrPort // where the program connected to; a synthetic address when the name came from our DNS
	Host      string         // name known from DNS, SNI or the Host header, lower case, without port; "" if none
	Proto     Proto
	Conn      net.Conn
	// Program names the program that opened the connection, "" if it cannot be found any more; nil
	// where the link does not know. It is called for records only, and may take milliseconds.
	Program func() string
}

// Source delivers the connections of one container. It is a link's receiving end.
type Source interface {
	// Accept waits for the next connection. Proto is not yet known; Host is set
	// only when the link itself knows it (CONNECT host:port, synthetic DNS).
	// It returns net.ErrClosed after Close.
	Accept(ctx context.Context) (Flow, error)
	// Close ends the link: no connection is delivered or let through any more.
	Close() error
}

// Action is what happens to a flow.
type Action uint8

// The actions. The zero value is the safe one.
const (
	Block Action = iota
	Direct
	Intercept
)

// Connector takes over whole connections, of whatever protocol.
type Connector interface {
	// Connect carries a flow to its end. What the container has sent already is read from its Conn
	// again. The flow is closed afterwards; an error resets it.
	Connect(ctx context.Context, f Flow) error
}

// Verdict is a policy's answer.
type Verdict struct {
	Action  Action
	Handler http.RoundTripper // for Intercept, of requests
	Connect Connector         // for Intercept, of connections; it or Handler is set
	Rule    string            // what matched, for records and messages
}

// Policy decides about flows and requests. Decide is pure: no I/O, no waiting.
// It is asked again for every request of an intercepted connection, so that a
// change of rules reaches connections that are already open.
type Policy interface {
	Decide(Flow) Verdict
	// Resolvable tells the DNS whether a name that exists nowhere must get a
	// synthetic address because a rule may answer for it.
	Resolvable(host string) bool
}
