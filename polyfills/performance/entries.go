package performance

import (
	"cmp"
	"slices"

	"paddock/jsruntime"
)

// entry is the host side of a PerformanceEntry.
type entry struct {
	object          *jsruntime.Object
	name, kind      string
	start, duration float64
	detail          jsruntime.Value
}

var entryClass = jsruntime.NewClass[entry]("PerformanceEntry").
	Getter("name", func(vm *jsruntime.VM, e *entry) jsruntime.Value { return vm.ToValue(e.name) }).
	Getter("entryType", func(vm *jsruntime.VM, e *entry) jsruntime.Value { return vm.ToValue(e.kind) }).
	Getter("startTime", func(vm *jsruntime.VM, e *entry) jsruntime.Value { return vm.ToValue(e.start) }).
	Getter("duration", func(vm *jsruntime.VM, e *entry) jsruntime.Value { return vm.ToValue(e.duration) }).
	Method("toJSON", 0, func(vm *jsruntime.VM, e *entry, _ jsruntime.Args) jsruntime.Value { return e.json(vm) })

// json gives the entry as JSON has it: with the detail, if there is one.
func (e *entry) json(vm *jsruntime.VM) jsruntime.Value {
	o := object(vm, "name", e.name, "entryType", e.kind, "startTime", e.start, "duration", e.duration)
	if !jsruntime.IsNullish(e.detail) {
		set(vm, o, "detail", e.detail)
	}
	return o
}

// entries are entries in the order in which they were made.
type entries []*entry

// list gives entries by time, as the standard orders them.
func (es entries) list(vm *jsruntime.VM, want func(*entry) bool) jsruntime.Value {
	sorted := slices.Clone(es)
	slices.SortStableFunc(sorted, func(a, b *entry) int { return cmp.Compare(a.start, b.start) })
	var out []jsruntime.Value
	for _, e := range sorted {
		if want(e) {
			out = append(out, e.object)
		}
	}
	return vm.NewArrayOf(out...)
}

func (es entries) all(vm *jsruntime.VM) jsruntime.Value {
	return es.list(vm, func(*entry) bool { return true })
}

// byName is getEntriesByName(name, type).
func (es entries) byName(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	name, kind := args.At(0).String(), args.At(1)
	return es.list(vm, func(e *entry) bool {
		return e.name == name && (jsruntime.IsUndefined(kind) || e.kind == kind.String())
	})
}

// byType is getEntriesByType(type).
func (es entries) byType(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	kind := args.At(0).String()
	return es.list(vm, func(e *entry) bool { return e.kind == kind })
}
