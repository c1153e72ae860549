package jsruntime

import (
	"reflect"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"

	"paddock/jsruntime/dialect"
)

// machine is where the engine keeps what is running, as offsets into its private structs: errors
// are made often, and finding fields by their names takes longer than making one. As in inside.go
// the fields are found by name, once, and their absence is a panic at the first isolate.
type machine struct {
	self                uintptr        // of an object: what it is, an interface
	errorTable          unsafe.Pointer // that interface's first word for errors
	errorStack, written uintptr        // of an error: its frames; whether it has the property stack

	vm                                 uintptr // of the runtime
	prg, pc, stack, sp, sb, newTarget  uintptr // of the vm, for the running function
	calls                              uintptr // of the vm: the functions that wait for another
	callSize                           uintptr
	callPrg, callPC, callSB, callMaker uintptr // of one of them
	code                               uintptr // of a program

	awaiting                            uintptr        // of the vm: the asynchronous function that goes on
	runnerCallee, runnerPromise, runner uintptr        // of one: it, the capability of its promise; of a reaction: who waits
	runnerStack, runnerPrg, runnerPC    uintptr        // of one, while it waits: its part of the stack; its program, and where in it
	derived                             uintptr        // of a reaction: the capability of the promise that then() gave
	capability                          uintptr        // of a capability: the promise
	reactions, promiseObject            uintptr        // of a promise: what waits for its fulfilment; the object that scripts see
	framePrg, framePC, frameName        uintptr        // of a frame
	prgName                             uintptr        // of a program: the name of its function
	promiseTable, viewTable             unsafe.Pointer // as errorTable, of promises and of typed arrays
	viewed, first, count, width         uintptr        // of a typed array: its buffer; where it begins, how many elements it has and of how many bytes
	memory                              uintptr        // of a buffer: its bytes
	interrupted                         uintptr        // of the vm: whether it has been told to stop
	codeType                            reflect.Type
	combinedBy                          []combination
}

var theMachine = sync.OnceValue(func() *machine {
	o := goja.New().NewTypeError("")
	e := behind(o).Type()
	rt := reflect.TypeFor[goja.Runtime]()
	vm := dialect.EngineField(rt, "vm").Type.Elem()
	call := dialect.EngineField(vm, "callStack").Type.Elem()
	code := dialect.EngineField(reflect.TypeFor[goja.Program](), "code")
	m := &machine{
		self:       dialect.EngineField(reflect.TypeFor[Object](), "self").Offset,
		errorStack: dialect.EngineField(e, "stack").Offset, written: dialect.EngineField(e, "stackPropAdded").Offset,
		vm:  dialect.EngineField(rt, "vm").Offset,
		prg: dialect.EngineField(vm, "prg").Offset, pc: dialect.EngineField(vm, "pc").Offset, stack: dialect.EngineField(vm, "stack").Offset,
		sp: dialect.EngineField(vm, "sp").Offset, sb: dialect.EngineField(vm, "sb").Offset, newTarget: dialect.EngineField(vm, "newTarget").Offset,
		calls: dialect.EngineField(vm, "callStack").Offset, callSize: call.Size(),
		callPrg: dialect.EngineField(call, "prg").Offset, callPC: dialect.EngineField(call, "pc").Offset, callSB: dialect.EngineField(call, "sb").Offset,
		callMaker: dialect.EngineField(call, "newTarget").Offset,
		code:      code.Offset, codeType: code.Type,
	}
	runner := dialect.EngineField(vm, "curAsyncRunner")
	m.awaiting = runner.Offset
	of := runner.Type.Elem()
	m.runnerCallee, m.runnerPromise = dialect.EngineField(of, "f").Offset, dialect.EngineField(of, "promiseCap").Offset
	gen := dialect.EngineField(of, "gen")
	ctx := dialect.EngineField(gen.Type, "ctx")
	saved := gen.Offset + ctx.Offset
	m.runnerStack = saved + dialect.EngineField(ctx.Type, "stack").Offset
	m.runnerPrg, m.runnerPC = saved+dialect.EngineField(ctx.Type, "prg").Offset, saved+dialect.EngineField(ctx.Type, "pc").Offset
	m.capability = dialect.EngineField(dialect.EngineField(of, "promiseCap").Type.Elem(), "promise").Offset
	reactions := dialect.EngineField(reflect.TypeFor[Promise](), "fulfillReactions")
	reactionType := reactions.Type.Elem().Elem()
	m.reactions, m.runner, m.derived = reactions.Offset, dialect.EngineField(reactionType, "asyncRunner").Offset, dialect.EngineField(reactionType, "capability").Offset
	object := dialect.EngineField(reflect.TypeFor[Promise](), "baseObject")
	m.promiseObject = object.Offset + dialect.EngineField(object.Type, "val").Offset
	frame := reflect.TypeFor[goja.StackFrame]()
	m.framePrg, m.framePC, m.frameName = dialect.EngineField(frame, "prg").Offset, dialect.EngineField(frame, "pc").Offset, dialect.EngineField(frame, "funcName").Offset
	m.prgName = dialect.EngineField(reflect.TypeFor[goja.Program](), "funcName").Offset
	m.errorTable = m.table(o)
	other := goja.New()
	promise, _, _ := other.NewPromise()
	view, err := other.New(other.Get("Uint8Array"))
	must(err)
	m.promiseTable, m.viewTable = m.table(other.ToValue(promise).(*Object)), m.table(view)
	of = behind(view).Type()
	buffer := dialect.EngineField(of, "viewedArrayBuf")
	m.viewed, m.first, m.count, m.width = buffer.Offset, dialect.EngineField(of, "offset").Offset, dialect.EngineField(of, "length").Offset, dialect.EngineField(of, "elemSize").Offset
	m.memory = dialect.EngineField(buffer.Type.Elem(), "data").Offset
	m.interrupted = dialect.EngineField(vm, "interrupted").Offset
	mustMirror(reflect.TypeFor[reaction](), reactionType)
	m.combinedBy = m.combinations()
	return m
})

