package streams

import "paddock/jsruntime"

// constructed is what callbacks are given to, by the name of the dictionary.
var constructed = map[string]string{"UnderlyingSource": "ReadableStream", "UnderlyingSink": "WritableStream", "Transformer": "TransformStream"}

// dictionary is an underlying source, sink or transformer of a script.
type dictionary struct {
	vm     *jsruntime.VM
	name   string
	object *object // nil: none was given
}

// callbacks converts an optional argument to a dictionary.
func callbacks(vm *jsruntime.VM, v value, name string) dictionary {
	if jsruntime.IsUndefined(v) {
		return dictionary{vm: vm, name: name}
	}
	o := jsruntime.AsObject(v)
	if o == nil {
		vm.Throwf(jsruntime.TypeError, "Failed to construct '%s': constructor parameter 1 is not of type '%s'.", constructed[name], name)
	}
	return dictionary{vm, name, o}
}

func (d dictionary) get(member string) value {
	if d.object == nil {
		return undefined()
	}
	v := d.object.Get(member)
	if v == nil {
		return undefined()
	}
	return v
}

func (d dictionary) has(member string) bool { return !jsruntime.IsUndefined(d.get(member)) }

// method is a function of a dictionary, called on it.
type method struct {
	vm   *jsruntime.VM
	fn   jsruntime.Callable
	this value
}

// function gives a member that must be a function, or nil when it is absent.
func (d dictionary) function(member string) *method {
	v := d.get(member)
	if jsruntime.IsUndefined(v) {
		return nil
	}
	fn, ok := jsruntime.AsFunction(v)
	if !ok {
		d.vm.Throwf(jsruntime.TypeError, "Incorrect type for the '%s' field on '%s': the provided value is not of type 'function'.", member, d.name)
	}
	return &method{d.vm, fn, d.object}
}

// call passes on what the method throws.
func (m *method) call(a ...value) value { return m.vm.Call(m.fn, m.this, a...) }

// promise makes a promise of the result; what the method throws rejects it.
func (m *method) promise(a ...value) value {
	var v value
	if thrown, ok := attempt(m.vm, func() { v = m.vm.Call(m.fn, m.this, a...) }); !ok {
		return rejected(m.vm, thrown)
	}
	return settledWith(m.vm, v)
}

// started is what a start function gives; one that throws is, on the platform, one that rejects: no constructor throws
// for it.
func started(vm *jsruntime.VM, start func() value) (result value) {
	if pedantic(vm) {
		return start()
	}
	if thrown, ok := attempt(vm, func() { result = start() }); !ok {
		return rejected(vm, thrown)
	}
	return result
}
