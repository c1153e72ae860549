// Package messageport emulates MessageChannel and MessagePort (HTML, section 9.4).
//
// The one idea: a message is what structured cloning makes of a value, and it waits at the
// port it was sent to until that is started; then each is delivered by a task of its own, in
// the scope of the receiver. A port that is transferred leaves its struct behind and another
// takes its place, its messages and its partner.
//
// The platform refuses every transfer list in postMessage; here the standard's work.
package messageport

import "paddock/jsruntime"

// API gives the classes.
func API() jsruntime.API {
	return jsruntime.API{Name: "messageport", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"MessageChannel": func(vm *jsruntime.VM) jsruntime.Value { return channelClass.Object(vm) },
		"MessagePort":    func(vm *jsruntime.VM) jsruntime.Value { return portClass.Object(vm) },
	}}
}

// channel is the host side of a MessageChannel.
type channel struct{ port1, port2 *jsruntime.Object }

var channelClass = jsruntime.NewClass[channel]("MessageChannel").
	Constructor(0, func(vm *jsruntime.VM, _ jsruntime.Args, _ *jsruntime.Object) *channel {
		a, b := &port{}, &port{}
		a.partner, b.partner = b, a
		return &channel{a.open(vm), b.open(vm)}
	}).
	Getter("port1", func(_ *jsruntime.VM, c *channel) jsruntime.Value { return c.port1 }).
	Getter("port2", func(_ *jsruntime.VM, c *channel) jsruntime.Value { return c.port2 })
