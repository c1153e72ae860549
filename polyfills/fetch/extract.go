package fetch

import (
	"bytes"

	"paddock/jsruntime"
	"paddock/polyfills/blob"
	"paddock/polyfills/compat"
	"paddock/polyfills/formdata"
	"paddock/polyfills/globalscope"
	"paddock/polyfills/streams"
	"paddock/polyfills/url"
)

const textMIME = "text/plain;charset=UTF-8"

// extract makes a body of a BodyInit (Fetch, "extract a body") for the running event; it throws.
func extract(vm *jsruntime.VM, v jsruntime.Value) Body {
	b := extracted(vm, v)
	if b.kind != streamBody { // whose stream knows its own
		b.owner = vm.Owner()
	}
	return b
}

func extracted(vm *jsruntime.VM, v jsruntime.Value) Body {
	if jsruntime.IsNullish(v) {
		return Body{}
	}
	o := jsruntime.AsObject(v)
	if o == nil {
		globalscope.NeedsEvent(vm)
		return Body{present: true, kind: textBody, text: vm.Text(v), mime: textMIME}
	}
	if streams.IsReadable(o) {
		return extractStream(vm, o)
	}
	globalscope.NeedsEvent(vm)
	if b, ok := blob.From(o); ok {
		return Body{present: true, kind: dataBody, data: b.Data, mime: b.Type}
	}
	if data, ok := jsruntime.Bytes(o); ok {
		return Body{present: true, kind: dataBody, data: bytes.Clone(data)}
	}
	if text, ok := url.ParamsOf(o); ok {
		return Body{present: true, kind: textBody, text: text, mime: "application/x-www-form-urlencoded;charset=UTF-8"}
	}
	if f, ok := formdata.From(o); ok {
		if err := f.Validate(); err != nil {
			vm.Throw(err)
		}
		if f.Size() > vm.Room() { // which holds the same file many times
			vm.Throwf(jsruntime.RangeError, "Array buffer allocation failed")
		}
		data, mime := f.Encode()
		return Body{present: true, kind: dataBody, data: data, mime: mime}
	}
	if iterable(vm, o) {
		s := vm.CallMethod(vm.Get("ReadableStream").(*jsruntime.Object), "from", o)
		return Body{present: true, kind: streamBody, stream: s.(*jsruntime.Object)}
	}
	return Body{present: true, kind: textBody, text: vm.Text(v), mime: textMIME}
}

func extractStream(vm *jsruntime.VM, o *jsruntime.Object) Body {
	if streams.Disturbed(o) {
		vm.Throwf(jsruntime.TypeError, "This ReadableStream is disturbed (has already been read from), and cannot be used as a body.")
	}
	if streams.Locked(o) {
		vm.Throwf(jsruntime.TypeError, "This ReadableStream is locked to a reader, and cannot be used as a body.")
	}
	return Body{present: true, kind: streamBody, stream: o}
}

// iterable reports whether o is to be read as a stream of its items. Strings are not, whatever
// their class, nor is what says itself how it becomes text.
func iterable(vm *jsruntime.VM, o *jsruntime.Object) bool {
	if o.ClassName() == "String" || !compat.Of(vm).Has("fetch_iterable_type_support") {
		return false
	}
	symbols := vm.Get("Symbol").(*jsruntime.Object)
	if symbol, ok := symbols.Get("asyncIterator").(*jsruntime.Symbol); ok && jsruntime.IsFunction(o.GetSymbol(symbol)) {
		return true
	}
	return vm.IsIterable(o) && !spells(vm, o)
}

// spells reports whether an object other than an array has a way of its own to become text.
func spells(vm *jsruntime.VM, o *jsruntime.Object) bool {
	if o.ClassName() == "Array" || !compat.Of(vm).Has("fetch_iterable_type_support_override_adjustment") {
		return false
	}
	plain := vm.Get("Object").(*jsruntime.Object).Get("prototype").(*jsruntime.Object)
	return !same(o.Get("toString"), plain.Get("toString")) || !same(o.GetSymbol(jsruntime.SymToPrimitive), plain.GetSymbol(jsruntime.SymToPrimitive))
}

// same compares two properties, which may be absent.
func same(a, b jsruntime.Value) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return a.SameAs(b)
}
