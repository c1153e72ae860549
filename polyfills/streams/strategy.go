package streams

import (
	"math"

	"paddock/jsruntime"
)

// strategy is a queuing strategy.
type strategy struct {
	highWaterMark float64
	size          func(value) float64 // nil: every chunk counts 1
}

func (s strategy) sizeOf(chunk value) float64 {
	if s.size == nil {
		return 1
	}
	return s.size(chunk)
}

// members are a strategy's members before they are checked.
type members struct {
	mark value
	size jsruntime.Callable
}

// strategyMembers converts a StreamQueuingStrategy dictionary, argument i of the constructor of class.
func strategyMembers(vm *jsruntime.VM, class string, a args, i int) members {
	return dictionaryMembers(vm, class, "StreamQueuingStrategy", a, i)
}

// dictionaryMembers is [strategyMembers] for a dictionary of any name.
func dictionaryMembers(vm *jsruntime.VM, class, dictionary string, a args, i int) members {
	v := a.At(i)
	if jsruntime.IsNullish(v) {
		return members{}
	}
	o := jsruntime.AsObject(v)
	if o == nil {
		vm.Throwf(jsruntime.TypeError, "Failed to construct '%s': constructor parameter %d is not of type '%s'.", class, i+1, dictionary)
	}
	m := members{mark: o.Get("highWaterMark")}
	switch {
	case jsruntime.IsUndefined(m.mark):
	case pedantic(vm):
		m.mark = vm.ToValue(toNumber(vm, m.mark))
	default: // for the platform it is an integer
		m.mark = vm.ToValue(lengthOf(vm, m.mark))
	}
	if size := o.Get("size"); !jsruntime.IsUndefined(size) {
		f, ok := jsruntime.AsFunction(size)
		if !ok {
			vm.Throwf(jsruntime.TypeError, "Incorrect type for the 'size' field on 'StreamQueuingStrategy': the provided value is not of type 'function'.")
		}
		m.size = f
	}
	return m
}

// extract is ExtractHighWaterMark and ExtractSizeAlgorithm.
func extract(vm *jsruntime.VM, m members, defaultMark float64) strategy {
	s := strategy{highWaterMark: defaultMark}
	if !jsruntime.IsUndefined(m.mark) {
		s.highWaterMark = m.mark.ToFloat()
		if math.IsNaN(s.highWaterMark) || s.highWaterMark < 0 {
			vm.Throwf(jsruntime.RangeError, "Invalid highWaterMark")
		}
	}
	if m.size != nil {
		count := toNumber
		if !pedantic(vm) {
			count = lengthOf
		}
		s.size = func(chunk value) float64 { return count(vm, vm.Call(m.size, undefined(), chunk)) }
	}
	return s
}

// toNumber is ToNumber, which throws for symbols and bigints.
func toNumber(vm *jsruntime.VM, v value) float64 {
	if jsruntime.IsSymbol(v) || jsruntime.IsBigInt(v) {
		vm.Throwf(jsruntime.TypeError, "Cannot convert the value to a number")
	}
	return v.ToFloat()
}

// countStrategy and byteStrategy are the host sides of CountQueuingStrategy and
// ByteLengthQueuingStrategy.
type (
	countStrategy struct{ mark float64 }
	byteStrategy  struct{ mark float64 }
)

var (
	countStrategyClass = jsruntime.NewClass[countStrategy]("CountQueuingStrategy")
	byteStrategyClass  = jsruntime.NewClass[byteStrategy]("ByteLengthQueuingStrategy")
)

// The size functions are one per realm.
var (
	countSize = jsruntime.NewSlot(func(vm *jsruntime.VM) value {
		return vm.NewFunction("size", 0, func(jsruntime.FunctionCall) value { return vm.ToValue(1) })
	})
	byteSize = jsruntime.NewSlot(func(vm *jsruntime.VM) value {
		return vm.NewFunction("size", 1, func(call jsruntime.FunctionCall) value {
			return call.Argument(0).ToObject(vm.Runtime).Get("byteLength")
		})
	})
)

// markOf reads the init argument of a strategy.
func markOf(vm *jsruntime.VM, class string, a args) float64 {
	o := jsruntime.AsObject(a.At(0))
	if o == nil {
		vm.Throwf(jsruntime.TypeError, "Failed to construct '%s': constructor parameter 1 is not of type 'QueuingStrategyInit'.", class)
	}
	mark := o.Get("highWaterMark")
	if jsruntime.IsUndefined(mark) {
		vm.Throwf(jsruntime.TypeError, "Failed to construct '%s': the member 'highWaterMark' is required.", class)
	}
	return toNumber(vm, mark)
}

func defineStrategies() {
	countStrategyClass.
		Constructor(1, func(vm *jsruntime.VM, a args, _ *object) *countStrategy {
			return &countStrategy{markOf(vm, "CountQueuingStrategy", a)}
		}).
		Getter("highWaterMark", func(vm *jsruntime.VM, s *countStrategy) value { return vm.ToValue(s.mark) }).
		Getter("size", func(vm *jsruntime.VM, _ *countStrategy) value { return countSize.Get(vm) })
	byteStrategyClass.
		Constructor(1, func(vm *jsruntime.VM, a args, _ *object) *byteStrategy {
			return &byteStrategy{markOf(vm, "ByteLengthQueuingStrategy", a)}
		}).
		Getter("highWaterMark", func(vm *jsruntime.VM, s *byteStrategy) value { return vm.ToValue(s.mark) }).
		Getter("size", func(vm *jsruntime.VM, _ *byteStrategy) value { return byteSize.Get(vm) })
}
