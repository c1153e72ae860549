package jsruntime

import (
	"encoding/binary"
	"math"
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"

	"paddock/jsruntime/dialect"
)

// iterators is where the engine keeps what its iterators are about, as offsets (see machine).
type iterators struct {
	arrayTable, mapTable, setTable unsafe.Pointer // of the iterators
	array, next, arrayKind         uintptr        // of one of an array: what it goes over, from where
	entries, entryKind             uintptr        // of one of a map: the place in it
	setEntries, setKind            uintptr        // of one of a set
	key, value                     uintptr        // of an entry
	keys, values                   int            // the kinds that give keys, and values

	viewTable                             unsafe.Pointer // of typed arrays
	buffer, length, offset, size, element uintptr        // of one: what it shows; its kind of elements
	detached, data                        uintptr        // of a buffer
	kinds                                 map[unsafe.Pointer]func([]byte) any
}

// readers read an element of typed arrays, by their class.
var readers = map[string]func([]byte) any{
	"Uint8Array":        func(b []byte) any { return int64(b[0]) },
	"Uint8ClampedArray": func(b []byte) any { return int64(b[0]) },
	"Int8Array":         func(b []byte) any { return int64(int8(b[0])) },
	"Uint16Array":       func(b []byte) any { return int64(binary.NativeEndian.Uint16(b)) },
	"Int16Array":        func(b []byte) any { return int64(int16(binary.NativeEndian.Uint16(b))) },
	"Uint32Array":       func(b []byte) any { return int64(binary.NativeEndian.Uint32(b)) },
	"Int32Array":        func(b []byte) any { return int64(int32(binary.NativeEndian.Uint32(b))) },
	"Float32Array":      func(b []byte) any { return float64(math.Float32frombits(binary.NativeEndian.Uint32(b))) },
	"Float64Array":      func(b []byte) any { return math.Float64frombits(binary.NativeEndian.Uint64(b)) },
}

var theIterators = sync.OnceValue(func() *iterators {
	rt, m := goja.New(), theMachine()
	made := func(source, method string) *Object {
		o, err := rt.RunString(source)
		must(err)
		open, _ := goja.AssertFunction(o.(*Object).Get(method))
		it, err := open(o)
		must(err)
		return it.(*Object)
	}
	kind := func(it *Object, at uintptr) int { return *behindAs[int](m, it, at) }
	ofArray, ofMap, ofSet := made("[]", "values"), made("new Map()", "values"), made("new Set()", "values")
	array, ofMaps, ofSets := behind(ofArray).Type(), behind(ofMap).Type(), behind(ofSet).Type()
	for _, of := range []reflect.Type{array, ofMaps, ofSets} {
		if dialect.EngineField(of, "kind").Type.Kind() != reflect.Int {
			panic("the engine's kinds of iteration are no numbers")
		}
	}
	place := dialect.EngineField(ofMaps, "iter").Type.Elem()
	if place.NumField() != 2 || place.Size() != 2*unsafe.Sizeof(uintptr(0)) {
		panic("the engine's place in a map is no pair of pointers")
	}
	entry := dialect.EngineField(place, "cur").Type.Elem()
	i := &iterators{
		arrayTable: m.table(ofArray), mapTable: m.table(ofMap), setTable: m.table(ofSet),
		array: dialect.EngineField(array, "obj").Offset, next: dialect.EngineField(array, "nextIdx").Offset, arrayKind: dialect.EngineField(array, "kind").Offset,
		entries: dialect.EngineField(ofMaps, "iter").Offset, entryKind: dialect.EngineField(ofMaps, "kind").Offset,
		setEntries: dialect.EngineField(ofSets, "iter").Offset, setKind: dialect.EngineField(ofSets, "kind").Offset,
		key: dialect.EngineField(entry, "key").Offset, value: dialect.EngineField(entry, "value").Offset,
		kinds: map[unsafe.Pointer]func([]byte) any{},
	}
	i.values = kind(ofArray, i.arrayKind)
	i.keys = kind(made("[]", "keys"), i.arrayKind)
	i.views(rt)
	return i
})

// behindAs gives a private field of what the engine keeps behind an object.
func behindAs[T any](m *machine, o *Object, offset uintptr) *T { return at[T](m.inside(o), offset) }

// views finds out how typed arrays look.
func (i *iterators) views(rt *goja.Runtime) {
	m := theMachine()
	for class, read := range readers {
		v, err := rt.RunString("new " + class)
		must(err)
		view := v.(*Object)
		of := behind(view).Type()
		buffer := dialect.EngineField(of, "viewedArrayBuf")
		i.viewTable = m.table(view)
		i.buffer, i.length, i.offset = buffer.Offset, dialect.EngineField(of, "length").Offset, dialect.EngineField(of, "offset").Offset
		i.size, i.element = dialect.EngineField(of, "elemSize").Offset, dialect.EngineField(of, "typedArray").Offset
		i.detached, i.data = dialect.EngineField(buffer.Type.Elem(), "detached").Offset, dialect.EngineField(buffer.Type.Elem(), "data").Offset
		i.kinds[*behindAs[unsafe.Pointer](m, view, i.element)] = read
	}
}

