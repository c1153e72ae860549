package temporal

import (
	"math"
	"math/big"

	"paddock/jsruntime"
	"paddock/polyfills/temporal/iso"
)

// primitive converts an object to a primitive value, preferring a string (ToPrimitive).
func (c call) primitive(v jsruntime.Value) jsruntime.Value {
	o := jsruntime.AsObject(v)
	if o == nil {
		return v
	}
	if exotic := o.GetSymbol(jsruntime.SymToPrimitive); !jsruntime.IsNullish(exotic) {
		fn, ok := jsruntime.AsFunction(exotic)
		if !ok {
			c.Throwf(jsruntime.TypeError, "Symbol(Symbol.toPrimitive) is not a function")
		}
		if v := c.Call(fn, o, c.ToValue("string")); jsruntime.AsObject(v) == nil {
			return v
		}
		c.Throwf(jsruntime.TypeError, "Cannot convert object to primitive value")
	}
	for _, name := range []string{"toString", "valueOf"} {
		if fn, ok := jsruntime.AsFunction(o.Get(name)); ok {
			if v := c.Call(fn, o); jsruntime.AsObject(v) == nil {
				return v
			}
		}
	}
	c.Throwf(jsruntime.TypeError, "Cannot convert object to primitive value")
	return nil
}

// text converts to a string and refuses what is none as a primitive value (ToPrimitiveAndRequireString).
func (c call) text(v jsruntime.Value, what string) string {
	p := c.primitive(v)
	if !jsruntime.IsString(p) {
		c.check(iso.Typef("%s must be string.", what))
	}
	return p.String()
}

// truncated converts to an integer, without the fraction (ToIntegerWithTruncation).
func (c call) truncated(v jsruntime.Value) float64 {
	f := v.ToNumber().ToFloat()
	if math.IsNaN(f) || math.IsInf(f, 0) {
		c.check(iso.Rangef("Expected finite integer."))
	}
	return math.Trunc(f) + 0
}

// farthest bounds integers that stand for parts of dates, beyond all that dates can have.
const farthest = 1 << 40

// integer is truncated as an int, at most farthest.
func (c call) integer(v jsruntime.Value) int {
	return int(min(max(c.truncated(v), -farthest), farthest))
}

// positive is integer for what must be 1 or more (ToPositiveIntegerWithTruncation).
func (c call) positive(v jsruntime.Value) int {
	n := c.integer(v)
	if n <= 0 {
		c.check(iso.Rangef("Expected positive integer."))
	}
	return n
}

// integral converts to an integer and refuses fractions (ToIntegerIfIntegral).
func (c call) integral(v jsruntime.Value) float64 {
	f := v.ToNumber().ToFloat()
	if math.IsInf(f, 0) || f != math.Trunc(f) {
		c.check(iso.Rangef("Expected finite integer."))
	}
	return f + 0
}

// asIntN is BigInt.asIntN of each VM, which converts to a BigInt as the language does.
var asIntN = jsruntime.NewSlot(func(vm *jsruntime.VM) jsruntime.Callable {
	fn, _ := jsruntime.AsFunction(vm.Get("BigInt").(*jsruntime.Object).Get("asIntN"))
	return fn
})

// bigInt converts to a BigInt, of any length.
func (c call) bigInt(v jsruntime.Value) *big.Int {
	if jsruntime.IsBigInt(v) {
		return v.Export().(*big.Int)
	}
	const anyLength = 1<<53 - 1
	return c.Call(asIntN.Get(c.VM), jsruntime.Undefined(), c.ToValue(int64(anyLength)), v).Export().(*big.Int)
}

// either gives an argument, or another value where it is left out.
func (c call) either(v jsruntime.Value, or int) int {
	if jsruntime.IsUndefined(v) {
		return or
	}
	return c.integer(v)
}
