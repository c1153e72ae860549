package rpc

import (
	"errors"
	"slices"

	"paddock/jsruntime"
)

// Kind tells which members of a receiver may be called.
type Kind uint8

const (
	// InstanceOfClass offers methods and getters of the prototypes, not own properties.
	InstanceOfClass Kind = iota
	// Handlers is a plain object with handlers: its own functions, called with env and ctx appended.
	Handlers
)

// Reserved are the names that no entrypoint offers over RPC.
var reserved = []string{
	"fetch", "connect", "alarm", "webSocketMessage", "webSocketClose", "webSocketError",
}

// nobodys are the names that nothing offers over RPC.
var nobodys = []string{"constructor", "dup"}

func refuseReserved(vm *jsruntime.VM, name string) {
	vm.Throwf(jsruntime.TypeError, "'%s' is a reserved method and cannot be called over RPC.", name)
}

// Serve carries out an operation on something that was handed out by reference, on the loop,
// and replies when its result is there.
func Serve(vm *jsruntime.VM, object *jsruntime.Object, op Op, reply Reply) {
	scope := vm.Scope()
	answer := func(m jsruntime.Message, err error) {
		vm.Settle(scope, func(lost error) {
			if lost != nil {
				m, err = jsruntime.Message{}, lost
			}
			if err != nil {
				err = Thrown(vm, err)
			}
			reply(m, err)
		})
	}
	done, err := Perform(vm, object, InstanceOfClass, op)
	if err != nil {
		answer(jsruntime.Message{}, vm.Caught(err))
		done.Release()
		return
	}
	vm.Then(vm.ToPromise(done.Result), func(v jsruntime.Value) {
		m, err := EncodeResult(vm, v)
		if len(m.Externals) > 0 { // what the result refers to lives as long as its stubs
			OnGivenUp(vm, m, scope.Hold(), nil)
		}
		answer(m, err)
		done.Release()
	}, func(reason jsruntime.Value) {
		answer(jsruntime.Message{}, vm.Wrap(reason))
		done.Release()
	})
}

// Performed is what an operation came to.
type Performed struct {
	Result jsruntime.Value // or a promise of it
	Called bool            // a function of the script's was: what fails is then its own
	// Release gives up what came as arguments. It is the callee's until the call has ended, or failed, and its
	// result has been encoded.
	Release func()
}

// Perform carries out an operation. extra arguments are appended to those of a call on plain handlers.
func Perform(vm *jsruntime.VM, object *jsruntime.Object, kind Kind, op Op, extra ...jsruntime.Value) (done Performed, err error) {
	done.Release = func() { Discard(op.Args) } // as long as nobody has taken them
	var this *jsruntime.Object
	if err := vm.Try(func() { this, done.Result = lookup(vm, object, kind, op.Path) }); err != nil || op.Get {
		return done, err
	}
	value := done.Result
	fn, ok := jsruntime.AsFunction(value)
	if !ok {
		return done, vm.Try(func() { notFunction(vm, op.Path) })
	}
	args, stubs, err := decodeArguments(vm, op.Args)
	done.Release = func() { disposeAll(vm, stubs) }
	if err != nil {
		return done, err
	}
	if kind == Handlers {
		name := op.Path[len(op.Path)-1]
		if err := vm.Try(func() { oneArgument(vm, name, jsruntime.AsObject(value), len(args)) }); err != nil {
			return done, err
		}
		args = append(args, extra...)
	}
	done.Called = true
	done.Result, err = fn(this, args...)
	return done, err
}

// oneArgument throws unless a handler of a plain object, and a call with so many arguments, are as they must be.
func oneArgument(vm *jsruntime.VM, name string, handler *jsruntime.Object, given int) {
	if handler.Get("length").ToInteger() > 3 {
		vm.Throwf(jsruntime.TypeError, "Cannot call handler function %q over RPC because it has the wrong number of arguments. A simple function handler can only be called over RPC if it has exactly the arguments (arg, env, ctx), where only the first argument comes from the client. To support multi-argument RPC functions, use class-based syntax (extending WorkerEntrypoint) instead.", name)
	}
	if given != 1 {
		vm.Throwf(jsruntime.TypeError, "Attempted to call RPC function %q with the wrong number of arguments. When calling a top-level handler function that is not declared as part of a class, you must always send exactly one argument. In order to support variable numbers of arguments, the server must use class-based syntax (extending WorkerEntrypoint) instead.", name)
	}
}

func notFunction(vm *jsruntime.VM, path []string) {
	name := "(this)"
	if len(path) > 0 {
		name = path[len(path)-1]
	}
	vm.Throwf(jsruntime.TypeError, "%q is not a function.", name)
}

