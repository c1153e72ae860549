package wasm

import (
	"github.com/tetratelabs/wazero/api"

	"paddock/jsruntime"
)

// table is the host side of WebAssembly.Table.
type table struct {
	object *jsruntime.Object
	world  *world
	typ    byte
	limits limits
	home   api.Module // exports it as "x"
	access api.Module // see opens; nil until needed
}

const maxElements = 10_000_000

// WhyNot implements jsruntime.Uncloneable.
func (*table) WhyNot() string { return "#<Table> could not be cloned." }

var tableClass = newClass[table]("Table", "table descriptor", func(w *world, descriptor *jsruntime.Object) *table {
	var typ byte
	switch element := descriptor.Get("element"); {
	case element != nil && element.String() == "anyfunc":
		typ = funcref
	case element != nil && element.String() == "externref":
		typ = externref
	default:
		if element != nil {
			w.refuseCollected(element.String())
		}
		w.vm.Throwf(jsruntime.TypeError, "WebAssembly.Table(): Descriptor property 'element' must be a WebAssembly reference type")
	}
	l := w.limits("Table", descriptor, maxElements)
	e := external{kind: kindTable, typ: typ, limits: l}
	return w.newTable(e, w.assembled(makes(e), nil))
}, methods[table]{
	{name: "length", get: func(w *world, t *table) jsruntime.Value { return w.vm.ToValue(t.size()) }},
	{name: "grow", length: 1, call: func(w *world, t *table, args jsruntime.Args) jsruntime.Value {
		delta := w.address("WebAssembly.Table.grow()", args.At(0))
		v := t.element(args, 1, "WebAssembly.Table.grow(): Argument 1 is invalid: ", "")
		before, ok := t.grow(v, delta)
		if !ok {
			w.vm.Throwf(jsruntime.RangeError, "WebAssembly.Table.grow(): failed to grow table by %d", delta)
		}
		return w.vm.ToValue(before)
	}},
	{name: "set", length: 1, call: func(w *world, t *table, args jsruntime.Args) jsruntime.Value {
		i := t.index("set", args.At(0))
		t.put(i, t.element(args, 1, "WebAssembly.Table.set(): Argument 1 is invalid for table: ", ""))
		return nil
	}},
	{name: "get", length: 1, call: func(w *world, t *table, args jsruntime.Args) jsruntime.Value {
		return w.toJS(t.raw(t.index("get", args.At(0))), t.typ)
	}},
})

func (w *world) newTable(e external, home api.Module) *table {
	t := &table{world: w, typ: e.typ, limits: e.limits, home: home}
	w.tables = append(w.tables, t)
	return t
}

// fill sets the elements of a new table.
func (t *table) fill(args jsruntime.Args) {
	if t.typ == funcref && jsruntime.IsUndefined(args.At(1)) {
		return
	}
	v := t.element(args, 1, "WebAssembly.Table(): Argument 2 must be undefined or a value of type compatible with the type of the new table: ", ".")
	if v == 0 {
		return
	}
	for i := range t.size() {
		t.put(i, v)
	}
}

// element converts an argument that is to be an element; an absent one is the type's default.
func (t *table) element(args jsruntime.Args, i int, before, after string) uint64 {
	w := t.world
	if len(args) <= i {
		return w.defaultValue(t.typ)
	}
	v := args[i]
	if _, ok := functionClass.From(v); t.typ == funcref && !ok && !jsruntime.IsNull(v) {
		w.vm.Throwf(jsruntime.TypeError, "%sfunction-typed object must be null (if nullable) or a Wasm function object%s", before, after)
	}
	return w.toWasm(v, t.typ)
}

// index converts an argument that is to be an index of an element that there is.
func (t *table) index(method string, v jsruntime.Value) uint32 {
	w := t.world
	i := w.address("WebAssembly.Table."+method+"()", v)
	if size := t.size(); i >= size {
		name := "funcref"
		if t.typ == externref {
			name = "externref"
		}
		w.vm.Throwf(jsruntime.RangeError, "WebAssembly.Table.%s(): invalid address %d in %s table of size %d", method, i, name, size)
	}
	return i
}

// run calls one of the functions of opens.
func (t *table) run(name string, args ...uint64) uint64 {
	if t.access == nil {
		t.access = t.world.assembled(opens(external{kind: kindTable, typ: t.typ}), t.home)
	}
	stack := append(args, 0)
	t.world.call(t.access.ExportedFunction(name), stack)
	return stack[0]
}

func (t *table) size() uint32 { return uint32(t.run("size")) }

func (t *table) raw(i uint32) uint64 { return t.run("get", uint64(i)) }

func (t *table) put(i uint32, v uint64) { t.run("set", uint64(i), v) }

func (t *table) grow(v uint64, delta uint32) (before uint32, ok bool) {
	limit := uint32(maxElements)
	if t.limits.hasMax {
		limit = min(limit, t.limits.max)
	}
	if before = t.size(); uint64(before)+uint64(delta) > uint64(limit) {
		return 0, false
	}
	return before, int32(t.run("grow", v, uint64(delta))) >= 0
}
