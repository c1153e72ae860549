package jsruntime

import (
	"reflect"
	"slices"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"

	"paddock/jsruntime/dialect"
)

// origin is the event, or the actor, that promises were made in. What the engine makes while it runs has its
// proto as the prototype, which stands for Promise.prototype: that is how a promise tells where it is from, at
// no price, as the engine has to give it a prototype anyway. Scripts never get to see proto (see hideOrigins).
//
// Other events that wait for such a promise follow it (see follow); where they settle it, that is left
// to the event of its origin (see VM.SettleAtHome).
type origin struct {
	proto  Object
	self   Promise // what proto is: of it only the part that every object has
	scope  *Scope  // nil once it has ended
	waits  []*follower
	settle []func() // what other events have settled, in their order
}

// origins is what a VM knows of them.
type origins struct {
	layout  *originLayout
	current *origin  // of what runs; nil: no event
	slot    **Object // from where the engine takes the prototype of a new promise
	// home is what the property table of an origin's proto is while its event runs, that of
	// Promise.prototype, and away while others do: there the constructor of a promise is a getter.
	home, away map[unistring.String]Value
	standIn    Value        // see awaitForeign
	atHome     bool         // see SettleAtHome
	stray      func(vm *VM) // is told of what is settled too late
}

// originLayout is where the engine keeps what an origin needs, as offsets (see machine).
type originLayout struct {
	*layout
	runtime                                   uintptr // of an object
	class, value, prototype, extensible, syms uintptr // of what it is
	result                                    uintptr // of a promise
	slot                                      uintptr // of a runtime: the prototype of promises
	promise                                   unsafe.Pointer
}

var theOriginLayout = sync.OnceValue(func() *originLayout {
	vm := goja.New()
	proto := vm.Get("Promise").(*Object).Get("prototype").(*Object)
	inner, rt, promise := behind(proto).Type(), reflect.TypeFor[goja.Runtime](), reflect.TypeFor[Promise]()
	if first := promise.Field(0); first.Type != inner {
		panic("the engine's promises do not begin with " + inner.String())
	}
	global := dialect.EngineField(rt, "global")
	made, _, _ := vm.NewPromise()
	l := &originLayout{
		layout:  engineLayout(),
		runtime: dialect.EngineField(reflect.TypeFor[Object](), "runtime").Offset,
		class:   dialect.EngineField(inner, "class").Offset, value: dialect.EngineField(inner, "val").Offset, syms: dialect.EngineField(inner, "symValues").Offset,
		prototype: dialect.EngineField(inner, "prototype").Offset, extensible: dialect.EngineField(inner, "extensible").Offset,
		result: dialect.EngineField(promise, "result").Offset,
		slot:   global.Offset + dialect.EngineField(global.Type, "PromisePrototype").Offset,
	}
	l.promise = l.table(vm.ToValue(made).(*Object))
	return l
})

// selfInOrigin is where the inside of an origin's proto is.
const selfInOrigin = unsafe.Offsetof(origin{}.self)

// followOrigins has promises tell their origins from now on.
func (vm *VM) followOrigins() {
	l, o := theOriginLayout(), &vm.origins
	o.layout = l
	o.slot = at[*Object](unsafe.Pointer(vm.Runtime), l.slot)
	o.home = l.valuesOf(vm.promiseProto)
	o.standIn = vm.boundPromise()
	getter := vm.NewObject()
	must(getter.DefineAccessorProperty("constructor", newNativeFunc(vm.Runtime, vm.constructorOf, "constructor", 0),
		newNativeFunc(vm.Runtime, giveConstructor, "constructor", 1), Yes, No))
	o.away = l.valuesOf(getter)
	vm.hideOrigins()
}

// newOrigin makes the origin of what a scope makes.
func (vm *VM) newOrigin(s *Scope) *origin {
	l, o := vm.origins.layout, &origin{scope: s}
	self, model := unsafe.Pointer(&o.self), l.inside(vm.promiseProto)
	*at[[2]unsafe.Pointer](unsafe.Pointer(&o.proto), l.self) = [2]unsafe.Pointer{l.table(vm.promiseProto), self}
	*at[*goja.Runtime](unsafe.Pointer(&o.proto), l.runtime) = vm.Runtime
	*at[string](self, l.class) = *at[string](model, l.class)
	*at[*Object](self, l.value) = &o.proto
	*at[*Object](self, l.prototype) = vm.promiseProto
	*at[bool](self, l.extensible) = true
	*at[unsafe.Pointer](self, l.syms) = *at[unsafe.Pointer](model, l.syms)
	o.properties(vm.origins.away)
	return o
}

func (o *origin) properties(of map[unistring.String]Value) {
	*at[map[unistring.String]Value](unsafe.Pointer(&o.self), engineLayout().values) = of
}

