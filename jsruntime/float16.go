package jsruntime

import (
	"math"
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
)

// The engine reads and writes the elements of a typed array through an interface of its own, whose
// methods no other package can write: eleven kinds of elements implement it. Float16Array is a
// Uint16Array to which a table of methods is given that reads its elements as halves, so that all
// that the engine does with typed arrays it does with these too. The table is the one that the
// compiler made for Uint16Array (an itab: three words, then the methods by name), with some
// entries replaced.

// AsFloat16 makes a Uint16Array that nobody has seen yet an array of class, whose elements are
// half precision numbers.
func AsFloat16(array, class *Object) {
	elements := elementsOf(array)
	elements.table = unsafe.Pointer(unsafe.SliceData(halfMethods()))
	*inside[*Object](array, "defaultCtor") = class
}

// elementInterface is how the compiler keeps the engine's interface of elements.
type elementInterface struct{ table, data unsafe.Pointer }

func elementsOf(array *Object) *elementInterface {
	f := behind(array).FieldByName("typedArray")
	return (*elementInterface)(f.Addr().UnsafePointer())
}

// tableHead is how many words come before the methods.
const tableHead = 3

// halfMethods makes the table, once: what points to it is not seen by the garbage collector.
var halfMethods = sync.OnceValue(func() []uintptr {
	array, err := goja.New().RunString("new Uint16Array(0)")
	if err != nil {
		panic(err)
	}
	o := array.(*Object)
	of := behind(o).FieldByName("typedArray").Type()
	table := make([]uintptr, tableHead+of.NumMethod())
	copy(table, unsafe.Slice((*uintptr)(elementsOf(o).table), len(table)))
	for i := range of.NumMethod() {
		if method, ok := halfMethod[of.Method(i).Name]; ok {
			table[tableHead+i] = reflect.ValueOf(method).Pointer()
		}
	}
	return table
})

// halfMethod are the entries that differ from those of Uint16Array. All have the array's memory
// as their receiver.
var halfMethod = map[string]any{
	"toRaw":     func(_ *[]byte, v Value) uint64 { return uint64(HalfBits(v.ToFloat())) },
	"get":       func(b *[]byte, i int) Value { return anyRuntime.ToValue(HalfFloat(*half(b, i))) },
	"set":       func(b *[]byte, i int, v Value) { *half(b, i) = HalfBits(v.ToFloat()) },
	"getRaw":    halfRaw,
	"less":      halfLess,
	"typeMatch": halfHolds,
}

// anyRuntime makes numbers, which belong to no runtime.
var anyRuntime *goja.Runtime

// half gives the place of an element.
func half(b *[]byte, i int) *uint16 {
	return (*uint16)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(*b)), i*2))
}

// halfRaw is what searches compare: zero is zero, whatever its sign.
func halfRaw(b *[]byte, i int) uint64 {
	if n := *half(b, i); n != 1<<15 {
		return uint64(n)
	}
	return 0
}

// halfHolds reports whether a search for v can find it: a number that is exactly a half.
func halfHolds(_ *[]byte, v Value) bool {
	if !IsNumber(v) {
		return false
	}
	f := v.ToFloat()
	return math.IsNaN(f) || HalfFloat(HalfBits(f)) == f
}

func halfLess(b *[]byte, i, j int) bool {
	x, y := HalfFloat(*half(b, i)), HalfFloat(*half(b, j))
	switch {
	case math.IsNaN(x):
		return false
	case math.IsNaN(y):
		return true
	case x == 0 && y == 0:
		return math.Signbit(x) && !math.Signbit(y)
	}
	return x < y
}

// HalfBits rounds a number to half precision (IEEE 754 binary16), ties to even, and gives its bits.
func HalfBits(f float64) uint16 {
	bits := math.Float64bits(f)
	sign := uint16(bits>>48) & 0x8000
	abs := math.Abs(f)
	switch {
	case math.IsNaN(f):
		return 0x7e00
	case abs >= 65520: // halfway between the largest half and the next power of two
		return sign | 0x7c00
	case abs < 0x1p-14: // multiples of 2^-24
		return sign | uint16(math.RoundToEven(abs*0x1p24))
	}
	exponent := int(bits>>52&0x7ff) - 1023
	// A fraction that rounds up to 1024 carries into the exponent, as it should.
	fraction := math.RoundToEven(math.Ldexp(abs, 10-exponent)) - 1024
	return sign | (uint16(exponent+15)<<10 + uint16(fraction))
}

// HalfFloat gives the number that the bits of a half stand for.
func HalfFloat(n uint16) float64 {
	sign, exponent, fraction := 1.0, int(n>>10&31), float64(n&1023)
	if n&0x8000 != 0 {
		sign = -1
	}
	switch exponent {
	case 0:
		return math.Copysign(fraction*0x1p-24, sign)
	case 31:
		if fraction != 0 {
			return math.NaN()
		}
		return math.Inf(int(sign))
	}
	return sign * math.Ldexp(1024+fraction, exponent-25)
}
