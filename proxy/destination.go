package proxy

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// destination is the left side of a rule: an address range or a pattern of host names, and a port
// (0: all).
type destination struct {
	prefix netip.Prefix // valid when the rule is about addresses
	glob   string       // otherwise
	port   uint16
}

// parseDestination reads `<ip | cidr | host name glob>[:port]`.
func parseDestination(addr string, port uint16) (destination, error) {
	host, portText, err := splitPort(addr)
	if err != nil {
		return destination{}, fmt.Errorf("parse egress address %q: %w", addr, err)
	}
	d := destination{port: port}
	if portText != "" {
		n, err := strconv.ParseUint(portText, 10, 16)
		if err != nil || n == 0 {
			return destination{}, fmt.Errorf("parse egress address %q: port %q is not a number from 1 to 65535", addr, portText)
		}
		d.port = uint16(n)
	}
	if err := d.setHost(host); err != nil {
		return destination{}, fmt.Errorf("parse egress address %q: %w", addr, err)
	}
	return d, nil
}

// splitPort separates the port. An IPv6 address needs brackets to have one; a range does not.
func splitPort(addr string) (host, port string, err error) {
	if strings.HasPrefix(addr, "[") {
		end := strings.IndexByte(addr, ']')
		if end < 0 {
			return "", "", fmt.Errorf("bracket is not closed")
		}
		host, rest := addr[1:end], addr[end+1:]
		if !strings.Contains(host, ":") {
			return "", "", fmt.Errorf("brackets hold no IPv6 address")
		}
		if rest != "" && (rest[0] != ':' || len(rest) == 1) {
			return "", "", fmt.Errorf("only a port may follow the bracket")
		}
		return host, strings.TrimPrefix(rest, ":"), nil
	}
	from := 0
	if i := strings.IndexByte(addr, '/'); i >= 0 {
		from = i
	} else if strings.Count(addr, ":") > 1 {
		return addr, "", nil
	}
	i := strings.IndexByte(addr[from:], ':')
	if i < 0 {
		return addr, "", nil
	}
	if from+i+1 == len(addr) {
		return "", "", fmt.Errorf("port is empty")
	}
	return addr[:from+i], addr[from+i+1:], nil
}

func (d *destination) setHost(host string) error {
	if host == "" {
		return fmt.Errorf("host is empty")
	}
	if strings.Contains(host, "/") {
		p, err := netip.ParsePrefix(host)
		if err != nil {
			return fmt.Errorf("%q is not an address range", host)
		}
		if p.Addr().Is4In6() {
			if p.Bits() < 96 {
				return fmt.Errorf("%q mixes IPv4 and IPv6", host)
			}
			p = netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
		}
		d.prefix = p.Masked()
		return nil
	}
	if a, err := netip.ParseAddr(host); err == nil {
		if a.Zone() != "" {
			return fmt.Errorf("address has a zone")
		}
		a = a.Unmap()
		d.prefix = netip.PrefixFrom(a, a.BitLen())
		return nil
	}
	return d.setGlob(host)
}

// maxHost is the length in bytes of the longest host name.
const maxHost = 253

func (d *destination) setGlob(host string) error {
	glob, err := idna.Punycode.ToASCII(strings.ToLower(host))
	if err != nil {
		return fmt.Errorf("%q is not a host name", host)
	}
	for _, c := range glob {
		if !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || strings.ContainsRune("-._*", c)) {
			return fmt.Errorf("%q must not be in a host name", c)
		}
	}
	glob = strings.TrimRight(glob, ".")
	last := glob[strings.LastIndexByte(glob, '.')+1:]
	if last != "" && strings.Trim(last, "0123456789") == "" {
		return fmt.Errorf("%q is neither an IPv4 address nor a host name", host)
	}
	d.glob = glob
	switch {
	case len(glob) > maxHost || !utf8.ValidString(host):
		return errors.New("that is no host name")
	case d.glob == "":
		return fmt.Errorf("host is empty")
	}
	return nil
}

// String writes the destination as a user would.
func (d destination) String() string {
	host := d.glob
	if d.prefix.IsValid() {
		if host = d.prefix.String(); d.prefix.IsSingleIP() {
			if host = d.prefix.Addr().String(); d.prefix.Addr().Is6() {
				host = "[" + host + "]"
			}
		}
	}
	if d.port == 0 {
		return host
	}
	return host + ":" + strconv.Itoa(int(d.port))
}

// matchGlob tells whether name fits pattern, in which `*` stands for any run of characters, dots too.
func matchGlob(pattern, name string) bool {
	p, n, star, mark := 0, 0, -1, 0
	for n < len(name) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, n
			p++
		case p < len(pattern) && pattern[p] == name[n]:
			p++
			n++
		case star >= 0:
			mark++
			p, n = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
