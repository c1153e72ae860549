package jsruntime

import (
	"math"
	"math/big"
	"reflect"
	"slices"
	"unicode/utf8"

	"github.com/dop251/goja"
)

var arrayBufferType = reflect.TypeFor[ArrayBuffer]()

// IsArrayBuffer reports whether v is an ArrayBuffer.
func IsArrayBuffer(v Value) bool {
	o, ok := v.(*Object)
	return ok && o.ExportType() == arrayBufferType
}

// View is what a typed array or a DataView shows of its buffer.
type View struct {
	Kind   string // "Uint8Array", "DataView"…
	Buffer ArrayBuffer
	Offset int
	Length int // bytes
}

// AsView gives v as a view; ok is false for everything else, buffers too.
func AsView(v Value) (view View, ok bool) {
	o, isObject := v.(*Object)
	if !isObject {
		return View{}, false
	}
	kind := o.ClassName()
	switch kind {
	case "Object", "Function", "Array", "Promise", "Error", "Date", "Map", "Set", "RegExp", "ArrayBuffer", "String", "Number", "Boolean":
		if t := o.ExportType(); kind != "Object" || t == nil || t.Kind() != reflect.Slice {
			if kind != "Object" || !isDataView(o) {
				return View{}, false
			}
		}
	}
	buffer, isBuffer := AsObject(o.Get("buffer")), false
	if buffer == nil {
		return View{}, false
	}
	if view.Buffer, isBuffer = buffer.Export().(ArrayBuffer); !isBuffer {
		return View{}, false
	}
	view.Kind = "DataView"
	if tag := o.GetSymbol(SymToStringTag); IsString(tag) {
		view.Kind = tag.String()
	}
	view.Offset = int(o.Get("byteOffset").ToInteger())
	view.Length = int(o.Get("byteLength").ToInteger())
	return view, true
}

func isDataView(o *Object) bool {
	tag := o.GetSymbol(SymToStringTag)
	return IsString(tag) && tag.String() == "DataView"
}

// Bytes gives the memory behind an ArrayBuffer or a view, shared with the script: copy it
// before the turn ends. ok is false for anything else.
func Bytes(v Value) (b []byte, ok bool) {
	o, isObject := v.(*Object)
	if !isObject {
		return nil, false
	}
	if b, ok := theMachine().bytes(o); ok {
		return b, true
	}
	if IsArrayBuffer(v) {
		return v.Export().(ArrayBuffer).Bytes(), true
	}
	view, ok := AsView(v)
	if !ok {
		return nil, false
	}
	data := view.Buffer.Bytes()
	if view.Offset+view.Length > len(data) {
		return nil, true // detached
	}
	return data[view.Offset : view.Offset+view.Length : view.Offset+view.Length], true
}

// NewBuffer makes an ArrayBuffer that owns b.
func (vm *VM) NewBuffer(b []byte) *Object { return vm.ToValue(vm.NewArrayBuffer(b)).(*Object) }

// NewBytes makes a Uint8Array that owns b.
func (vm *VM) NewBytes(b []byte) *Object {
	o, err := vm.New(vm.GlobalObject().Get("Uint8Array"), vm.NewBuffer(b))
	if err != nil {
		vm.Rethrow(err)
	}
	return o
}

// Iterate calls step for each value of an iterable, until it returns false. It throws what
// the iterator throws, and ends the script when that must stop.
func (vm *VM) Iterate(iterable Value, step func(Value) bool) {
	n := 0
	vm.ForOf(iterable, func(v Value) bool {
		if n++; n%breath == 0 {
			vm.Breathe()
		}
		return step(v)
	})
}

// IsIterable reports whether v is an object with Symbol.iterator.
func (vm *VM) IsIterable(v Value) bool {
	o := AsObject(v)
	return o != nil && IsFunction(o.GetSymbol(SymIterator))
}

// Integer converts like Web IDL's long long: truncated, 0 for what is not finite.
func Integer(v Value) int64 {
	f := v.ToFloat()
	switch {
	case math.IsNaN(f), math.IsInf(f, 0):
		return 0
	case f >= math.MaxInt64:
		return math.MaxInt64
	case f <= math.MinInt64:
		return math.MinInt64
	}
	return int64(f)
}

// Int converts to the platform's int: 0 for what is no number, a TypeError for what needs more than 32 bits.
func Int(v Value) (int, error) {
	if IsSymbol(v) {
		return 0, Errorf(TypeError, "Cannot convert a Symbol value to a number")
	}
	n := Integer(v)
	if n < math.MinInt32 || n > math.MaxInt32 {
		return 0, Errorf(TypeError, "Value out of range. Must be between %d and %d (inclusive).", math.MinInt32, math.MaxInt32)
	}
	return int(n), nil
}

// Text converts like Web IDL's USVString: by ToString, and a surrogate without its other half
// becomes U+FFFD. It throws for a symbol.
func (vm *VM) Text(v Value) string {
	if IsSymbol(v) {
		vm.Throwf(TypeError, "Cannot convert a Symbol value to a string")
	}
	return v.String()
}

// Entries calls step for each own enumerable string property of o. A surrogate without its other
// half in a key becomes U+FFFD.
func (vm *VM) Entries(o *Object, step func(key string, v Value)) {
	for i, key := range o.Keys() {
		v := o.Get(key)
		if v == nil { // the key as text is not the key
			v = vm.Call(callableOf(valueAt.Run(vm)), Undefined(), o, vm.ToValue(i))
		}
		step(key, v)
	}
}

// valueAt gives the value of a property by its place.
var valueAt = NewScript("paddock:valueat", `(o, i) => o[Object.keys(o)[i]]`)

