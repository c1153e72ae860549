package durable

import "paddock/jsruntime"

// syncKV is the host side of storage.kv.
type syncKV struct {
	*Storage
	current *listIterator // the list that was begun last
}

// listIterator is the host side of what kv.list() gives.
type listIterator struct {
	pairs    []pair // those that were not given yet
	canceled bool   // another list began before its end
}

var (
	syncKVClass = jsruntime.NewClass[syncKV]("SyncKvStorage")
	listClass   = jsruntime.NewClass[listIterator]("ListIterator")
)

func defineSyncKV() {
	syncKVClass.
		Method("get", 1, func(vm *jsruntime.VM, k *syncKV, args jsruntime.Args) jsruntime.Value {
			v, err := k.value(vm, args.At(0).String())
			if err != nil {
				vm.Throw(err)
			}
			return v
		}).
		Method("put", 2, func(vm *jsruntime.VM, k *syncKV, args jsruntime.Args) jsruntime.Value {
			if len(args) < 2 {
				vm.Throwf(jsruntime.TypeError, "Failed to execute 'put' on 'SyncKvStorage': parameter 2 is not of type 'JsValue'.")
			}
			value, err := encode(vm, args.At(1))
			if err == nil {
				err = k.put(vm, args.At(0).String(), value)
			}
			if err != nil {
				vm.Throw(err)
			}
			return nil
		}).
		Method("delete", 1, func(vm *jsruntime.VM, k *syncKV, args jsruntime.Args) jsruntime.Value {
			ok, err := k.remove(vm, args.At(0).String())
			if err != nil {
				vm.Throw(err)
			}
			return vm.ToValue(ok)
		}).
		Method("list", 0, func(vm *jsruntime.VM, k *syncKV, args jsruntime.Args) jsruntime.Value {
			return listClass.New(vm, k.iterate(vm, args.At(0)))
		})
	listClass.
		Method("next", 0, func(vm *jsruntime.VM, l *listIterator, _ jsruntime.Args) jsruntime.Value {
			return iteration(vm, l.next(vm))
		}).
		MethodThis("[Symbol.iterator]", 0, func(_ *jsruntime.VM, this *jsruntime.Object, _ *listIterator, _ jsruntime.Args) jsruntime.Value {
			return this
		}).
		Alias(func(*jsruntime.VM) *jsruntime.Symbol { return jsruntime.SymIterator }, "[Symbol.iterator]")
}

// iterate begins a list. As on the platform it ends the one that has not ended yet.
func (k *syncKV) iterate(vm *jsruntime.VM, options jsruntime.Value) *listIterator {
	o, err := readListOptions(options)
	if err != nil {
		vm.Throw(err)
	}
	pairs, err := k.Storage.list(o)
	if err != nil {
		vm.Throw(err)
	}
	if k.current != nil {
		k.current.canceled = len(k.current.pairs) > 0
		k.current.pairs = nil
	}
	k.current = &listIterator{pairs: pairs}
	return k.current
}

// next gives the next key and value; nil behind the last.
func (l *listIterator) next(vm *jsruntime.VM) jsruntime.Value {
	if l.canceled {
		vm.Throwf(jsruntime.PlainError, "kv.list() iterator was invalidated because a new call to kv.list() was started. Only one kv.list() iterator can exist at a time.")
	}
	if len(l.pairs) == 0 {
		return nil
	}
	p := l.pairs[0]
	l.pairs = l.pairs[1:]
	v, err := decode(vm, p.value)
	if err != nil {
		vm.Throw(err)
	}
	return vm.NewArrayOf(vm.ToValue(p.key), v)
}