// setFrame makes a frame the running one.
func (vm *VM) setFrame(f *Frame) {
	vm.frame = f
	if to := f.scope.origin; to != vm.origins.current {
		vm.depart(to)
	}
}

// depart has promises be of another origin from now on.
func (vm *VM) depart(to *origin) {
	o := &vm.origins
	if from := o.current; from != nil {
		from.properties(o.away)
	}
	if o.current = to; to == nil {
		*o.slot = vm.promiseProto
		return
	}
	to.properties(o.home)
	*o.slot = &to.proto
}

// standsFor gives the origin that an object is the proto of; nil for any other.
func standsFor(o *Object) *origin {
	if o != nil && uintptr(theOriginLayout().inside(o)) == uintptr(unsafe.Pointer(o))+selfInOrigin {
		return (*origin)(unsafe.Pointer(o))
	}
	return nil
}

// PrototypeOf gives the prototype of an object as scripts see it.
func PrototypeOf(o *Object) *Object {
	p := o.Prototype()
	if standsFor(p) != nil {
		return p.Prototype()
	}
	return p
}

// originOf gives the origin of a pending promise; nil if it is of no event.
func (vm *VM) originOf(p *Promise) *origin {
	l := vm.origins.layout
	proto := *at[*Object](unsafe.Pointer(p), l.prototype)
	if o := vm.origins.current; o != nil && proto == &o.proto {
		return o
	}
	if proto == vm.promiseProto {
		return nil
	}
	if o := standsFor(proto); o != nil {
		return o
	}
	if result, ok := p.Result().(*Object); ok && p.State() == Pending { // see newPromiseOf
		return standsFor(result)
	}
	return nil
}

// foreign gives v as a pending promise of another event than the one that runs; nil for anything else.
func (vm *VM) foreign(v Value) *Promise {
	o, ok := v.(*Object)
	if !ok || vm.origins.current == nil {
		return nil
	}
	l := vm.origins.layout
	if l.table(o) != l.promise {
		return nil
	}
	p := (*Promise)(l.inside(o))
	if *at[*Object](unsafe.Pointer(p), l.prototype) == &vm.origins.current.proto || p.State() != Pending {
		return nil
	}
	if from := vm.originOf(p); from == nil || from == vm.origins.current {
		return nil
	}
	return p
}

// newPromiseOf makes a pending promise with the prototype that a constructor gives. A subclass has one of its own:
// there the origin lies where the result comes later.
func (vm *VM) newPromiseOf(newTarget *Object) *Promise {
	if newTarget == nil || newTarget == vm.promise {
		return vm.newPending()
	}
	proto, ok := newTarget.Get("prototype").(*Object)
	if !ok {
		return vm.newPending()
	}
	p := newPromise(vm.Runtime, proto)
	if o := vm.origins.current; o != nil {
		*at[Value](unsafe.Pointer(p), vm.origins.layout.result) = &o.proto
	}
	return p
}

// hideOrigins keeps scripts from seeing what stands for Promise.prototype.
func (vm *VM) hideOrigins() {
	hide := func(original Native) Native {
		return func(call FunctionCall) Value {
			v := original(call)
			if o, ok := v.(*Object); ok && standsFor(o) != nil {
				return vm.promiseProto
			}
			return v
		}
	}
	object := vm.Get("Object").(*Object)
	vm.PatchMethod(object, "getPrototypeOf", hide)
	vm.PatchMethod(vm.Get("Reflect").(*Object), "getPrototypeOf", hide)
	describe := object.Get("getOwnPropertyDescriptor").Export().(native)
	proto := describe(FunctionCall{This: object, Arguments: Args{object.Get("prototype"), vm.ToValue("__proto__")}}).(*Object)
	vm.PatchMethod(proto, "get", hide)
}

// constructorOf is the getter of the constructor of promises whose event does not run. At await the engine asks it
// whether it may wait for the promise itself: it may not for one that is pending, but calls its then.
func (vm *VM) constructorOf(call FunctionCall) Value {
	if vm.foreign(call.This) != nil && vm.machine.awaits(vm.Runtime) {
		return vm.origins.standIn
	}
	return vm.promiseProto.Get("constructor")
}

// giveConstructor is its setter.
func giveConstructor(call FunctionCall) Value {
	if o, ok := call.This.(*Object); ok {
		must(o.DefineDataProperty("constructor", call.Argument(0), Yes, Yes, Yes))
	}
	return Undefined()
}

// follower is a wait for a promise of another event.
type follower struct {
	of    *Promise
	frame *Frame   // who waits
	local *Promise // what it waits for: settled as the other, in a turn of its own
	done  bool
}

