package streams

import (
	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// pedantic reports whether the flag pedantic_wpt asks for the standard where the platform goes its
// own way: there the cancel of one branch of a tee is done at once, close() ends reads into buffers
// that wait, a writer takes back what it wrote before it is released, and a native stream has
// one read at a time.
func pedantic(vm *jsruntime.VM) bool { return compat.Of(vm).Has("pedantic_wpt") }
