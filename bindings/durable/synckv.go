package durable

import (
	"paddock/jsruntime"
	"paddock/polyfills/trace"
)

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

// notSQLite is the refusal of an object's synchronous methods where its class has no SQL.
const notSQLite = "The storage.kv (synchronous KV) API is only available for SQLite-backed Durable Objects, but this object's namespace is not declared to use SQLite. You can use the older, asyncronous interface via methods of `storage` itself (e.g. `storage.get()`). Alternatively, to enable SQLite, change `new_classes` to `new_sqlite_classes` within the 'migrations' field in your wrangler.jsonc or wrangler.toml file. If using workerd directly, set `enableSql = true` in your workerd config for the class. Note that this change cannot be made after the class is already deployed to production."

func defineSyncKV() {
	method := func(name string, length int, f func(vm *jsruntime.VM, k *syncKV, args jsruntime.Args) (jsruntime.Value, error)) {
		syncKVClass.Method(name, length, trace.Method(spanPrefix+"kv_"+name, func(vm *jsruntime.VM, k *syncKV, args jsruntime.Args) jsruntime.Value {
			tellSync(vm, name, args)
			if len(args) == 0 && name != "list" {
				vm.Throw(wrongType("SyncKvStorage", name, 1, "string"))
			}
			if !k.class.sqlite {
				vm.Throwf(jsruntime.PlainError, "%s", notSQLite)
			}
			v, err := f(vm, k, args)
			if err != nil {
				vm.Throw(err)
			}
			return v
		}))
	}
	method("get", 1, func(vm *jsruntime.VM, k *syncKV, args jsruntime.Args) (jsruntime.Value, error) {
		return k.value(vm, vm.WTF8(args[0]))
	})
	method("put", 2, func(vm *jsruntime.VM, k *syncKV, args jsruntime.Args) (jsruntime.Value, error) {
		if len(args) < 2 {
			return nil, wrongType("SyncKvStorage", "put", 2, "Value")
		}
		value, err := encode(vm, args[1])
		if err != nil {
			return nil, err
		}
		return nil, k.put(vm, vm.WTF8(args[0]), value)
	})
	method("delete", 1, func(vm *jsruntime.VM, k *syncKV, args jsruntime.Args) (jsruntime.Value, error) {
		ok, err := k.remove(vm, vm.WTF8(args[0]))
		tellDeleted(vm, ok)
		return vm.ToValue(ok), err
	})
	method("list", 0, func(vm *jsruntime.VM, k *syncKV, args jsruntime.Args) (jsruntime.Value, error) {
		l, err := k.iterate(vm, args)
		if err != nil {
			return nil, err
		}
		return listClass.New(vm, l), nil
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
func (k *syncKV) iterate(vm *jsruntime.VM, args jsruntime.Args) (*listIterator, error) {
	o, err := readListOptions(vm, "SyncKvStorage", args)
	if err != nil {
		return nil, err
	}
	pairs, err := k.Storage.list(o)
	if err != nil {
		return nil, err
	}
	if k.current != nil {
		k.current.canceled = len(k.current.pairs) > 0
		k.current.pairs = nil
	}
	k.current = &listIterator{pairs: pairs}
	return k.current, nil
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
