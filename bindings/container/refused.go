package container

import (
	"fmt"
	"net/netip"
	"time"

	"paddock/proxy"
)

// together is within which time the queries of one lookup come: for each kind of address, for each
// domain that is searched, and again when no answer was believed.
const together = time.Second

// maxAsked bounds the names that are remembered; more make it start anew.
const maxAsked = 1024

// turnedAway tells the user, once for each host, of HTTPS that is refused though the host's HTTP has a
// handler: handlers do not get HTTPS by themselves.
func (l *life) turnedAway(f proxy.Flow) {
	if f.Proto != proxy.TLS || f.Host == "" {
		return
	}
	f.Proto, f.Dst = proxy.HTTP, netip.AddrPortFrom(f.Dst.Addr(), 80)
	if l.rules.Decide(f).Action != proxy.Intercept {
		return
	}
	l.warnOnce("https "+f.Host, fmt.Sprintf("A program in the container %s asked for https://%s/, which is refused: only its http:// has a handler.\n"+
		"Set interceptHttps = true in the class, or call ctx.container.interceptOutboundHttps().", l.label(), f.Host))
}

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
