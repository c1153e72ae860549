package wasm

import (
	"github.com/tetratelabs/wazero/api"

	"paddock/jsruntime"
)

// global is the host side of WebAssembly.Global.
type global struct {
	object  *jsruntime.Object
	typ     byte
	mutable bool
	value   api.Global
	home    api.Module // exports it as "x"
}

// valueTypes are the names of types in descriptors.
var valueTypes = map[string]byte{"i32": i32, "i64": i64, "f32": f32, "f64": f64, "externref": externref, "anyfunc": funcref, "v128": v128}

// refuseCollected throws for the name of a type of collected objects.
func (w *world) refuseCollected(name string) {
	switch name {
	case "anyref", "eqref", "i31ref", "structref", "arrayref":
		w.vm.Throwf(jsruntime.PlainError, "not emulated: garbage collection of WebAssembly (%s)", name)
	}
}

// WhyNot implements jsruntime.Uncloneable.
func (*global) WhyNot() string { return "#<Global> could not be cloned." }

var globalClass = newClass[global]("Global", "global descriptor", func(w *world, descriptor *jsruntime.Object) *global {
	mutable := descriptor.Get("mutable")
	named := descriptor.Get("value")
	if named == nil {
		named = jsruntime.Undefined()
	}
	typ, ok := valueTypes[w.vm.Text(named)]
	if !ok {
		w.refuseCollected(w.vm.Text(named))
		w.vm.Throwf(jsruntime.TypeError, "WebAssembly.Global(): Descriptor property 'value' must be a WebAssembly type")
	}
	if typ == v128 {
		w.vm.Throwf(jsruntime.TypeError, "WebAssembly.Global(): A global of type 'v128' cannot be created in JavaScript")
	}
	return &global{typ: typ, mutable: mutable != nil && mutable.ToBoolean()}
}, methods[global]{
	{name: "valueOf", call: func(w *world, g *global, _ jsruntime.Args) jsruntime.Value { return w.toJS(g.value.Get(), g.typ) }},
	{
		name: "value",
		get:  func(w *world, g *global) jsruntime.Value { return w.toJS(g.value.Get(), g.typ) },
		set: func(w *world, g *global, v jsruntime.Value) {
			settable, ok := g.value.(api.MutableGlobal)
			if !ok || !g.mutable {
				// The words are the platform's, with its bracket.
				w.vm.Throwf(jsruntime.TypeError, "set WebAssembly.Global.value): Can't set the value of an immutable global.")
			}
			settable.Set(w.toWasm(v, g.typ))
		},
	},
})

// fill gives a new global its value.
func (g *global) fill(w *world, args jsruntime.Args) {
	bits := w.defaultValue(g.typ)
	if len(args) > 1 && (g.typ == externref || !jsruntime.IsUndefined(args[1])) {
		if _, ok := functionClass.From(args[1]); g.typ == funcref && !ok && !jsruntime.IsNull(args[1]) {
			w.vm.Throwf(jsruntime.TypeError, "WebAssembly.Global(): function-typed object must be null (if nullable) or a Wasm function object")
		}
		bits = w.toWasm(args[1], g.typ)
	}
	g.make(w, bits)
}

// make makes the global in the engine.
func (g *global) make(w *world, bits uint64) {
	reference := g.typ == externref || g.typ == funcref
	if g.mutable || reference {
		// One that holds a reference gets its value afterwards, and scripts cannot set it then; a
		// module that imports it as immutable does not link.
		g.home = w.assembled(makes(external{kind: kindGlobal, typ: g.typ, mutable: true}), nil)
		g.value = g.home.ExportedGlobal(theExport)
		g.value.(api.MutableGlobal).Set(bits)
	} else {
		g.home = w.assembled(constant(g.typ, bits), nil)
		g.value = g.home.ExportedGlobal(theExport)
	}
	w.globals = append(w.globals, g)
}

// exportedGlobal gives the object for a global that a module exports.
func (w *world) exportedGlobal(m api.Module, field string, e external) *global {
	g := &global{typ: e.typ, mutable: e.mutable, value: m.ExportedGlobal(field), home: w.assembled(passes(field, e), m)}
	g.object = globalClass.class.New(w.vm, g)
	w.globals = append(w.globals, g)
	return g
}