// mustMirror panics unless a type of ours lies in memory as one of the engine does.
func mustMirror(ours, theirs reflect.Type) {
	same := ours.NumField() == theirs.NumField() && ours.Size() == theirs.Size()
	for i := 0; same && i < ours.NumField(); i++ {
		a, b := ours.Field(i), theirs.Field(i)
		same = a.Offset == b.Offset && a.Type.Size() == b.Type.Size() &&
			(a.Type.Kind() == b.Type.Kind() || a.Type.Kind() == reflect.UnsafePointer && b.Type.Kind() == reflect.Pointer)
	}
	if !same {
		panic("the engine's " + theirs.String() + " has changed")
	}
}

func at[T any](base unsafe.Pointer, offset uintptr) *T { return (*T)(unsafe.Add(base, offset)) }

// table gives the first word of what an object is: equal for objects of one kind.
func (m *machine) table(o *Object) unsafe.Pointer {
	return at[[2]unsafe.Pointer](unsafe.Pointer(o), m.self)[0]
}

// frames gives the place for the frames of an error of the engine's own kind, or nil.
func (m *machine) frames(o *Object) *[]goja.StackFrame {
	if m.table(o) != m.errorTable {
		return nil
	}
	return at[[]goja.StackFrame](m.inside(o), m.errorStack)
}

// inside gives the engine's struct behind an object.
func (m *machine) inside(o *Object) unsafe.Pointer {
	return at[[2]unsafe.Pointer](unsafe.Pointer(o), m.self)[1]
}

// depth gives where the engine counts the functions that wait for another: 0 while no script runs.
func (m *machine) depth(rt *goja.Runtime) *int {
	vm := *at[unsafe.Pointer](unsafe.Pointer(rt), m.vm)
	return at[int](vm, m.calls+unsafe.Sizeof(uintptr(0))) // a slice's length comes second
}

// inScript reports whether an instruction of a script is running, and not a native function that one
// has called.
func (m *machine) inScript(rt *goja.Runtime) bool {
	return *at[unsafe.Pointer](*at[unsafe.Pointer](unsafe.Pointer(rt), m.vm), m.prg) != nil
}

// bytes gives what a typed array shows of its buffer; ok is false for what is no typed array.
func (m *machine) bytes(o *Object) (b []byte, ok bool) {
	if m.table(o) != m.viewTable {
		return nil, false
	}
	view := m.inside(o)
	width := *at[int](view, m.width)
	first, length := *at[int](view, m.first)*width, *at[int](view, m.count)*width
	memory := *at[[]byte](*at[unsafe.Pointer](view, m.viewed), m.memory)
	if first+length > len(memory) {
		return nil, true // detached
	}
	return memory[first : first+length : first+length], true
}

// promise gives what is behind a promise; ok is false for what is none.
func (m *machine) promise(o *Object) (p *Promise, ok bool) {
	if m.table(o) != m.promiseTable {
		return nil, false
	}
	return (*Promise)(m.inside(o)), true
}

