package es

import (
	"slices"
	"strconv"

	"paddock/jsruntime"
	"paddock/jsruntime/dialect"
)

// longClaim is the length from which what is no ordinary array is not left to the engine, which goes over it
// to its end whatever happens: a length is a script's to claim. Below it that takes less than a second.
const longClaim = 1 << 24

// claimers are the methods of arrays that go over an object by its length. Those that are true are given a
// function, which gets the object.
var claimers = map[string]bool{
	"concat": false, "copyWithin": false, "fill": false, "flat": false, "includes": false, "indexOf": false, "join": false,
	"lastIndexOf": false, "reverse": false, "shift": false, "slice": false, "splice": false, "toLocaleString": false, "unshift": false,
	"sort": false, "toReversed": false, "toSorted": false, "toSpliced": false, "with": false,
	"every": true, "filter": true, "find": true, "findIndex": true, "findLast": true, "findLastIndex": true, "flatMap": true,
	"forEach": true, "map": true, "reduce": true, "reduceRight": true, "some": true,
}

// finders ask for elements without asking whether they are there.
var finders = map[string]bool{"find": true, "findIndex": true, "findLast": true, "findLastIndex": true}

// listers take the memory for as many elements as are claimed at once.
var listers = map[string]bool{"sort": true, "toReversed": true, "toSorted": true, "with": true}

// comparers take a function that compares, or none.
var comparers = map[string]bool{"sort": true, "toSorted": true}

// claims lets the methods of arrays end where the script must, however long an object says that it is.
type claims struct {
	vm      *jsruntime.VM
	has     jsruntime.Callable
	standIn map[*jsruntime.Object]*jsruntime.Object // what stands for the objects that are being gone over
}

var claimsOf = jsruntime.NewSlot(func(vm *jsruntime.VM) *claims {
	has, _ := jsruntime.AsFunction(classOf(vm, "Reflect").Get("has"))
	return &claims{vm: vm, has: has, standIn: map[*jsruntime.Object]*jsruntime.Object{}}
})

// bounded is the [jsruntime.Wrap] of one of the claimers.
func bounded(name string) jsruntime.Wrap {
	takes, asks := askers[name]
	return func(vm *jsruntime.VM, original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			o := jsruntime.AsObject(call.This)
			if o == nil {
				return original(call)
			}
			if asks && jsruntime.IsProxy(o) {
				return byAsking(vm, original, call, o, takes)
			}
			if finders[name] {
				call.Arguments = withoutNil(vm, o, call.Arguments)
			}
			if !suspicious(vm, o) {
				return original(call)
			}
			fn, callable := jsruntime.AsFunction(call.Argument(0))
			if claimers[name] && !callable || comparers[name] && !callable && !jsruntime.IsUndefined(call.Argument(0)) {
				return original(call) // refused before the length is looked at
			}
			n := o.Get("length").ToInteger()
			if n > longestList && (listers[name] || name == "toSpliced" && keeps(call.Arguments, n)) {
				vm.Throwf(jsruntime.RangeError, "Invalid array length")
			}
			if separator, _ := lengthOf(call.Argument(0)); name == "join" && n > dialect.MaxString && (separator > 0 || len(call.Arguments) == 0) {
				vm.Throwf(jsruntime.RangeError, "Invalid string length")
			}
			return claimsOf.Get(vm).over(o, func(instead *jsruntime.Object) jsruntime.Value {
				call.This = instead
				if claimers[name] {
					call.Arguments = append([]jsruntime.Value{giving(vm, fn, instead, o)}, call.Arguments[1:]...)
				}
				if v := original(call); v != instead {
					return v
				}
				return o
			})
		}
	}
}

// keeps reports whether toSpliced gives more elements of a list of n than there is memory for, and not so many
// that the engine refuses them in words of its own.
func keeps(args []jsruntime.Value, n int64) bool {
	number := func(i int) int64 {
		if v := jsruntime.Args(args).At(i); jsruntime.IsNumber(v) {
			return max(v.ToInteger(), 0)
		}
		return 0
	}
	switch {
	case n > 1<<32-1:
		return false
	case len(args) == 1: // all behind that place go
		n = number(0)
	default:
		n -= number(1)
	}
	return n > longestList
}

// withoutNil lets the function that finders are given hear of undefined where the engine has nothing: in holes,
// and in what is no array.
func withoutNil(vm *jsruntime.VM, o *jsruntime.Object, args []jsruntime.Value) []jsruntime.Value {
	fn, ok := jsruntime.AsFunction(jsruntime.Args(args).At(0))
	if _, dense := jsruntime.Dense(o); dense || !ok || jsruntime.BufferOf(o) != nil {
		return args
	}
	args = slices.Clone(args)
	args[0] = vm.ToValue(func(call jsruntime.FunctionCall) jsruntime.Value {
		if len(call.Arguments) > 0 && call.Arguments[0] == nil {
			call.Arguments[0] = jsruntime.Undefined()
		}
		return vm.Call(fn, call.This, call.Arguments...)
	})
	return args
}

// suspicious reports whether an object says in a property that it is longer than longClaim without having as much
// in it.
func suspicious(vm *jsruntime.VM, o *jsruntime.Object) bool {
	if _, dense := jsruntime.Dense(o); dense || jsruntime.IsProxy(o) {
		return false
	}
	if class := o.ClassName(); class == "Array" {
		return o.Get("length").ToFloat() > longClaim
	}
	length, ok := vm.Plain().Property(o, "length")
	return ok && jsruntime.IsNumber(length) && length.ToFloat() > longClaim
}

