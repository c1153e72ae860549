package launch

import "strings"

// Nameserver is asked for every name. The links redirect the port, whatever the address.
const Nameserver = "10.0.2.53"

// ResolvConf is the text of a container's /etc/resolv.conf.
const ResolvConf = "nameserver " + Nameserver + "\noptions ndots:1 attempts:2\n"

// Hosts is the text of a container's /etc/hosts. address and name are its own; name "" leaves them out.
func Hosts(address, name string) string {
	text := "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n"
	if name != "" && name != "localhost" {
		text += address + " " + name + "\n"
	}
	return text
}

// PlainHosts changes a text of nsswitch.conf(5): host names are looked for in files, then DNS, and
// nowhere else.
func PlainHosts(nsswitch string) string {
	var out strings.Builder
	for line := range strings.Lines(nsswitch) {
		if !strings.HasPrefix(strings.TrimSpace(line), "hosts:") {
			out.WriteString(strings.TrimRight(line, "\n") + "\n")
		}
	}
	return out.String() + "hosts: files dns\n"
}
