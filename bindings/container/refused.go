package container

import (
	"time"

	"paddock/proxy"
)

// together is within which time the queries of one lookup come: for each kind of address, for each
// domain that is searched, and again when no answer was believed.
const together = time.Second

// maxAsked bounds the names that are remembered; more make it start anew.
const maxAsked = 1024

// refused records that a program asked for a name that nobody answers for, once for each lookup.
func (l *life) refused(host string) {
	now := l.resource.host.Now()
	l.mu.Lock()
	last, again := l.asked[host]
	if len(l.asked) >= maxAsked {
		clear(l.asked)
	}
	l.asked[host] = now
	l.mu.Unlock()
	if again && now.Sub(last) < together {
		return
	}
	l.resource.opts.Record(proxy.Record{
		Container: l.resource.class + "/" + l.object, Host: host, Proto: proxy.DNS,
		Rule: "no internet", Passed: l.rules.ExplainName(host), Action: proxy.Block, Start: now,
	})
}
