package fetch

import (
	"net/url"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// toldPorts are the URLs that a script was warned of.
var toldPorts = jsruntime.NewSlot(func(*jsruntime.VM) map[string]bool { return map[string]bool{} })

// warnOfPort tells once of a URL with a port that the deployed platform does not heed, as wrangler does.
func warnOfPort(vm *jsruntime.VM, address string) {
	if !strings.HasPrefix(address, "https:") || compat.Of(vm).Has("allow_custom_ports") {
		return
	}
	u, err := url.Parse(address)
	if err != nil || u.Port() == "" || toldPorts.Get(vm)[address] {
		return
	}
	toldPorts.Get(vm)[address] = true
	if console := jsruntime.AsObject(vm.Get("console")); console != nil {
		vm.CallMethod(console, "warn", vm.ToValue("WARNING: known issue with `fetch()` requests to custom HTTPS ports in published Workers:\n"+
			" - "+address+" - the custom port will be ignored when the Worker is published using the `wrangler deploy` command.\n"))
	}
}
