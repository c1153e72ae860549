package es

import (
	"errors"
	"strings"
	"unicode/utf8"

	"paddock/jsruntime"
	"paddock/jsruntime/dialect/regex"
	"paddock/jsruntime/matcher"
)

// form is what a pattern with flags is made to, once for all expressions of it.
type form struct {
	source, flags string
	groups        []string // names of the captures, where the engine has others
	elsewhere     bool     // the engine does not match it
	program       *matcher.Program
}

// mostForms is how many forms are remembered.
const mostForms = 512

// formOf gives the form of a valid pattern.
func (r *regexps) formOf(source, flags string) *form {
	key := [2]string{source, flags}
	f := r.forms[key]
	if f == nil {
		if r.forms == nil || len(r.forms) >= mostForms {
			r.forms = map[[2]string]*form{}
		}
		f = &form{source: source, flags: flags, elsewhere: regex.MatchedElsewhere(source, flags)}
		if !f.elsewhere {
			f.groups = regex.RenamedGroups(source, flags)
		}
		r.forms[key] = f
	}
	return f
}

func (f *form) has(flag string) bool { return strings.Contains(f.flags, flag) }

// matcher gives what matches as the standard has it.
func (f *form) matcher() *matcher.Program {
	if f.program == nil {
		f.program = matcher.Compile(regex.SpellSets(f.source, f.flags), f.flags)
	}
	return f.program
}

// longSearch is from which length on texts are not left to the engine, which searches them without looking whether the script
// must stop. It finds many matches faster.
const longSearch = 1 << 24

// elsewhere gives the form of an expression that the engine does not match, or not in this text; nil for all others.
func (r *regexps) elsewhere(re *jsruntime.Object, text jsruntime.Value) *form {
	if !jsruntime.HasBuiltInExec(re) { // as of all expressions that are matched elsewhere
		if w := r.writtenOf(re); w != nil && w.elsewhere {
			return w.form
		}
	}
	if n, ok := lengthOf(text); ok && n >= longSearch {
		if _, ok := jsruntime.FlagsOf(re); ok {
			return r.formOf(r.asWritten(re))
		}
	}
	if jsruntime.IsASCII(text) {
		return nil
	}
	return r.oddly(re, text)
}

// quietly calls the built-in exec, and notes nothing; nil if it finds nothing.
func (r *regexps) quietly(re *jsruntime.Object, text jsruntime.Value) *jsruntime.Object {
	if f := r.elsewhere(re, text); f != nil {
		return jsruntime.AsObject(r.execElsewhere(f, re, text))
	}
	return jsruntime.AsObject(r.vm.Call(r.exec, re, text))
}

// byExec calls a method of an expression that is matched elsewhere.
func (r *regexps) byExec(re *jsruntime.Object, method jsruntime.Native, call jsruntime.FunctionCall) (result jsruntime.Value) {
	r.stepping = re
	defer func() { r.stepping = nil }()
	jsruntime.ByExec(re, func() { result = method(call) })
	return result
}

// steps gives the flags of an expression as its getter does, and once to a method that byExec calls, which steps past what
// is empty by characters only if it finds a u.
func (r *regexps) steps(re *jsruntime.Object) string {
	flags := flagsOf(re)
	if r.stepping == re {
		r.stepping = nil
		return strings.Replace(flags, "v", "uv", 1)
	}
	return flags
}

// executed gives the form with which a call of exec is to be answered, and what it searches in what; nil if the engine answers it.
func (r *regexps) executed(call jsruntime.FunctionCall) (*jsruntime.Object, jsruntime.Value, *form) {
	re := jsruntime.AsObject(call.This)
	if re == nil {
		return nil, nil, nil
	}
	if _, ok := jsruntime.FlagsOf(re); !ok {
		return nil, nil, nil
	}
	text := call.Argument(0)
	f := r.elsewhere(re, text)
	if f != nil && !jsruntime.IsString(text) {
		r.vm.Text(text) // which throws for a symbol
		text = text.ToString()
	}
	return re, text, f
}

// isElsewhere reports whether the engine matches an expression in no text.
func (r *regexps) isElsewhere(re *jsruntime.Object) bool {
	if jsruntime.IsProxy(re) || re.ClassName() != "RegExp" {
		return false
	}
	w := r.writtenOf(re)
	return w != nil && w.elsewhere
}

// oddly gives the form of an expression that the engine matches in another way where a text is not of ASCII: it folds
// the case of characters that the standard leaves alone, and the other way round, and begins within a pair.
func (r *regexps) oddly(re *jsruntime.Object, text jsruntime.Value) *form {
	flags, ok := jsruntime.FlagsOf(re)
	if !ok || !flags.IgnoreCase && !(flags.Unicode && flags.Moving) || !jsruntime.IsString(text) {
		return nil
	}
	r.lend(text)
	if flags.IgnoreCase && (r.lent.odd.ASCII || r.lent.odd.Others && !plainLetters(jsruntime.SourceOf(re))) {
		return r.formOf(r.asWritten(re))
	}
	if !flags.Unicode || !flags.Moving {
		return nil
	}
	if at := re.Get("lastIndex"); jsruntime.IsNumber(at) && matcher.InsidePair(r.lent.units, at.ToInteger()) {
		return r.formOf(r.asWritten(re))
	}
	return nil
}

