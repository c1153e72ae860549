package wasm

import (
	"math"
	"regexp"
	"slices"
	"strconv"

	"github.com/tetratelabs/wazero/api"

	"paddock/jsruntime"
)

// instance is the host side of WebAssembly.Instance.
type instance struct {
	exports *jsruntime.Object
}

// WhyNot implements jsruntime.Uncloneable.
func (*instance) WhyNot() string { return "#<Instance> could not be cloned." }

var instanceClass = jsruntime.NewClass[instance]("Instance").
	NeedsNew("WebAssembly.Instance(): WebAssembly.Instance must be invoked with 'new'").
	Constructor(1, func(vm *jsruntime.VM, args jsruntime.Args, this *jsruntime.Object) *instance {
		w := worldSlot.Get(vm)
		m, ok := moduleClass.From(args.At(0))
		if !ok {
			vm.Throwf(jsruntime.TypeError, "WebAssembly.Instance(): Argument 0 must be a WebAssembly.Module")
		}
		return w.newInstance("WebAssembly.Instance()", m, args.At(1))
	}).
	Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) {
		check(vm, proto.DefineDataPropertySymbol(jsruntime.SymToStringTag, vm.ToValue("WebAssembly.Instance"), jsruntime.No, jsruntime.Yes, jsruntime.No))
		get := vm.NewFunction("get exports", 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			i, ok := host[instance](call.This)
			if !ok {
				vm.Throwf(jsruntime.TypeError, "WebAssembly.Instance.exports: Receiver is not a WebAssembly.Instance")
			}
			return i.exports
		})
		check(vm, proto.DefineAccessorProperty("exports", get, nil, jsruntime.Yes, jsruntime.Yes))
	})

// newInstance instantiates a module. where is what messages begin with.
func (w *world) newInstance(where string, m *module, imports jsruntime.Value) *instance {
	if !jsruntime.IsUndefined(imports) && jsruntime.AsObject(imports) == nil {
		w.vm.Throwf(jsruntime.TypeError, "%s: Argument 1 must be an object", where)
	}
	if len(m.imports) > 0 && jsruntime.IsUndefined(imports) {
		w.vm.Throwf(jsruntime.TypeError, "%s: Imports argument must be present and must be an object", where)
	}
	l := &linker{world: w, where: where, referable: m.referable()}
	for i, entry := range m.imports {
		l.link(i, entry, jsruntime.AsObject(imports))
	}
	w.depth++ // a start function may run
	native, err := w.instantiate(m.relinked, func(name string) api.Module {
		i, err := strconv.Atoi(name)
		if err != nil || i >= len(l.lenders) {
			return nil
		}
		return l.lenders[i]
	})
	w.depth--
	w.moved()
	if err != nil {
		if found := dataError.FindStringSubmatch(err.Error()); found != nil && w.thrown == nil {
			w.throwf("RuntimeError", "%s: data segment %s is out of bounds", where, found[1])
		}
		w.raise(err)
	}
	if m.hides() {
		w.hidden = true
	}
	return &instance{exports: l.exports(m, native)}
}

// dataError recognises the engine's error for a segment that does not fit its memory.
var dataError = regexp.MustCompile(`data\[(\d+)\]: out of bounds`)

// hides tells whether values of JavaScript may be kept where no object of this world shows them.
func (p *parsed) hides() bool {
	for _, kind := range []byte{kindTable, kindGlobal} {
		for i, e := range p.spaces[kind] {
			if e.typ == externref && !p.offers(kind, uint32(i)) {
				return true
			}
		}
	}
	return false
}

// referable tells whether scripts may come upon references to the module's functions.
func (p *parsed) referable() bool {
	for _, kind := range []byte{kindTable, kindGlobal} {
		for i, e := range p.spaces[kind] {
			if e.typ == funcref && (i < p.imported(kind) || p.offers(kind, uint32(i))) {
				return true
			}
		}
	}
	return slices.ContainsFunc(p.types, func(s signature) bool {
		return slices.Contains(s.params, funcref) || slices.Contains(s.results, funcref)
	})
}

// imported counts the imports of a kind.
func (p *parsed) imported(kind byte) int {
	n := 0
	for _, i := range p.imports {
		if i.kind == kind {
			n++
		}
	}
	return n
}

