package es

import (
	"math"
	"strings"

	"paddock/jsruntime"
)

// emptyPieces reports whether pieces that the engine's split gave may be wrong: where an expression matches nothing
// right behind a match, its short way cuts there, too.
func (r *regexps) emptyPieces(re *jsruntime.Object, pieces jsruntime.Value) bool {
	elements, _ := jsruntime.Dense(pieces)
	none := r.vm.ToValue("")
	for _, v := range elements {
		if v.SameAs(none) {
			return strings.ContainsAny(re.Get("source").String(), "*?{|^$\\(")
		}
	}
	return false
}

// split cuts a text at the matches of an expression, as the standard has it.
func (r *regexps) split(re *jsruntime.Object, text, limit jsruntime.Value) jsruntime.Value {
	most := uint32(math.MaxUint32)
	if !jsruntime.IsUndefined(limit) {
		most = uint32(jsruntime.Integer(limit))
	}
	flags := strings.ReplaceAll(strings.ReplaceAll(re.Get("flags").String(), "y", ""), "g", "") + "g"
	every, err := r.vm.New(r.ctor, re, r.vm.ToValue(flags))
	if err != nil {
		r.vm.Rethrow(err)
	}
	part := func(from, to int) jsruntime.Value {
		return r.vm.CallMethod(text.ToObject(r.vm.Runtime), "slice", r.vm.ToValue(from), r.vm.ToValue(to))
	}
	var pieces []jsruntime.Value
	end, size := 0, jsruntime.Length(text)
	if size == 0 && most > 0 && r.quietly(every, text) != nil {
		return r.vm.NewArrayOf()
	}
	note := r.vm.ToValue(func(call jsruntime.FunctionCall) jsruntime.Value {
		found, at := call.Arguments, len(call.Arguments)-2
		if jsruntime.AsObject(found[len(found)-1]) != nil { // the groups with names
			at--
		}
		begin := int(found[at].ToInteger())
		after := begin + jsruntime.Length(found[0])
		if begin >= size || after == end {
			return jsruntime.Undefined()
		}
		pieces = append(append(pieces, part(end, begin)), found[1:at]...)
		end = after
		return jsruntime.Undefined()
	})
	last := r.last
	replace, _ := jsruntime.AsFunction(r.prototype.GetSymbol(symReplace(r.vm)))
	r.vm.Call(replace, every, text, note)
	r.last = last
	pieces = append(pieces, part(end, size))
	return r.vm.NewArrayOf(pieces[:min(uint32(len(pieces)), most)]...)
}
