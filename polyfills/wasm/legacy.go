package wasm

import "slices"

// This file writes the legacy instructions for exceptions (try, catch, catch_all, rethrow, delegate), which
// compilers still make, by those that the engine has. A try with the clauses 1 to n becomes
//
//	block $end
//	  block $n … block $1
//	    try_table (catch tag $1) … (catch_all $n)  …what it tries…  end
//	    br $end
//	  end
//	  …clause 1…
//	  br $end
//	  …
//	end
//
// A clause that throws its exception again keeps it in a local. What a delegate hands to a try further out goes
// past those between by a branch to a block within that try, at whose end it is thrown.
//
// A try_table, also of a module without legacy instructions, is written in the same way, with a branch for each
// clause: the engine keeps the handlers of one that is left by a branch to its own label, and those of others that a
// clause leads out of.

// exnref is the type of a reference to an exception.
const exnref = 0x69

// clause is a catch, or a catch_all.
type clause struct {
	tag   uint32
	all   bool
	again bool // its exception is thrown again
}

// try is what has to be known of a try before it is written. A function is one, too, that catches nothing.
type try struct {
	clauses []clause
	leads   []uint32 // of a try_table: the labels that its clauses lead to
	to      *try     // lands what a delegate hands on; nil if no other try would catch it
	lands   bool     // a delegate within another try hands its exceptions to this one
	local   uint32   // keeps the exception that is thrown again
}

// frame is a block that is open.
type frame struct {
	*try       // nil for other blocks
	clause int // 0: what it tries
}

// caught are the clauses of the try_table that is written for a try.
func (t *try) caught() []clause {
	if t.to != nil {
		return []clause{{all: true, again: true}}
	}
	return t.clauses
}

// labels tells how many blocks stand for the frame at the place that is written, and which of them, from the
// inside, branches to the frame mean.
func (f *frame) labels() (count, own uint32) {
	if f.try == nil {
		return 1, 0
	}
	n := uint32(len(f.caught()))
	switch {
	case f.clause > 0:
		own = n - uint32(f.clause)
	case n > 0:
		own = n + 1
	}
	if f.lands && f.clause == 0 {
		own++
	}
	return own + 1, own
}

// modern gives the sections of a module as the engine needs them. Those of a module that does not try, or has what
// is not known here, are its own.
func (l *layout) modern() (sections []section) {
	defer func() {
		if x := recover(); x != nil {
			if x != errMalformed {
				panic(x)
			}
			sections = l.sections
		}
	}()
	code := slices.IndexFunc(l.sections, func(s section) bool { return s.id == codeSection })
	types := slices.IndexFunc(l.sections, func(s section) bool { return s.id == typeSection })
	if code < 0 || types < 0 {
		return l.sections
	}
	w := &rewriting{layout: l, added: map[string]uint32{}}
	rewritten := w.code(l.sections[code].body)
	if !w.changed {
		return l.sections
	}
	sections = slices.Clone(l.sections)
	sections[code].body = rewritten
	r := &reader{l.sections[types].body}
	count := r.number()
	sections[types].body = join(number(count+uint32(len(w.added))), r.b, w.types)
	return sections
}

// rewriting is that of a module.
type rewriting struct {
	*layout
	changed bool
	added   map[string]uint32 // the indices of the types that blocks need, by their bytes
	types   []byte            // those types
}

func (w *rewriting) code(body []byte) []byte {
	r := &reader{body}
	count := r.number()
	functions := w.spaces[kindFunction]
	if int(count) > len(functions) {
		panic(errMalformed)
	}
	out := make([]byte, 0, len(body))
	out = append(out, number(count)...)
	for _, f := range functions[len(functions)-int(count):] {
		old := r.take(r.number())
		if b := w.function(old, uint32(len(f.sig.params))); b != nil {
			old, w.changed = b, true
		}
		out = append(append(out, number(uint32(len(old)))...), old...)
	}
	return out
}

// blockType writes the type of a block.
func (w *rewriting) blockType(params, results []byte) []byte {
	switch {
	case len(params) == 0 && len(results) == 0:
		return []byte{noResult}
	case len(params) == 0 && len(results) == 1:
		return results
	}
	typ := signature{params, results}.bytes()
	i, ok := w.added[string(typ)]
	if !ok {
		i = uint32(len(w.layout.types) + len(w.added))
		w.added[string(typ)] = i
		w.types = append(w.types, typ...)
	}
	return signed(int64(i))
}
