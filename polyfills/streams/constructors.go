package streams

import (
	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// needConstructors refuses to make streams of a script's own sources and sinks for the dates at
// which the platform had none.
func needConstructors(vm *jsruntime.VM, class string) {
	if !compat.Of(vm).Has("streams_enable_constructors") {
		vm.Throwf(jsruntime.PlainError, "To use the new %s() constructor, enable the streams_enable_constructors compatibility flag. Refer to the docs for more information: https://developers.cloudflare.com/workers/platform/compatibility-dates/#compatibility-flags", class)
	}
}
