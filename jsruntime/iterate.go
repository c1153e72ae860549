package jsruntime

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
)

// iterators is where the engine keeps what an iterator of an array is about, as offsets (see
// machine).
type iterators struct {
	table       unsafe.Pointer
	array, next uintptr
	kind        uintptr
	values      int // the kind that gives values
}

var theIterators = sync.OnceValue(func() *iterators {
	rt := goja.New()
	made := func(method string) *Object {
		list := rt.NewArray()
		values, _ := goja.AssertFunction(list.Get(method))
		it, err := values(list)
		must(err)
		return it.(*Object)
	}
	o := made("values")
	of := behind(o).Type()
	i := &iterators{
		table: theMachine().table(o),
		array: fieldType(of, "obj").Offset, next: fieldType(of, "nextIdx").Offset, kind: fieldType(of, "kind").Offset,
	}
	if fieldType(of, "kind").Type.Kind() != reflect.Int {
		panic("the engine's kinds of iteration are no numbers")
	}
	i.values = *at[int](theMachine().inside(o), i.kind)
	return i
})

// shortenIteration spares the object that an iterator of an array gives for each element, where the
// engine itself asks: in for-of loops, patterns and spreads of scripts, where nobody else sees it
// and it is looked at before the next is asked for.
func (vm *VM) shortenIteration() {
	values := callableOf(vm.NewArray().Get("values"))
	iterator := vm.Call(values, vm.NewArray()).(*Object)
	result := vm.NewObject()
	must(result.Set("value", Undefined()))
	must(result.Set("done", false))
	m, i := vm.machine, theIterators()
	Patch(iterator.Get("next").(*Object), func(next Native) Native {
		return func(call FunctionCall) Value {
			o, ok := call.This.(*Object)
			if !ok || m.table(o) != i.table || !m.inScript(vm.Runtime) {
				return next(call)
			}
			it := m.inside(o)
			array := *at[*Object](it, i.array)
			if array == nil || *at[int](it, i.kind) != i.values {
				return next(call)
			}
			elements, dense := Dense(array)
			at := at[int64](it, i.next)
			if !dense || *at >= int64(len(elements)) {
				vm.plain.set(result, "value", Undefined()) // which would keep the last element
				return next(call)
			}
			vm.plain.set(result, "value", elements[*at])
			*at++
			return result
		}
	})
}
