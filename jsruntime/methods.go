package jsruntime

import (
	"unsafe"

	"github.com/dop251/goja/unistring"
)

// Wrap changes what a native function of a VM does.
type Wrap = func(vm *VM, original Native) Native

// PatchMethod does what [Patch] does for a method of one of the engine's objects, as String.prototype or Math, when it is
// first asked for: the engine makes it then, and most Workers need few of them.
func (vm *VM) PatchMethod(of *Object, name string, wrap func(original Native) Native) {
	list := vm.lend(of)
	if list == nil || vm.madeProperties(of)[unistring.String(name)] != nil { // names are ASCII
		Patch(of.Get(name).(*Object), wrap)
		return
	}
	method := awaited{list, name}
	if earlier := vm.wraps[method]; earlier != nil {
		later := wrap
		wrap = func(original Native) Native { return later(earlier(original)) }
	}
	vm.wraps[method] = wrap
}

// PatchArrayMethods does what [VM.PatchMethod] does for methods of Array.prototype, by their names. VMs may share the map. It
// is to be called once in a VM.
func (vm *VM) PatchArrayMethods(wraps map[string]Wrap) {
	proto := vm.Get("Array").(*Object).Get("prototype").(*Object)
	vm.arrayWraps, vm.arrayList = wraps, vm.lend(proto)
	for name, property := range vm.madeProperties(proto) {
		vm.propertyMade(vm.arrayList, string(name), property)
	}
}

// PatchGlobals calls patch for each of the engine's globals that are named, when it is first asked for or has been.
// It is to be called once in a VM.
func (vm *VM) PatchGlobals(patch map[string]func(vm *VM, global *Object)) {
	vm.globalPatches, vm.globalList = patch, vm.lend(vm.GlobalObject())
	for name, property := range vm.madeProperties(vm.GlobalObject()) {
		vm.propertyMade(vm.globalList, string(name), property)
	}
}

// awaited is a method of an object of the engine that has not been made yet.
type awaited struct {
	list unsafe.Pointer // of how the properties of the object are made
	name string
}

// propertyMade changes a property of the engine that is new.
func (vm *VM) propertyMade(list unsafe.Pointer, name string, property Value) {
	shared, patch := Wrap(nil), (func(*VM, *Object))(nil)
	switch list {
	case vm.arrayList:
		shared = vm.arrayWraps[name]
	case vm.globalList:
		patch = vm.globalPatches[name]
	}
	own := vm.wraps[awaited{list, name}]
	delete(vm.wraps, awaited{list, name}) // whoever comes over the property again finds it changed
	if shared == nil && patch == nil && own == nil {
		return
	}
	value := theTemplates().value(property)
	if value == nil {
		return
	}
	if patch != nil {
		patch(vm, value)
	}
	if shared != nil {
		Patch(value, func(original Native) Native { return shared(vm, original) })
	}
	if own != nil {
		Patch(value, own)
	}
}
