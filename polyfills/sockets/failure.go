package sockets

import (
	"errors"
	"net"
	"syscall"

	"paddock/jsruntime"
)

// reasons are the failures of connections that have a name for scripts.
var reasons = []struct {
	errno syscall.Errno
	name  string
}{
	{syscall.ECONNREFUSED, "ECONNREFUSED"}, {syscall.ECONNRESET, "ECONNRESET"}, {syscall.EPIPE, "EPIPE"},
	{syscall.ETIMEDOUT, "ETIMEDOUT"}, {syscall.EHOSTUNREACH, "EHOSTUNREACH"}, {syscall.ENETUNREACH, "ENETUNREACH"},
}

// Failure names what the connection of a Socket failed with first, as Node does: "ECONNREFUSED", "ENOTFOUND".
// It is "" for a value that is no Socket, for one that has not failed, and for what Node has no name for.
// Scripts cannot ask; node:net does.
func Failure(v jsruntime.Value) string {
	s, ok := socketClass.From(v)
	if !ok {
		return ""
	}
	s.link.mu.Lock()
	err := s.link.failure
	s.link.mu.Unlock()
	if err == nil {
		return ""
	}
	var lookup *net.DNSError
	if errors.As(err, &lookup) {
		if lookup.IsTemporary && !lookup.IsNotFound {
			return "EAI_AGAIN"
		}
		return "ENOTFOUND"
	}
	for _, reason := range reasons {
		if errors.Is(err, reason.errno) {
			return reason.name
		}
	}
	return ""
}
