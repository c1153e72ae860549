package sockets

import (
	"math"
	"net"
	"strconv"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/url"
)

// address is where a socket connects to.
type address struct {
	text string // as scripts gave it, "host:port"
	host string // without brackets
	port string
}

// maxHost is the longest address that is allowed (RFC 1035).
const maxHost = 255

// readAddress reads the first argument of connect(): a text or {hostname, port}.
func readAddress(vm *jsruntime.VM, v jsruntime.Value) address {
	if jsruntime.IsNullish(v) {
		vm.Throwf(jsruntime.TypeError, "Cannot initialize N7workerd3api13SocketAddressE with required members from an undefined or null value.")
	}
	var a address
	if o := jsruntime.AsObject(v); o != nil {
		port := readPort(vm, o.Get("port"))
		host := "undefined"
		if h := o.Get("hostname"); h != nil {
			host = vm.Text(h)
		}
		a = address{text: host + ":" + port, host: strings.Trim(host, "[]"), port: port}
	} else {
		a = parseAddress(vm, vm.Text(v))
	}
	if !plausible(a.text) {
		vm.Throwf(jsruntime.TypeError, "Specified address is empty string, contains unsupported characters or is too long.")
	}
	return a
}

// parseAddress lets the URL parser take a text apart, which knows IPv6.
func parseAddress(vm *jsruntime.VM, text string) address {
	u, err := url.Parse("fake://"+text, "")
	if err != nil {
		if text == "" {
			vm.Throwf(jsruntime.TypeError, "Specified address is missing hostname.")
		}
		vm.Throwf(jsruntime.TypeError, "Specified address could not be parsed.")
	}
	a := address{text: text, host: strings.Trim(u.Hostname(), "[]"), port: u.Port()}
	if a.host == "" {
		vm.Throwf(jsruntime.TypeError, "Specified address is missing hostname.")
	}
	if a.port == "" {
		vm.Throwf(jsruntime.TypeError, "Specified address is missing port.")
	}
	return a
}

func readPort(vm *jsruntime.VM, v jsruntime.Value) string {
	f := math.NaN()
	if v != nil {
		f = v.ToFloat()
	}
	switch {
	case math.IsNaN(f), math.IsInf(f, 0):
		vm.Throwf(jsruntime.TypeError, "The value cannot be converted because it is not an integer.")
	case f <= -1:
		vm.Throwf(jsruntime.TypeError, "The value cannot be converted because it is negative and this API expects a positive number.")
	case f >= math.MaxUint16+1:
		vm.Throwf(jsruntime.TypeError, "Value out of range. Must be less than or equal to 65535.")
	}
	return strconv.Itoa(int(f))
}

// plausible is the platform's check of an address: its length and its characters.
func plausible(text string) bool {
	return text != "" && len(text) <= maxHost && strings.IndexFunc(text, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-._[]:", r))
	}) < 0
}

// dialed is the address for a [Dialer].
func (a address) dialed() string { return net.JoinHostPort(a.host, a.port) }

// web reports whether the port is one of HTTP.
func (a address) web() bool { return a.port == "80" || a.port == "443" }
