package jsruntime

import "slices"

// nativeErrors are the names of errors that have a number in the platform's own form of errors, in
// which own properties survive. 0 is for all others: their name is written.
var nativeErrors = []string{
	"", "Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError",
	"WasmCompileError", "WasmLinkError", "WasmRuntimeError", "WasmSuspendError",
	"EvalError", "URIError", "AggregateError", "SuppressedError",
}

// KeepErrorProperties lets errors keep their names and own properties when they are serialized from
// now on. Else message, stack and cause survive, and the name of the language's own classes.
func (vm *VM) KeepErrorProperties() { vm.wholeErrors = true }

// KeepsErrorProperties reports whether that was called.
func (vm *VM) KeepsErrorProperties() bool { return vm.wholeErrors }

// wholeError writes an Error with its own properties: a number for its name or 0 and the name, its
// message, and a plain object with the rest.
func (w *writer) wholeError(o *Object, depth int) {
	w.tag(tagHost)
	w.tag(hostNativeError)
	name := o.Get("name")
	number := 0
	if IsString(name) {
		number = max(0, slices.Index(nativeErrors, name.String()))
	}
	w.varint(uint64(number))
	if number == 0 {
		w.value(orUndefined(name), depth+1)
	}
	w.value(orUndefined(o.Get("message")), depth+1)
	rest := w.vm.NewObject()
	for _, key := range o.GetOwnPropertyNames() {
		switch v := o.Get(key); {
		case key == "name" || key == "message" || key == hostKey || v == nil:
		case key == "stack" && IsString(v):
			must(rest.Set(key, w.vm.MapStack(v.String())))
		default:
			must(rest.Set(key, v))
		}
	}
	w.value(rest, depth+1)
}

// wholeError reads what the writer's wholeError wrote, behind the tags.
func (r *reader) wholeError(id, depth int) *Object {
	number := r.varint()
	if number >= uint64(len(nativeErrors)) {
		r.fail()
	}
	class, name := nativeErrors[number], Undefined()
	if number == 0 {
		name = r.value(depth + 1)
	}
	message := r.value(depth + 1)
	if !IsString(message) {
		r.vm.Throwf(DOMError+"DataCloneError", "Deserialization failed: error message is not a string")
	}
	o := r.newError(class, message)
	r.objects[id] = o
	if number == 0 {
		must(o.DefineDataProperty("name", name, Yes, Yes, No))
	}
	rest := AsObject(r.value(depth + 1))
	if rest == nil {
		return o
	}
	for _, key := range rest.Keys() {
		if key == "stack" && r.codec != nil && r.codec.NewStacks {
			continue
		}
		if key == "stack" {
			r.vm.SetStack(o, rest.Get(key))
			continue
		}
		must(o.DefineDataProperty(key, rest.Get(key), Yes, Yes, Yes))
	}
	if r.codec != nil && r.codec.NewStacks { // nothing was running when it was made
		r.vm.SetStack(o, r.vm.ToValue(r.vm.Text(r.vm.CallMethod(o, "toString"))))
	}
	return o
}

// newError makes an error of one of the nativeErrors' classes.
func (r *reader) newError(class string, message Value) *Object {
	switch class {
	case "AggregateError":
		return r.in.construct(r.vm, class, r.vm.NewArray(), message)
	case "Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError", "EvalError", "URIError":
		return r.in.construct(r.vm, class, message)
	}
	return r.in.construct(r.vm, "Error", message)
}
