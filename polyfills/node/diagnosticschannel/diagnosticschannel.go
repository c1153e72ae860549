// Package diagnosticschannel is node:diagnostics_channel: named channels on which programs
// publish what they do, and tracing channels, which tell of calls from their start to their end.
//
// Documentation: https://nodejs.org/api/diagnostics_channel.html
package diagnosticschannel

import (
	"embed"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/globalscope"
	"paddock/polyfills/node"
	"paddock/polyfills/trace"
)

//go:embed channel.js tracing.js
var files embed.FS

// Module gives node:diagnostics_channel.
func Module() node.Module {
	return node.Script("diagnostics_channel", files, "tracing.js", nil)
}

// Channels gives internal/diagnostics_channel: the channels without tracing.
func Channels() node.Module {
	return node.Script(node.Internal+"diagnostics_channel", files, "channel.js", channelOps)
}

// channelOps tells whether hasSubscribers is a getter, as in Node, or a method, and takes what is
// published.
func channelOps(vm *jsruntime.VM) *jsruntime.Object {
	ops := vm.NewObject()
	for name, v := range map[string]any{
		"getter": compat.Of(vm).Has("diagnostics_channel_has_subscribers_getter"),
		"record": vm.NewFunction("record", 2, record(vm)),
	} {
		if err := ops.Set(name, v); err != nil {
			vm.Throw(err)
		}
	}
	return ops
}

// notCloned stands for a message that cannot be told of.
const notCloned = "[[ Diagnostic event was not serializable ]]"

// record tells tail Workers of a message on a channel, which needs an event even where there are none.
func record(vm *jsruntime.VM) func(jsruntime.FunctionCall) jsruntime.Value {
	return func(call jsruntime.FunctionCall) jsruntime.Value {
		globalscope.NeedsEvent(vm)
		r := trace.Of(vm)
		if r == nil {
			return nil
		}
		name := call.Argument(0).String()
		if symbol, ok := call.Argument(0).(*jsruntime.Symbol); ok {
			name = "Symbol(" + symbol.String() + ")"
		}
		m, err := vm.Serialize(call.Argument(1), nil, nil)
		if err != nil {
			if m, err = vm.Serialize(vm.ToValue(notCloned), nil, nil); err != nil {
				vm.Throw(err)
			}
		}
		r.Publish(vm, name, m.Data)
		return nil
	}
}
