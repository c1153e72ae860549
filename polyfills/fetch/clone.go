package fetch

import (
	"net/http"

	"paddock/jsruntime"
)

// The platform's numbers of the classes.
const (
	requestTag  = 5
	responseTag = 6
)

var (
	_ jsruntime.Cloneable = (*Request)(nil)
	_ jsruntime.Cloneable = (*Response)(nil)
)

// CloneTag implements jsruntime.Cloneable.
func (*Request) CloneTag() byte { return requestTag }

// CloneTo implements jsruntime.Cloneable: the URL, and what the constructor takes besides. A body cannot
// be cloned.
func (q *Request) CloneTo(w jsruntime.CloneWriter, o *jsruntime.Object) {
	vm := w.VM()
	w.Text(q.url)
	init := fields{vm, vm.NewObject()}
	init.set("method", q.method != http.MethodGet, vm.ToValue(q.method))
	init.set("headers", true, o.Get("headers"))
	init.set("body", true, o.Get("body"))
	init.set("redirect", q.redirect == "manual", vm.ToValue("manual"))
	init.set("fetcher", false, nil)
	init.set("cf", !jsruntime.IsNullish(q.readCF(vm)), q.cf)
	init.set("cache", q.cache != "", vm.ToValue(q.cache))
	init.set("integrity", false, nil)
	init.set("signal", q.signal != nil && !jsruntime.IsNullish(q.signal), q.signal)
	init.set("encodeResponseBody", q.asSent, vm.ToValue("manual"))
	w.Value(init.object)
}

// CloneTag implements jsruntime.Cloneable.
func (*Response) CloneTag() byte { return responseTag }

// CloneTo implements jsruntime.Cloneable: what the constructor takes. A body cannot be cloned.
func (p *Response) CloneTo(w jsruntime.CloneWriter, o *jsruntime.Object) {
	vm := w.VM()
	w.Value(o.Get("body"))
	init := fields{vm, vm.NewObject()}
	init.set("status", p.status != http.StatusOK, vm.ToValue(p.status))
	init.set("statusText", p.named, vm.ToValue(p.statusText))
	init.set("headers", true, o.Get("headers"))
	init.set("cf", !jsruntime.IsNullish(p.cf), p.cf)
	init.set("webSocket", p.webSocket != nil, p.webSocket)
	init.set("encodeBody", p.encoded, vm.ToValue("manual"))
	w.Value(init.object)
}

// fields fills an object with the properties of an initializer.
type fields struct {
	vm     *jsruntime.VM
	object *jsruntime.Object
}

// set defines a property, to undefined when it is not given.
func (f fields) set(name string, given bool, v jsruntime.Value) {
	if !given {
		v = jsruntime.Undefined()
	}
	if err := f.object.DefineDataProperty(name, v, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes); err != nil {
		f.vm.Throw(err)
	}
}

// uncloneRequest makes a Request again.
func uncloneRequest(vm *jsruntime.VM, r jsruntime.CloneReader) *jsruntime.Object {
	return construct(vm, requestClass.Object(vm), vm.ToValue(r.Text()), r.Value())
}

// uncloneResponse makes a Response again.
func uncloneResponse(vm *jsruntime.VM, r jsruntime.CloneReader) *jsruntime.Object {
	body, init := r.Value(), jsruntime.AsObject(r.Value())
	if init == nil {
		r.Refuse()
	}
	if status := init.Get("status"); jsruntime.IsNumber(status) && status.ToInteger() == 0 {
		return jsruntime.AsObject(vm.CallMethod(responseClass.Object(vm), "error"))
	}
	return construct(vm, responseClass.Object(vm), body, init)
}

func construct(vm *jsruntime.VM, class *jsruntime.Object, args ...jsruntime.Value) *jsruntime.Object {
	o, err := vm.New(class, args...)
	if err != nil {
		vm.Rethrow(err)
	}
	return o
}
