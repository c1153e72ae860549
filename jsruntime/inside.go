package jsruntime

import (
	"fmt"
	"reflect"
	"unsafe"

	"github.com/dlclark/regexp2/v2"
	"github.com/dop251/goja/unistring"
)

// The engine has no door to some of what the language's built-ins need: what a native function
// does, how long a buffer is, which part of it a view shows. This file is the door. It finds the
// engine's private fields by their names, not by their places, and inside_test.go fails when a
// new version of the engine has them no more.

// inside gives a private field of what the engine keeps behind an object. T must be the field's
// type, or unsafe.Pointer for a pointer to a type that the engine keeps to itself.
func inside[T any](o *Object, name string) *T { return fieldOf[T](behind(o), name) }

// behind gives the engine's struct behind an object.
func behind(o *Object) reflect.Value {
	self := reflect.ValueOf(o).Elem().FieldByName("self").Elem()
	if self.Kind() == reflect.Pointer {
		self = self.Elem()
	}
	return self
}

func fieldOf[T any](of reflect.Value, name string) *T {
	f := of.FieldByName(name)
	if want := reflect.TypeFor[T](); !f.IsValid() || f.Type() != want && (want.Kind() != reflect.UnsafePointer || f.Kind() != reflect.Pointer) {
		panic(fmt.Sprintf("the engine has no field %s of type %s in %s", name, reflect.TypeFor[T](), of.Type()))
	}
	return (*T)(f.Addr().UnsafePointer())
}

// Native is what a native function does when it is called.
type Native = func(FunctionCall) Value

// NativeConstruct is what a native constructor does for new; newTarget is never nil then.
type NativeConstruct = func(args []Value, newTarget *Object) *Object

// Patch changes what a native function does: wrap gets what it did. The function stays the same
// object, so that whoever holds it already sees the change, and nothing else is slower.
func Patch(fn *Object, wrap func(original Native) Native) {
	f := inside[Native](fn, "f")
	*f = wrap(*f)
}

// IsBuiltIn reports whether a function is one of the engine, or of the host.
func IsBuiltIn(ctor *Object) bool {
	self := behind(ctor)
	return self.Kind() == reflect.Struct && self.FieldByName("construct").IsValid()
}

// PatchConstruct changes what a native constructor does for new and for Reflect.construct.
func PatchConstruct(ctor *Object, wrap func(original NativeConstruct) NativeConstruct) {
	f := inside[NativeConstruct](ctor, "construct")
	*f = wrap(*f)
}

// aMethod is of the kind of functions that have no instances.
var aMethod = NewScript("method", "({ m() {} }).m")

var methodType = NewSlot(func(vm *VM) reflect.Type { return behind(aMethod.Run(vm).(*Object)).Type() })

// Unconstruct takes from a function of a script that there are instances of it. It is the same object.
func (vm *VM) Unconstruct(fn *Object) {
	const common = "baseJsFuncObject" // of all kinds
	method := reflect.New(methodType.Get(vm))
	assign(method.Elem().FieldByName(common), behind(fn).FieldByName(common))
	assign(reflect.ValueOf(fn).Elem().FieldByName("self"), method)
}

// assign sets a private field to a value, or to that of another private field.
func assign(field, v reflect.Value) {
	if v.CanAddr() {
		v = reflect.NewAt(v.Type(), v.Addr().UnsafePointer()).Elem()
	}
	reflect.NewAt(field.Type(), field.Addr().UnsafePointer()).Elem().Set(v)
}

// StepByCodePoints lets an iterator that RegExp.prototype[Symbol.matchAll] gave pass over empty
// matches by code points, as it does for the flag u only.
func StepByCodePoints(iterator *Object) { *inside[bool](iterator, "fullUnicode") = true }

// AskExec makes the methods of a regular expression ask for its method exec, where the engine would
// match on a shorter way.
func AskExec(re *Object) { *inside[bool](re, "standard") = false }

// ByExec calls f while the methods of a regular expression ask for its method exec, as after AskExec.
func ByExec(re *Object, f func()) {
	standard := inside[bool](re, "standard")
	if !*standard {
		f()
		return
	}
	*standard = false
	defer func() { *standard = true }()
	f()
}

