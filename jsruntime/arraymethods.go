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

// arrayTemplate is the engine's list of how the properties of Array.prototype are made, with what makes them
// lent to wrapArrayMethod. It is one for all VMs; that of engines without a VM stays as it is.
var arrayTemplate = sync.OnceValue(func() unsafe.Pointer {
	proto := behind(goja.New().Get("Array").(*Object).Get("prototype").(*Object))
	theirs := reflect.NewAt(proto.FieldByName("tmpl").Type().Elem(), *fieldOf[unsafe.Pointer](proto, "tmpl")).Elem()
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
				of.vm.wrapArrayMethod(name, property)
			}
			return property
		}
		props.SetMapIndex(entry.Key(), reflect.ValueOf(made).Convert(props.Type().Elem()))
	}
	return ours.UnsafePointer()
})
