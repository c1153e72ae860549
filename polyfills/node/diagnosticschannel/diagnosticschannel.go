// Package diagnosticschannel is node:diagnostics_channel: named channels on which programs
// publish what they do, and tracing channels, which tell of calls from their start to their end.
//
// Documentation: https://nodejs.org/api/diagnostics_channel.html
package diagnosticschannel

import (
	"embed"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/node"
)

//go:embed channel.js tracing.js
var files embed.FS

// Module gives node:diagnostics_channel.
func Module() node.Module {
	return node.Script("diagnostics_channel", files, "tracing.js", nil)
}

// Channels gives internal/diagnostics_channel: the channels without tracing.
func Channels() node.Module {
	return node.Script(node.Internal+"diagnostics_channel", files, "channel.js", flags)
}

// flags tells whether hasSubscribers is a getter, as in Node, or a method.
func flags(vm *jsruntime.VM) *jsruntime.Object {
	ops := vm.NewObject()
	if err := ops.Set("getter", compat.Of(vm).Has("diagnostics_channel_has_subscribers_getter")); err != nil {
		vm.Throw(err)
	}
	return ops
}