// follow gives a promise of the running event that settles as a pending one of another event does, in a turn of
// its own. The wait counts as outstanding I/O. If the other event ends first, it is rejected.
func (vm *VM) follow(p *Promise) *Promise {
	from := vm.originOf(p)
	f := &follower{of: p, frame: vm.frame, local: vm.newPending()}
	vm.frame.scope.AddPending(1)
	if from.scope == nil {
		f.leave(vm)
		return f.local
	}
	from.waits = slices.DeleteFunc(from.waits, func(f *follower) bool { return f.done })
	from.waits = append(from.waits, f)
	settled := newNativeFunc(vm.Runtime, func(FunctionCall) Value {
		f.finish(func(vm *VM) { vm.resolveNow(f.local, vm.objectOf(p)) })
		return Undefined()
	}, "", 0)
	vm.InFrame(from.scope.frame(), func() { performPromiseThen(vm.Runtime, p, settled, settled, nil) })
	return f.local
}

// thenForeign is then() of a pending promise of another event.
func (vm *VM) thenForeign(p *Promise, call FunctionCall) Value {
	var capability unsafe.Pointer
	if vm.adopted(call) == nil {
		capability = newPromiseCapability(vm.Runtime, speciesConstructor(vm.Runtime, call.This.(*Object), vm.promise))
	}
	return performPromiseThen(vm.Runtime, vm.follow(p), call.Argument(0), call.Argument(1), capability)
}

// finish has the wait end in a turn of the event that waits.
func (f *follower) finish(settle func(*VM)) {
	if f.done {
		return
	}
	f.done = true
	f.frame.Post(func(vm *VM) {
		if f.frame.scope.gone {
			return
		}
		f.frame.scope.AddPending(-1)
		settle(vm)
	})
}

// leave ends the wait for a promise that nothing will settle any more.
func (f *follower) leave(vm *VM) {
	if vm.origins.atHome {
		f.finish(func(vm *VM) { vm.rejectNow(f.local, vm.ErrorValue(Errorf(PlainError, neverSettles))) })
	}
}

// neverSettles is what the platform says.
const neverSettles = "This promise was created by a request that has since ended, so it can never settle. With the handle_cross_request_promise_resolution compatibility flag, a promise can only settle in the request that created it, and settling it after that request ends is dropped."

// end lets go of the event.
func (o *origin) end(vm *VM) {
	waits := o.waits
	o.scope, o.waits, o.settle = nil, nil, nil
	for _, f := range waits {
		f.leave(vm)
	}
}

// SettleAtHome leaves promises that another event settles than the one that they were made in to that one: they settle
// in a turn of it, in which their reactions run. Where it has ended they never settle, and stray is told of what scripts do.
// Without, they settle at once, and reactions of the promise's own event run in the one that has settled it.
func (vm *VM) SettleAtHome(stray func(vm *VM)) { vm.origins.atHome, vm.origins.stray = true, stray }

// resumedIn gives the frame in which a reaction runs that was made in f. That is f, but where another event has settled
// what it waited for and not left that to the promise's own (see SettleAtHome): then it is one of the event that did.
func (vm *VM) resumedIn(f *Frame) *Frame {
	s := vm.turn
	if vm.origins.atHome || s == nil || s == f.scope || f.scope == vm.root.scope {
		return f
	}
	return &Frame{scope: s, gate: s.gate, answers: s.answers, vars: f.vars}
}

// Abroad reports whether this is the turn of another event than that of a scope, whose promises settle in it all the
// same (see SettleAtHome).
func (vm *VM) Abroad(s *Scope) bool { return !vm.origins.atHome && vm.turn != nil && vm.turn != s }

// objectOf gives a promise as scripts see it.
func (vm *VM) objectOf(p *Promise) *Object {
	return *at[*Object](unsafe.Pointer(p), vm.origins.layout.value)
}

// settle settles a pending promise, by fulfill or reject, where it is at home.
func (vm *VM) settle(p *Promise, v Value, by func(*Promise, Value) Value) {
	current := vm.origins.current
	if current == nil || *at[*Object](unsafe.Pointer(p), vm.origins.layout.prototype) == &current.proto {
		by(p, v)
		return
	}
	from := vm.originOf(p)
	switch {
	case from == nil || from == current || !vm.origins.atHome:
		by(p, v)
	case from.scope == nil:
		if stray := vm.origins.stray; stray != nil && *vm.depth > 0 {
			stray(vm)
		}
	default:
		from.receive(func() { by(p, v) })
	}
}

// receive settles a promise in a turn of its event, with all that was settled by then.
func (o *origin) receive(settle func()) {
	if o.settle = append(o.settle, settle); len(o.settle) > 1 {
		return
	}
	o.scope.PostEvent(func(*VM) {
		due := o.settle
		o.settle = nil
		for _, settle := range due {
			settle()
		}
	})
}
