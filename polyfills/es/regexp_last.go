package es

import (
	"strconv"
	"strings"

	"paddock/jsruntime"
)

// lastMatch is what RegExp.$1 and its kin tell of: the last match of any expression. What costs
// nothing is kept, and the match is made again when somebody asks.
type lastMatch struct {
	found *jsruntime.Object // the array of the match; nil until somebody asks
	re    *jsruntime.Object
	text  jsruntime.Value // what was searched
	from  int             // where the search began
	every bool            // the last of all matches counts
	split bool            // the last match that split met counts
	limit int64           // how many pieces it was to give; 0: all
	input jsruntime.Value // RegExp.input, which scripts can set; nil: the text
}

// watchExec adds to what exec finds, and notes it.
func (r *regexps) watchExec() {
	r.vm.PatchMethod(r.prototype, "exec", func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			if re, text, f := r.executed(call); f != nil {
				result := r.execElsewhere(f, re, text)
				if found := jsruntime.AsObject(result); found != nil {
					r.last = lastMatch{found: found, text: text}
				}
				return result
			}
			r.sticky.Prepare(call.This, call.Argument(0))
			result := original(call)
			if found := jsruntime.AsObject(result); found != nil {
				indexFirst(found)
				r.complete(call.This.(*jsruntime.Object), found)
				if jsruntime.IsString(call.Argument(0)) {
					r.last = lastMatch{found: found, text: call.Argument(0)}
				}
			}
			return result
		}
	})
}

// indexFirst lists the properties of a match in V8's order.
func indexFirst(found *jsruntime.Object) { jsruntime.PutBefore(found, "index", "input") }

// watchMatches notes what the other methods that match find.
func (r *regexps) watchMatches() {
	symbols := classOf(r.vm, "Symbol")
	well := func(name string) jsruntime.Value {
		return r.prototype.GetSymbol(symbols.Get(name).(*jsruntime.Symbol))
	}
	watch := func(name string, method jsruntime.Value, note func(call jsruntime.FunctionCall, from int, result jsruntime.Value)) {
		isTest, isReplace, isMatch := method == r.prototype.Get("test"), method == well("replace"), method == well("match")
		jsruntime.Patch(method.(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value {
				re := jsruntime.AsObject(call.This)
				if re == nil {
					r.vm.Throwf(jsruntime.TypeError, "Method RegExp.prototype.%s called on incompatible receiver %s", name, r.vm.Sketch(call.This))
				}
				if !jsruntime.HasBuiltInExec(re) || re.Prototype() != r.prototype || !r.untouched() {
					if !isTest && r.getsExec(re) {
						return original(call)
					}
					switch exec := re.Get("exec"); {
					case !jsruntime.IsFunction(exec):
						return r.withoutExec(re, original, call)
					case isTest && exec != r.builtInExec:
						return r.vm.ToValue(r.found(re, exec, call.Argument(0)))
					}
				}
				if !jsruntime.IsString(call.Argument(0)) && r.isElsewhere(re) {
					r.vm.Text(call.Argument(0)) // which throws for a symbol
					call.Arguments = append([]jsruntime.Value{call.Argument(0).ToString()}, call.Arguments[min(1, len(call.Arguments)):]...)
				}
				if !jsruntime.IsString(call.Argument(0)) || re.ClassName() != "RegExp" {
					return original(call)
				}
				odd := r.elsewhere(re, call.Argument(0)) != nil
				if isTest && odd {
					found := r.quietly(re, call.Argument(0))
					if found != nil {
						r.last = lastMatch{found: found, text: call.Argument(0)}
					}
					return r.vm.ToValue(found != nil)
				}
				if isTest {
					r.sticky.Prepare(re, call.Argument(0))
				}
				from := 0
				if at := re.Get("lastIndex"); jsruntime.IsNumber(at) {
					from = int(at.ToInteger())
				}
				before := r.last
				if jsruntime.IsFunction(call.Argument(1)) { // which may ask while it replaces
					r.note(call, from, re.Get("global").ToBoolean())
				}
				var result jsruntime.Value
				if odd {
					result = r.byExec(re, original, call)
				} else {
					result = r.once(re, isReplace, isMatch, original, call)
				}
				if r.last.re == re && r.last.found == nil {
					r.last = before
				}
				note(call, from, result)
				return result
			}
		})
	}
	watch("test", r.prototype.Get("test"), func(call jsruntime.FunctionCall, from int, result jsruntime.Value) {
		if result.ToBoolean() {
			r.note(call, from, false)
		}
	})
	watch("@@search", well("search"), func(call jsruntime.FunctionCall, _ int, result jsruntime.Value) {
		if result.ToInteger() >= 0 {
			r.note(call, 0, false)
		}
	})
	watch("@@match", well("match"), func(call jsruntime.FunctionCall, from int, result jsruntime.Value) {
		if found := jsruntime.AsObject(result); found != nil && found.Get("index") != nil {
			indexFirst(found)
			r.last = lastMatch{found: found, text: call.Argument(0)}
		} else if found != nil {
			r.note(call, 0, true)
		}
	})
	watch("@@replace", well("replace"), func(call jsruntime.FunctionCall, from int, result jsruntime.Value) {
		if !result.SameAs(call.Argument(0)) { // else nothing was found, or it is as good as that
			r.note(call, from, call.This.(*jsruntime.Object).Get("global").ToBoolean())
		}
	})
}

