package dialect

import (
	"math/rand/v2"
	"runtime"
	"unsafe" // also for go:linkname

	"github.com/dop251/goja"
)

// TooDeep is what V8 says of functions that call one another without end.
const TooDeep = "Maximum call stack size exceeded"

// Headroom is by how many functions the engine's limit must be above that at which functions throw V8's RangeError: for
// what the host calls while it makes the error. At its own limit the engine ends everything that runs, and no script can catch that.
const Headroom = 200

// bound changes the first instruction of a function, which makes room for its variables, or of the initializer of the
// fields of a class, for one that also looks how many functions wait for the new one.
func (e *engine) bound(program unsafe.Pointer, at held) {
	codes := *field[[]instruction](program, e.code)
	switch {
	case len(codes) == 0:
	case at.fields:
		codes[0] = &entering{e, codes[0]}
	case at.generates:
		codes[0] = &delegated{entered{e, codes[0]}}
	default:
		codes[0] = &entered{e, codes[0]}
	}
}

// bounded reports whether bound has been there.
func (e *engine) bounded(program unsafe.Pointer) bool {
	codes := *field[[]instruction](program, e.code)
	if len(codes) == 0 {
		return false
	}
	switch codes[0].(type) {
	case *entered, *entering, *delegated:
		return true
	}
	return false
}

// entered is the first instruction of a function.
type entered struct {
	*engine
	original instruction
}

func (i *entered) exec(vm unsafe.Pointer) {
	i.original.exec(vm)
	if i.tooDeep(vm) {
		panic(i.overflow(vm))
	}
}

// entering is the first instruction of an initializer, which may be anything.
type entering struct {
	*engine
	original instruction
}

func (i *entering) exec(vm unsafe.Pointer) {
	if i.tooDeep(vm) {
		panic(i.overflow(vm))
	}
	i.original.exec(vm)
}

// delegated is the first instruction of a generator. One that delegates to another waits for it only in Go.
type delegated struct{ entered }

func (i *delegated) exec(vm unsafe.Pointer) {
	i.entered.exec(vm)
	if rand.Uint32()%sometimes == 0 && DeepInGo() {
		panic(i.overflow(vm))
	}
}

func (e *engine) tooDeep(vm unsafe.Pointer) bool {
	return *field[int](vm, e.waiting) > *field[int](vm, e.limit)-Headroom
}

func (e *engine) overflow(vm unsafe.Pointer) goja.Value {
	rt := *field[*goja.Runtime](vm, e.runtime)
	return newError(rt, getRangeError(rt), TooDeep)
}

// sometimes is how seldom functions of Go are counted.
const sometimes = 1 << 10

// deepestInGo is how many functions of Go may wait for another: more than for the deepest recursion of a script.
const deepestInGo = 100_000

// DeepInGo reports whether the engine has called itself so often that it would end the process soon. The more functions
// wait, the longer it takes.
func DeepInGo() bool { return runtime.Callers(deepestInGo, make([]uintptr, 1)) > 0 }

// newError makes an error of a class of the engine, and getRangeError gives one, whatever the global variables are.
//
//go:linkname newError github.com/dop251/goja.(*Runtime).newError
func newError(rt *goja.Runtime, class *goja.Object, message string) goja.Value

//go:linkname getRangeError github.com/dop251/goja.(*Runtime).getRangeError
func getRangeError(rt *goja.Runtime) *goja.Object