// called runs f as a function that a script calls, and ends as one does when f panics: whoever catches that
// restores the frames. stopped is called instead where the engine has been told to stop.
func (m *machine) called(rt *goja.Runtime, f, stopped func()) {
	vm := *at[unsafe.Pointer](unsafe.Pointer(rt), m.vm)
	pushCtx(vm)
	if atomic.LoadUint32(at[uint32](vm, m.interrupted)) != 0 {
		f = stopped
	}
	f()
	popCtx(vm)
}

// wrote tells the engine that an error has its property stack.
func (m *machine) wrote(o *Object) {
	*at[bool](m.inside(o), m.written) = true
}

// running is one function of the stack, beside what the engine tells of it by itself.
type running struct {
	callee *Object
	this   Value  // nil where it is not kept: in arrow functions
	made   bool   // it was called by new
	of     string // what waits in its place, as "Promise.all (index 1)"; else ""
}

// haltAfter is the place in the program of a frame at which the engine stops: it is below functions
// that are not called by an instruction of another, as all constructors. A function that is called
// by one has the new.target of its caller.
const haltAfter = -2

// walk calls f for each function that is running, the innermost first, as long as f wants more. They
// are those of CaptureCallStack, without the asynchronous ones at its end.
func (m *machine) walk(rt *goja.Runtime, f func(running) bool) {
	vm := *at[unsafe.Pointer](unsafe.Pointer(rt), m.vm)
	stack := *at[[]Value](vm, m.stack)
	calls := *at[[]byte](vm, m.calls) // of its elements only the address and the number are used
	base := unsafe.Pointer(unsafe.SliceData(calls))
	visit := func(i int, prg unsafe.Pointer, sb int, maker Value) bool {
		if prg == nil && sb <= 0 {
			return true
		}
		r := running{made: maker != nil && prg != nil && i > 0 && *at[int](unsafe.Add(base, uintptr(i-1)*m.callSize), m.callPC) == haltAfter}
		if sb > 0 && sb < len(stack) {
			r.callee, _ = stack[sb-1].(*Object)
			if r.this = stack[sb]; prg == nil {
				r.this = stack[max(sb-2, 0)] // the engine's own functions have it before them
			}
		}
		return f(r)
	}
	if !visit(len(calls), *at[unsafe.Pointer](vm, m.prg), *at[int](vm, m.sb), *at[Value](vm, m.newTarget)) {
		return
	}
	for i := len(calls) - 1; i >= 0; i-- {
		c := unsafe.Add(base, uintptr(i)*m.callSize)
		if !visit(i, *at[unsafe.Pointer](c, m.callPrg), *at[int](c, m.callSB), *at[Value](c, m.callMaker)) {
			return
		}
	}
}

// waiting calls f for each asynchronous function that waits for the one that runs, as waitingFor does.
func (m *machine) waiting(rt *goja.Runtime, f func(running, goja.StackFrame) bool) {
	vm := *at[unsafe.Pointer](unsafe.Pointer(rt), m.vm)
	if r := *at[unsafe.Pointer](vm, m.awaiting); r != nil {
		m.waitingFor(m.promiseOf(r, m.runnerPromise), f)
	}
}

// furthest is how many promises waitingFor follows: a queue of them may be of any length.
const furthest = 100

// waitingFor calls f for each asynchronous function that waits for a promise, directly, for what
// then() gave of it, for what Promise.all and its like made of it or for another that waits, with the place where it does, as long as f wants more.
// A promise for which several wait ends the list, as in V8.
func (m *machine) waitingFor(promise *Object, f func(running, goja.StackFrame) bool) {
	for range furthest {
		if promise == nil {
			return
		}
		reactions := m.reactionsOf(promise)
		if len(reactions) != 1 {
			return
		}
		r := *at[unsafe.Pointer](reactions[0], m.runner)
		if r == nil {
			whole, text := m.combined(reactions[0])
			if text != "" && !f(running{of: text}, goja.StackFrame{}) {
				return
			}
			if promise = whole; whole == nil {
				promise = m.promiseOf(reactions[0], m.derived)
			}
			continue
		}
		if !f(m.waiter(r)) {
			return
		}
		promise = m.promiseOf(r, m.runnerPromise)
	}
}

// promiseOf gives the promise of the capability that something has at an offset, nil without one.
func (m *machine) promiseOf(of unsafe.Pointer, offset uintptr) *Object {
	capability := *at[unsafe.Pointer](of, offset)
	if capability == nil {
		return nil
	}
	return *at[*Object](capability, m.capability)
}

