package dns

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

const (
	lookupTime = 5 * time.Second  // then the name counts as failing for now
	foundFor   = time.Minute      // how long an existing name is not asked about again
	missingFor = 10 * time.Second // the same for others
	maxKnown   = 4096             // names remembered; more make it start anew
)

// existence remembers which names the real network knows, so that a name that
// does not exist fails in the program as it would without us.
type existence struct {
	upstream Upstream
	mu       sync.Mutex // guards names
	names    map[string]verdict
}

type verdict struct {
	code  dnsmessage.RCode
	until time.Time
}

func newExistence(u Upstream) *existence {
	return &existence{upstream: u, names: map[string]verdict{}}
}

func (e *existence) check(ctx context.Context, name string) dnsmessage.RCode {
	e.mu.Lock()
	v, ok := e.names[name]
	e.mu.Unlock()
	if ok && time.Now().Before(v.until) {
		return v.code
	}
	ctx, cancel := context.WithTimeout(ctx, lookupTime)
	defer cancel()
	_, err := e.upstream.LookupNetIP(ctx, "ip", name+".")
	v = verdict{code: rcode(err)}
	switch v.code {
	case dnsmessage.RCodeSuccess:
		v.until = time.Now().Add(foundFor)
	case dnsmessage.RCodeNameError:
		v.until = time.Now().Add(missingFor)
	default:
		return v.code
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.names) >= maxKnown {
		clear(e.names)
	}
	e.names[name] = v
	return v.code
}

// rcode translates what the standard library's resolver reports.
func rcode(err error) dnsmessage.RCode {
	var d *net.DNSError
	switch {
	case err == nil:
		return dnsmessage.RCodeSuccess
	case errors.As(err, &d) && d.IsNotFound:
		return dnsmessage.RCodeNameError
	}
	return dnsmessage.RCodeServerFailure
}