// offers tells whether something is exported.
func (p *parsed) offers(kind byte, index uint32) bool {
	for _, e := range p.exports {
		if e.kind == kind && e.index == index {
			return true
		}
	}
	return false
}

// linker finds what a module imports. The lists are index spaces that begin with the imports.
type linker struct {
	*world
	where     string
	referable bool         // see parsed.referable
	lenders   []api.Module // by import
	functions []*function
	tables    []*table
	memories  []*memory
	globals   []*global
	tags      []*tag
}

// fail throws a LinkError about an import.
func (l *linker) fail(i int, entry importEntry, text string, args ...any) {
	args = append([]any{l.where, i, entry.module, entry.name}, args...)
	l.throwf("LinkError", "%s: Import #%d %q %q: "+text, args...)
}

// link finds one import.
func (l *linker) link(i int, entry importEntry, imports *jsruntime.Object) {
	from := jsruntime.AsObject(imports.Get(entry.module))
	if from == nil {
		l.vm.Throwf(jsruntime.TypeError, "%s: Import #%d %q: module is not an object or function", l.where, i, entry.module)
	}
	v := from.Get(entry.name)
	if v == nil {
		v = jsruntime.Undefined()
	}
	var lender api.Module
	switch entry.kind {
	case kindFunction:
		lender = l.function(i, entry, v)
	case kindTable:
		lender = l.table(i, entry, v)
	case kindMemory:
		lender = l.memory(i, entry, v)
	case kindGlobal:
		lender = l.global(i, entry, v)
	default:
		lender = l.tag(i, entry, v)
	}
	l.lenders = append(l.lenders, lender)
}

func (l *linker) function(i int, entry importEntry, v jsruntime.Value) api.Module {
	fn, ok := jsruntime.AsFunction(v)
	waits, suspends := suspendingClass.From(v)
	if suspends {
		fn, ok = waits.fn, true
	}
	if !ok {
		l.fail(i, entry, "function import requires a callable")
	}
	f, ok := functionClass.From(v)
	if !ok {
		f = l.imported(fn, entry.sig, uint32(len(l.functions)))
		f.suspends = suspends
	}
	if !f.sig.equal(entry.sig) {
		l.fail(i, entry, "imported function does not match the expected type")
	}
	l.functions = append(l.functions, f)
	return f.lend(l.referable)
}

func (l *linker) table(i int, entry importEntry, v jsruntime.Value) api.Module {
	t, ok := tableClass.class.From(v)
	if !ok {
		l.fail(i, entry, "table import requires a WebAssembly.Table")
	}
	want := entry.limits
	if size := t.size(); size < want.min {
		l.throwf("LinkError", "%s: table import %d is smaller than initial %d, got %d", l.where, i, want.min, size)
	}
	if want.hasMax && !t.limits.hasMax {
		l.throwf("LinkError", "%s: table import %d has no maximum length; required: %d", l.where, i, want.max)
	}
	if want.hasMax && t.limits.max > want.max {
		// The platform writes the first number in hexadecimal.
		l.throwf("LinkError", "%s: table import %d has a larger maximum size %x than the module's declared maximum %d", l.where, i, t.limits.max, want.max)
	}
	if t.typ != entry.typ {
		l.fail(i, entry, "imported table does not match the expected type")
	}
	l.tables = append(l.tables, t)
	return t.home
}

func (l *linker) memory(i int, entry importEntry, v jsruntime.Value) api.Module {
	m, ok := memoryClass.class.From(v)
	if !ok {
		l.fail(i, entry, "memory import must be a WebAssembly.Memory object")
	}
	if m.memory == nil {
		l.vm.Throwf(jsruntime.PlainError, "not emulated: shared WebAssembly.Memory in a module")
	}
	want := entry.limits
	if pages := m.pages(); pages < want.min {
		l.fail(i, entry, "memory import has %d pages which is smaller than the declared initial of %d", pages, want.min)
	}
	if want.hasMax && !m.limits.hasMax {
		l.fail(i, entry, "memory import has no maximum limit, expected at most %d", uint32(math.MaxUint32))
	}
	if want.hasMax && m.limits.max > want.max {
		l.fail(i, entry, "memory import has a larger maximum size %d than the module's declared maximum %d", m.limits.max, want.max)
	}
	l.memories = append(l.memories, m)
	return m.home
}