// lookup finds what path names, by the platform's rules of visibility.
func lookup(vm *jsruntime.VM, object *jsruntime.Object, kind Kind, path []string) (this *jsruntime.Object, value jsruntime.Value) {
	this, value = object, object
	for i, name := range path {
		o := jsruntime.AsObject(value)
		if o == nil || i > 0 && !passable(vm, o) {
			missing(vm, path[max(i-1, 0)])
		}
		this = o
		if kind == Handlers && i == 0 {
			if slices.Contains(nobodys, name) {
				refuseReserved(vm, name)
			}
			value = o.Get(name)
		} else {
			value = member(vm, o, name)
		}
		if value == nil || jsruntime.IsUndefined(value) {
			missing(vm, name)
		}
	}
	return this, value
}

// passable reports whether a path may go through an object: through plain objects, functions, targets
// and stubs.
func passable(vm *jsruntime.VM, o *jsruntime.Object) bool {
	if _, ok := ReceiverOf(o); ok || IsTarget(o) || jsruntime.IsFunction(o) {
		return true
	}
	p := o.Prototype()
	return p != nil && (p.SameAs(root(vm)) || inheritsTarget(vm, o))
}

// inheritsTarget reports whether a prototype of o is that of RpcTarget, as that of a proxy can be.
func inheritsTarget(vm *jsruntime.VM, o *jsruntime.Object) bool {
	target := targetClass.Prototype(vm)
	for p := o.Prototype(); p != nil; p = p.Prototype() {
		if p.SameAs(target) {
			return true
		}
	}
	return false
}

func missing(vm *jsruntime.VM, name string) {
	vm.Throwf(jsruntime.TypeError, "The RPC receiver does not implement the method %q.", name)
}

// member gives what of an object can be seen from afar: the own properties of a plain object or
// a function, the members of the prototypes of an instance, everything of a stub.
func member(vm *jsruntime.VM, o *jsruntime.Object, name string) jsruntime.Value {
	if _, ok := ReceiverOf(o); ok {
		return o.Get(name)
	}
	if jsruntime.IsProxy(o) && inheritsTarget(vm, o) {
		return proxyMember(vm, o, name)
	}
	if p := o.Prototype(); p == nil || p.SameAs(root(vm)) || jsruntime.IsFunction(o) {
		if !owns(vm, o, name) {
			return nil
		}
		return o.Get(name)
	}
	return prototypeMember(vm, o, name)
}

func root(vm *jsruntime.VM) *jsruntime.Object {
	return vm.Get("Object").(*jsruntime.Object).Get("prototype").(*jsruntime.Object)
}

// proxyMember gives a member of a proxy of a script's that passes for an RpcTarget, even if it can be called:
// whatever its handler gives that is neither its own nor Object's.
func proxyMember(vm *jsruntime.VM, o *jsruntime.Object, name string) jsruntime.Value {
	if slices.Contains(nobodys, name) {
		refuseReserved(vm, name)
	}
	if owns(vm, o, name) {
		return nil
	}
	value := o.Get(name)
	if value == nil || value.SameAs(root(vm).Get(name)) {
		return nil
	}
	return value
}

// prototypeMember gives a member of o's prototypes, up to but not including Object's.
func prototypeMember(vm *jsruntime.VM, o *jsruntime.Object, name string) jsruntime.Value {
	if slices.Contains(reserved, name) && !IsTarget(o) || slices.Contains(nobodys, name) {
		refuseReserved(vm, name)
	}
	end := root(vm)
	for p := o.Prototype(); p != nil && !p.SameAs(end); p = p.Prototype() {
		if owns(vm, p, name) {
			if owns(vm, o, name) {
				return nil
			}
			return o.Get(name)
		}
	}
	return nil
}

// owns reports whether o itself has the property.
func owns(vm *jsruntime.VM, o *jsruntime.Object, name string) bool {
	if has, known := vm.Plain().Has(o, name); known {
		return has
	}
	has, _ := jsruntime.AsFunction(vm.Get("Object").(*jsruntime.Object).Get("hasOwn"))
	return vm.Call(has, jsruntime.Undefined(), o, vm.ToValue(name)).ToBoolean()
}

// standard are the error classes that keep their name on the way.
var standard = []string{"Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError", "AggregateError"}

// Remote makes of an exception what the caller is to see: a standard class, the message, and
// remote: true. Errors that are not exceptions of JavaScript pass.
func Remote(err error) error {
	if _, host := err.(*jsruntime.Error); host {
		return err
	}
	var ex *jsruntime.Exception
	if !errors.As(err, &ex) {
		return err
	}
	e := &jsruntime.Error{Class: ex.Name, Msg: ex.Message, Err: err, Props: map[string]any{"remote": true}}
	if ex.DOMException {
		e.Class = jsruntime.DOMError + ex.Name
	} else if !slices.Contains(standard, ex.Name) {
		e.Class, e.Msg = jsruntime.PlainError, ex.Error()
	}
	for _, flag := range []string{"retryable", "overloaded", "durableObjectReset"} {
		if ex.Flags[flag] && (flag != "retryable" || !ex.Flags["overloaded"]) { // of these two the platform tells one
			e.Props[flag] = true
		}
	}
	return e
}
