package es

import (
	"math"
	"strconv"

	"paddock/jsruntime"
	"paddock/jsruntime/dialect"
)

// deepestFlat is how deep arrays may lie in one another for flat, about as for V8: each is a call, and those of
// an array that holds itself would end the process.
const deepestFlat = 10_000

// flat is the method of arrays. It ends where the script must, which the engine's does not: few arrays are enough to
// hold one another billions of times.
func flat(vm *jsruntime.VM, _ jsruntime.Native) jsruntime.Native {
	m := movers.Get(vm)
	return func(call jsruntime.FunctionCall) jsruntime.Value {
		o := call.This.ToObject(vm.Runtime)
		length, depth := lengthOfList(o), 1.0
		if d := call.Argument(0); !jsruntime.IsUndefined(d) {
			depth = math.Trunc(d.ToNumber().ToFloat()) // nothing is above NaN, either
		}
		f := &flattening{mover: m, into: m.species(o)}
		f.add(o, length, depth, 0)
		if f.into != nil {
			return f.into
		}
		return m.made(f.elements)
	}
}

// flattening is one call of flat.
type flattening struct {
	*mover
	into     *jsruntime.Object // what the class of the array has made; nil: an array
	elements []jsruntime.Value
	count    int
	steps    int
}

// add is FlattenIntoArray.
func (f *flattening) add(o *jsruntime.Object, length int, depth float64, level int) {
	if level > deepestFlat {
		f.vm.Throwf(jsruntime.RangeError, "%s", dialect.TooDeep)
	}
	for i := range length {
		if f.steps++; f.steps%breath == 0 {
			f.vm.Breathe()
		}
		v := f.element(o, i)
		if v == nil {
			continue
		}
		if inner := jsruntime.AsObject(v); inner != nil && depth > 0 && f.isArray(inner) {
			n := lengthOfList(inner)
			if n > longestList { // of holes, for the most part: V8 takes minutes for them
				f.vm.Throwf(jsruntime.RangeError, "Invalid array length")
			}
			f.add(inner, n, depth-1, level+1)
			continue
		}
		f.put(v)
	}
}

// element gives what is at a place; nil: a hole.
func (f *flattening) element(o *jsruntime.Object, i int) jsruntime.Value {
	if elements, ok := jsruntime.Dense(o); ok && i < len(elements) { // asked anew: scripts may have run
		return elements[i]
	}
	key := strconv.Itoa(i)
	if jsruntime.IsProxy(o) && !f.vm.Call(claimsOf.Get(f.vm).has, jsruntime.Undefined(), o, f.vm.ToValue(key)).ToBoolean() {
		return nil
	}
	return o.Get(key)
}

// put is CreateDataPropertyOrThrow of the next place.
func (f *flattening) put(v jsruntime.Value) {
	if f.into != nil {
		if err := f.into.DefineDataProperty(strconv.Itoa(f.count), v, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes); err != nil {
			f.vm.Rethrow(err)
		}
		f.count++
		return
	}
	if len(f.elements) >= longestList {
		f.vm.Throwf(jsruntime.RangeError, "Invalid array length")
	}
	f.elements = append(f.elements, v)
}

// isArray is IsArray.
func (m *mover) isArray(o *jsruntime.Object) bool {
	if !jsruntime.IsProxy(o) {
		return o.ClassName() == "Array"
	}
	is, _ := jsruntime.AsFunction(m.ctor.Get("isArray"))
	return m.vm.Call(is, jsruntime.Undefined(), o).ToBoolean()
}

// species is ArraySpeciesCreate of nothing; nil: an array.
func (m *mover) species(o *jsruntime.Object) *jsruntime.Object {
	if !m.isArray(o) {
		return nil
	}
	class := o.Get("constructor")
	if of := jsruntime.AsObject(class); of != nil {
		class = of.GetSymbol(jsruntime.SymSpecies)
		if jsruntime.IsNullish(class) {
			return nil
		}
	}
	if class == nil || jsruntime.IsUndefined(class) || class == jsruntime.Value(m.ctor) {
		return nil
	}
	made, err := m.vm.New(class, m.vm.ToValue(0))
	if err != nil {
		m.vm.Rethrow(err)
	}
	return made
}

// lengthOfList is LengthOfArrayLike.
func lengthOfList(o *jsruntime.Object) int {
	length := o.Get("length")
	if length == nil {
		return 0
	}
	n := length.ToNumber().ToFloat()
	if !(n > 0) { // NaN is not, either
		return 0
	}
	return int(min(n, 1<<53-1))
}