func (l *linker) global(i int, entry importEntry, v jsruntime.Value) api.Module {
	g, ok := globalClass.class.From(v)
	if !ok {
		g = l.globalOf(i, entry, v)
	}
	switch {
	case g.mutable != entry.mutable:
		l.fail(i, entry, "imported global does not match the expected mutability")
	case g.typ != entry.typ:
		l.fail(i, entry, "imported global does not match the expected type")
	}
	l.globals = append(l.globals, g)
	return g.home
}

func (l *linker) tag(i int, entry importEntry, v jsruntime.Value) api.Module {
	t, ok := tagClass.class.From(v)
	switch {
	case !ok:
		l.fail(i, entry, "tag import requires a WebAssembly.Tag")
	case !slices.Equal(t.params, entry.sig.params):
		l.fail(i, entry, "imported tag does not match the expected type")
	case t.home == nil:
		t.home = l.makesTag(t.params)
	}
	l.tags = append(l.tags, t)
	return t.home
}

// globalOf makes an immutable global of a value.
func (l *linker) globalOf(i int, entry importEntry, v jsruntime.Value) *global {
	if entry.mutable {
		l.fail(i, entry, "imported mutable global must be a WebAssembly.Global object")
	}
	fits := false
	switch entry.typ {
	case i32, f32, f64:
		fits = jsruntime.IsNumber(v)
	case i64:
		fits = jsruntime.IsBigInt(v)
	case externref, funcref:
		if fits = jsruntime.IsNull(v); !fits {
			l.vm.Throwf(jsruntime.PlainError, "not emulated: imports of references as WebAssembly globals (%s.%s)", entry.module, entry.name)
		}
	}
	if !fits {
		l.fail(i, entry, "global import must be a number, valid Wasm reference, or WebAssembly.Global object")
	}
	home := l.assembled(constant(entry.typ, l.toWasm(v, entry.typ)), nil)
	g := &global{typ: entry.typ, value: home.ExportedGlobal(theExport), home: home}
	g.object = globalClass.class.New(l.vm, g)
	return g
}

// exports makes the object of what an instance exports. Two exports of one thing are one object.
func (l *linker) exports(m *module, native api.Module) *jsruntime.Object {
	l.tables = append(l.tables, make([]*table, len(m.spaces[kindTable])-len(l.tables))...)
	l.globals = append(l.globals, make([]*global, len(m.spaces[kindGlobal])-len(l.globals))...)
	l.tags = append(l.tags, make([]*tag, len(m.spaces[kindTag])-len(l.tags))...)
	l.functions = append(l.functions, make([]*function, len(m.spaces[kindFunction])-len(l.functions))...)
	o := l.vm.CreateObject(nil)
	for _, e := range m.exports {
		v := l.export(m, native, e)
		check(l.vm, o.DefineDataProperty(e.name, v, jsruntime.No, jsruntime.No, jsruntime.Yes))
	}
	l.vm.Call(l.classes.preventExtensions, jsruntime.Undefined(), o)
	return o
}

func (l *linker) export(m *module, native api.Module, e exportEntry) jsruntime.Value {
	what := m.spaces[e.kind][e.index]
	switch e.kind {
	case kindFunction:
		if l.functions[e.index] == nil {
			l.functions[e.index] = l.exported(native, e.name, what.sig, e.index)
		}
		return l.functions[e.index].object
	case kindTable:
		if l.tables[e.index] == nil {
			t := l.newTable(what, l.assembled(passes(e.name, external{kind: kindTable, typ: what.typ}), native))
			t.object = tableClass.class.New(l.vm, t)
			l.tables[e.index] = t
		}
		return l.tables[e.index].object
	case kindMemory:
		return l.exportedMemory(native, e.name, what.limits).object
	case kindGlobal:
		if l.globals[e.index] == nil {
			l.globals[e.index] = l.exportedGlobal(native, e.name, what)
		}
		return l.globals[e.index].object
	}
	if l.tags[e.index] == nil {
		l.tags[e.index] = l.exportedTag(native, e.name, what)
	}
	return l.tags[e.index].object
}