// shown gives an element of a typed array; nil where there is none, or one of another class.
func (i *iterators) shown(vm *VM, view unsafe.Pointer, index int64) Value {
	read := i.kinds[*at[unsafe.Pointer](view, i.element)]
	buffer := *at[unsafe.Pointer](view, i.buffer)
	if read == nil || *at[bool](buffer, i.detached) || index >= int64(*at[int](view, i.length)) {
		return nil
	}
	from := (*at[int](view, i.offset) + int(index)) * *at[int](view, i.size)
	data := *at[[]byte](buffer, i.data)
	if from+*at[int](view, i.size) > len(data) {
		return nil
	}
	return vm.ToValue(read(data[from:]))
}

// shortenIteration spares the object that an iterator of an array, a map or a set gives for each
// element, where the engine itself asks: in for-of loops, patterns and spreads of scripts, where
// nobody else sees it and it is looked at before the next is asked for.
func (vm *VM) shortenIteration() {
	i := theIterators()
	vm.shorten(vm.NewArray(), "values", i.arrayTable, i.ofArray)
	class := func(name string) *Object {
		o, err := vm.Runtime.New(vm.Get(name))
		must(err)
		return o
	}
	vm.shorten(class("Map"), "entries", i.mapTable, func(vm *VM, it unsafe.Pointer) Value {
		return i.ofEntry(vm, *at[unsafe.Pointer](it, i.entries), *at[int](it, i.entryKind), i.value)
	})
	vm.shorten(class("Set"), "values", i.setTable, func(vm *VM, it unsafe.Pointer) Value {
		return i.ofEntry(vm, *at[unsafe.Pointer](it, i.setEntries), *at[int](it, i.setKind), i.key)
	})
}

// shorten lets the iterators of one kind, as what a method gives, take the short way: value gives what
// comes next, or nil where the engine has to see to it.
func (vm *VM) shorten(of *Object, method string, table unsafe.Pointer, value func(vm *VM, iterator unsafe.Pointer) Value) {
	iterator := vm.Call(callableOf(of.Get(method)), of).(*Object)
	result := vm.NewObject()
	must(result.Set("value", Undefined()))
	must(result.Set("done", false))
	m := vm.machine
	Patch(iterator.Get("next").(*Object), func(next Native) Native {
		return func(call FunctionCall) Value {
			if vm.nexts++; vm.nexts%breath == 0 { // who asks may be the engine, which goes on whatever happens
				vm.Breathe()
			}
			o, ok := call.This.(*Object)
			if !ok || m.table(o) != table || !m.inScript(vm.Runtime) {
				return next(call)
			}
			v := value(vm, m.inside(o))
			if v == nil {
				vm.plain.set(result, "value", Undefined()) // which would keep the last element
				return next(call)
			}
			vm.plain.set(result, "value", v)
			return result
		}
	})
}

// ofArray gives the next element of an array that is dense, or of a typed array.
func (i *iterators) ofArray(vm *VM, it unsafe.Pointer) Value {
	array := *at[*Object](it, i.array)
	if array == nil {
		return nil
	}
	next := at[int64](it, i.next)
	var v Value
	if vm.machine.table(array) == i.viewTable {
		v = i.shown(vm, vm.machine.inside(array), *next)
	} else if elements, dense := Dense(array); dense && *next < int64(len(elements)) {
		v = elements[*next]
	}
	if v == nil {
		return nil
	}
	index := *next
	*next++
	switch *at[int](it, i.arrayKind) {
	case i.values:
		return v
	case i.keys:
		return vm.ToValue(index)
	}
	return vm.NewArrayOf(vm.ToValue(index), v)
}

// ofEntry gives the next of a map or a set from a place in it; second is the field of an entry that is
// its value.
func (i *iterators) ofEntry(vm *VM, place unsafe.Pointer, kind int, second uintptr) Value {
	if place == nil {
		return nil
	}
	entry := nextEntry(place)
	if entry == nil {
		return nil
	}
	switch kind {
	case i.values:
		return *at[Value](entry, second)
	case i.keys:
		return *at[Value](entry, i.key)
	}
	return vm.NewArrayOf(*at[Value](entry, i.key), *at[Value](entry, second))
}

// Ahead gives what an iterator of a Map or a Set has still to give, and leaves it where it is. Of one that
// gives pairs, the two stand one after the other. ok is false for every other object.
func (vm *VM) Ahead(o *Object) (values []Value, pairs, ok bool) {
	i, m := theIterators(), vm.machine
	entries, kindAt, second := i.entries, i.entryKind, i.value
	switch m.table(o) {
	case i.mapTable:
	case i.setTable:
		entries, kindAt, second = i.setEntries, i.setKind, i.key
	default:
		return nil, false, false
	}
	it := m.inside(o)
	kind := *at[int](it, kindAt)
	pairs = kind != i.keys && kind != i.values
	start := *at[unsafe.Pointer](it, entries)
	if start == nil {
		return nil, pairs, true
	}
	place := *(*[2]unsafe.Pointer)(start) // a place of our own, as going on changes it
	for entry := nextEntry(unsafe.Pointer(&place)); entry != nil; entry = nextEntry(unsafe.Pointer(&place)) {
		if pairs || kind == i.keys {
			values = append(values, *at[Value](entry, i.key))
		}
		if pairs || kind == i.values {
			values = append(values, *at[Value](entry, second))
		}
	}
	return values, pairs, true
}