// noteSplit notes the last match of split, of which more than one piece tells, or one where it was
// the only one to give.
func (r *regexps) noteSplit(call jsruntime.FunctionCall, pieces *jsruntime.Object) {
	limit := int64(0)
	if v := call.Argument(1); jsruntime.IsNumber(v) {
		limit = v.ToInteger()
	}
	if n := pieces.Get("length").ToInteger(); n > 1 || n == 1 && limit == 1 {
		r.last = lastMatch{re: call.This.(*jsruntime.Object), text: call.Argument(0), split: true, limit: limit}
	}
}

// watchSteps notes what the iterators of matchAll find.
func (r *regexps) watchSteps(iterator *jsruntime.Object) {
	next := iterator.Prototype().Get("next").(*jsruntime.Object)
	jsruntime.Patch(next, func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			r.executing()
			step := original(call)
			if found := jsruntime.AsObject(step.(*jsruntime.Object).Get("value")); found != nil {
				indexFirst(found)
				if input := found.Get("input"); input != nil && jsruntime.IsString(input) {
					r.last = lastMatch{found: found, text: input}
				}
			}
			return step
		}
	})
}

// once calls a method of an expression. On the engine's short way replace may replace all matches where it is to
// replace one, with the flag u, or one further on, with y, in a text beyond ASCII; and with g and y nothing is found
// behind a match that is empty.
func (r *regexps) once(re *jsruntime.Object, replace, match bool, method jsruntime.Native, call jsruntime.FunctionCall) (result jsruntime.Value) {
	if !replace && !match || re.Prototype() != r.prototype || !jsruntime.HasBuiltInExec(re) {
		return method(call)
	}
	has := func(flag string) bool { return re.Get(flag).ToBoolean() }
	wrong := false
	if has("global") {
		wrong = has("sticky")
	} else if replace && !jsruntime.IsASCII(call.Argument(0)) {
		wrong = has("unicode") || has("sticky")
	}
	if !wrong {
		return method(call)
	}
	jsruntime.ByExec(re, func() { result = method(call) })
	return result
}

// found reports whether a method exec of a script's finds a match.
func (r *regexps) found(re *jsruntime.Object, exec, text jsruntime.Value) bool {
	f, _ := jsruntime.AsFunction(exec)
	if !jsruntime.IsString(text) {
		text = r.vm.ToValue(r.vm.Text(text))
	}
	result := r.vm.Call(f, re, text)
	if jsruntime.AsObject(result) == nil && !jsruntime.IsNull(result) {
		r.vm.Throwf(jsruntime.TypeError, "RegExp exec method returned something other than an Object or null")
	}
	return !jsruntime.IsNull(result)
}

// getsExec reports whether exec is a getter's, which is for the engine to call in its order.
func (r *regexps) getsExec(re *jsruntime.Object) bool {
	exec := r.vm.ToValue("exec")
	return !behindProxy(re) && r.vm.DataProperty(re, exec) == nil && r.has(jsruntime.FunctionCall{Arguments: []jsruntime.Value{re, exec}}).ToBoolean()
}

// withoutExec calls a method of what has no method exec: an expression has its own all the same, and anything else is
// refused where it is to match. The engine ends the isolate.
func (r *regexps) withoutExec(re *jsruntime.Object, method jsruntime.Native, call jsruntime.FunctionCall) jsruntime.Value {
	if jsruntime.IsProxy(re) || re.ClassName() != "RegExp" {
		stand := r.vm.CreateObject(re) // the rest of it is asked before that is called
		must(stand.Set("exec", r.vm.NewFunction("exec", 1, func(jsruntime.FunctionCall) jsruntime.Value {
			r.vm.Throwf(jsruntime.TypeError, "Method RegExp.prototype.exec called on incompatible receiver %s", r.vm.Sketch(re))
			return nil
		})))
		call.This = stand
		return method(call)
	}
	plain, err := r.vm.New(r.ctor, re)
	if err != nil {
		r.vm.Rethrow(err)
	}
	must(plain.Set("lastIndex", re.Get("lastIndex")))
	call.This = plain
	result := method(call)
	if err := re.Set("lastIndex", plain.Get("lastIndex")); err != nil {
		r.vm.Rethrow(err)
	}
	return result
}

