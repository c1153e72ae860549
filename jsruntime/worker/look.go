package worker

import (
	"paddock/jsruntime"
	"paddock/polyfills/workers"
)

// Export tells of one export of a main module what it is.
type Export struct {
	Name    string
	Kind    workers.ClassKind
	Class   string // the name of the class, which may be another than the export's; "": no class
	Statics []Static
}

// Static is a static property that a class takes from accessors of its superclasses: a setting.
type Static struct {
	Name string
	// Hidden tells that the class has a property of its own in front of the accessors: what was
	// meant for the setter never reached it.
	Hidden bool
	Set    bool     // reading it gives something
	Keys   []string // of the object that it gives
}

// Look tells what the main module of a worker's current version exports.
func (f *Fleet) Look(name string) (exports []Export, err error) {
	err = f.eachExport(name, func(vm *jsruntime.VM, name string, o *jsruntime.Object) {
		exports = append(exports, describe(vm, name, o))
	})
	return exports, err
}

// eachExport calls visit, on the loop, with each object that the main module of a worker's current
// version exports.
func (f *Fleet) eachExport(name string, visit func(vm *jsruntime.VM, name string, o *jsruntime.Object)) error {
	w, release, err := f.acquire(name)
	if err != nil {
		return err
	}
	defer release()
	h, err := w.current()
	if err != nil {
		return err
	}
	return h.iso.Do(w.ctx, func(vm *jsruntime.VM) error {
		if h.main == nil {
			return nil
		}
		return vm.Try(func() {
			for _, name := range h.main.Keys() {
				if o := jsruntime.AsObject(h.main.Get(name)); o != nil {
					visit(vm, name, o)
				}
			}
		})
	})
}

func describe(vm *jsruntime.VM, name string, o *jsruntime.Object) Export {
	e := Export{Name: name}
	if !jsruntime.IsFunction(o) {
		return e
	}
	e.Kind, e.Class = workers.KindOf(vm, o), o.Get("name").String()
	_ = vm.Try(func() { e.Statics = statics(vm, o) }) // getters may throw: then they tell nothing
	return e
}

// statics looks for accessors on the superclasses of a class.
func statics(vm *jsruntime.VM, class *jsruntime.Object) []Static {
	reflect := vm.Get("Reflect").(*jsruntime.Object)
	own := func(o *jsruntime.Object, name string) *jsruntime.Object {
		return jsruntime.AsObject(vm.CallMethod(reflect, "getOwnPropertyDescriptor", o, vm.ToValue(name)))
	}
	top := jsruntime.AsObject(vm.Get("Function").(*jsruntime.Object).Get("prototype"))
	var all []Static
	seen := map[string]bool{}
	for o := class.Prototype(); o != nil && !o.SameAs(top); o = o.Prototype() {
		vm.Iterate(vm.CallMethod(reflect, "ownKeys", o), func(key jsruntime.Value) bool {
			if jsruntime.IsSymbol(key) || seen[key.String()] {
				return true
			}
			name := key.String()
			if d := own(o, name); d == nil || !jsruntime.IsFunction(d.Get("set")) {
				return true
			}
			seen[name] = true
			mine := own(class, name)
			all = append(all, setting(class, name, mine != nil && !jsruntime.IsFunction(mine.Get("set"))))
			return true
		})
	}
	return all
}

// setting reads a static property.
func setting(class *jsruntime.Object, name string, hidden bool) Static {
	s := Static{Name: name, Hidden: hidden}
	v := class.Get(name)
	s.Set = v != nil && !jsruntime.IsNullish(v)
	if o := jsruntime.AsObject(v); o != nil && !jsruntime.IsFunction(o) {
		s.Keys = o.Keys()
	}
	return s
}
