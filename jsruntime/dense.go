package jsruntime

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"

	"paddock/jsruntime/dialect"
)

// arrays is where the engine keeps what is in an array, as offsets (see machine).
type arrays struct {
	table                                                                unsafe.Pointer
	values, length, count, special, writable, extensible, names, symbols uintptr
}

var theArrays = sync.OnceValue(func() *arrays {
	o := goja.New().NewArray()
	of := behind(o).Type()
	at := func(of reflect.Type, name string) uintptr {
		f := dialect.EngineField(of, name)
		offset := uintptr(0)
		for i := range f.Index { // of embedded structs too
			offset += of.FieldByIndex(f.Index[:i+1]).Offset
		}
		return offset
	}
	property := dialect.EngineField(of, "lengthProp")
	a := &arrays{
		values: at(of, "values"), length: at(of, "length"), count: at(of, "objCount"), special: at(of, "propValueCount"),
		writable: property.Offset + at(property.Type, "writable"), extensible: at(of, "extensible"),
		names: at(of, "propNames"), symbols: at(of, "symValues"),
	}
	a.table = theMachine().table(o)
	return a
})

// Dense gives the elements of an array that is nothing but elements: without holes, attributes of
// an element, a lock on its length, or other properties. They are the array's own until JavaScript runs again.
// ok is false for everything else.
func Dense(v Value) (elements []Value, ok bool) {
	a := theArrays()
	o, isObject := v.(*Object)
	if !isObject || theMachine().table(o) != a.table {
		return nil, false
	}
	array := theMachine().inside(o)
	elements = *at[[]Value](array, a.values)
	n := len(elements)
	ok = *at[uint32](array, a.length) == uint32(n) && *at[int](array, a.count) == n && *at[int](array, a.special) == 0 &&
		*at[bool](array, a.writable) && *at[bool](array, a.extensible) && // length is its only name
		len(*at[[]unistring.String](array, a.names)) <= 1 && *at[unsafe.Pointer](array, a.symbols) == nil
	return elements, ok
}

// SetDense gives an array of which Dense told other elements, none of which may be nil. They belong
// to the array from then on.
func SetDense(o *Object, elements []Value) {
	a := theArrays()
	array := theMachine().inside(o)
	*at[[]Value](array, a.values) = elements
	*at[uint32](array, a.length) = uint32(len(elements))
	*at[int](array, a.count) = len(elements)
}

// PutBefore lists the property first of an array before second, if it comes right after it.
func PutBefore(array *Object, first, second string) {
	a := theArrays()
	if theMachine().table(array) != a.table {
		return
	}
	names := *at[[]unistring.String](theMachine().inside(array), a.names)
	for i := 1; i < len(names); i++ {
		if names[i] == unistring.String(first) && names[i-1] == unistring.String(second) {
			names[i-1], names[i] = names[i], names[i-1]
			return
		}
	}
}
