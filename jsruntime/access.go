package jsruntime

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"

	"paddock/jsruntime/dialect"
)

// accessors is how the engine's functions of the host look inside.
type accessors struct {
	of                reflect.Type
	object, does      uintptr // of one: the object that it is, and what it does
	values, propNames uintptr // its properties
}

var theAccessors = sync.OnceValue(func() *accessors {
	of := behind(newNativeFunc(goja.New(), nil, "", 0)).Type()
	return &accessors{
		of, dialect.EngineField(of, "val").Offset, dialect.EngineField(of, "f").Offset,
		dialect.EngineField(of, "values").Offset, dialect.EngineField(of, "propNames").Offset,
	}
})

// newAccess makes a function that no script meets, as the getter of a global that is made when it is first read. It has no properties,
// of which those of other functions take most of the time and the memory: there are a hundred of these. None may be given to it.
func (vm *VM) newAccess(call Native) *Object {
	t := theAccessors()
	if vm.access == nil {
		vm.access = newNativeFunc(vm.Runtime, nil, "", 0)
		inside := vm.machine.inside(vm.access)
		*at[map[unistring.String]Value](inside, t.values), *at[[]unistring.String](inside, t.propNames) = nil, nil
	}
	made := reflect.New(t.of)
	made.Elem().Set(reflect.NewAt(t.of, vm.machine.inside(vm.access)).Elem())
	o := new(Object)
	*o = *vm.access
	inside := made.UnsafePointer()
	at[[2]unsafe.Pointer](unsafe.Pointer(o), vm.machine.self)[1] = inside
	*at[*Object](inside, t.object), *at[Native](inside, t.does) = o, call
	return o
}
