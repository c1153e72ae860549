package wasm

import "fmt"

// maxLocals is how many a function may have (https://webassembly.github.io/spec/js-api/#limits).
const maxLocals = 50_000

// refusal is why a module is beyond a limit, in V8's words.
type refusal string

func (r refusal) Error() string { return string(r) }

// bounded panics at numbers that no module of its length can have: wazero makes room for what they claim before
// it looks at what follows, and room that there is not ends the process.
func (s section) bounded() {
	r := &reader{s.body}
	var one func(r *reader, i uint32)
	switch s.id {
	case elementSection:
		one = (*reader).element
	case codeSection:
		one = (*reader).function
	case dataSection:
		one = (*reader).data
	default:
		return
	}
	for i := range r.number() {
		one(r, i)
	}
}

// element skips a segment of elements.
func (r *reader) element(uint32) {
	const passive, explicit, expressions = 1, 2, 4
	flags := r.number()
	if flags&passive == 0 {
		if flags&explicit != 0 {
			r.number() // the table
		}
		r.constant()
	}
	if flags&(passive|explicit) != 0 {
		r.valueType() // or the kind of what the indexes are of, which is a byte too
	}
	for range r.number() {
		if flags&expressions != 0 {
			r.constant()
		} else {
			r.number()
		}
	}
}

// function skips a function that the module has itself, number i.
func (r *reader) function(i uint32) {
	code := &reader{r.take(r.number())}
	locals := uint64(0)
	for range code.number() {
		if locals += uint64(code.number()); locals > maxLocals {
			panic(refusal(fmt.Sprintf("Compiling function #%d failed: local count too large", i)))
		}
		code.valueType()
	}
}

// data skips a segment of data.
func (r *reader) data(uint32) {
	const passive, explicit = 1, 2
	switch r.number() {
	case passive:
	case explicit:
		r.number() // the memory
		r.constant()
	default:
		r.constant()
	}
	r.take(r.number())
}

// valueType skips a type of values.
func (r *reader) valueType() {
	const nullable, notNullable = 0x63, 0x64
	if t := r.byte(); t == nullable || t == notNullable {
		for r.byte() >= 0x80 { // the type that it refers to
		}
	}
}
