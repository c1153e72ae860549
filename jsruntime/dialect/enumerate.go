package dialect

import (
	"unsafe"

	"github.com/dop251/goja"
)

// _enumerate begins for (k in o). The engine looks for keys as the loop goes on, and so finds what it adds to an array
// or a prototype meanwhile; of a proxy among the prototypes it visits nothing. The keys of all but plain objects are
// gathered first.
type _enumerate struct {
	*engine
	original instruction
}

// enumeration is what the engine calls for the next key: without a further one there is none.
type enumeration func() (enumerated, enumeration)

type enumerated struct {
	name, value goja.Value
	enumerable  int
}

func (i *_enumerate) exec(vm unsafe.Pointer) {
	o, ok := (*field[[]goja.Value](vm, i.stack))[*field[int](vm, i.sp)-1].(*goja.Object)
	if !ok {
		i.original.exec(vm)
		return
	}
	plain, p := i.behind(o) == i.plain, o
	for p != nil && i.behind(p) != i.proxy {
		p = p.Prototype()
	}
	proxied, keys := p != nil, enumeration(nil)
	if proxied {
		keys = i.amongProxies(vm, o) // which may throw, here and not at the next instruction
		(*field[[]goja.Value](vm, i.stack))[*field[int](vm, i.sp)-1] = goja.Undefined()
	}
	i.original.exec(vm)
	all := *field[[]iterated](vm, i.iterators)
	last := &all[len(all)-1].keys
	switch {
	case proxied:
		*last = keys
	case !plain:
		*last = i.gathered(vm, o, *last)
	}
}

// gathered takes all keys at once, and visits those that are there when their turn comes.
func (i *_enumerate) gathered(vm unsafe.Pointer, o *goja.Object, more enumeration) enumeration {
	var keys []goja.Value
	for one, next := more(); next != nil; one, next = next() {
		keys = append(keys, one.name)
	}
	return visit(keys, func(key goja.Value) bool { return i.perform(vm, i.has, key, o).ToBoolean() })
}

// amongProxies does the same of an object that is a proxy or has one among its prototypes, which tell of their keys
// when their turn comes.
func (i *_enumerate) amongProxies(vm unsafe.Pointer, o *goja.Object) enumeration {
	ask, _ := goja.AssertFunction((*field[*goja.Runtime](vm, i.runtime)).GlobalObject().Get(enumerateName))
	asked := func(args ...goja.Value) goja.Value {
		v, err := ask(o, args...)
		if err != nil {
			panic(err)
		}
		return v
	}
	return visit(asked().Export().([]goja.Value), func(key goja.Value) bool { return asked(key).ToBoolean() })
}

func visit(keys []goja.Value, still func(goja.Value) bool) enumeration {
	var next enumeration
	next = func() (enumerated, enumeration) {
		for len(keys) > 0 {
			key := keys[0]
			if keys = keys[1:]; still(key) {
				return enumerated{name: key}, next
			}
		}
		return enumerated{}, nil
	}
	return next
}

// enumerateName is the function that knows the keys of an object with proxies.
const enumerateName = "%enumerate"

// enumerate gives a list of the keys that for in goes through, or tells of one whether it is visited.
func enumerate(rt *goja.Runtime) func(goja.FunctionCall) goja.Value {
	describe, _ := goja.AssertFunction(rt.Get("Object").(*goja.Object).Get("getOwnPropertyDescriptor"))
	described := func(o *goja.Object, key goja.Value) *goja.Object {
		d, err := describe(goja.Undefined(), o, key)
		if err != nil {
			panic(err)
		}
		found, _ := d.(*goja.Object)
		return found
	}
	return func(call goja.FunctionCall) goja.Value {
		o := call.This.(*goja.Object)
		if len(call.Arguments) > 0 {
			for ; o != nil; o = o.Prototype() {
				if d := described(o, call.Argument(0)); d != nil {
					return rt.ToValue(o.ExportType() != proxyType || d.Get("enumerable").ToBoolean())
				}
			}
			return goja.Undefined()
		}
		keys, seen := []goja.Value{}, map[string]bool{}
		for ; o != nil; o = o.Prototype() {
			for _, name := range o.GetOwnPropertyNames() {
				if seen[name] {
					continue
				}
				seen[name] = true
				key := rt.ToValue(name)
				if o.ExportType() == proxyType || described(o, key).Get("enumerable").ToBoolean() {
					keys = append(keys, key)
				}
			}
		}
		return rt.ToValue(keys)
	}
}