func (r *regexps) note(call jsruntime.FunctionCall, from int, every bool) {
	r.last = lastMatch{re: call.This.(*jsruntime.Object), text: call.Argument(0), from: from, every: every}
}

// match gives the array of the last match; nil if there was none.
func (r *regexps) match() *jsruntime.Object {
	l := &r.last
	if l.found != nil || l.re == nil {
		return l.found
	}
	written := l.re.Get("flags").String()
	flags := strings.ReplaceAll(written, "g", "") + "g"
	if l.split {
		flags = strings.ReplaceAll(flags, "y", "")
	}
	again, err := r.vm.New(r.ctor, l.re, r.vm.ToValue(flags))
	if err != nil {
		return nil
	}
	if !l.every && strings.ContainsAny(written, "gy") {
		must(again.Set("lastIndex", l.from))
	}
	if l.split {
		return r.lastOfSplit(again)
	}
	for {
		found := r.quietly(again, l.text)
		if found == nil {
			break
		}
		l.found = found
		if !l.every {
			break
		}
		if end := again.Get("lastIndex").ToInteger(); end == found.Get("index").ToInteger() {
			must(again.Set("lastIndex", end+1)) // past what is empty
		}
	}
	l.re = nil
	return l.found
}

// lastOfSplit makes the matches of split again. An empty one where the last piece ended cuts nothing.
func (r *regexps) lastOfSplit(again *jsruntime.Object) *jsruntime.Object {
	l := &r.last
	size := int64(jsruntime.Length(l.text))
	for cut, from, pieces := int64(0), int64(0), int64(0); from < size; {
		must(again.Set("lastIndex", from))
		found := r.quietly(again, l.text)
		if found == nil {
			break
		}
		l.found = found
		end := found.Get("index").ToInteger() + int64(jsruntime.Length(found.Get("0")))
		if end == from && end == cut {
			from++
			continue
		}
		if pieces += found.Get("length").ToInteger(); l.limit > 0 && pieces >= l.limit {
			break
		}
		cut, from = end, end
	}
	l.re = nil
	return l.found
}

// legacyStatics are the static properties of RegExp that tell of the last match, by the names that
// lastOf takes.
var legacyStatics = [...][2]string{
	{"$1", "$1"}, {"$2", "$2"}, {"$3", "$3"}, {"$4", "$4"}, {"$5", "$5"}, {"$6", "$6"}, {"$7", "$7"}, {"$8", "$8"}, {"$9", "$9"},
	{"input", "input"}, {"$_", "input"}, {"lastMatch", "lastMatch"}, {"$&", "lastMatch"}, {"lastParen", "lastParen"}, {"$+", "lastParen"},
	{"leftContext", "leftContext"}, {"$`", "leftContext"}, {"rightContext", "rightContext"}, {"$'", "rightContext"},
}

// installStatics defines them. Only the input can be set.
func (r *regexps) installStatics() {
	for _, s := range legacyStatics {
		get := r.vm.NewFunction("get "+s[0], 0, func(jsruntime.FunctionCall) jsruntime.Value { return r.lastOf(s[1]) })
		set := r.vm.NewFunction("set "+s[0], 1, func(call jsruntime.FunctionCall) jsruntime.Value {
			if s[1] == "input" {
				r.last.input = r.vm.ToValue(r.vm.Text(call.Argument(0)))
			}
			return jsruntime.Undefined()
		})
		must(r.ctor.DefineAccessorProperty(s[0], get, set, jsruntime.Yes, jsruntime.No))
	}
}

// lastOf gives what a static property of RegExp tells: $1 to $9, or one by its long name.
func (r *regexps) lastOf(name string) jsruntime.Value {
	none := r.vm.ToValue("")
	if name == "input" && r.last.input != nil {
		return r.last.input
	}
	found := r.match()
	if found == nil {
		return none
	}
	orNone := func(v jsruntime.Value) jsruntime.Value {
		if jsruntime.IsUndefined(v) {
			return none
		}
		return v
	}
	part := func(from, to int64) jsruntime.Value {
		return r.vm.CallMethod(r.last.text.ToObject(r.vm.Runtime), "slice", r.vm.ToValue(from), r.vm.ToValue(to))
	}
	begin := found.Get("index").ToInteger()
	end := begin + int64(jsruntime.Length(found.Get("0")))
	switch name {
	case "input":
		return r.last.text
	case "lastMatch":
		return found.Get("0")
	case "lastParen":
		if n := found.Get("length").ToInteger(); n > 1 {
			return orNone(found.Get(strconv.FormatInt(n-1, 10)))
		}
		return none
	case "leftContext":
		return part(0, begin)
	case "rightContext":
		return part(end, int64(jsruntime.Length(r.last.text)))
	}
	return orNone(found.Get(strings.TrimPrefix(name, "$")))
}
