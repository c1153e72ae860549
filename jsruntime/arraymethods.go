package jsruntime

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"
)

// Wrap changes what a native function of a VM does.
type Wrap = func(vm *VM, original Native) Native

// PatchArrayMethods does what [Patch] does for methods of Array.prototype, by their names, when each is first
// asked for: the engine makes them then, and most Workers need few of them. It is to be called once in a VM.
func (vm *VM) PatchArrayMethods(wraps map[string]Wrap) {
	vm.arrayWraps = wraps
	proto := behind(vm.Get("Array").(*Object).Get("prototype").(*Object))
	for name, property := range *fieldOf[map[unistring.String]Value](proto, "values") { // those that it has made
		vm.wrapArrayMethod(string(name), property)
	}
	*fieldOf[unsafe.Pointer](proto, "tmpl") = arrayTemplate()
}

// wrapArrayMethod patches a method that the engine has just made, as a property.
func (vm *VM) wrapArrayMethod(name string, property Value) {
	wrap := vm.arrayWraps[name]
	held := reflect.ValueOf(property)
	if wrap == nil || held.Kind() != reflect.Pointer || !held.Elem().FieldByName("getterFunc").IsValid() {
		return
	}
	Patch((*fieldOf[Value](held.Elem(), "value")).(*Object), func(original Native) Native { return wrap(vm, original) })
}

// PatchGlobals calls patch for each of the engine's globals that are named, when it is first asked for or has been.
// It is to be called once in a VM.
func (vm *VM) PatchGlobals(patch map[string]func(vm *VM, global *Object)) {
	vm.globalPatches = patch
	global := behind(vm.GlobalObject())
	for name, property := range *fieldOf[map[unistring.String]Value](global, "values") {
		vm.patchGlobal(string(name), property)
	}
	*fieldOf[unsafe.Pointer](global, "tmpl") = globalTemplate()
}

func (vm *VM) patchGlobal(name string, property Value) {
	patch := vm.globalPatches[name]
	held := reflect.ValueOf(property)
	if patch == nil || held.Kind() != reflect.Pointer || !held.Elem().FieldByName("getterFunc").IsValid() {
		return
	}
	patch(vm, (*fieldOf[Value](held.Elem(), "value")).(*Object))
}

// arrayTemplate and globalTemplate are the engine's lists of how the properties of Array.prototype and of the global
// object are made, with what makes them lent to a VM. They are the same for all VMs; those of engines without
// a VM stay as they are.
var (
	arrayTemplate = sync.OnceValue(func() unsafe.Pointer {
		return lentTemplate(goja.New().Get("Array").(*Object).Get("prototype").(*Object), (*VM).wrapArrayMethod)
	})
	globalTemplate = sync.OnceValue(func() unsafe.Pointer { return lentTemplate(goja.New().GlobalObject(), (*VM).patchGlobal) })
)

// lentTemplate copies the list of an object, so that a VM is told of what is made by it.
func lentTemplate(o *Object, tell func(vm *VM, name string, property Value)) unsafe.Pointer {
	of := behind(o)
	theirs := reflect.NewAt(of.FieldByName("tmpl").Type().Elem(), *fieldOf[unsafe.Pointer](of, "tmpl")).Elem()
	ours := reflect.New(theirs.Type())
	ours.Elem().Set(theirs)
	at := func(of reflect.Value) reflect.Value {
		f := of.FieldByName("props")
		return reflect.NewAt(f.Type(), f.Addr().UnsafePointer()).Elem()
	}
	props := at(ours.Elem())
	props.Set(reflect.MakeMap(props.Type()))
	making := reflect.TypeFor[func(*goja.Runtime) Value]()
	for entry := at(theirs).MapRange(); entry.Next(); {
		name, original := entry.Key().String(), entry.Value().Convert(making).Interface().(func(*goja.Runtime) Value)
		made := func(r *goja.Runtime) Value {
			property := original(r)
			if of, ok := (*fieldOf[goja.AsyncContextTracker](reflect.ValueOf(r).Elem(), "asyncContextTracker")).(tracker); ok {
				tell(of.vm, name, property)
			}
			return property
		}
		props.SetMapIndex(entry.Key(), reflect.ValueOf(made).Convert(props.Type().Elem()))
	}
	return ours.UnsafePointer()
}
