package es

import (
	"errors"
	"strings"

	"paddock/jsruntime"
	"paddock/jsruntime/dialect"
	"paddock/jsruntime/dialect/regex"
)

// regularExpressions gives RegExp what the engine's lacks: properties, sets, modifiers and the flag
// d, the source and flags as they were written, and V8's words for what is wrong. Literals are
// rewritten when a script is compiled, and told to pattern here.
var regularExpressions = gap{probe: `(/^\p{L}$/u.test("a") || undefined)`, install: func(vm *jsruntime.VM) {
	ctor := classOf(vm, "RegExp")
	proto := ctor.Get("prototype").(*jsruntime.Object)
	r := &regexps{vm: vm, native: ctor, prototype: proto}
	r.construct, _ = jsruntime.AsFunction(classOf(vm, "Reflect").Get("construct"))
	r.builtInExec = proto.Get("exec")
	r.exec, _ = jsruntime.AsFunction(r.builtInExec)
	r.has = classOf(vm, "Reflect").Get("has").Export().(native)
	make := vm.NewFunction("make", 4, func(call jsruntime.FunctionCall) jsruntime.Value {
		return r.make(call.Argument(0), call.Argument(1), call.Argument(2).ToBoolean(), call.Argument(3).(*jsruntime.Object))
	})
	fn, _ := jsruntime.AsFunction(regexpScript.Run(vm))
	r.ctor = vm.Call(fn, jsruntime.Undefined(), make, vm.GlobalObject().Get(dialect.TargetName)).(*jsruntime.Object)
	r.installGetters()
	r.installSplit()
	r.installMatchAll()
	r.installCompile()
	r.watchExec()
	r.watchMatches()
	r.installStatics()
	r.hide()
	r.untouched = jsruntime.Guarded(proto)
	mark := vm.NewFunction("pattern", 3, func(call jsruntime.FunctionCall) jsruntime.Value {
		o := call.Argument(0).(*jsruntime.Object)
		r.mark(o, call.Argument(1).String(), call.Argument(2).String())
		return o
	})
	must(vm.GlobalObject().DefineDataProperty(dialect.PatternName, mark, jsruntime.No, jsruntime.No, jsruntime.No))
}}

var regexpScript = load("regexp.js")

// regexps is RegExp in one VM.
type regexps struct {
	vm        *jsruntime.VM
	native    *jsruntime.Object // the engine's constructor
	ctor      *jsruntime.Object // the one that scripts see
	prototype *jsruntime.Object
	construct jsruntime.Callable // Reflect.construct
	exec      jsruntime.Callable // the engine's RegExp.prototype.exec, as it was
	// untouched reports whether no script has changed what the engine's short ways take for granted of the prototype.
	untouched   func() bool
	builtInExec jsruntime.Value
	has         native // Reflect.has
	last        lastMatch
	sticky      jsruntime.Sticky
	forms       map[[2]string]*form
	lent        lentText
	stepping    *jsruntime.Object // see steps
	// executions counts the matches that were looked for one by one.
	executions int
}

// written is what a regular expression carries that the engine has in another form.
type written struct {
	*form
	indices *indices // of the flag d
	nothing bool     // the engine has it as it was written, since it was compiled again
}

// writtenKey is a symbol, because any other property of its own makes an expression slow.
var (
	writtenKey   = jsruntime.NewSymbol("written")
	writtenClass = jsruntime.NewClass[written]("RegExp")
)

func (r *regexps) writtenOf(o *jsruntime.Object) *written {
	if w := r.carried(o); w != nil && !w.nothing {
		return w
	}
	return nil
}

func (r *regexps) carried(o *jsruntime.Object) *written {
	if v := o.GetSymbol(writtenKey); v != nil {
		w, _ := writtenClass.From(v)
		return w
	}
	return nil
}

// hide keeps what an expression carries out of the lists of its properties.
func (r *regexps) hide() {
	hidden := func(v jsruntime.Value) bool {
		of := jsruntime.AsObject(v)
		return of != nil && !jsruntime.IsProxy(of) && of.ClassName() == "RegExp" && r.carried(of) != nil
	}
	wrap := func(class, name string, without func(list jsruntime.Value) jsruntime.Value) {
		o := r.vm.Get(class).(*jsruntime.Object)
		native, _ := jsruntime.AsFunction(o.Get(name))
		must(o.DefineDataProperty(name, r.vm.NewFunction(name, 1, func(call jsruntime.FunctionCall) jsruntime.Value {
			list := r.vm.Call(native, call.This, call.Arguments...)
			if !hidden(call.Argument(0)) {
				return list
			}
			return without(list)
		}), jsruntime.Yes, jsruntime.Yes, jsruntime.No))
	}
	wrap("Object", "getOwnPropertySymbols", r.withoutKey)
	wrap("Reflect", "ownKeys", r.withoutKey)
	wrap("Object", "getOwnPropertyDescriptors", func(all jsruntime.Value) jsruntime.Value {
		must(all.(*jsruntime.Object).DeleteSymbol(writtenKey))
		return all
	})
}

