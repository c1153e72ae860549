package dialect

import (
	"math"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unsafe" // also for go:linkname

	"github.com/dop251/goja"

	"paddock/jsruntime/rounded"
)

// Amend puts instructions of our own in the place of those of the engine that are wrong, in a program and the
// functions in it, and has functions that are nested too deeply throw what scripts can catch. Whatever the engine
// has compiled needs it before it runs.
//
// The engine's type of instructions has one method, which gets the machine. An interface of ours with a method of
// the same form is the same to the machine that calls it.
func Amend(program *goja.Program) {
	e := theEngine()
	seen := map[unsafe.Pointer]shape{}
	e.amend(unsafe.Pointer(program), seen)
}

// instruction is the engine's interface of that name.
type instruction interface{ exec(vm unsafe.Pointer) }

//go:linkname intToValue github.com/dop251/goja.intToValue
func intToValue(i int64) goja.Value

//go:linkname floatToValue github.com/dop251/goja.floatToValue
func floatToValue(f float64) goja.Value

//go:linkname toNumeric github.com/dop251/goja.toNumeric
func toNumeric(v goja.Value) goja.Value

// words are an interface as it lies in memory: what tells the type, and the value.
type words = [2]unsafe.Pointer

func wordsOf(v *goja.Value) *words { return (*words)(unsafe.Pointer(v)) }

func field[T any](base unsafe.Pointer, offset uintptr) *T { return (*T)(unsafe.Add(base, offset)) }

// engine is where things are in the engine's structs, and by what its instructions are known.
type engine struct {
	code                 uintptr // of a program
	codeType             reflect.Type
	stack, sp, pc, stash uintptr // of the machine
	values               uintptr // of a stash
	runtime              uintptr // of the machine: whose it is
	waiting, limit       uintptr // of the machine: how many functions wait, and how many may
	interrupted          uintptr // of the machine: whether it must stop
	integer, float       unsafe.Pointer
	bigInt, object       unsafe.Pointer
	yes, no              goja.Value
	// run calls what an instruction does. That it is here tells the linker to keep what instructions of ours do,
	// which nothing calls but the engine.
	run       func(instruction, unsafe.Pointer)
	operators map[unsafe.Pointer]instruction
	chosen    map[reflect.Type]func(*engine, instruction) instruction // what else to put something in the place of
	block     unsafe.Pointer                                          // what begins a block that has variables
	stackSize uintptr                                                 // of one: how many of them are on the stack

	delegates  delegates
	references uintptr     // of the machine: what it is about to assign to
	iterators  uintptr     // of the machine: what it goes through, each an iterator and a value
	setElement instruction // v[k] = x, whose value nothing wants, in strict code
	has        instruction // k in o
	// plain and proxy tell what is behind an object.
	plain, proxy unsafe.Pointer
	// assign does what a reference does. It is here for the linker, as run is.
	assign func(reference, goja.Value)
}

// shape is what an instruction of a type is amended by.
type shape struct {
	by       instruction
	block    bool
	chosen   func(*engine, instruction) instruction
	programs []held
}

// held is where an instruction keeps a program.
type held struct {
	offset    uintptr
	fields    bool // it is of the fields of a class
	generates bool // it is of a generator
}

// amended gives what is in the place of instructions of the engine that keep nothing, by their names: one serves every program.
var amended = map[string]func(*engine, instruction) instruction{
	"_or": bits(or), "_and": bits(and), "_xor": bits(xor), "_bnot": bits(not),
	"_sal": bits(shiftLeft), "_sar": bits(shiftRight), "_shr": bits(shiftUnsigned),
	"_op_lt": relates(less), "_op_lte": relates(lessOrEqual), "_op_gt": relates(greater), "_op_gte": relates(greaterOrEqual),
	"_op_eq": relates(equal), "_op_neq": relates(unequal),
	"_exp":      func(e *engine, original instruction) instruction { return &raise{e, original} },
	"_mul":      func(e *engine, original instruction) instruction { return &multiply{e, original} },
	"_add":      func(e *engine, original instruction) instruction { return &add{e, original} },
	"_toString": func(e *engine, original instruction) instruction { return &toText{e, original} },
}

func bits(op operator) func(*engine, instruction) instruction {
	return func(e *engine, original instruction) instruction { return &bitwise{e, op, original} }
}

