package es

import (
	"math"
	"runtime"
	"strings"

	"paddock/jsruntime"
)

// installGetters lets an expression tell what was written instead of what the engine has.
func (r *regexps) installGetters() {
	vm := r.vm
	getter := func(name string, get func(this *jsruntime.Object) jsruntime.Value) {
		must(r.prototype.DefineAccessorProperty(name, vm.NewFunction("get "+name, 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			vm.Descend() // scripts may have made it a getter of what it asks for
			this := jsruntime.AsObject(call.This)
			if this == nil {
				vm.Throwf(jsruntime.TypeError, "RegExp.prototype.%s getter called on non-object %s", name, vm.Sketch(call.This))
			}
			return get(this)
		}), nil, jsruntime.Yes, jsruntime.No))
	}
	source, _ := jsruntime.AsFunction(r.nativeGetter("source"))
	getter("source", func(this *jsruntime.Object) jsruntime.Value {
		if w := r.writtenOf(this); w != nil {
			return vm.ToValue(escapeSource(w.source))
		}
		return vm.Call(source, this)
	})
	getter("flags", func(this *jsruntime.Object) jsruntime.Value { return vm.ToValue(r.steps(this)) })
	flag := func(name string, letter byte) {
		getter(name, func(this *jsruntime.Object) jsruntime.Value {
			if this == r.prototype {
				return jsruntime.Undefined()
			}
			if this.ClassName() != "RegExp" {
				vm.Throwf(jsruntime.TypeError, "RegExp.prototype.%s getter called on non-RegExp object", name)
			}
			w := r.writtenOf(this)
			return vm.ToValue(w != nil && strings.IndexByte(w.flags, letter) >= 0)
		})
	}
	// This one is patched, not defined again: the engine takes a longer way with each expression when it is.
	jsruntime.Patch(r.nativeGetter("ignoreCase"), func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			if o := jsruntime.AsObject(call.This); o != nil && o.ClassName() == "RegExp" {
				if w := r.writtenOf(o); w != nil { // a modifier may have taken the flag from the engine's
					return vm.ToValue(strings.IndexByte(w.flags, 'i') >= 0)
				}
			}
			return original(call)
		}
	})
	flag("hasIndices", 'd')
	flag("unicodeSets", 'v')
	toString, _ := jsruntime.AsFunction(r.prototype.Get("toString"))
	must(r.prototype.DefineDataProperty("toString", vm.NewFunction("toString", 0, func(call jsruntime.FunctionCall) jsruntime.Value {
		vm.Descend()
		if o := jsruntime.AsObject(call.This); o != nil && r.writtenOf(o) != nil {
			return vm.ToValue("/" + o.Get("source").String() + "/" + o.Get("flags").String())
		}
		return vm.Call(toString, call.This)
	}), jsruntime.Yes, jsruntime.Yes, jsruntime.No))
}

// nativeGetter is the engine's getter of a property of RegExp.prototype.
func (r *regexps) nativeGetter(name string) *jsruntime.Object {
	describe, _ := jsruntime.AsFunction(classOf(r.vm, "Object").Get("getOwnPropertyDescriptor"))
	d := r.vm.Call(describe, jsruntime.Undefined(), r.prototype, r.vm.ToValue(name)).(*jsruntime.Object)
	return d.Get("get").(*jsruntime.Object)
}

// flagsOf is what the getter flags says: each flag's own getter is asked.
func flagsOf(o *jsruntime.Object) string {
	var out strings.Builder
	sets := false
	for _, f := range []struct {
		name   string
		letter byte
	}{{"hasIndices", 'd'}, {"global", 'g'}, {"ignoreCase", 'i'}, {"multiline", 'm'}, {"dotAll", 's'}, {"unicode", 'u'}, {"unicodeSets", 'v'}, {"sticky", 'y'}} {
		v := o.Get(f.name)
		if v == nil || !v.ToBoolean() {
			continue
		}
		out.WriteByte(f.letter)
		sets = sets || f.letter == 'v'
	}
	if sets && o.ClassName() == "RegExp" { // whose flag u is only the engine's
		return strings.Replace(out.String(), "u", "", 1)
	}
	return out.String()
}

// escapeSource is EscapeRegExpPattern.
func escapeSource(source string) string {
	if source == "" {
		return "(?:)"
	}
	var out strings.Builder
	class := false
	for i := 0; i < len(source); i++ {
		switch c := source[i]; c {
		case '\\':
			if i+1 < len(source) {
				out.WriteByte(c)
				i++
				if at := strings.IndexByte("\n\r", source[i]); at >= 0 {
					out.WriteByte("nr"[at])
					continue
				}
			}
		case '[':
			class = true
		case ']':
			class = false
		case '/':
			if !class {
				out.WriteByte('\\')
			}
		case '\n':
			out.WriteString(`\n`)
			continue
		case '\r':
			out.WriteString(`\r`)
			continue
		}
		out.WriteByte(source[i])
	}
	return strings.NewReplacer("\u2028", `\u2028`, "\u2029", `\u2029`).Replace(out.String())
}

