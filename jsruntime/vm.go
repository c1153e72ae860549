package jsruntime

import (
	"context"
	"log/slog"
	"sync"
	"time"
	"unsafe"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"

	"paddock/jsruntime/dialect"
)

// VM is the handle of an isolate's world. Only tasks on the isolate's loop may use it, and
// host functions that JavaScript calls. The embedded engine offers ToValue, NewObject,
// NewArray, GlobalObject and so on.
type VM struct {
	*goja.Runtime
	iso *Isolate

	frame *Frame // what is running
	root  *Frame // what runs when nothing else does

	slots   map[any]any
	lazy    map[lazyGlobal]bool // globals that are made when first used
	scope   *Object             // the prototype of the global object that has globals of APIs; nil: none
	modules map[string]Value
	sources map[string]func() Value
	exports map[string][]string // of modules without a default export
	named   map[string]func(*VM, *Object) map[string]Export
	namespaces

	output       output
	rejections   rejections
	origins      origins
	watched      []watch
	open         map[*Scope]func() // scopes whose event waits for JavaScript: what to do when it hangs
	stuck        int               // of them, those that have nothing outstanding
	scopes       map[*Scope]struct{}
	nop          Callable
	nothing      Value    // nop as JavaScript sees it
	settled      Value    // a promise that is fulfilled
	then         Callable // the intrinsic Promise.prototype.then
	thenObject   Value    // it, as scripts see it
	promise      *Object  // the intrinsic Promise
	promiseProto *Object  // its prototype
	depth        *int     // how many frames of JavaScript are running
	plain        *Plain
	resolve      Callable          // the intrinsic Promise.resolve
	descents     int               // that no script makes: see Descend
	hops         int               // through proxies, one after the other, in search of a prototype
	nexts        int               // of iterators
	frames       []goja.StackFrame // reused by calledPlainly
	stopped      bool              // the clock, for what runs in no event
	turn         *Scope            // the event whose turn it is; nil: it runs no code of one
	hideTags     bool              // classes have no Symbol.toStringTag
	grain        time.Duration     // of the clock; 0: as fine as it is
	// wraps are of methods of the engine's objects, arrayWraps of those of arrays, globalPatches of globals: what is done when they are made.
	wraps                 map[awaited]func(original Native) Native
	arrayWraps            map[string]Wrap
	globalPatches         map[string]func(*VM, *Object)
	arrayList, globalList unsafe.Pointer
	access                *Object // what newAccess copies
	// mutablePrototypes lets scripts write the property prototype of classes.
	mutablePrototypes bool
	ownNames          map[string][]string // accessors that instances have themselves, by class
	throwAtOnce       bool                // asynchronous functions throw what they can at once
	// ignoreThenables lets objects with a method then be results as any other.
	ignoreThenables bool
	// wholeErrors lets errors keep their own properties when they are serialized.
	wholeErrors bool
	noTexts     bool // eval and the constructors of functions refuse texts
	mapStack    func(string) string
	errors      *dialect.Errors
	stacks
}

// stacks is what a VM has for the stacks of errors.
type stacks struct {
	// PrepareStack, if set, may make something else than text of a stack for an error; ok says
	// that it has. It may throw.
	PrepareStack func(of *Object, sites []CallSite) (stack Value, ok bool)

	machine       *machine
	markFrame     goja.StackFrame
	errorClass    *Object         // the intrinsic Error
	plainError    NativeConstruct // which the engine brings: it makes a text of any message
	describe, has native          // the intrinsic Object.getOwnPropertyDescriptor, Reflect.has
	close         native          // the intrinsic Object.preventExtensions
	empty         Value           // ""
	preparing     bool            // PrepareStack is running
	limiting      bool            // Error.stackTraceLimit is being read
	ownWords      bool            // the host makes an error
	// of the property stack
	stackGetter, stackSetter *Object
}

// native is a function of the engine's own without the object around it. A call of it passes by
// what a call from outside costs: a frame, a place to catch in, and a look for microtasks.
type native = func(FunctionCall) Value

