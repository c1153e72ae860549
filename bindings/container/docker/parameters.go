package docker

import (
	"errors"
	"maps"
	"strings"
)

// networkParameters are the kernel's parameters of a container's network: they switch IPv6 on, which Docker
// switches off in namespaces that it gives no address, and let a program have the port of a connection that
// it has ended again after a second (see package netns).
func networkParameters() map[string]string {
	return map[string]string{
		"net.ipv6.conf.all.disable_ipv6": "0", "net.ipv6.conf.default.disable_ipv6": "0", "net.ipv6.conf.lo.disable_ipv6": "0",
		"net.ipv4.tcp_tw_reuse": "1",
	}
}

// has gives the parameters that the daemon's kernel has, as far as is known.
func (d *daemon) has() map[string]string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return maps.Clone(d.parameters)
}

// learns tells whether a container could not be started because the kernel lacks one of the parameters, and
// has the next one do without it and its kin: a kernel without IPv6 has none of those.
func (d *daemon) learns(err error) bool {
	if err == nil {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if errors.Is(err, errUnattached) && strings.Contains(err.Error(), "409") && len(d.parameters) > 0 {
		d.parameters = nil // podman prepares a container for this, and does not tell what went wrong
		return true
	}
	text := strings.ReplaceAll(err.Error(), "/", ".")
	for name := range d.parameters {
		if !strings.Contains(text, name) {
			continue
		}
		family := name[:len("net.ipv6")]
		d.parameters = maps.Clone(d.parameters)
		maps.DeleteFunc(d.parameters, func(other, _ string) bool { return strings.HasPrefix(other, family) })
		return true
	}
	return false
}
