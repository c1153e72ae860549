package wasm

import (
	"errors"
	"fmt"
	"slices"
)

// Types of values, as in the binary format.
const (
	i32       = 0x7f
	i64       = 0x7e
	f32       = 0x7d
	f64       = 0x7c
	v128      = 0x7b
	funcref   = 0x70
	externref = 0x6f
)

// Kinds of imports and exports.
const (
	kindFunction = iota
	kindTable
	kindMemory
	kindGlobal
	kindTag
)

var kindNames = [...]string{"function", "table", "memory", "global", "tag"}

// signature is the type of a function.
type signature struct{ params, results []byte }

func (s signature) equal(other signature) bool {
	return slices.Equal(s.params, other.params) && slices.Equal(s.results, other.results)
}

// limits are those of a table or a memory.
type limits struct {
	min, max uint32
	hasMax   bool
	shared   bool
}

// external is what an import asks for or an export offers.
type external struct {
	kind    byte
	sig     signature // of a function or a tag
	limits  limits    // of a table or a memory
	typ     byte      // of a table's elements or a global's value
	mutable bool      // of a global
}

type importEntry struct {
	module, name string
	external
}

type exportEntry struct {
	name  string
	kind  byte
	index uint32
}

type section struct {
	id   byte
	name string // of a custom section
	body []byte
}

// layout is what the JavaScript API needs to know of a module beyond its code. Each index space
// begins with what is imported.
type layout struct {
	sections []section
	types    []signature
	imports  []importEntry
	exports  []exportEntry
	spaces   [5][]external // by kind
}

// Ids of sections.
const (
	customSection   = 0
	typeSection     = 1
	importSection   = 2
	functionSection = 3
	tableSection    = 4
	memorySection   = 5
	globalSection   = 6
	exportSection   = 7
	elementSection  = 9
	codeSection     = 10
	dataSection     = 11
	tagSection      = 13
)

var errMalformed = errors.New("malformed module")

// reader reads the binary format. Past the end, or at what it does not know, it panics with
// errMalformed, which parse recovers.
type reader struct{ b []byte }

func (r *reader) take(n uint32) []byte {
	if uint64(n) > uint64(len(r.b)) {
		panic(errMalformed)
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *reader) byte() byte { return r.take(1)[0] }

// number reads an unsigned LEB128 of 32 bits.
func (r *reader) number() uint32 {
	var v uint64
	for shift := 0; shift < 35; shift += 7 {
		b := r.byte()
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return uint32(v)
		}
	}
	panic(errMalformed)
}

func (r *reader) name() string { return string(r.take(r.number())) }

func (r *reader) signature() signature {
	if r.byte() != 0x60 {
		panic(errMalformed)
	}
	params := r.take(r.number())
	return signature{params, r.take(r.number())}
}

func (r *reader) limits() limits {
	flags := r.byte()
	l := limits{min: r.number(), hasMax: flags&1 != 0, shared: flags&2 != 0}
	if l.hasMax {
		l.max = r.number()
	}
	return l
}

// constant skips a constant expression.
func (r *reader) constant() {
	for {
		switch op := r.byte(); op {
		case 0x0b: // end
			return
		case 0x41, 0x42: // i32.const, i64.const: signed numbers of up to 10 bytes
			for r.byte() >= 0x80 {
			}
		case 0x43:
			r.take(4)
		case 0x44:
			r.take(8)
		case 0x23, 0xd0, 0xd2: // global.get, ref.null, ref.func
			r.number()
		case 0xfd: // v128.const
			r.number()
			r.take(16)
		}
	}
}

func (l *layout) external(r *reader) external {
	e := external{kind: r.byte()}
	switch e.kind {
	case kindFunction:
		e.sig = l.typeAt(r.number())
	case kindTable:
		e.typ, e.limits = r.byte(), r.limits()
	case kindMemory:
		e.limits = r.limits()
	case kindGlobal:
		e.typ, e.mutable = r.byte(), r.byte() == 1
	case kindTag:
		r.byte()
		e.sig = l.typeAt(r.number())
	default:
		panic(errMalformed)
	}
	return e
}

func (l *layout) typeAt(i uint32) signature {
	if int(i) >= len(l.types) {
		panic(errMalformed)
	}
	return l.types[i]
}

// parse takes a module apart. It sees only what it needs: whether the module is valid wazero tells.
func parse(binary []byte) (l *layout, err error) {
	defer func() {
		if x := recover(); x != nil {
			refused, ok := x.(refusal)
			switch {
			case ok:
				l, err = nil, refused
			case x == errMalformed:
				l, err = nil, errMalformed
			default:
				panic(x)
			}
		}
	}()
	l = &layout{}
	r := &reader{binary}
	if string(r.take(8)) != "\x00asm\x01\x00\x00\x00" {
		return nil, errMalformed
	}
	for len(r.b) > 0 {
		s := section{id: r.byte()}
		s.body = r.take(r.number())
		if s.id == customSection {
			body := &reader{s.body}
			s.name = body.name()
			s.body = body.b
		}
		s.bounded()
		l.sections = append(l.sections, s)
		l.read(s)
	}
	return l, nil
}

func (l *layout) read(s section) {
	r := &reader{s.body}
	list := func(one func()) {
		for range r.number() {
			one()
		}
	}
	add := func(e external) { l.spaces[e.kind] = append(l.spaces[e.kind], e) }
	switch s.id {
	case typeSection:
		list(func() { l.types = append(l.types, r.signature()) })
	case importSection:
		list(func() {
			entry := importEntry{module: r.name(), name: r.name()}
			entry.external = l.external(r)
			l.imports = append(l.imports, entry)
			add(entry.external)
		})
	case functionSection:
		list(func() { add(external{kind: kindFunction, sig: l.typeAt(r.number())}) })
	case tableSection:
		list(func() {
			table := external{kind: kindTable, typ: r.byte(), limits: r.limits()}
			if table.limits.min > maxElements {
				panic(refusal(fmt.Sprintf("initial table size (%d elements) is larger than implementation limit (%d elements)", table.limits.min, maxElements)))
			}
			add(table)
		})
	case memorySection:
		list(func() { add(external{kind: kindMemory, limits: r.limits()}) })
	case globalSection:
		list(func() {
			add(external{kind: kindGlobal, typ: r.byte(), mutable: r.byte() == 1})
			r.constant()
		})
	case tagSection:
		list(func() {
			r.byte() // its attribute: an exception, which is all that there is
			add(external{kind: kindTag, sig: l.typeAt(r.number())})
		})
	case exportSection:
		list(func() { l.exports = append(l.exports, exportEntry{r.name(), r.byte(), r.number()}) })
		for _, e := range l.exports {
			if int(e.kind) >= len(l.spaces) {
				panic(errMalformed)
			}
		}
	}
}
