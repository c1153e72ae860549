package jsruntime

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"

	"paddock/jsruntime/dialect"
)

// layout is where the engine keeps the properties of plain objects, the elements of arrays and the handlers of proxies, as
// offsets (see machine), and the words by which its types are told.
type layout struct {
	*machine
	values, names, elements, handler                uintptr
	object, array, described, ascii, proxy, trapped unsafe.Pointer
}

// engineLayout is the same for all VMs.
var engineLayout = sync.OnceValue(func() *layout {
	vm := goja.New()
	object, array, text := vm.NewObject(), vm.NewArray(), vm.ToValue("ascii")
	proxy := vm.ToValue(vm.NewProxy(object, &ProxyTraps{})).(*Object)
	must(object.DefineDataProperty("fixed", Undefined(), No, No, No))
	of := func(holder reflect.Type, name string, want reflect.Type) uintptr {
		f := dialect.EngineField(holder, name)
		if f.Type != want {
			panic("the engine's field " + name + " in " + holder.String() + " has another type")
		}
		return f.Offset
	}
	inner := behind(object).Type()
	l := &layout{
		machine:  theMachine(),
		values:   of(inner, "values", reflect.TypeFor[map[unistring.String]Value]()),
		names:    of(inner, "propNames", reflect.TypeFor[[]unistring.String]()),
		elements: of(behind(array).Type(), "values", reflect.TypeFor[[]Value]()),
		handler:  dialect.EngineField(behind(proxy).Type(), "handler").Offset,
	}
	fixed := l.valuesOf(object)["fixed"]
	l.object, l.array, l.proxy = l.table(object), l.table(array), l.table(proxy)
	l.trapped = l.handlerOf(proxy).kind
	l.described, l.ascii = (*iface)(unsafe.Pointer(&fixed)).kind, (*iface)(unsafe.Pointer(&text)).kind
	return l
})

// iface is how Go keeps a value of an interface type that has methods.
type iface struct{ kind, data unsafe.Pointer }

// valuesOf gives the properties of a plain object.
func (l *layout) valuesOf(o *Object) map[unistring.String]Value {
	return *at[map[unistring.String]Value](l.inside(o), l.values)
}

// namesOf gives the place of their names, in their order.
func (l *layout) namesOf(o *Object) *[]unistring.String {
	return at[[]unistring.String](l.inside(o), l.names)
}

func (l *layout) handlerOf(proxy *Object) *iface { return at[iface](l.inside(proxy), l.handler) }

// ofHost reports whether o is a proxy whose traps are the host's, not a script's.
func (l *layout) ofHost(o *Object) bool {
	return l.table(o) == l.proxy && l.handlerOf(o).kind == l.trapped
}

// simple reports whether v is a property's value itself, not the engine's description of a
// property with attributes.
func (l *layout) simple(v Value) bool { return (*iface)(unsafe.Pointer(&v)).kind != l.described }

// unlisted gives a plain object a property that can be read and is in no list of its names. It
// reports false for an object that keeps its properties otherwise.
func (l *layout) unlisted(o *Object, name string, v Value) bool {
	if l.table(o) != l.object {
		return false
	}
	l.valuesOf(o)[unistring.String(name)] = v
	return true
}

// GiveOwn gives a new object, which has no properties that scripts see, properties of its own that can
// be written, listed and deleted, as assigning them one after the other does.
func GiveOwn(o *Object, names []string, values ...Value) {
	l := engineLayout()
	if l.table(o) != l.object {
		for i, name := range names {
			must(o.Set(name, values[i]))
		}
		return
	}
	held, listed := l.valuesOf(o), make([]unistring.String, len(names))
	for i, name := range names {
		listed[i] = unistring.String(name) // as the engine writes ASCII
		held[listed[i]] = values[i]
	}
	*l.namesOf(o) = listed
}

// Plain reads and makes the objects that JSON is made of, without a call for each property: plain
// objects whose properties are all simple values under ASCII names, and dense arrays. What is
// anything else it leaves to the slower ways: its methods say so.
type Plain struct {
	*layout
	vm *VM
	// known are the names of properties that were read before: those of messages repeat.
	known map[string]string
}

func newPlain(vm *VM) *Plain {
	return &Plain{layout: engineLayout(), vm: vm, known: map[string]string{}}
}

