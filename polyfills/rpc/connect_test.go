package rpc

import (
	"context"
	"net"
	"testing"
)

// brief takes a connection and ends at once.
type brief struct{}

func (brief) Connect(_ context.Context, _ net.Conn, _ string, accepted func()) error {
	accepted()
	return nil
}

func TestConnection_OfHandlerThatEndsAtOnce(t *testing.T) {
	t.Parallel()
	for range 50 { // each time either of two channels may be looked at first
		c := &connection{accepted: make(chan struct{}), ended: make(chan struct{}), asked: make(chan string, 2)}
		c.asked <- "a:1"
		c.run(t.Context(), brief{})
		conn, err := c.dial(t.Context(), "a:1")
		if err != nil {
			t.Fatalf("the socket is refused: %v", err)
		}
		_ = conn.Close()
	}
}