// plainLetters reports whether a pattern names letters of ASCII only.
func plainLetters(pattern string) bool {
	for i := range len(pattern) {
		if pattern[i] >= utf8.RuneSelf || pattern[i] == '\\' && i+1 < len(pattern) && strings.IndexByte("uxpP", pattern[i+1]) >= 0 {
			return false
		}
	}
	return true
}

// asWritten gives the source and the flags of an expression.
func (r *regexps) asWritten(re *jsruntime.Object) (source, flags string) {
	if w := r.writtenOf(re); w != nil {
		return w.source, w.flags
	}
	return jsruntime.SourceOf(re), flagsOf(re)
}

// lentText is a text beyond ASCII as it is searched.
type lentText struct {
	text  jsruntime.Value
	units []uint16
	odd   matcher.Odd
}

// lend gives a text as it is searched. The last one is kept.
func (r *regexps) lend(text jsruntime.Value) matcher.Text {
	if jsruntime.IsASCII(text) {
		return matcher.Text{ASCII: text.String()}
	}
	if !jsruntime.IsSameWide(r.lent.text, text) {
		units := jsruntime.Units(text)
		r.lent = lentText{text, units, matcher.OddIn(units)}
	}
	return matcher.Text{Units: r.lent.units}
}

// executing is called for each match that host code may look for without an end.
func (r *regexps) executing() {
	if r.executions++; r.executions%breath == 0 {
		r.vm.Breathe()
	}
}

// execElsewhere is RegExpBuiltinExec.
func (r *regexps) execElsewhere(f *form, re *jsruntime.Object, text jsruntime.Value) jsruntime.Value {
	r.executing()
	searched := r.lend(text)
	last, moves := int64(0), f.has("g") || f.has("y")
	if v := re.Get("lastIndex"); moves {
		last = max(jsruntime.Integer(v), 0)
	} else {
		jsruntime.Integer(v)
	}
	move := func(to int) {
		if !moves {
			return
		}
		if err := re.Set("lastIndex", to); err != nil {
			r.vm.Rethrow(err)
		}
	}
	if last > int64(searched.Len()) {
		move(0)
		return jsruntime.Null()
	}
	places, err := f.matcher().Match(searched, int(last), f.has("y"), func() bool { return r.vm.Interrupted().Err() != nil })
	switch {
	case errors.Is(err, matcher.ErrStopped):
		r.vm.Breathe()
	case err != nil:
		r.vm.Throwf(jsruntime.RangeError, "%s", err)
	}
	if places == nil {
		move(0)
		return jsruntime.Null()
	}
	move(int(places[1]))
	return r.foundAt(f, text, places)
}

// foundAt makes the array of a match.
func (r *regexps) foundAt(f *form, text jsruntime.Value, places []int32) *jsruntime.Object {
	captures, where := make([]jsruntime.Value, len(places)/2), []jsruntime.Value(nil)
	for i := range captures {
		captures[i] = jsruntime.Undefined()
		if from, to := places[2*i], places[2*i+1]; from >= 0 {
			captures[i] = jsruntime.Part(text, int(from), int(to))
		}
	}
	found := r.vm.NewArrayOf(captures...)
	put := func(o *jsruntime.Object, name string, v jsruntime.Value) {
		must(o.DefineDataProperty(name, v, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes))
	}
	put(found, "index", r.vm.ToValue(places[0]))
	put(found, "input", text)
	put(found, "groups", r.groupsOf(f, captures))
	if f.has("d") {
		for i := range captures {
			where = append(where, jsruntime.Undefined())
			if places[2*i] >= 0 {
				where[i] = r.vm.NewArrayOf(r.vm.ToValue(places[2*i]), r.vm.ToValue(places[2*i+1]))
			}
		}
		indices := r.vm.NewArrayOf(where...)
		put(indices, "groups", r.groupsOf(f, where))
		put(found, "indices", indices)
	}
	return found
}

// groupsOf lists the captures with names, or their places: of several with one name, the one that has matched.
func (r *regexps) groupsOf(f *form, captures []jsruntime.Value) jsruntime.Value {
	order, numbers := regex.GroupsByName(f.matcher().Names())
	if len(order) == 0 {
		return jsruntime.Undefined()
	}
	groups := r.vm.CreateObject(nil)
	for _, name := range order {
		value := jsruntime.Undefined()
		for _, n := range numbers[name] {
			if !jsruntime.IsUndefined(captures[n]) {
				value = captures[n]
			}
		}
		must(groups.Set(name, value))
	}
	return groups
}
