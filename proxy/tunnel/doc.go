// Package tunnel carries a link over one stream of bytes, for containers whose network namespace
// is on another machine, or in another's hands.
//
// The one idea: the far end, in the container's namespace, runs any link whose flows and DNS
// packets go through the stream ([Serve]); the near end, in Paddock, is a [proxy.Source] again
// ([New]), and reaches the container's ports the other way. The stream may be anything: the
// standard streams of a process, a socket. When it ends, both ends close what they have: nothing is
// let through any more.
//
// On the stream is yamux; each of its streams begins with a [kind]. Those that carry a connection
// are framed (see conn), because yamux has no half-close and no reset.
package tunnel

import (
	"io"
	"time"

	"github.com/hashicorp/yamux"
)

// kind is the first byte of a stream.
type kind byte

const (
	kindHello kind = 'h' // far → near, the first: "" when the link is up, else why not
	kindFlow  kind = 'f' // far → near: a destination, then the connection
	kindQuery kind = 'q' // far → near: a DNS message; the answer comes back, or nothing
	kindDial  kind = 'd' // near → far: a port; an errno comes back, and after 0 the connection
	kindPorts kind = 'p' // near → far: the addresses on which programs listen come back
	kindClose kind = 'c' // near → far: close the link; the stream ends when that is done
)

const (
	window    = 4 << 20          // bytes of a stream that may be under way
	writeTime = 30 * time.Second // how long the stream may take nothing
	closeTime = 2 * time.Second  // how long the far end may take to close its link
)

func settings() *yamux.Config {
	c := yamux.DefaultConfig()
	c.MaxStreamWindowSize = window
	c.ConnectionWriteTimeout = writeTime
	c.LogOutput = io.Discard
	return c
}
