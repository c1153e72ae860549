package sockets

import (
	"math"

	"paddock/jsruntime"
)

// options are the second argument of connect().
type options struct {
	secure   string // "off", "on", "starttls"
	halfOpen bool
}

func readOptions(vm *jsruntime.VM, v jsruntime.Value) options {
	opts := options{secure: "off"}
	if jsruntime.IsUndefined(v) {
		return opts
	}
	if jsruntime.IsNull(v) {
		vm.Throwf(jsruntime.TypeError, "Cannot initialize N7workerd3api13SocketOptionsE with required members from an undefined or null value.")
	}
	o := jsruntime.AsObject(v)
	if o == nil {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'connect' on 'SocketsModule': parameter 2 is not of type 'SocketOptions'.")
	}
	checkHighWaterMark(vm, o.Get("highWaterMark"))
	if half := o.Get("allowHalfOpen"); half != nil {
		opts.halfOpen = half.ToBoolean()
	}
	secure := o.Get("secureTransport")
	if jsruntime.IsUndefined(secure) {
		return opts
	}
	opts.secure = vm.Text(secure)
	switch opts.secure {
	case "off", "on", "starttls":
	default:
		vm.Throwf(jsruntime.TypeError, "Unsupported value in secureTransport socket option: %s", opts.secure)
	}
	return opts
}

func checkHighWaterMark(vm *jsruntime.VM, v jsruntime.Value) {
	if jsruntime.IsUndefined(v) {
		return
	}
	switch f := v.ToFloat(); {
	case math.IsNaN(f), math.IsInf(f, 0):
		vm.Throwf(jsruntime.TypeError, "The value cannot be converted because it is not an integer.")
	case f <= -1:
		vm.Throwf(jsruntime.TypeError, "The value cannot be converted because it is negative and this API expects a positive bigint.")
	}
}
