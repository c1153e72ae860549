package wasm

// Instructions that are looked at one by one. All others are passed on as they are.
const (
	opBlock    = 0x02
	opLoop     = 0x03
	opIf       = 0x04
	opTry      = 0x06
	opCatch    = 0x07
	opRethrow  = 0x09
	opThrowRef = 0x0a
	opEnd      = 0x0b
	opBr       = 0x0c
	opBrIf     = 0x0d
	opBrTable  = 0x0e
	opDelegate = 0x18
	opCatchAll = 0x19
	opTryTable = 0x1f
	opLocalGet = 0x20
	opLocalSet = 0x21
)

// noResult is the type of a block that takes and gives nothing.
const noResult = 0x40

// skip passes over numbers of any length.
func (r *reader) skip(numbers int) {
	for range numbers {
		for r.byte() >= 0x80 {
		}
	}
}

// memory passes over the place of a load or store.
func (r *reader) memory() {
	const another = 0x40 // the number of a memory follows
	if r.number()&another != 0 {
		r.skip(1)
	}
	r.skip(1)
}

// operands passes over what follows an instruction's first byte. It does not know blocks, branches and what the
// engine has not.
func (r *reader) operands(op byte) {
	switch {
	case op == 0x00, op == 0x01, op == 0x05, op == opThrowRef, op == 0x0f, op == 0x1a, op == 0x1b, op == 0xd1, op >= 0x45 && op <= 0xc4:
	case op == 0x08, op == 0x10, op == 0x12, op >= 0x20 && op <= 0x26, op >= 0x3f && op <= 0x42, op == 0xd0, op == 0xd2:
		r.skip(1) // an index, a constant, a type
	case op == 0x11, op == 0x13: // indirect calls
		r.skip(2)
	case op == 0x1c: // select with types
		r.skip(int(r.number()))
	case op >= 0x28 && op <= 0x3e:
		r.memory()
	case op == 0x43:
		r.take(4)
	case op == 0x44:
		r.take(8)
	case op == 0xfc:
		r.bulk(r.number())
	case op == 0xfd:
		r.vector(r.number())
	case op == 0xfe:
		r.atomic(r.number())
	default:
		panic(errMalformed)
	}
}

// bulk passes over the operands of instructions for whole ranges, and saturating conversions.
func (r *reader) bulk(op uint32) {
	switch {
	case op <= 7:
	case op == 8, op == 10, op == 12, op == 14:
		r.skip(2)
	case op <= 17:
		r.skip(1)
	default:
		panic(errMalformed)
	}
}

// vector passes over the operands of SIMD instructions.
func (r *reader) vector(op uint32) {
	switch {
	case op <= 11, op == 92, op == 93:
		r.memory()
	case op == 12, op == 13: // a constant, lanes
		r.take(16)
	case op >= 21 && op <= 34:
		r.take(1)
	case op >= 84 && op <= 91:
		r.memory()
		r.take(1)
	}
}

// atomic passes over the operands of atomic instructions.
func (r *reader) atomic(op uint32) {
	const fence = 3
	if op == fence {
		r.take(1)
		return
	}
	r.memory()
}
