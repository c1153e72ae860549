package wasm

import "strconv"

// assembly is a small module in the making.
type assembly struct {
	types, imports, functions, tables, memories, tags, globals, exports, elements, code [][]byte
}

// number writes an unsigned LEB128.
func number(v uint32) []byte {
	var out []byte
	for v >= 0x80 {
		out = append(out, byte(v)|0x80)
		v >>= 7
	}
	return append(out, byte(v))
}

func name(s string) []byte { return append(number(uint32(len(s))), s...) }

func join(parts ...[]byte) []byte {
	var out []byte
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

func (s signature) bytes() []byte {
	return join([]byte{0x60}, number(uint32(len(s.params))), s.params, number(uint32(len(s.results))), s.results)
}

func (l limits) bytes() []byte {
	if l.hasMax {
		return join([]byte{1}, number(l.min), number(l.max))
	}
	return join([]byte{0}, number(l.min))
}

// typed adds a type and gives its index.
func (a *assembly) typed(s signature) uint32 {
	a.types = append(a.types, s.bytes())
	return uint32(len(a.types) - 1)
}

// describe writes what an import entry says of an external, after its kind.
func (a *assembly) describe(e external) []byte {
	switch e.kind {
	case kindFunction:
		return number(a.typed(e.sig))
	case kindTable:
		return join([]byte{e.typ}, e.limits.bytes())
	case kindMemory:
		return e.limits.bytes()
	case kindTag:
		return join([]byte{0}, number(a.typed(e.sig)))
	}
	mutable := byte(0)
	if e.mutable {
		mutable = 1
	}
	return []byte{e.typ, mutable}
}

// takes adds an import.
func (a *assembly) takes(module, field string, e external) {
	a.imports = append(a.imports, join(name(module), name(field), []byte{e.kind}, a.describe(e)))
}

// offers adds an export.
func (a *assembly) offers(field string, kind byte, index uint32) {
	a.exports = append(a.exports, join(name(field), []byte{kind}, number(index)))
}

// function adds a function and exports it, unless field is "". index is that of its index space.
func (a *assembly) function(field string, index uint32, s signature, body ...byte) {
	a.functions = append(a.functions, number(a.typed(s)))
	body = join([]byte{0}, body, []byte{0x0b})
	a.code = append(a.code, join(number(uint32(len(body))), body))
	if field != "" {
		a.offers(field, kindFunction, index)
	}
}

// bytes writes the module.
func (a *assembly) bytes() []byte {
	out := []byte("\x00asm\x01\x00\x00\x00")
	for _, s := range []struct {
		id      byte
		entries [][]byte
	}{
		{typeSection, a.types}, {importSection, a.imports}, {functionSection, a.functions}, {tableSection, a.tables},
		{memorySection, a.memories}, {tagSection, a.tags}, {globalSection, a.globals}, {exportSection, a.exports}, {elementSection, a.elements}, {codeSection, a.code},
	} {
		if len(s.entries) > 0 {
			out = append(out, encodeSection(s.id, join(number(uint32(len(s.entries))), join(s.entries...)))...)
		}
	}
	return out
}

func encodeSection(id byte, body []byte) []byte {
	return join([]byte{id}, number(uint32(len(body))), body)
}

// theExport is the name under which every module that lends a thing exports it.
const theExport = "x"

// zero is the constant expression of a type's default value.
func zero(typ byte) []byte {
	switch typ {
	case i32:
		return []byte{0x41, 0, 0x0b}
	case i64:
		return []byte{0x42, 0, 0x0b}
	case f32:
		return []byte{0x43, 0, 0, 0, 0, 0x0b}
	case f64:
		return []byte{0x44, 0, 0, 0, 0, 0, 0, 0, 0, 0x0b}
	}
	return []byte{0xd0, typ, 0x0b} // ref.null
}

// makes is a module that has one new memory, table, tag or mutable global and exports it.
func makes(e external) []byte {
	var a assembly
	switch e.kind {
	case kindMemory:
		a.memories = [][]byte{a.describe(e)}
	case kindTable:
		a.tables = [][]byte{a.describe(e)}
	case kindGlobal:
		a.globals = [][]byte{join(a.describe(e), zero(e.typ))}
	case kindTag:
		a.tags = [][]byte{a.describe(e)}
	}
	a.offers(theExport, e.kind, 0)
	return a.bytes()
}

// passes is a module that imports one thing and exports it as "x".
func passes(field string, e external) []byte {
	var a assembly
	a.takes("lender", field, e)
	a.offers(theExport, e.kind, 0)
	return a.bytes()
}

// calls is a module with a function of its own that calls the one it imports. The two are functions
// 1 and 0. It also exports "ref", which gives a reference to the first.
func calls(field string, s signature) []byte {
	var a assembly
	a.takes("lender", field, external{kind: kindFunction, sig: s})
	a.function(theExport, 1, s, append(pushParams(s), 0x10, 0)...)     // call 0
	a.function("ref", 2, signature{results: []byte{funcref}}, 0xd2, 1) // ref.func 1
	a.elements = [][]byte{{3, 0, 1, 1}}                                // declarative: function 1
	return a.bytes()
}

// oneElement is a module with a table of one element, "x", and "set" for it.
func oneElement() []byte {
	var a assembly
	e := external{kind: kindTable, typ: funcref, limits: limits{min: 1}}
	a.tables = [][]byte{a.describe(e)}
	a.offers(theExport, kindTable, 0)
	a.set(0, funcref)
	return a.bytes()
}

// callsElement is calls for the function in a table of one element of its own, which "set" sets.
func callsElement(s signature) []byte {
	var a assembly
	a.tables = [][]byte{a.describe(external{kind: kindTable, typ: funcref, limits: limits{min: 1}})}
	a.set(0, funcref)
	a.function(theExport, 1, s, join(pushParams(s), []byte{0x41, 0, 0x11}, number(uint32(len(a.types))), []byte{0})...)
	return a.bytes()
}

// set adds the function "set" of table 0.
func (a *assembly) set(index uint32, typ byte) {
	a.function("set", index, signature{params: []byte{i32, typ}}, 0x20, 0, 0x20, 1, 0x26, 0)
}

// pushParams is the code that puts a function's parameters on the stack.
func pushParams(s signature) []byte {
	var body []byte
	for i := range s.params {
		body = append(append(body, 0x20), number(uint32(i))...) // local.get
	}
	return body
}

// opens is a module with functions for the table that it imports: get, set, size, grow.
func opens(e external) []byte {
	var a assembly
	a.takes("lender", theExport, e)
	a.function("get", 0, signature{[]byte{i32}, []byte{e.typ}}, 0x20, 0, 0x25, 0)
	a.set(1, e.typ)
	a.function("size", 2, signature{results: []byte{i32}}, 0xfc, 16, 0)
	a.function("grow", 3, signature{[]byte{e.typ, i32}, []byte{i32}}, 0x20, 0, 0x20, 1, 0xfc, 15, 0)
	return a.bytes()
}

// constant is a module that exports an immutable global with a value.
func constant(typ byte, bits uint64) []byte {
	var a assembly
	value := []byte{0xd0, typ}
	switch typ {
	case i32:
		value = append([]byte{0x41}, signed(int64(int32(bits)))...)
	case i64:
		value = append([]byte{0x42}, signed(int64(bits))...)
	case f32, f64:
		size := 4
		value = []byte{0x43}
		if typ == f64 {
			value[0], size = 0x44, 8
		}
		for i := range size {
			value = append(value, byte(bits>>(8*i)))
		}
	}
	a.globals = [][]byte{join([]byte{typ, 0}, value, []byte{0x0b})}
	a.offers(theExport, kindGlobal, 0)
	return a.bytes()
}

// signed writes a signed LEB128.
func signed(v int64) []byte {
	var out []byte
	for {
		b := byte(v & 0x7f)
		v >>= 7
		if v == 0 && b&0x40 == 0 || v == -1 && b&0x40 != 0 {
			return append(out, b)
		}
		out = append(out, b|0x80)
	}
}

// relinked gives a module's bytes with import number n asking for "n" "x", without legacy instructions and the
// custom sections, of some of which the engine complains.
func (l *layout) relinked() []byte {
	out := []byte("\x00asm\x01\x00\x00\x00")
	for _, s := range l.modern() {
		switch s.id {
		case customSection:
		case importSection:
			out = append(out, encodeSection(s.id, l.relink(s.body))...)
		default:
			out = append(out, encodeSection(s.id, s.body)...)
		}
	}
	return out
}

func (l *layout) relink(body []byte) []byte {
	r := &reader{body}
	count := r.number()
	out := number(count)
	for i := range count {
		r.name()
		r.name()
		rest := r.b
		l.external(r)
		out = append(out, join(name(strconv.Itoa(int(i))), name(theExport), rest[:len(rest)-len(r.b)])...)
	}
	return out
}
