package jsruntime

import (
	"maps"
	"slices"
)

// namespaces are those that were made of host modules, by specifier, and all of them.
type namespaces struct {
	made map[string]*Object
	are  map[*Object]bool
}

// Namespace gives the namespace of a host module, which is what import() and import * of it give: an object without
// a prototype that has the module's exports as they were when it was first imported, in the order of their names, and
// that nobody can change; ok is false when there is no module of that name.
func (vm *VM) Namespace(specifier string) (namespace *Object, ok bool) {
	if made := vm.made[specifier]; made != nil {
		return made, true
	}
	v, ok := vm.Module(specifier)
	if !ok {
		return nil, false
	}
	members := vm.members(specifier, v)
	out := vm.NewObject()
	must(out.SetPrototype(nil))
	for _, name := range slices.Sorted(maps.Keys(members)) {
		must(out.DefineDataProperty(name, members[name], No, No, Yes))
	}
	must(out.DefineDataPropertySymbol(SymToStringTag, vm.ToValue("Module"), No, No, No))
	vm.close(FunctionCall{This: Undefined(), Arguments: []Value{out}})
	if vm.made == nil {
		vm.made, vm.are = map[string]*Object{}, map[*Object]bool{}
	}
	vm.made[specifier], vm.are[out] = out, true
	return out, true
}

// IsNamespace reports whether a value is the namespace of a host module.
func (vm *VM) IsNamespace(v Value) bool {
	o := AsObject(v)
	return o != nil && vm.are[o]
}

// members are the exports of a module by their names.
func (vm *VM) members(specifier string, exports Value) map[string]Value {
	o := AsObject(exports)
	members := map[string]Value{}
	if names := vm.exports[specifier]; names != nil {
		for _, name := range names {
			members[name] = o.Get(name)
		}
		return members
	}
	switch named := vm.named[specifier]; {
	case o == nil:
	case named != nil:
		members = named(vm, o)
	default:
		for _, name := range o.Keys() {
			members[name] = o.Get(name)
		}
	}
	members["default"] = exports
	return members
}