// Is reports whether o is a plain object or an array, whatever its properties and prototype.
func (p *Plain) Is(o *Object) bool {
	kind := p.table(o)
	return kind == p.array || kind == p.object && o.ClassName() == "Object"
}

// Names appends the names of o's own properties in their order. It reports false, and appends
// nothing, for what is no plain object, and where a property is not simple.
func (p *Plain) Names(to []string, o *Object) ([]string, bool) {
	if p.table(o) != p.object {
		return to, false
	}
	values, start := p.valuesOf(o), len(to)
	for _, name := range *p.namesOf(o) {
		// A name that is not ASCII begins with a mark; an index may have another place.
		if name != "" && (name[0] >= 0x80 || '0' <= name[0] && name[0] <= '9') {
			return to[:start], false
		}
		if v := values[name]; v == nil || !p.simple(v) {
			return to[:start], false
		}
		to = append(to, string(name))
	}
	return to, true
}

// Property gives one of the properties that Names told of; ok is false if it is not one any more.
func (p *Plain) Property(o *Object, name string) (v Value, ok bool) {
	if p.table(o) != p.object {
		return nil, false
	}
	v = p.valuesOf(o)[unistring.String(name)]
	return v, v != nil && p.simple(v)
}

// Has reports whether o has a property of its own, with whatever attributes; known is false if that
// is not seen here: for names that are not ASCII, and objects that keep their properties otherwise.
func (p *Plain) Has(o *Object, name string) (has, known bool) {
	if p.table(o) != p.object {
		return false, false
	}
	for i := range len(name) {
		if name[i] >= 0x80 {
			return false, false
		}
	}
	_, has = p.valuesOf(o)[unistring.String(name)]
	return has, true
}

// Text gives the string of an ASCII text, which the caller has made sure of: it is neither looked
// through nor copied.
func (p *Plain) Text(ascii string) (v Value) {
	*(*iface)(unsafe.Pointer(&v)) = iface{p.ascii, unsafe.Pointer(&ascii)}
	return v
}

const (
	// knownNames is how many names are remembered, and longestName how long they may be, in bytes.
	knownNames  = 1 << 10
	longestName = 64
)

// name gives an ASCII name, the same string as the last time where it can.
func (p *Plain) name(ascii []byte) string {
	if name, ok := p.known[string(ascii)]; ok { // which makes no string
		return name
	}
	name := string(ascii)
	if len(name) <= longestName && len(p.known) < knownNames {
		p.known[name] = name
	}
	return name
}

// Element gives an element of a dense array; ok is false for a hole, one with attributes, or past
// the end of it, and for what is no dense array.
func (p *Plain) Element(o *Object, i int) (v Value, ok bool) {
	if p.table(o) != p.array {
		return nil, false
	}
	elements := *at[[]Value](p.inside(o), p.elements)
	if i >= len(elements) || elements[i] == nil || !p.simple(elements[i]) {
		return nil, false
	}
	return elements[i], true
}

// Member is a property of an object that is made.
type Member struct {
	Name  string
	Value Value
}

// set gives an object, which must be a plain and extensible one, a property of its own; no setter
// of a prototype is asked.
func (p *Plain) set(o *Object, name string, v Value) {
	if p.table(o) != p.object {
		panic("set a property of what is no plain object")
	}
	key, values := unistring.NewFromString(name), p.valuesOf(o)
	before := len(values)
	values[key] = v
	if len(values) > before {
		names := p.namesOf(o)
		*names = append(*names, key)
	}
}

// Object makes an object of the members: of two with one name the later's value counts. Names are
// UTF-8 of any kind.
func (p *Plain) Object(members []Member) *Object {
	const group = 8 // as many as a new map has room for
	o := p.vm.NewObject()
	values := p.valuesOf(o)
	if len(members) > group { // it does not have to grow
		values = make(map[unistring.String]Value, len(members))
		*at[map[unistring.String]Value](p.inside(o), p.values) = values
	}
	names := make([]unistring.String, 0, len(members))
	for _, m := range members {
		name := unistring.NewFromString(m.Name)
		before := len(values)
		values[name] = m.Value
		if len(values) > before {
			names = append(names, name)
		}
	}
	*p.namesOf(o) = names
	return o
}