// withoutKey gives a list of keys without ours.
func (r *regexps) withoutKey(keys jsruntime.Value) jsruntime.Value {
	var kept []jsruntime.Value
	r.vm.Iterate(keys, func(key jsruntime.Value) bool {
		if key != writtenKey {
			kept = append(kept, key)
		}
		return true
	})
	return r.vm.NewArrayOf(kept...)
}

// mark notes what was written for an expression that the engine has in another form.
func (r *regexps) mark(o *jsruntime.Object, source, flags string) {
	w := &written{form: r.formOf(source, flags)}
	must(o.DefineDataPropertySymbol(writtenKey, writtenClass.New(r.vm, w), jsruntime.No, jsruntime.No, jsruntime.No))
	if w.elsewhere || w.groups != nil || w.has("d") {
		jsruntime.AskExec(o)
	}
}

// make constructs an expression. like says that pattern is one, or acts as one.
func (r *regexps) make(pattern, flags jsruntime.Value, like bool, target *jsruntime.Object) jsruntime.Value {
	if o := jsruntime.AsObject(pattern); o != nil && (like || o.ClassName() == "RegExp") {
		pattern = o.Get("source")
		if w := r.writtenOf(o); w != nil {
			pattern = r.vm.ToValue(w.source)
		}
		if jsruntime.IsUndefined(flags) {
			flags = o.Get("flags")
		}
	}
	text := func(v jsruntime.Value) jsruntime.Value {
		if jsruntime.IsUndefined(v) {
			return r.vm.ToValue("")
		}
		r.vm.Text(v) // which throws for a symbol
		return v.ToString()
	}
	pattern, flags = text(pattern), text(flags)
	source, letters := pattern.String(), flags.String()
	expanded, engineFlags, err := regex.Expand(source, letters)
	if err != nil {
		r.refuse(err, letters)
	}
	if expanded == source && engineFlags == letters && !strings.ContainsAny(source, "/\n\r\u2028\u2029") {
		return r.nativeFor(pattern, flags, source, letters, target) // lone surrogates too
	}
	made := r.nativeFor(r.vm.ToValue(expanded), r.vm.ToValue(engineFlags), source, letters, target)
	r.mark(made, source, letters)
	if folded := regex.FoldedReferences(source, letters); len(folded) > 0 {
		jsruntime.ChangeBacktracking(made, func(pattern string) string { return regex.FoldReferences(pattern, folded) })
	}
	return made
}

// installCompile lets compile take what the constructor takes.
func (r *regexps) installCompile() {
	r.vm.PatchMethod(r.prototype, "compile", func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			this, pattern := jsruntime.AsObject(call.This), jsruntime.AsObject(call.Argument(0))
			if this == nil || jsruntime.IsProxy(this) || this.ClassName() != "RegExp" {
				return original(call) // which refuses it
			}
			made := pattern
			if pattern == nil || jsruntime.IsProxy(pattern) || pattern.ClassName() != "RegExp" {
				made = r.make(call.Argument(0), call.Argument(1), false, r.ctor).(*jsruntime.Object)
				call.Arguments = []jsruntime.Value{made}
			}
			result := original(call)
			now, before := r.writtenOf(made), r.carried(this)
			switch {
			case now == nil && before == nil:
			case now == nil:
				*before = written{nothing: true}
			case before == nil:
				r.mark(this, now.source, now.flags)
			default:
				*before = *now
			}
			if now != nil && now.elsewhere {
				jsruntime.AskExec(this)
			}
			return result
		}
	})
}

// refuse throws for a pattern that is none.
func (r *regexps) refuse(err error, flags string) {
	switch {
	case errors.Is(err, regex.ErrFlags):
		r.vm.Throwf(jsruntime.SyntaxError, "Invalid flags supplied to RegExp constructor '%s'", flags)
	}
	r.vm.Throwf(jsruntime.SyntaxError, "%s", err)
}

// nativeFor calls the engine's constructor for a subclass.
func (r *regexps) nativeFor(pattern, flags jsruntime.Value, source, letters string, target *jsruntime.Object) *jsruntime.Object {
	v, err := r.construct(jsruntime.Undefined(), r.native, r.vm.NewArrayOf(pattern, flags), target)
	if err != nil {
		if ex, ok := r.vm.Caught(err).(*jsruntime.Exception); ok && ex.Name == jsruntime.SyntaxError {
			r.vm.Throwf(jsruntime.SyntaxError, "Invalid regular expression: /%s/%s: Invalid group", source, letters)
		}
		r.vm.Rethrow(err)
	}
	return v.(*jsruntime.Object)
}