var theEngine = sync.OnceValue(func() *engine {
	program := reflect.TypeFor[goja.Program]()
	machine := EngineField(reflect.TypeFor[goja.Runtime](), "vm").Type.Elem()
	code, stash := EngineField(program, "code"), EngineField(machine, "stash")
	rt := goja.New()
	integer, float, bigInt, object := rt.ToValue(1), rt.ToValue(0.5), rt.ToValue(new(big.Int)), goja.Value(rt.NewObject())
	e := &engine{
		code: code.Offset, codeType: code.Type,
		stack: EngineField(machine, "stack").Offset, sp: EngineField(machine, "sp").Offset, pc: EngineField(machine, "pc").Offset,
		stash: stash.Offset, values: EngineField(stash.Type.Elem(), "values").Offset,
		runtime: EngineField(machine, "r").Offset, limit: EngineField(machine, "maxCallStackSize").Offset,
		waiting:     EngineField(machine, "callStack").Offset + unsafe.Sizeof(uintptr(0)), // a slice's length comes second
		interrupted: EngineField(machine, "interrupted").Offset,
		integer:     wordsOf(&integer)[0], float: wordsOf(&float)[0], bigInt: wordsOf(&bigInt)[0], object: wordsOf(&object)[0],
		yes: rt.ToValue(true), no: rt.ToValue(false),
		operators: map[unsafe.Pointer]instruction{}, run: instruction.exec, assign: reference.set,
		references: EngineField(machine, "refStack").Offset, iterators: EngineField(machine, "iterStack").Offset,
		chosen: map[reflect.Type]func(*engine, instruction) instruction{},
	}
	sample := goja.MustCompile("", "(a, b) => { a < b; a <= b; a > b; a >= b; a == b; a != b; `${a}`; a + b; a * b; a | b; a & b; a ^ b; a << b; a >> b; a >>> b; ~a; a ** b; new a; ({ __proto__: a }); class d extends a {}; { let c; () => c } a.b ||= a[b] ||= 1; a[b] = 1; a(...b); for (a of [a] = b); for (a in b) a in b; }", true)
	for i, codes := 0, e.codes(e.nested(unsafe.Pointer(sample))); i < codes.Len(); i++ {
		one := codes.Index(i).Elem()
		table := codes.Index(i).Addr().UnsafePointer()
		if by := amended[one.Type().Name()]; by != nil {
			e.operators[(*words)(table)[0]] = by(e, *(*instruction)(table))
		} else if by := chosen[instructionName(one.Type())]; by != nil {
			e.chosen[one.Type()] = by
		} else if one.Type().Name() == "_setElemStrictP" {
			e.setElement = *(*instruction)(table)
		} else if one.Type().Name() == "_op_in" {
			e.has = *(*instruction)(table)
		} else if one.Kind() == reflect.Pointer && one.Type().Elem().Name() == "enterBlock" {
			e.block, e.stackSize = (*words)(table)[0], EngineField(one.Type().Elem(), "stackSize").Offset
		}
	}
	if len(e.operators) != len(amended) || len(e.chosen) != len(chosen) || e.block == nil || e.setElement == nil || e.has == nil {
		panic("the engine has other instructions")
	}
	var marker reflect.Type
	e.delegates, marker = findDelegates(e)
	e.plain, e.proxy = e.behind(rt.NewObject()), e.behind(rt.ToValue(rt.NewProxy(rt.NewObject(), &goja.ProxyTrapConfig{})).(*goja.Object))
	e.chosen[marker] = func(e *engine, original instruction) instruction {
		if slices.Contains(e.delegates.marks, (*words)(unsafe.Pointer(&original))[1]) {
			return &yieldMarker{e, original}
		}
		return original
	}
	return e
})

// behind gives the word that tells the type of what is behind an object.
func (e *engine) behind(o *goja.Object) unsafe.Pointer {
	return (*field[words](unsafe.Pointer(o), e.delegates.self))[0]
}

// instructionName names the type of an instruction, which may be behind a pointer.
func instructionName(of reflect.Type) string {
	if of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	return of.Name()
}

// EngineField finds a field of one of the engine's own structs. It panics if there is none: the engine is another
// version than this package was written for.
func EngineField(of reflect.Type, name string) reflect.StructField {
	f, ok := of.FieldByName(name)
	if !ok {
		panic("the engine has no field " + name + " in " + of.String())
	}
	return f
}

func (e *engine) codes(program unsafe.Pointer) reflect.Value {
	return reflect.NewAt(e.codeType, unsafe.Add(program, e.code)).Elem()
}

// nested gives the first program within another.
func (e *engine) nested(program unsafe.Pointer) unsafe.Pointer {
	codes := e.codes(program)
	for i := range codes.Len() {
		if at := heldPrograms(codes.Index(i).Elem().Type()); len(at) > 0 {
			return *field[unsafe.Pointer](codes.Index(i).Elem().UnsafePointer(), at[0].offset)
		}
	}
	panic("the engine keeps functions elsewhere")
}

// heldPrograms tells where instructions of a type hold programs.
func heldPrograms(of reflect.Type) (at []held) {
	if of.Kind() != reflect.Pointer || of.Elem().Kind() != reflect.Struct {
		return nil
	}
	for _, f := range reflect.VisibleFields(of.Elem()) {
		if f.Type != reflect.TypeFor[*goja.Program]() {
			continue
		}
		offset, within := uintptr(0), of.Elem()
		for _, i := range f.Index {
			offset += within.Field(i).Offset
			within = within.Field(i).Type
		}
		at = append(at, held{offset, f.Name == "initFields", strings.Contains(of.Elem().Name(), "Generator")})
	}
	return at
}