// boundBuiltIns makes all runtimes from then on safe from built-in functions that call themselves without end.
var boundBuiltIns = sync.OnceFunc(dialect.BoundBuiltIns)

func newVM(iso *Isolate) *VM {
	boundBuiltIns()
	rt := goja.New()
	vm := &VM{
		Runtime: rt, iso: iso,
		slots:    map[any]any{},
		lazy:     map[lazyGlobal]bool{},
		wraps:    map[awaited]func(original Native) Native{},
		modules:  map[string]Value{},
		sources:  map[string]func() Value{},
		exports:  map[string][]string{},
		named:    map[string]func(*VM, *Object) map[string]Export{},
		open:     map[*Scope]func(){},
		scopes:   map[*Scope]struct{}{},
		mapStack: iso.opts.MapStack,
	}
	scope := &Scope{vm: vm, ctx: iso.ctx}
	vm.root = &Frame{scope: scope}
	vm.frame = vm.root
	rt.SetMaxCallStackSize(iso.opts.StackSize + dialect.Headroom)
	vm.installErrors()
	rt.SetFieldNameMapper(goja.TagFieldNameMapper("json", true))
	rt.SetTimeSource(vm.Now)
	rt.SetParserOptions()
	rt.SetAsyncContextTracker(tracker{vm})
	rt.SetPromiseRejectionTracker(vm.trackRejection)
	vm.nothing = rt.ToValue(func(FunctionCall) Value { return goja.Undefined() })
	vm.nop, _ = goja.AssertFunction(vm.nothing)
	vm.promise = rt.Get("Promise").(*Object)
	vm.resolve, _ = goja.AssertFunction(vm.promise.Get("resolve"))
	vm.promiseProto = vm.promise.Get("prototype").(*Object)
	vm.depth = vm.machine.depth(rt)
	vm.plain = newPlain(vm)
	vm.followOrigins()
	vm.shortenThen()
	vm.thenObject = vm.promiseProto.Get("then")
	vm.then, _ = goja.AssertFunction(vm.thenObject)
	vm.makePromises()
	vm.settled = vm.Resolved(nil)
	vm.tellPromisesApart()
	vm.tellProxiesApart()
	vm.shortenIteration()
	vm.installTexts()
	vm.boundMethods()
	return vm
}

// Isolate is the isolate that vm belongs to.
func (vm *VM) Isolate() *Isolate { return vm.iso }

// Plain reads and makes plain objects.
func (vm *VM) Plain() *Plain { return vm.plain }

// Log is the isolate's log of internal events.
func (vm *VM) Log() *slog.Logger { return vm.iso.opts.Log }

// Now is the clock that JavaScript sees: the isolate's, see [VM.StopClock].
func (vm *VM) Now() time.Time {
	if vm.stopped && vm.turn == nil {
		return time.UnixMilli(0)
	}
	now := vm.iso.opts.Now()
	if vm.grain != 0 {
		now = time.Unix(0, now.UnixNano()/int64(vm.grain)*int64(vm.grain))
	}
	return now
}

// CoarsenClock has [VM.Now] give multiples of a duration, since 1970.
func (vm *VM) CoarsenClock(grain time.Duration) { vm.grain = grain }

// Clock is the isolate's own clock, which goes on where [VM.Now] stands. It may be read from any goroutine.
func (vm *VM) Clock() func() time.Time { return vm.iso.opts.Now }

// StopClock has the clock stand at the beginning of 1970 for code that runs in no event, from now on. What
// was begun by such code and goes on in the turn of an event has the event's clock.
func (vm *VM) StopClock() { vm.stopped = true }

// Interrupted is cancelled when what runs on the loop must stop, because it has lasted too long or
// the isolate ends. It is for host code that computes without calling the engine; its cause is
// why the isolate ends.
func (vm *VM) Interrupted() context.Context { return vm.iso.interrupted }

// Context is the context of the running scope: cancelled when its event is.
func (vm *VM) Context() context.Context { return vm.frame.scope.ctx }

