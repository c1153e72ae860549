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

// Export is what a module exports by some name: a value, or if that is nil a property of an object.
type Export struct {
	Value Value
	Of    *Object
	Name  string
}

// Namespace gives the namespace of a host module, which is what import() and import * of it give: an object without
// a prototype that has the module's exports as they were when it was first imported, in the order of their names, and
// that nobody can change; ok is false when there is no module of that name. What is made when it is first used is
// not made for its sake.
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
		vm.export(out, name, members[name])
	}
	must(out.DefineDataPropertySymbol(SymToStringTag, vm.ToValue("Module"), No, No, No))
	vm.close(FunctionCall{This: Undefined(), Arguments: []Value{out}})
	if vm.made == nil {
		vm.made, vm.are = map[string]*Object{}, map[*Object]bool{}
	}
	vm.made[specifier], vm.are[out] = out, true
	return out, true
}

// export gives a namespace one of its members. Accessors are left for later.
func (vm *VM) export(namespace *Object, name string, e Export) {
	value := e.Value
	if value == nil {
		d := AsObject(vm.describe(FunctionCall{This: Undefined(), Arguments: []Value{e.Of, vm.ToValue(e.Name)}}))
		if d == nil || !IsFunction(d.Get("get")) {
			value = e.Of.Get(e.Name)
		}
	}
	if value != nil {
		must(namespace.DefineDataProperty(name, value, No, No, Yes))
		return
	}
	get := vm.NewFunction("get", 0, func(FunctionCall) Value {
		if value == nil {
			value = e.Of.Get(e.Name)
		}
		return value
	})
	must(namespace.DefineAccessorProperty(name, get, nil, No, Yes))
}

// IsNamespace reports whether a value is the namespace of a host module.
func (vm *VM) IsNamespace(v Value) bool {
	o := AsObject(v)
	return o != nil && vm.are[o]
}

// members are the exports of a module by their names.
func (vm *VM) members(specifier string, exports Value) map[string]Export {
	o := AsObject(exports)
	members := map[string]Export{}
	if names := vm.exports[specifier]; names != nil {
		for _, name := range names {
			members[name] = Export{Of: o, Name: name}
		}
		return members
	}
	switch named := vm.named[specifier]; {
	case o == nil:
	case named != nil:
		members = named(vm, o)
	default:
		for _, name := range o.Keys() {
			members[name] = Export{Of: o, Name: name}
		}
	}
	members["default"] = Export{Value: exports}
	return members
}