func (e *engine) amend(program unsafe.Pointer, seen map[unsafe.Pointer]shape) {
	codes := *field[[]words](program, e.code)
	for i := range codes {
		one := &codes[i]
		is, known := seen[one[0]]
		if !known && one[0] != nil {
			of := e.codes(program).Index(i).Elem().Type()
			is = shape{by: e.operators[one[0]], block: one[0] == e.block, chosen: e.chosen[of], programs: heldPrograms(of)}
			seen[one[0]] = is
		}
		switch {
		case is.by != nil:
			*(*instruction)(unsafe.Pointer(one)) = is.by
		case is.block && *field[uint32](one[1], e.stackSize) == math.MaxUint32:
			*field[uint32](one[1], e.stackSize) = 0
			*(*instruction)(unsafe.Pointer(one)) = &enterSwitch{engine: e, original: *(*instruction)(unsafe.Pointer(one))}
		}
		for _, at := range is.programs {
			if inner := *field[unsafe.Pointer](one[1], at.offset); inner != nil && !e.bounded(inner) {
				e.amend(inner, seen)
				e.bound(inner, at)
			}
		}
		if is.chosen != nil {
			*(*instruction)(unsafe.Pointer(one)) = is.chosen(e, *(*instruction)(unsafe.Pointer(one)))
		}
	}
}

// enterSwitch begins a switch whose cases declare something, where eval may see it. The engine reserves one place
// less than none on the stack, and looks for the value to compare with where it has not put it.
type enterSwitch struct {
	*engine
	original instruction
}

func (s *enterSwitch) exec(vm unsafe.Pointer) {
	s.run(s.original, vm)
	sp := field[int](vm, s.sp)
	*sp--
	(*field[[]goja.Value](*field[unsafe.Pointer](vm, s.stash), s.values))[0] = (*field[[]goja.Value](vm, s.stack))[*sp]
}

type operator int

const (
	or operator = iota
	and
	xor
	shiftLeft
	shiftRight
	shiftUnsigned
	not // which has one operand
)

// bitwise is an operator on 32 bits. The engine takes numbers from 2⁶³ on for 0, of which it wants the lowest bits.
type bitwise struct {
	*engine
	operator
	original instruction
}

func (b *bitwise) exec(vm unsafe.Pointer) {
	sp, stack := *field[int](vm, b.sp), *field[[]goja.Value](vm, b.stack)
	if b.operator == not {
		b.reduce(vm, sp-1)
		b.original.exec(vm)
		return
	}
	left, right := *wordsOf(&stack[sp-2]), *wordsOf(&stack[sp-1])
	if left[0] != b.integer || right[0] != b.integer {
		b.reduce(vm, sp-2)
		b.reduce(vm, sp-1)
		b.original.exec(vm)
		return
	}
	x, y := int32(*(*int64)(left[1])), int32(*(*int64)(right[1]))
	var result int64
	switch b.operator {
	case or:
		result = int64(x | y)
	case and:
		result = int64(x & y)
	case xor:
		result = int64(x ^ y)
	case shiftLeft:
		result = int64(x << (y & 31))
	case shiftRight:
		result = int64(x >> (y & 31))
	default:
		result = int64(uint32(x) >> (y & 31))
	}
	stack[sp-2] = intToValue(result)
	*field[int](vm, b.sp) = sp - 1
	*field[int](vm, b.pc)++
}

// raise is the operator **, as V8 rounds it.
type raise struct {
	*engine
	original instruction
}

func (r *raise) exec(vm unsafe.Pointer) {
	sp := *field[int](vm, r.sp)
	x, isNumber := r.number(vm, sp-2)
	y, areNumbers := r.number(vm, sp-1)
	if !isNumber || !areNumbers {
		r.original.exec(vm)
		return
	}
	(*field[[]goja.Value](vm, r.stack))[sp-2] = floatToValue(rounded.Pow(x, y))
	*field[int](vm, r.sp) = sp - 1
	*field[int](vm, r.pc)++
}

// number gives what is at a place of the stack, which it makes numeric; ok is false for a big integer.
func (e *engine) number(vm unsafe.Pointer, at int) (f float64, ok bool) {
	slot := &(*field[[]goja.Value](vm, e.stack))[at]
	for range 2 {
		switch is := wordsOf(slot); is[0] {
		case e.integer:
			return float64(*(*int64)(is[1])), true
		case e.float:
			return *(*float64)(is[1]), true
		}
		v := toNumeric(*slot) // which may run a script, that lets the stack grow
		slot = &(*field[[]goja.Value](vm, e.stack))[at]
		*slot = v
	}
	return 0, false
}

// reduce makes a number of what is at a place of the stack, with the same lowest bits, that the engine can convert.
func (b *bitwise) reduce(vm unsafe.Pointer, at int) {
	if f, ok := b.number(vm, at); ok && math.Abs(f) >= 1<<63 && !math.IsInf(f, 0) {
		(*field[[]goja.Value](vm, b.stack))[at] = floatToValue(math.Mod(f, 1<<32))
	}
}
