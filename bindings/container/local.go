package container

import (
	"context"
	"net"

	"paddock/proxy"
)

// hostName is how containers reach services of this machine, as with Docker.
const hostName = "host.docker.internal"

// resolvable tells whether a name gets an address though the internet may not know it.
func (l *life) resolvable(host string) bool {
	if l.rules.Resolvable(host) {
		return true
	}
	if host != hostName || !l.rules.Internet() {
		return false
	}
	if !l.resource.opts.AllowLocal {
		l.warnOnce(hostName, "A program in the container "+l.label()+" asked for "+hostName+": services of this machine are reached with --allow-local only.")
	}
	return l.resource.opts.AllowLocal
}

// dialer connects flows that are let out.
func (l *life) dialer() func(ctx context.Context, network, address string) (net.Conn, error) {
	d := proxy.NewDialer(l.resource.opts.AllowLocal)
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		if host, port, err := net.SplitHostPort(address); err == nil && host == hostName {
			address = net.JoinHostPort("localhost", port)
		}
		return d.DialContext(ctx, network, address)
	}
}