// ChangeBacktracking compiles a regular expression that backtracks again, from another pattern in the
// notation of the library that matches it. Nothing else may hold the expression yet.
func ChangeBacktracking(re *Object, change func(pattern string) string) {
	wrapper := behind(re).FieldByName("pattern").Elem().FieldByName("regexp2Wrapper")
	if wrapper.IsNil() {
		return
	}
	rx := fieldOf[*regexp2.Regexp](wrapper.Elem(), "rx")
	options := *fieldOf[regexp2.RegexOptions](reflect.ValueOf(*rx).Elem(), "options")
	again, err := regexp2.Compile(change((*rx).String()), options)
	must(err) // what it was made from is valid
	*rx = again
}

// bufferInside gives a private field of a buffer.
func bufferInside[T any](b *ArrayBuffer, name string) *T {
	return fieldOf[T](reflect.ValueOf(b).Elem().FieldByName("buf").Elem(), name)
}

// replaceBytes puts other memory behind a buffer. Views keep their windows.
func replaceBytes(b ArrayBuffer, data []byte) { *bufferInside[[]byte](&b, "data") = data }

// standIn makes a buffer without memory that passes for b: a view of it behaves like one of a
// detached buffer, and its property buffer is still b.
func standIn(vm *VM, b ArrayBuffer) ArrayBuffer {
	s := vm.NewArrayBuffer(nil)
	*bufferInside[*Object](&s, "val") = *bufferInside[*Object](&b, "val")
	s.Detach()
	return s
}

// window is the part of a buffer that a view shows, in elements of size bytes.
type window struct{ offset, length, size int }

// windowOf gives the window of a typed array or a DataView.
func windowOf(view *Object) window {
	if showsBytes(view) {
		return window{offset: *inside[int](view, "byteOffset"), length: *inside[int](view, "byteLen"), size: 1}
	}
	return window{offset: *inside[int](view, "offset"), length: *inside[int](view, "length"), size: *inside[int](view, "elemSize")}
}

// setWindow sets how many elements a typed array or a DataView shows, and of which buffer: its
// own or the stand-in for it.
func setWindow(view *Object, b ArrayBuffer, length int) {
	*inside[unsafe.Pointer](view, "viewedArrayBuf") = *(*unsafe.Pointer)(unsafe.Pointer(&b))
	if showsBytes(view) {
		*inside[int](view, "byteLen") = length
		return
	}
	*inside[int](view, "length") = length
}

// showsBytes reports whether a view is a DataView.
func showsBytes(view *Object) bool {
	return behind(view).FieldByName("byteLen").IsValid()
}

// viewed gives the engine's buffer behind a view; ok is false for what is no view.
func viewed(v Value) (buffer reflect.Value, ok bool) {
	o, isObject := v.(*Object)
	if !isObject || o.ClassName() != "Object" {
		return reflect.Value{}, false
	}
	view := behind(o)
	if view.Kind() != reflect.Struct {
		return reflect.Value{}, false
	}
	f := view.FieldByName("viewedArrayBuf")
	if !f.IsValid() {
		return reflect.Value{}, false
	}
	return f.Elem(), true
}

// NamesBesideElements are the names of all properties of its own that a typed array has, but for its elements: listing
// these takes long where there are many.
func NamesBesideElements(view *Object) []string {
	var names []string
	for _, name := range *inside[[]unistring.String](view, "propNames") {
		names = append(names, name.String())
	}
	return names
}

// IsDataView reports whether v is a DataView, whatever its prototype.
func IsDataView(v Value) bool {
	_, ok := viewed(v)
	return ok && showsBytes(v.(*Object))
}

// BufferOf gives the buffer of a view, whatever its prototype; nil if v is no view.
func BufferOf(v Value) *Object {
	b, ok := viewed(v)
	if !ok {
		return nil
	}
	return *fieldOf[*Object](b, "val")
}

// Outside reports whether a view shows nothing because its buffer is detached or too short for it.
func Outside(view *Object) bool {
	b, ok := viewed(view)
	return ok && *fieldOf[bool](b, "detached")
}

// Shown gives the bytes that a view shows, shared with the script.
func Shown(view *Object) []byte {
	b, ok := viewed(view)
	if !ok {
		return nil
	}
	w := windowOf(view)
	from := w.offset * w.size
	return (*fieldOf[[]byte](b, "data"))[from : from+w.length*w.size]
}