// solid refuses arrays that concat would go over within what it is called on, or is given, and that
// are longer than there is memory for: the result would be, too.
func solid(vm *jsruntime.VM, original jsruntime.Native) jsruntime.Native {
	check := func(v jsruntime.Value) {
		if o := jsruntime.AsObject(v); o != nil && o.ClassName() == "Array" && suspicious(vm, o) && o.Get("length").ToInteger() > longestList {
			vm.Throwf(jsruntime.RangeError, "Invalid array length")
		}
	}
	return func(call jsruntime.FunctionCall) jsruntime.Value {
		for _, v := range call.Arguments {
			check(v)
		}
		if elements, ok := jsruntime.Dense(call.This); ok {
			for _, v := range elements {
				check(v)
			}
		}
		return original(call)
	}
}

// spreadable gives what concat goes over of its arguments as what can be stopped.
func spreadable(vm *jsruntime.VM, original jsruntime.Native) jsruntime.Native {
	var from func(call jsruntime.FunctionCall, i int) jsruntime.Value
	from = func(call jsruntime.FunctionCall, i int) jsruntime.Value {
		for ; i < len(call.Arguments); i++ {
			o := jsruntime.AsObject(call.Arguments[i])
			if o == nil || o.ClassName() == "Array" || !isTrue(vm.DataProperty(o, jsruntime.SymIsConcatSpreadable)) {
				continue
			}
			if length := vm.DataProperty(o, vm.ToValue("length")); length == nil || !jsruntime.IsNumber(length) || length.ToFloat() <= longClaim {
				continue
			}
			return claimsOf.Get(vm).over(o, func(instead *jsruntime.Object) jsruntime.Value {
				call.Arguments = slices.Clone(call.Arguments)
				call.Arguments[i] = instead
				return from(call, i+1)
			})
		}
		return original(call)
	}
	return func(call jsruntime.FunctionCall) jsruntime.Value { return from(call, 0) }
}

func isTrue(v jsruntime.Value) bool { return v != nil && v.ToBoolean() }

// sortCopy lets sort with a function of a script's sort a copy, as the standard has it: the engine sorts the array
// itself, which that function may make shorter.
func sortCopy(vm *jsruntime.VM, original jsruntime.Native) jsruntime.Native {
	return func(call jsruntime.FunctionCall) jsruntime.Value {
		o := jsruntime.AsObject(call.This)
		compares := jsruntime.IsFunction(call.Argument(0))
		if o == nil || o.ClassName() != "Array" || jsruntime.IsProxy(o) || suspicious(vm, o) || !compares && !jsruntime.IsUndefined(call.Argument(0)) {
			return original(call)
		}
		n := int(o.Get("length").ToInteger())
		if n < 2 {
			return o // it may be frozen
		}
		if !compares {
			return original(call)
		}
		elements, dense := jsruntime.Dense(o)
		if !dense {
			elements = nil
			for i := range n {
				if v := o.Get(strconv.Itoa(i)); v != nil {
					elements = append(elements, v)
				}
			}
		}
		copied := vm.NewArrayOf(append([]jsruntime.Value(nil), elements...)...)
		call.This = copied
		original(call)
		sorted, _ := jsruntime.Dense(copied)
		if now, dense := jsruntime.Dense(o); dense && len(now) == len(sorted) {
			jsruntime.SetDense(o, sorted)
			return o
		}
		for i := range n {
			var err error
			if i < len(sorted) {
				err = o.Set(strconv.Itoa(i), sorted[i])
			} else {
				err = o.Delete(strconv.Itoa(i))
			}
			if err != nil {
				vm.Rethrow(err)
			}
		}
		return o
	}
}

// giving is a function of a script that is given o for what stands for it.
func giving(vm *jsruntime.VM, fn jsruntime.Callable, instead, o *jsruntime.Object) jsruntime.Value {
	return vm.ToValue(func(call jsruntime.FunctionCall) jsruntime.Value {
		for i, arg := range call.Arguments {
			if arg == instead {
				call.Arguments[i] = o
			}
		}
		return vm.Call(fn, call.This, call.Arguments...)
	})
}

// over calls f with a proxy of o that looks again and again whether the script must stop.
func (c *claims) over(o *jsruntime.Object, f func(instead *jsruntime.Object) jsruntime.Value) jsruntime.Value {
	if instead := c.standIn[o]; instead != nil { // within itself
		return f(instead)
	}
	steps := 0
	step := func() {
		if steps++; steps%breath == 0 {
			c.vm.Breathe()
		}
	}
	done := func(err error) bool {
		if err != nil {
			c.vm.Rethrow(err)
		}
		return true
	}
	proxy := c.vm.NewProxy(o, &jsruntime.ProxyTraps{
		HasIdx: func(o *jsruntime.Object, i int) bool {
			step()
			return c.vm.Call(c.has, jsruntime.Undefined(), o, c.vm.ToValue(i)).ToBoolean()
		},
		GetIdx: func(o *jsruntime.Object, i int, _ jsruntime.Value) jsruntime.Value {
			step()
			return o.Get(strconv.Itoa(i)) // nil where there is none, as the engine has it itself
		},
		SetIdx: func(o *jsruntime.Object, i int, v, _ jsruntime.Value) bool {
			step()
			return done(o.Set(strconv.Itoa(i), v))
		},
		DeletePropertyIdx: func(o *jsruntime.Object, i int) bool {
			step()
			return done(o.Delete(strconv.Itoa(i)))
		},
	})
	instead := c.vm.ToValue(proxy).(*jsruntime.Object)
	c.standIn[o] = instead
	defer delete(c.standIn, o)
	return f(instead)
}
