package rpc

import "paddock/jsruntime"

// duplicate gives what goes out as an argument in the place of an RpcTarget, or of a script's proxy: what its
// own dup() makes, if it has one, since its owner may give it up before the callee does. Everything else goes
// out itself.
func duplicate(vm *jsruntime.VM, o *jsruntime.Object) (*jsruntime.Object, error) {
	proxy := jsruntime.IsProxy(o) && (IsTarget(o) || !jsruntime.Hosted(o)) // stubs are proxies of the host's
	if !proxy && !IsTarget(o) {
		return o, nil
	}
	out := o
	err := vm.Try(func() {
		if proxy && !passable(vm, o) {
			return // which is refused
		}
		dup, ok := jsruntime.AsFunction(o.Get("dup"))
		if !ok {
			return
		}
		out = jsruntime.AsObject(vm.Call(dup, o))
		switch {
		case !proxy && !IsTarget(out):
			vm.Throwf(jsruntime.DOMError+"DataCloneError", "Couldn't create a stub for the RcpTarget because it has a dup() method which did not return another RpcTarget. Either remove the dup() method or make sure it returns an RpcTarget.")
		case proxy && (out == nil || !passable(vm, out) || inheritsTarget(vm, out) != inheritsTarget(vm, o)):
			vm.Throwf(jsruntime.DOMError+"DataCloneError", "Couldn't create a stub for the Proxy because it has a dup() method which did not return the same underlying type (RpcTarget or Function) as the Proxy itself represents. Either remove the dup() method or make sure it returns an RpcTarget.")
		}
	})
	return out, err
}
