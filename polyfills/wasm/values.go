package wasm

import (
	"math"
	"math/big"

	"paddock/jsruntime"
)

// toWasm converts a value by ToWebAssemblyValue. It throws what does not fit.
func (w *world) toWasm(v jsruntime.Value, typ byte) uint64 {
	switch typ {
	case i32:
		return uint64(uint32(toInt32(v)))
	case i64:
		if jsruntime.IsNumber(v) {
			w.vm.Throwf(jsruntime.TypeError, "Cannot convert %s to a BigInt", v)
		}
		return bits(w.classes.asInt64(v))
	case f32:
		return uint64(math.Float32bits(float32(toNumber(v))))
	case f64:
		return math.Float64bits(toNumber(v))
	case externref:
		return w.refs.id(v)
	case funcref:
		if jsruntime.IsNull(v) {
			return 0
		}
		f, ok := functionClass.From(v)
		if !ok {
			w.vm.Throwf(jsruntime.TypeError, "type incompatibility when transforming from/to JS")
		}
		return f.reference()
	}
	w.vm.Throwf(jsruntime.TypeError, "type incompatibility when transforming from/to JS")
	return 0
}

// toJS converts a value by ToJSValue.
func (w *world) toJS(v uint64, typ byte) jsruntime.Value {
	switch typ {
	case i32:
		return w.vm.ToValue(int32(v))
	case i64:
		return w.vm.ToValue(big.NewInt(int64(v)))
	case f32:
		return w.vm.ToValue(float64(math.Float32frombits(uint32(v))))
	case f64:
		return w.vm.ToValue(math.Float64frombits(v))
	case externref:
		return w.refs.value(v)
	case funcref:
		if f := w.referenced(v); f != nil {
			return f.object
		}
		return jsruntime.Null()
	}
	w.vm.Throwf(jsruntime.TypeError, "type incompatibility when transforming from/to JS")
	return nil
}

func toNumber(v jsruntime.Value) float64 { return v.ToNumber().ToFloat() }

func toInt32(v jsruntime.Value) int32 {
	if i, ok := v.Export().(int64); ok {
		return int32(i)
	}
	f := toNumber(v)
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return int32(uint32(int64(math.Mod(math.Trunc(f), 1<<32))))
}

// bits gives the two's complement of a bigint within 64 bits.
func bits(v jsruntime.Value) uint64 {
	i, ok := v.Export().(*big.Int)
	if !ok {
		return 0
	}
	return uint64(i.Int64())
}

// defaultValue is what stands for an absent value of a type.
func (w *world) defaultValue(typ byte) uint64 {
	if typ == externref {
		return w.refs.id(jsruntime.Undefined())
	}
	return 0
}

// refs gives JavaScript values the numbers by which modules know them. 0 is null. What no table
// or global holds any more is forgotten by sweep.
type refs struct {
	values map[uint64]jsruntime.Value
	ids    map[jsruntime.Value]uint64
	next   uint64
	limit  int // of values, at which to sweep
}

func (r *refs) id(v jsruntime.Value) uint64 {
	if jsruntime.IsNull(v) {
		return 0
	}
	// Primitives compare by what they are in Go only in part; a second number for one does no harm.
	hashable := jsruntime.AsObject(v) != nil || jsruntime.IsUndefined(v)
	if hashable {
		if id, ok := r.ids[v]; ok {
			return id
		}
	}
	if r.values == nil {
		r.values, r.ids = map[uint64]jsruntime.Value{}, map[jsruntime.Value]uint64{}
	}
	r.next++
	r.values[r.next] = v
	if hashable {
		r.ids[v] = r.next
	}
	return r.next
}

func (r *refs) value(id uint64) jsruntime.Value {
	if v, ok := r.values[id]; ok {
		return v
	}
	return jsruntime.Null()
}

// sweepAt is how many values there are at least before a sweep.
const sweepAt = 4096

// crowded tells that it is time to sweep.
func (r *refs) crowded() bool { return len(r.values) > max(r.limit, sweepAt) }

// sweep forgets the values that are not live.
func (r *refs) sweep(live map[uint64]bool) {
	for id, v := range r.values {
		if live[id] {
			continue
		}
		delete(r.values, id)
		if jsruntime.AsObject(v) != nil || jsruntime.IsUndefined(v) {
			delete(r.ids, v)
		}
	}
	r.limit = 2 * len(r.values)
}
