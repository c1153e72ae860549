package container

import (
	"context"
	"net"
	"net/netip"

	"paddock/proxy/dns"
)

// offline is an internet in which every name exists and has nothing but addresses, which our own DNS
// gives out.
type offline struct{}

var _ dns.Upstream = offline{}

func (offline) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) { return nil, nil }

func (offline) LookupTXT(_ context.Context, name string) ([]string, error) {
	return nil, nothingOf(name)
}

func (offline) LookupMX(_ context.Context, name string) ([]*net.MX, error) {
	return nil, nothingOf(name)
}

func (offline) LookupNS(_ context.Context, name string) ([]*net.NS, error) {
	return nil, nothingOf(name)
}

func (offline) LookupSRV(_ context.Context, _, _, name string) (string, []*net.SRV, error) {
	return "", nil, nothingOf(name)
}

func (offline) LookupAddr(_ context.Context, addr string) ([]string, error) {
	return nil, nothingOf(addr)
}

func nothingOf(name string) error {
	return &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}