// Call calls a function from a host function that JavaScript called. An exception passes
// through to the caller in JavaScript.
func (vm *VM) Call(fn Callable, this Value, args ...Value) Value {
	v, err := fn(this, args...)
	if err != nil {
		vm.Rethrow(err)
	}
	return v
}

// CallMethod calls object[name](...args). It throws a TypeError when there is no such function.
func (vm *VM) CallMethod(object *Object, name string, args ...Value) Value {
	fn, ok := AsFunction(object.Get(name))
	if !ok {
		vm.Throwf(TypeError, "%s is not a function", name)
	}
	return vm.Call(fn, object, args...)
}

// Try runs f, which may throw, and gives the exception as an error. It is for host code
// that calls JavaScript and goes on when that throws.
func (vm *VM) Try(f func()) error {
	if ex := vm.Runtime.Try(f); ex != nil {
		return vm.Wrap(ex.Value())
	}
	return nil
}

// NewFunction makes a host function with the name and length that scripts can see.
func (vm *VM) NewFunction(name string, length int, fn func(FunctionCall) Value) *Object {
	return newNativeFunc(vm.Runtime, contained(vm, fn), unistring.NewFromString(name), length)
}

// NewGlobalFunction is NewFunction for functions of the global object: called on anything else
// than that or undefined they throw the TypeError "Illegal invocation: …".
func (vm *VM) NewGlobalFunction(name string, length int, fn func(FunctionCall) Value) *Object {
	return vm.NewFunction(name, length, func(call FunctionCall) Value {
		vm.CheckGlobal(call.This)
		return fn(call)
	})
}

// CheckGlobal throws the TypeError "Illegal invocation: …" unless this is the global object or
// undefined.
func (vm *VM) CheckGlobal(this Value) {
	if !IsNullish(this) && !this.SameAs(vm.GlobalObject()) {
		vm.Throwf(TypeError, illegalInvocation)
	}
}

// ThrowAtOnce lets asynchronous functions throw what is wrong before they wait, rather than reject.
func (vm *VM) ThrowAtOnce() { vm.throwAtOnce = true }

// MutablePrototypes lets scripts give another prototype to the classes that are made from now on.
func (vm *VM) MutablePrototypes() { vm.mutablePrototypes = true }

// HideClassTags lets the classes that are made from now on go without Symbol.toStringTag.
func (vm *VM) HideClassTags() { vm.hideTags = true }

func (vm *VM) fatalLog(err error) {
	if err := vm.fatal(err); err != nil {
		vm.iso.opts.Log.Error("microtasks", "isolate", vm.iso.opts.Name, "error", err)
	}
}

// shutdown ends every scope when the loop ends.
func (vm *VM) shutdown() {
	err := vm.iso.Err()
	for scope := range vm.scopes {
		vm.lastly(func() { scope.end(err) })
	}
}

// tracker carries the frame through promise reactions.
type tracker struct{ vm *VM }

func (t tracker) Grab() any { return t.vm.frame }

func (t tracker) Resumed(frame any) {
	if f, ok := frame.(*Frame); ok && f != nil {
		t.vm.enter(t.vm.resumedIn(f))
	}
}

// Exited keeps the frame: the job that follows brings its own, and thenable jobs, of which
// the engine does not tell, follow the reaction that made them.
func (t tracker) Exited() {}

// Slot is a place in every VM for one package's state, made when first used.
type Slot[T any] struct {
	make func(*VM) T
}

// NewSlot declares a slot. The result is immutable and belongs in a package variable.
func NewSlot[T any](make func(*VM) T) *Slot[T] { return &Slot[T]{make} }

// Get gives the slot's value in vm.
func (s *Slot[T]) Get(vm *VM) T {
	if v, ok := vm.slots[s]; ok {
		return v.(T)
	}
	v := s.make(vm)
	vm.slots[s] = v
	return v
}

// Set replaces the slot's value in vm.
func (s *Slot[T]) Set(vm *VM, v T) { vm.slots[s] = v }

func must(err error) {
	if err != nil {
		panic(err)
	}
}
