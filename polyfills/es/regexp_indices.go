package es

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/dlclark/regexp2/v2"

	"paddock/jsruntime"
	"paddock/jsruntime/dialect/regex"
)

// indices finds where the groups of a match are, which the engine does not tell: it matches again,
// from where the engine's match is.
type indices struct {
	re      *regexp2.Regexp
	unicode bool
}

// complete adds to what exec of re has found what the engine does not tell: the names of groups where
// it has others, and their places if re has the flag d.
func (r *regexps) complete(re, found *jsruntime.Object) {
	w := r.writtenOf(re)
	if w == nil {
		return
	}
	if w.groups != nil {
		r.nameGroups(w, found)
	}
	if strings.Contains(w.flags, "d") {
		r.addIndices(w, found)
	}
}

// nameGroups puts groups into the array of a match. Of groups with one name only one can have matched.
func (r *regexps) nameGroups(w *written, found *jsruntime.Object) {
	order, numbers := regex.GroupsByName(w.groups)
	groups := r.vm.CreateObject(nil)
	for _, name := range order {
		value := jsruntime.Undefined()
		for _, n := range numbers[name] {
			if v := found.Get(strconv.Itoa(n)); !jsruntime.IsUndefined(v) {
				value = v
			}
		}
		must(groups.Set(name, value))
	}
	must(found.DefineDataProperty("groups", groups, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes))
}

// addIndices puts indices into the array of a match.
func (r *regexps) addIndices(w *written, found *jsruntime.Object) {
	if w.indices == nil {
		w.indices = newIndices(w.source, w.flags)
	}
	r.vm.Breathe() // the engine looks for all matches without doing so, and each is looked for again in the whole text
	pairs := w.indices.find(jsruntime.Units(found.Get("input")), int(jsruntime.Integer(found.Get("index"))))
	pair := func(i int) jsruntime.Value {
		if jsruntime.IsUndefined(found.Get(strconv.Itoa(i))) || i >= len(pairs) {
			return jsruntime.Undefined()
		}
		return r.vm.NewArrayOf(r.vm.ToValue(pairs[i][0]), r.vm.ToValue(pairs[i][1]))
	}
	var all []jsruntime.Value
	for i := range int(jsruntime.Integer(found.Get("length"))) {
		all = append(all, pair(i))
	}
	out := r.vm.NewArrayOf(all...)
	var groups jsruntime.Value = jsruntime.Undefined()
	if named := jsruntime.AsObject(found.Get("groups")); named != nil {
		of := r.vm.CreateObject(nil)
		for _, name := range named.Keys() {
			must(of.Set(name, all[w.number(name, found)]))
		}
		groups = of
	}
	must(out.DefineDataProperty("groups", groups, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes))
	must(found.DefineDataProperty("indices", out, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes))
}

// number is that of the group with a name; of several, of the one that has matched.
func (w *written) number(name string, found *jsruntime.Object) int {
	if w.groups == nil {
		return w.indices.re.GroupNumberFromName(name)
	}
	_, numbers := regex.GroupsByName(w.groups)
	for _, n := range numbers[name] {
		if !jsruntime.IsUndefined(found.Get(strconv.Itoa(n))) {
			return n
		}
	}
	return numbers[name][0]
}

func newIndices(source, flags string) *indices {
	pattern, flags, err := regex.Expand(source, flags)
	must(err) // it has been expanded before
	options := regexp2.RegexOptions(regexp2.ECMAScript)
	x := &indices{}
	for _, f := range flags {
		switch f {
		case 'i':
			options |= regexp2.IgnoreCase
		case 'm':
			options |= regexp2.Multiline
		case 's':
			options |= regexp2.Singleline
		case 'u':
			options |= regexp2.Unicode
			x.unicode = true
		}
	}
	if !x.unicode {
		pattern = regex.SpellHalves(pattern) // as the text is looked at in find
	}
	x.re, err = regexp2.Compile(pattern, options)
	must(err)
	return x
}

// find gives the beginning and end of each group of the match at a place, in UTF-16 units.
func (x *indices) find(text []uint16, at int) [][2]int {
	runes, places := make([]rune, 0, len(text)), make([]int, 0, len(text)+1)
	start := 0
	for i := 0; i < len(text); i++ {
		if i <= at {
			start = len(runes)
		}
		places = append(places, i)
		r := rune(text[i])
		if x.unicode && i+1 < len(text) && utf16.IsSurrogate(r) {
			if pair := utf16.DecodeRune(r, rune(text[i+1])); pair != '\uFFFD' {
				r = pair
				i++
			}
		}
		runes = append(runes, r)
	}
	places = append(places, len(text))
	if at == len(text) {
		start = len(runes)
	}
	m, err := x.re.FindRunesMatchStartingAt(runes, start)
	if m == nil || err != nil {
		return nil
	}
	var out [][2]int
	for _, g := range m.Groups() {
		pair := [2]int{}
		if len(g.Captures) > 0 {
			pair = [2]int{places[g.RuneIndex], places[g.RuneIndex+g.RuneLength]}
		}
		out = append(out, pair)
	}
	return out
}