// NewArrayOf makes an array.
func (vm *VM) NewArrayOf(items ...Value) *Object {
	values := slices.Clone(items)
	for i, v := range values {
		if v == nil {
			values[i] = Null()
		}
	}
	o := vm.NewArray()
	SetDense(o, values)
	return o
}

// Frozen makes an array that cannot be changed (Web IDL's FrozenArray).
func (vm *VM) Frozen(items ...Value) *Object {
	a := vm.NewArrayOf(items...)
	vm.Call(intrinsicsSlot.Get(vm).freeze, Undefined(), a)
	return a
}

// FreezeDeep freezes an object of plain data, and those in it.
func (vm *VM) FreezeDeep(v Value) {
	o := AsObject(v)
	if o == nil {
		return
	}
	for _, key := range o.Keys() {
		vm.FreezeDeep(o.Get(key))
	}
	vm.Call(intrinsicsSlot.Get(vm).freeze, Undefined(), o)
}

// Detach empties an ArrayBuffer, as a transfer does, and gives what it held.
func Detach(v Value) ([]byte, bool) {
	if !IsArrayBuffer(v) {
		return nil, false
	}
	ab := v.Export().(ArrayBuffer)
	b := ab.Bytes()
	ab.Detach()
	return b, true
}

// KindOf tells what an object is, past what scripts made of its class: "Object", "Array",
// "Function", "Error", "Date", "RegExp", "Map", "Set", "WeakMap", "WeakSet", "Promise",
// "Proxy", "ArrayBuffer", "View" (typed arrays and DataView), "String", "Number", "Boolean",
// "BigInt", "Symbol", or the engine's word for the rarer ones, as "Generator".
func (vm *VM) KindOf(o *Object) string {
	t := o.ExportType()
	if t == proxyType {
		return "Proxy" // a revoked one has no class
	}
	class := o.ClassName()
	switch {
	case isCallable(o):
		return "Function"
	case class != "Object":
		return class
	case t == plainType:
		return vm.kindByPrototype(o)
	case t == mapType:
		return "Map"
	case t == setType:
		return "Set"
	case t == promiseType:
		return "Promise"
	case t == arrayBufferType:
		return "ArrayBuffer"
	case t == bigIntType:
		return "BigInt"
	case t == stringType: // of what is no String, as the engine says of the object around a symbol
		return "Symbol"
	case t != nil && t.Kind() == reflect.Slice:
		return "View"
	}
	return vm.kindByPrototype(o)
}

func isCallable(o *Object) bool {
	_, ok := AsFunction(o)
	return ok
}

var (
	mapType    = reflect.TypeFor[[][2]any]()
	setType    = reflect.TypeFor[[]any]()
	bigIntType = reflect.TypeFor[*big.Int]()
	stringType = reflect.TypeFor[string]()
)

// kindByPrototype tells the kinds that the engine does not tell from plain objects.
func (vm *VM) kindByPrototype(o *Object) string {
	in := intrinsicsSlot.Get(vm)
	for p := o.Prototype(); p != nil && p != in.object; p = p.Prototype() {
		switch p {
		case in.weakMap:
			return "WeakMap"
		case in.weakSet:
			return "WeakSet"
		case in.dataView:
			return "View"
		}
	}
	return "Object"
}

// Host gives the host struct that an instance of any host class carries, for code that asks
// it for an interface.
func Host(o *Object) (any, bool) {
	host, ok := hostOf(o)
	if d, ok := host.(*derived); ok {
		return d.self, true
	}
	return host, ok
}

// UTF16 makes a string of its units, which may be lone surrogates.
func UTF16(units []uint16) Value { return goja.StringFromUTF16(units) }

// wideType is that of strings that have units beyond ASCII.
var wideType = reflect.TypeOf(goja.StringFromUTF16([]uint16{utf8.RuneSelf}))

// IsASCII reports whether v is a string of ASCII only.
func IsASCII(v Value) bool {
	s, ok := v.(goja.String)
	return ok && reflect.TypeOf(s) != wideType && len(s.String()) == s.Length() // which costs nothing where it is
}

// IsSameWide reports whether two values are one string beyond ASCII, and not two of the same units, which would have to be looked
// at.
func IsSameWide(a, b Value) bool {
	if reflect.TypeOf(a) != wideType || reflect.TypeOf(b) != wideType {
		return false
	}
	one, other := reflect.ValueOf(a), reflect.ValueOf(b)
	return one.UnsafePointer() == other.UnsafePointer() && one.Len() == other.Len()
}

// Length is how many UTF-16 code units a string has.
func Length(v Value) int { return v.(goja.String).Length() }

// Slice is the part of a string from one of its UTF-16 code units up to another.
func Slice(v Value, from, to int) Value { return v.(goja.String).Substring(from, to) }

// Units gives the UTF-16 code units of a string, lone surrogates included, which the UTF-8 of
// v.String() cannot hold.
func Units(v Value) []uint16 {
	s, ok := v.ToString().(goja.String)
	if !ok {
		return nil
	}
	units := make([]uint16, s.Length())
	for i := range units {
		units[i] = s.CharAt(i)
	}
	return units
}

// TypeOf is the operator typeof.
func TypeOf(v Value) string {
	switch {
	case IsUndefined(v):
		return "undefined"
	case IsBoolean(v):
		return "boolean"
	case IsNumber(v):
		return "number"
	case IsString(v):
		return "string"
	case IsBigInt(v):
		return "bigint"
	case IsSymbol(v):
		return "symbol"
	case IsFunction(v):
		return "function"
	}
	return "object"
}
