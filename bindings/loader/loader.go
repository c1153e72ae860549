package loader

import (
	"context"
	"sync"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/globalscope"
	"paddock/polyfills/rpc"
)

// loader is one binding. It is safe for concurrent use.
type loader struct {
	host    bindings.Host
	workers bindings.Loader

	mu    sync.Mutex // guards named
	named map[string]*dynamic
}

// loaderClass is the binding.
var loaderClass = jsruntime.NewClass[loader]("WorkerLoader").
	Method("get", 2, get).
	Method("load", 1, func(vm *jsruntime.VM, l *loader, args jsruntime.Args) jsruntime.Value {
		globalscope.NeedsEvent(vm)
		d := newDynamic(l.host.Workers())
		l.begin(vm, d, args.At(0))
		return newStub(vm, d)
	})

// get gives the Worker of a name, which code() is asked for the first time only; without a name it
// is a Worker of its own.
func get(vm *jsruntime.VM, l *loader, args jsruntime.Args) jsruntime.Value {
	globalscope.NeedsEvent(vm)
	code, ok := jsruntime.AsFunction(args.At(1))
	if !ok {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'get' on 'WorkerLoader': parameter 2 is not of type 'function'.")
	}
	name := ""
	if !jsruntime.IsNullish(args.At(0)) {
		name = vm.Text(args.At(0))
	}
	d, known := l.find(name)
	if known {
		return newStub(vm, d)
	}
	given, err := code(jsruntime.Undefined())
	if err != nil {
		l.lose(name, d, err)
		return newStub(vm, d)
	}
	vm.Then(vm.ToPromise(given), func(v jsruntime.Value) { l.start(vm, name, d, v) },
		func(reason jsruntime.Value) { l.lose(name, d, vm.Wrap(reason)) })
	return newStub(vm, d)
}

// find gives the Worker of a name, or a new one.
func (l *loader) find(name string) (d *dynamic, known bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if d, known = l.named[name]; known {
		return d, true
	}
	d = newDynamic(l.host.Workers())
	if name != "" {
		l.named[name] = d
	}
	return d, false
}

// lose tells of a Worker that could not be made; the next to ask for its name tries again.
func (l *loader) lose(name string, d *dynamic, err error) {
	l.mu.Lock()
	if l.named[name] == d {
		delete(l.named, name)
	}
	l.mu.Unlock()
	d.arrive("", err)
}

// begin is start for load, whose code is looked at before it returns.
func (l *loader) begin(vm *jsruntime.VM, d *dynamic, v jsruntime.Value) {
	code, err := read(vm, v)
	if err != nil {
		vm.Throw(err)
	}
	l.run(vm, "", d, code)
}

// start makes the Worker of what code() gave.
func (l *loader) start(vm *jsruntime.VM, name string, d *dynamic, v jsruntime.Value) {
	code, err := read(vm, v)
	if err != nil {
		l.lose(name, d, err)
		return
	}
	l.run(vm, name, d, code)
}

// run has the session make the Worker. One without a name ends with the event that asked for it.
func (l *loader) run(vm *jsruntime.VM, name string, d *dynamic, code bindings.DynamicCode) {
	if name == "" {
		vm.Scope().OnEnd(d.end)
	}
	l.host.Background(func(ctx context.Context) {
		worker, unload, err := l.workers.Load(ctx, code)
		if err != nil {
			l.lose(name, d, err)
			return
		}
		d.unloads(unload)
		d.arrive(worker, nil)
	})
}

// stub is what scripts have of a Worker.
type stub struct {
	worker *dynamic
	owner  jsruntime.Owner
}

func newStub(vm *jsruntime.VM, d *dynamic) jsruntime.Value {
	return stubClass.New(vm, &stub{d, vm.Owner()})
}

var stubClass = jsruntime.NewClass[stub]("WorkerStub").
	Method("getEntrypoint", 0, func(vm *jsruntime.VM, s *stub, args jsruntime.Args) jsruntime.Value {
		s.owner.Check(vm, "WorkerStubChannel")
		to := bindings.Target{}
		if v := args.At(0); !jsruntime.IsNullish(v) && vm.Text(v) != "default" {
			to.Entrypoint = vm.Text(v)
		}
		if o := jsruntime.AsObject(args.At(1)); o != nil {
			if props := o.Get("props"); props != nil && !jsruntime.IsUndefined(props) {
				m, err := rpc.Encode(vm, props)
				if err != nil {
					vm.Throw(err)
				}
				to.Props = &m
			}
		}
		return rpc.NewService(vm, &entrypoint{s.worker, to}, rpc.Options{Kind: rpc.Channel})
	}).
	Method("getDurableObjectClass", 0, func(vm *jsruntime.VM, _ *stub, _ jsruntime.Args) jsruntime.Value {
		vm.Throw(&bindings.Unsupported{Feature: "Durable Object classes of Workers that a script has loaded"})
		return nil
	})
