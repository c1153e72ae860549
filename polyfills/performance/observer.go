package performance

import (
	"slices"

	"paddock/jsruntime"
	"paddock/polyfills/events"
)

// supportedTypes are the types that an observer can hear of.
var supportedTypes = []string{"measure", "mark"}

// observer is the host side of a PerformanceObserver.
type observer struct {
	object   *jsruntime.Object
	callback jsruntime.Callable
	frame    *jsruntime.Frame // where the callback runs
	mode     string           // "", "single" or "multiple": which form of observe came first
	types    []string         // what it observes
	buffer   entries          // what it was not told yet
	awake    bool             // a task is on its way
}

// entryList is the host side of a PerformanceObserverEntryList.
type entryList struct{ entries }

var entryListClass = jsruntime.NewClass[entryList]("PerformanceObserverEntryList").
	Method("getEntries", 0, func(vm *jsruntime.VM, l *entryList, _ jsruntime.Args) jsruntime.Value { return l.all(vm) }).
	Method("getEntriesByType", 1, func(vm *jsruntime.VM, l *entryList, args jsruntime.Args) jsruntime.Value { return l.byType(vm, args) }).
	Method("getEntriesByName", 1, func(vm *jsruntime.VM, l *entryList, args jsruntime.Args) jsruntime.Value { return l.byName(vm, args) })

var observerClass = jsruntime.NewClass[observer]("PerformanceObserver").
	Constructor(1, func(vm *jsruntime.VM, args jsruntime.Args, this *jsruntime.Object) *observer {
		f, ok := jsruntime.AsFunction(args.At(0))
		if !ok {
			vm.Throwf(jsruntime.TypeError, "Failed to construct 'PerformanceObserver': constructor parameter 1 is not of type 'Value'.")
		}
		return &observer{object: this, callback: f}
	}).
	Method("observe", 0, func(vm *jsruntime.VM, o *observer, args jsruntime.Args) jsruntime.Value {
		o.observe(vm, args.At(0))
		return nil
	}).
	Method("disconnect", 0, func(vm *jsruntime.VM, o *observer, _ jsruntime.Args) jsruntime.Value {
		o.disconnect(timelines.Get(vm))
		return nil
	}).
	Method("takeRecords", 0, func(vm *jsruntime.VM, o *observer, _ jsruntime.Args) jsruntime.Value {
		taken := o.buffer
		o.buffer = nil
		return taken.all(vm)
	}).
	Setup(func(vm *jsruntime.VM, ctor, _ *jsruntime.Object) {
		get := vm.NewFunction("get supportedEntryTypes", 0, func(jsruntime.FunctionCall) jsruntime.Value {
			return supported.Get(vm)
		})
		if err := ctor.DefineAccessorProperty("supportedEntryTypes", get, nil, jsruntime.Yes, jsruntime.Yes); err != nil {
			vm.Throw(err)
		}
	})

// supported is the frozen array of supportedTypes.
var supported = jsruntime.NewSlot(func(vm *jsruntime.VM) jsruntime.Value {
	var names []jsruntime.Value
	for _, name := range supportedTypes {
		names = append(names, vm.ToValue(name))
	}
	return vm.Frozen(names...)
})

// observe is PerformanceObserver.observe (Performance Timeline, section 4.3).
func (o *observer) observe(vm *jsruntime.VM, v jsruntime.Value) {
	options := jsruntime.AsObject(v)
	if options == nil {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'observe' on 'PerformanceObserver': an observe() call must include either entryTypes or type arguments.")
	}
	list, single := options.Get("entryTypes"), options.Get("type")
	many, one := !jsruntime.IsUndefined(list), !jsruntime.IsUndefined(single)
	switch {
	case !many && !one:
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'observe' on 'PerformanceObserver': an observe() call must include either entryTypes or type arguments.")
	case many && one:
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'observe' on 'PerformanceObserver': an observe() call must not include both entryTypes and other arguments.")
	case many && o.mode == "single", one && o.mode == "multiple":
		vm.Throwf(jsruntime.DOMError+"InvalidModificationError", "This PerformanceObserver has performed the other form of observe() before.")
	}
	p := timelines.Get(vm)
	if many {
		o.mode = "multiple"
		o.set(vm, p, typesOf(vm, list))
		return
	}
	o.mode = "single"
	kind := vm.Text(single)
	if !slices.Contains(supportedTypes, kind) {
		return
	}
	o.set(vm, p, append(slices.DeleteFunc(o.types, func(t string) bool { return t == kind }), kind))
	if buffered := options.Get("buffered"); buffered != nil && buffered.ToBoolean() {
		for _, e := range p.entries {
			if e.kind == kind {
				o.queue(e)
			}
		}
	}
}

// typesOf reads a sequence of types and gives those that are supported.
func typesOf(vm *jsruntime.VM, list jsruntime.Value) (types []string) {
	if !vm.IsIterable(list) {
		vm.Throwf(jsruntime.TypeError, "Incorrect type for the 'entryTypes' field on 'ObserveOptions': the provided value is not of type 'Array'.")
	}
	vm.Iterate(list, func(v jsruntime.Value) bool {
		if kind := vm.Text(v); slices.Contains(supportedTypes, kind) {
			types = append(types, kind)
		}
		return true
	})
	return types
}

// set makes the observer observe types; none are ignored.
func (o *observer) set(vm *jsruntime.VM, p *performance, types []string) {
	if len(types) == 0 {
		return
	}
	o.types, o.frame = types, vm.Frame()
	if !slices.Contains(p.observers, o) {
		p.observers = append(p.observers, o)
	}
}

func (o *observer) disconnect(p *performance) {
	o.types, o.buffer = nil, nil
	p.observers = slices.DeleteFunc(p.observers, func(x *observer) bool { return x == o })
}

// queue keeps an entry for the observer and causes one task that tells of all.
func (o *observer) queue(e *entry) {
	if !slices.Contains(o.types, e.kind) {
		return
	}
	o.buffer = append(o.buffer, e)
	if !o.awake {
		o.awake = o.frame.Post(o.tell)
	}
}

// tell calls the callback.
func (o *observer) tell(vm *jsruntime.VM) {
	o.awake = false
	if vm == nil || len(o.buffer) == 0 {
		return
	}
	list := entryListClass.New(vm, &entryList{o.buffer})
	o.buffer = nil
	err := vm.Try(func() {
		dropped := vm.NewObject()
		if err := dropped.Set("droppedEntriesCount", 0); err != nil {
			vm.Throw(err)
		}
		vm.Call(o.callback, o.object, list, o.object, dropped)
	})
	if err != nil {
		events.Report(vm, vm.ErrorValue(err))
	}
}
