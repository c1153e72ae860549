package jsruntime

import (
	"unsafe" // for go:linkname

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/unistring"
)

// These are functions that the engine keeps to itself. The linker finds them by their names, so
// that with an engine that has lost one nothing is built; inside_test.go sees that they do what
// is said here. They spare the two function objects, of a dozen allocations each, that the engine
// makes for every promise that a host may settle.

// newPromise gives a pending promise.
//
//go:linkname newPromise github.com/dop251/goja.(*Runtime).newPromise
func newPromise(r *goja.Runtime, prototype *Object) *Promise

// fulfill and reject settle a pending promise, whatever the value is; its reactions are enqueued.
//
//go:linkname fulfill github.com/dop251/goja.(*Promise).fulfill
func fulfill(p *Promise, v Value) Value

//go:linkname reject github.com/dop251/goja.(*Promise).reject
func reject(p *Promise, reason Value) Value

// performPromiseThen adds reactions to a promise; capability is nil where nobody asks for the
// promise that then() gives.
//
//go:linkname performPromiseThen github.com/dop251/goja.(*Runtime).performPromiseThen
func performPromiseThen(r *goja.Runtime, p *Promise, fulfilled, rejected Value, capability unsafe.Pointer) Value

// newThenableJob gives the microtask that resolves a promise with a thenable.
//
//go:linkname newThenableJob github.com/dop251/goja.(*Runtime).newPromiseResolveThenableJob
func newThenableJob(r *goja.Runtime, p *Promise, thenable Value, then *jobCallback) func()

// enqueueJob adds a microtask.
//
//go:linkname enqueueJob github.com/dop251/goja.(*Runtime).enqueuePromiseJob
func enqueueJob(r *goja.Runtime, job func())

// newPromiseCapability makes a promise of a class with its resolving functions.
//
//go:linkname newPromiseCapability github.com/dop251/goja.(*Runtime).newPromiseCapability
func newPromiseCapability(r *goja.Runtime, class *Object) unsafe.Pointer

// speciesConstructor gives the class of what a method of an object makes.
//
//go:linkname speciesConstructor github.com/dop251/goja.(*Runtime).speciesConstructorObj
func speciesConstructor(r *goja.Runtime, o, usual *Object) *Object

// assertCallable gives what a function does, for calls that run no microtasks.
//
//go:linkname assertCallable github.com/dop251/goja.assertCallable
func assertCallable(v Value) (func(FunctionCall) Value, bool)

// runWrapped is a call from outside: it catches what f throws, and runs the microtasks unless
// JavaScript is running.
//
//go:linkname runWrapped github.com/dop251/goja.(*Runtime).runWrapped
func runWrapped(r *goja.Runtime, f func()) error

// nextEntry moves an iterator of a map or a set on and gives the entry there; nil at the end.
//
//go:linkname nextEntry github.com/dop251/goja.(*orderedMapIter).next
func nextEntry(iterator unsafe.Pointer) unsafe.Pointer

// createBacktracking gives the pattern of a regular expression the machine that backtracks, if it has none.
//
//go:linkname createBacktracking github.com/dop251/goja.(*regexpPattern).createRegexp2
func createBacktracking(pattern unsafe.Pointer)

// newNativeFunc makes a function with its name and length, which another way would have those of Go first.
//
//go:linkname newNativeFunc github.com/dop251/goja.(*Runtime).newNativeFunc
func newNativeFunc(r *goja.Runtime, call Native, name unistring.String, length int) *Object

// reaction is what a promise does when it settles, as the engine has it (see mustMirror).
type reaction struct {
	capability unsafe.Pointer // of the promise that then() gives; nil: nobody has it
	kind       int            // 0: it was fulfilled; 1: rejected
	handler    *jobCallback
	runner     unsafe.Pointer
	context    any
}

// jobCallback is a function that a microtask calls.
type jobCallback struct{ call Native }

// addReactions has a promise do one of two things when it settles.
//
//go:linkname addReactions github.com/dop251/goja.(*Promise).addReactions
func addReactions(p *Promise, fulfilled, rejected *reaction)

// compileAST compiles what eval is given, within what evalVM runs.
//
//go:linkname compileAST github.com/dop251/goja.compileAST
func compileAST(tree *ast.Program, strict, inGlobal bool, evalVM unsafe.Pointer) (*goja.Program, error)

// escapeInvalidUtf16 gives a string as a source text, whose lone surrogates are escaped.
//
//go:linkname escapeInvalidUtf16 github.com/dop251/goja.escapeInvalidUtf16
func escapeInvalidUtf16(s goja.String) string

// pushCtx begins a frame below which functions are called as by a script, popCtx ends it; push puts a value onto the
// stack, and runTry runs a program.
//
//go:linkname pushCtx github.com/dop251/goja.(*vm).pushCtx
func pushCtx(vm unsafe.Pointer)

//go:linkname popCtx github.com/dop251/goja.(*vm).popCtx
func popCtx(vm unsafe.Pointer)

//go:linkname push github.com/dop251/goja.(*vm).push
func push(vm unsafe.Pointer, v Value)

//go:linkname runTry github.com/dop251/goja.(*vm).runTry
func runTry(vm unsafe.Pointer) *goja.Exception