// installSplit lets split go the engine's fast way, for which an expression must have the engine's
// own constructor: any other makes it compile a copy each time.
func (r *regexps) installSplit() {
	vm := r.vm
	split, _ := jsruntime.AsFunction(r.prototype.GetSymbol(jsruntime.SymSplit))
	constructor := func(c *jsruntime.Object) {
		must(r.prototype.DefineDataProperty("constructor", c, jsruntime.Yes, jsruntime.Yes, jsruntime.No))
	}
	must(r.prototype.DefineDataPropertySymbol(jsruntime.SymSplit, vm.NewFunction("[Symbol.split]", 2, func(call jsruntime.FunctionCall) jsruntime.Value {
		o := jsruntime.AsObject(call.This)
		if o == nil {
			vm.Throwf(jsruntime.TypeError, "Method RegExp.prototype.@@split called on incompatible receiver %s", vm.Sketch(call.This))
		}
		call.Arguments = r.piecesWanted(call.Arguments)
		plain := o != nil && jsruntime.IsString(call.Argument(0)) && (jsruntime.IsUndefined(call.Argument(1)) || jsruntime.IsNumber(call.Argument(1)))
		if !plain || o.ClassName() != "RegExp" || o.Prototype() != r.prototype || o.Get("constructor") != r.ctor || r.ctor.GetSymbol(jsruntime.SymSpecies) != r.ctor {
			return r.splitElsewise(split, o, call.Arguments)
		}
		if o.Get("exec") == r.prototype.Get("exec") && r.elsewhere(o, call.Argument(0)) != nil {
			return r.split(o, call.Argument(0), call.Argument(1))
		}
		pieces := func() jsruntime.Value {
			if r.writtenOf(o) == nil {
				constructor(r.native)
				defer constructor(r.ctor)
			}
			return vm.Call(split, call.This, call.Arguments...)
		}()
		if r.writtenOf(o) == nil {
			r.noteSplit(call, pieces.(*jsruntime.Object))
		}
		if r.emptyPieces(o, pieces) {
			return r.split(o, call.Argument(0), call.Argument(1))
		}
		return pieces
	}), jsruntime.Yes, jsruntime.Yes, jsruntime.No))
}

// splitElsewise lets the engine split by what need not be an expression. It ends the isolate where that makes something without
// exec.
func (r *regexps) splitElsewise(split jsruntime.Callable, by *jsruntime.Object, args []jsruntime.Value) jsruntime.Value {
	defer func() {
		if x := recover(); x != nil {
			if _, mistake := x.(runtime.Error); mistake {
				r.vm.Throwf(jsruntime.TypeError, "Method RegExp.prototype.exec called on incompatible receiver %s", r.vm.Sketch(by))
			}
			panic(x)
		}
	}()
	return r.vm.Call(split, by, args...)
}

// piecesWanted are the arguments of split with a limit that the engine understands: where it goes the long way it takes
// none beyond 32 bits, and none that is negative, for what they are modulo 2³².
func (r *regexps) piecesWanted(args []jsruntime.Value) []jsruntime.Value {
	if len(args) < 2 || !jsruntime.IsNumber(args[1]) {
		return args
	}
	limit := args[1].ToFloat()
	if limit >= 0 && limit <= math.MaxInt32 {
		return args
	}
	most := uint32(0)
	if !math.IsInf(limit, 0) && !math.IsNaN(limit) {
		most = uint32(int64(math.Mod(math.Trunc(limit), 1<<32)))
	}
	if most > math.MaxInt32 {
		return args[:1] // more than there can be
	}
	return []jsruntime.Value{args[0], r.vm.ToValue(int64(most))}
}

// installMatchAll lets expressions with the flag v step over empty matches by code points: else the
// engine finds one at the same pair of surrogates for ever. What they find is noted.
func (r *regexps) installMatchAll() {
	matchAll := classOf(r.vm, "Symbol").Get("matchAll").(*jsruntime.Symbol)
	watched := false
	jsruntime.Patch(r.prototype.GetSymbol(matchAll).(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			iterator := original(call)
			if !watched {
				watched = true
				r.watchSteps(iterator.(*jsruntime.Object))
			}
			if o := jsruntime.AsObject(call.This); o != nil && o.ClassName() == "RegExp" {
				if w := r.writtenOf(o); w != nil && strings.Contains(w.flags, "v") {
					jsruntime.StepByCodePoints(iterator.(*jsruntime.Object))
				}
			}
			return iterator
		}
	})
}