// waiter tells of an asynchronous function that waits.
func (m *machine) waiter(r unsafe.Pointer) (w running, place goja.StackFrame) {
	w.callee = *at[*Object](r, m.runnerCallee)
	if stack := *at[[]Value](r, m.runnerStack); len(stack) > 1 {
		w.this = stack[1]
	}
	if prg := *at[*goja.Program](r, m.runnerPrg); prg != nil {
		to := unsafe.Pointer(&place)
		*at[*goja.Program](to, m.framePrg), *at[int](to, m.framePC) = prg, *at[int](r, m.runnerPC)
		*at[unistring.String](to, m.frameName) = *at[unistring.String](unsafe.Pointer(prg), m.prgName)
	}
	return w, place
}

// instruction gives the name of the type of the running instruction, "" in a native function, and
// operand a value below the top of the stack, from 1.
func (m *machine) instruction(rt *goja.Runtime) (name string, operand func(depth int) Value) {
	vm := *at[unsafe.Pointer](unsafe.Pointer(rt), m.vm)
	if name = m.kindOf(*at[unsafe.Pointer](vm, m.prg), *at[int](vm, m.pc)); name == "" {
		return "", nil
	}
	stack, sp := *at[[]Value](vm, m.stack), *at[int](vm, m.sp)
	return name, func(depth int) Value {
		if depth > sp || sp > len(stack) {
			return nil
		}
		return stack[sp-depth]
	}
}

// kindOf gives the name of the type of an instruction of a program; "" if there is none.
func (m *machine) kindOf(prg unsafe.Pointer, pc int) string {
	if prg == nil || pc < 0 {
		return ""
	}
	code := reflect.NewAt(m.codeType, unsafe.Add(prg, m.code)).Elem()
	if pc >= code.Len() || code.Index(pc).IsNil() {
		return ""
	}
	t := code.Index(pc).Elem().Type()
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Name()
}

// awaits reports whether the engine is about to wait for what an await was given, and asks it something.
func (m *machine) awaits(rt *goja.Runtime) bool {
	if *m.depth(rt) == 0 {
		return true // a function goes on: no script is running any more
	}
	vm := *at[unsafe.Pointer](unsafe.Pointer(rt), m.vm)
	prg, before := *at[unsafe.Pointer](vm, m.prg), *at[int](vm, m.pc)-1
	return m.kindOf(prg, before) == "yieldMarker"
}

// calledValue gives what the running instruction calls; nil if it calls nothing, or a list of arguments of any length.
func (m *machine) calledValue(rt *goja.Runtime, operand func(depth int) Value) Value {
	vm := *at[unsafe.Pointer](unsafe.Pointer(rt), m.vm)
	instruction := reflect.NewAt(m.codeType, unsafe.Add(*at[unsafe.Pointer](vm, m.prg), m.code)).Elem().Index(*at[int](vm, m.pc)).Elem()
	if instruction.Kind() != reflect.Uint32 || instruction.Type().Name() != "call" {
		return nil
	}
	return operand(int(instruction.Uint()) + 1)
}

// arguments gives those of the running function, which must be a native one. They are valid until
// it returns.
func (m *machine) arguments(rt *goja.Runtime) []Value {
	vm := *at[unsafe.Pointer](unsafe.Pointer(rt), m.vm)
	stack, sb, sp := *at[[]Value](vm, m.stack), *at[int](vm, m.sb), *at[int](vm, m.sp)
	if sb <= 0 || sb > sp || sp > len(stack) {
		return nil
	}
	return stack[sb:sp]
}

// callee gives the running function, which must be a native one; nil if unknown.
func (m *machine) callee(rt *goja.Runtime) *Object {
	vm := *at[unsafe.Pointer](unsafe.Pointer(rt), m.vm)
	stack, sb := *at[[]Value](vm, m.stack), *at[int](vm, m.sb)
	if sb < 1 || sb > len(stack) {
		return nil
	}
	fn, _ := stack[sb-1].(*Object)
	return fn
}

// receiver gives what the running function, which must be a native one, was called on; nil if unknown.
func (m *machine) receiver(rt *goja.Runtime) Value {
	vm := *at[unsafe.Pointer](unsafe.Pointer(rt), m.vm)
	stack, sb := *at[[]Value](vm, m.stack), *at[int](vm, m.sb)
	if sb < 2 || sb > len(stack) { // the function itself lies between
		return nil
	}
	return stack[sb-2]
}
