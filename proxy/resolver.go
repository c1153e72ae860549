package proxy

import "context"

// Resolver answers one DNS message with one DNS message. Links call it with each
// packet (or each TCP message, without its length prefix) that a container sends to port 53.
type Resolver interface {
	Resolve(ctx context.Context, query []byte) ([]byte, error)
}
