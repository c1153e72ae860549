package json

import "paddock/jsruntime"

// source is what a value was read from: the text of a primitive, or the sources of the parts.
type source struct {
	value   jsruntime.Value // primitives only
	text    string
	items   []*source
	members map[string]*source
}

// deepestRevival is how many values may lie in each other when there is a reviver, as in V8.
const deepestRevival = 2600

// reviving is the walk of JSON.parse with a reviver (InternalizeJSONProperty).
type reviving struct {
	vm      *jsruntime.VM
	reviver jsruntime.Callable
}

// walk revives holder[key] and what is in it. from is nil for what the text did not have there.
func (r *reviving) walk(holder *jsruntime.Object, key string, name jsruntime.Value, from *source, depth int) jsruntime.Value {
	if depth > deepestRevival {
		r.vm.Throwf(jsruntime.RangeError, "Maximum call stack size exceeded")
	}
	if from == nil {
		from = &source{}
	}
	e := engineSlot.Get(r.vm)
	v := e.property(r.vm, holder, key)
	context := r.vm.NewObject()
	if o := jsruntime.AsObject(v); o == nil {
		if from.value != nil && from.value.SameAs(v) {
			must(context.DefineDataProperty("source", text(r.vm, from.text), jsruntime.Yes, jsruntime.Yes, jsruntime.Yes))
		}
	} else if e.array(r.vm, o) {
		n := int(min(max(jsruntime.Integer(e.property(r.vm, o, "length")), 0), 1<<53-1))
		for i := range n {
			r.part(o, itoa(i), at(from.items, i), depth)
		}
	} else {
		for _, key := range e.keysOf(r.vm, o) {
			r.part(o, key, from.members[key], depth)
		}
	}
	return r.vm.Call(r.reviver, holder, name, v, context)
}

// part revives one property of an object and puts in what the reviver makes of it.
func (r *reviving) part(o *jsruntime.Object, key string, from *source, depth int) {
	e, name := engineSlot.Get(r.vm), text(r.vm, key)
	if v := r.walk(o, key, name, from, depth+1); jsruntime.IsUndefined(v) {
		r.vm.Call(e.remove, jsruntime.Undefined(), o, name)
	} else {
		r.vm.Call(e.define, jsruntime.Undefined(), o, name, v)
	}
}

func at(items []*source, i int) *source {
	if i < len(items) {
		return items[i]
	}
	return nil
}
