package rpc

import (
	"slices"

	"paddock/jsruntime"
)

// pending is a result that is on its way: members of it can be called before it is there.
type pending struct {
	promise  jsruntime.Value
	depth    int // of pending results that it waits for
	owner    jsruntime.Owner
	disposed bool
}

// newPromise makes the RpcPromise of a result.
func newPromise(vm *jsruntime.VM, promise jsruntime.Value, depth int) jsruntime.Value {
	return newAwaitable(vm, promiseClass, &part{vm: vm, of: &pending{promise: promise, depth: depth, owner: vm.Owner()}})
}

// part is promise.name before promise has settled, or, without a path, promise itself.
type part struct {
	vm   *jsruntime.VM
	of   *pending
	path []string
}

func (p *part) call(args []jsruntime.Value) jsruntime.Value { return p.of.invoke(p.vm, p.path, args) }

func (p *part) read() jsruntime.Value {
	if p.path == nil {
		return p.of.promise
	}
	if err := p.of.refusal(p.vm); err != nil {
		return p.vm.RejectedWith(err)
	}
	return p.vm.ThenValue(p.of.promise, func(v jsruntime.Value) jsruntime.Value {
		_, value := walk(p.vm, v, p.path)
		return value
	}, nil)
}

// dispose gives the result up, too: at once if it is there, else as soon as it is.
func (p *part) dispose() {
	if p.path != nil || p.of.disposed {
		return
	}
	p.of.disposed = true
	give := func(v jsruntime.Value) { disposeResult(p.vm, v) }
	if settled, ok := jsruntime.AsPromise(p.of.promise); ok && settled.State() == jsruntime.Fulfilled {
		give(settled.Result())
		return
	}
	p.vm.Then(p.of.promise, give, ignore)
}

// disposeResult calls the disposer of a value, if it has one.
func disposeResult(vm *jsruntime.VM, v jsruntime.Value) {
	o, sym := jsruntime.AsObject(v), disposeSymbol(vm)
	if o == nil || sym == nil {
		return
	}
	if fn, ok := jsruntime.AsFunction(o.GetSymbol(sym)); ok {
		vm.Call(fn, o)
	}
}

func (p *part) property(name string) jsruntime.Value {
	return newAwaitable(p.vm, propertyClass, &part{p.vm, p.of, longer(p.vm, p.path, name)})
}

// refusal is why the result cannot be used; nil if it can.
func (p *pending) refusal(vm *jsruntime.VM) error {
	if p.disposed {
		return errPromiseDisposed
	}
	return p.owner.Refusal(vm, traced)
}

// invoke calls what path names in the result.
func (p *pending) invoke(vm *jsruntime.VM, path []string, args []jsruntime.Value) jsruntime.Value {
	err := p.refusal(vm)
	if err == nil && p.depth >= maxPipeline {
		err = errPipeline
	}
	if err != nil {
		return newPromise(vm, vm.RejectedWith(err), 0)
	}
	args = append([]jsruntime.Value(nil), args...)
	place := vm.Place()
	next := vm.ThenValue(p.promise, func(v jsruntime.Value) jsruntime.Value {
		if s, ok := farther(vm, v, path); ok {
			return s.call(vm, path, args, place)
		}
		this, value := walk(vm, v, path)
		fn, ok := jsruntime.AsFunction(value)
		if !ok {
			vm.Throw(Remote(vm.Try(func() { notFunction(vm, path) })))
		}
		return vm.Call(fn, this, args...)
	}, nil)
	return newPromise(vm, next, p.depth+1)
}

var errPipeline = jsruntime.Errorf(jsruntime.PlainError, "RPC pipeline is too deep.")

// farther gives the stub that a value is, if it is the other side that has what the path names. It
// saves the proxies that reading the path would make.
func farther(vm *jsruntime.VM, v jsruntime.Value, path []string) (*stub, bool) {
	s, ok := stubClass.From(v)
	if !ok || len(path) == 0 {
		return nil, false
	}
	if _, ok := fetcherClass.From(v); ok { // it has methods of its own
		return nil, false
	}
	return s, inherited(stubClass.Prototype(vm), path[0]) == nil && path[0] != "then" && path[0] != "toJSON"
}

// walk follows path from v and gives the last object with the value found in it.
func walk(vm *jsruntime.VM, v jsruntime.Value, path []string) (this, value jsruntime.Value) {
	err := vm.Try(func() {
		this, value = jsruntime.Undefined(), v
		_, remote := ReceiverOf(v)
		for i, name := range path {
			o := jsruntime.AsObject(value)
			if o == nil || !remote && !passable(vm, o) {
				missing(vm, path[max(i-1, 0)])
			}
			if _, stub := ReceiverOf(o); stub {
				remote = true
			}
			if i == 0 && slices.Contains(nobodys, name) {
				refuseReserved(vm, name)
			}
			if remote { // the other side says what is there
				this, value = o, o.Get(name)
				continue
			}
			found := member(vm, o, name)
			if found == nil || jsruntime.IsUndefined(found) {
				missing(vm, name)
			}
			this, value = o, found
		}
	})
	if err != nil {
		vm.Throw(Remote(err))
	}
	return this, value
}
