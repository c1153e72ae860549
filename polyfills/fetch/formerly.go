package fetch

import (
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/url"
)

// formerly gives the address that fetch() of the year 2021 took one of no protocol of the web for:
// for stubs the missing parts are those of https://fake-host/, and any protocol is as http. Later
// dates refuse both.
func formerly(vm *jsruntime.VM, address string, opts DoOptions) string {
	set, base := compat.Of(vm), ""
	if opts.Owner == "Fetcher" && !set.Has("durable_object_fetch_requires_full_url") {
		base = "https://fake-host/"
	}
	u, err := url.Parse(address, base)
	if err == nil && base != "" && u.Protocol() == "https:" {
		return u.Href(false)
	}
	if err == nil && !set.Has("fetch_refuses_unknown_protocols") {
		return "http:" + strings.TrimPrefix(u.Href(false), u.Protocol())
	}
	vm.Throwf(jsruntime.TypeError, "Fetch API cannot load: %s", address)
	return ""
}
