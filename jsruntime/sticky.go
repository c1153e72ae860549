package jsruntime

import (
	"reflect"
	"strconv"
	"strings"
	"sync"
	"unicode/utf16"
	"unsafe"

	"github.com/dlclark/regexp2/v2"
	"github.com/dop251/goja"

	"paddock/jsruntime/dialect"
)

// expressions is where the engine keeps what a regular expression matches with, as offsets (see
// machine).
type expressions struct {
	table                unsafe.Pointer
	pattern, standard    uintptr // of an expression; whether its methods match on a shorter way than by its method exec
	sticky, unicode      uintptr // of a pattern: flags
	ignoreCase, global   uintptr // of a pattern: more of them
	linear, backtracking uintptr // of a pattern: its two machines, of which it has one at least
	rx, cache            uintptr // of the second: the library's expression; what was searched last
	cacheType            reflect.Type
}

var theExpressions = sync.OnceValue(func() *expressions {
	v, err := goja.New().RunString("/a/")
	must(err)
	o := v.(*Object)
	of := behind(o).Type()
	pattern := dialect.EngineField(of, "pattern").Type.Elem()
	machine := dialect.EngineField(pattern, "regexp2Wrapper").Type.Elem()
	return &expressions{
		table:   theMachine().table(o),
		pattern: dialect.EngineField(of, "pattern").Offset, standard: dialect.EngineField(of, "standard").Offset,
		sticky: dialect.EngineField(pattern, "sticky").Offset, unicode: dialect.EngineField(pattern, "unicode").Offset,
		ignoreCase: dialect.EngineField(pattern, "ignoreCase").Offset, global: dialect.EngineField(pattern, "global").Offset,
		linear: dialect.EngineField(pattern, "regexpWrapper").Offset, backtracking: dialect.EngineField(pattern, "regexp2Wrapper").Offset,
		rx: dialect.EngineField(machine, "rx").Offset, cache: dialect.EngineField(machine, "cache").Offset,
		cacheType: dialect.EngineField(machine, "cache").Type.Elem(),
	}
})

// HasBuiltInExec reports whether re is an expression whose method exec no script has put in the place of the built-in one;
// of what it inherits it tells nothing.
func HasBuiltInExec(re *Object) bool {
	e, m := theExpressions(), theMachine()
	return m.table(re) == e.table && *at[bool](m.inside(re), e.standard)
}

// Guarded gives what reports whether the engine still takes an object for what it is now, whose properties nobody has
// changed that its short ways rest on.
func Guarded(o *Object) func() bool {
	m := theMachine()
	guarded := m.table(o)
	return func() bool { return m.table(o) == guarded }
}

// anchor is what a match begins with that may only be where the search begins, in the notation of the library.
const anchor = `(?u:\G)`

const (
	// mostAnchored is how many sticky expressions are remembered as they are compiled.
	mostAnchored = 256
	// shortText is the length below which nothing is worth it, and longestLent the one up to which a text is kept.
	shortText   = 128
	longestLent = 1 << 20
)

// Sticky lets sticky regular expressions match in the time that the match takes, wherever in a text it is. The
// engine looks for a match to the end of the text and then finds that it is elsewhere, and it takes the text
// apart again after each match that fails. The zero value is ready.
type Sticky struct {
	anchored map[string]*regexp2.Regexp
	lent     [2]reflect.Value // the text that was searched last, in units and in code points
}

// Prepare is called before a method of re, which may be anything, searches a text.
func (s *Sticky) Prepare(re, text Value) {
	e, m := theExpressions(), theMachine()
	o, ok := re.(*Object)
	if !ok || m.table(o) != e.table {
		return
	}
	pattern := *at[unsafe.Pointer](m.inside(o), e.pattern)
	if pattern == nil || !*at[bool](pattern, e.sticky) {
		return
	}
	target, isText := text.(goja.String)
	if !isText || target.Length() < shortText || !s.anchor(pattern) || target.Length() > longestLent {
		return
	}
	*at[unsafe.Pointer](*at[unsafe.Pointer](pattern, e.backtracking), e.cache) = s.lend(target, *at[bool](pattern, e.unicode))
}

// anchor gives the pattern of an expression the one machine that looks in one place.
func (s *Sticky) anchor(pattern unsafe.Pointer) bool {
	e := theExpressions()
	if *at[unsafe.Pointer](pattern, e.linear) != nil {
		createBacktracking(pattern)
	}
	machine := *at[unsafe.Pointer](pattern, e.backtracking)
	rx := at[*regexp2.Regexp](machine, e.rx)
	written := (*rx).String()
	if strings.HasPrefix(written, anchor) {
		return true
	}
	options := *fieldOf[regexp2.RegexOptions](reflect.ValueOf(*rx).Elem(), "options")
	key := strconv.Itoa(int(options)) + written
	if s.anchored == nil || len(s.anchored) >= mostAnchored {
		s.anchored = map[string]*regexp2.Regexp{}
	}
	again := s.anchored[key]
	if again == nil {
		var err error
		if again, err = regexp2.Compile(anchor+"(?:"+written+")", options); err != nil {
			return false // it works as it is
		}
		s.anchored[key] = again
	}
	*rx = again
	*at[unsafe.Pointer](pattern, e.linear) = nil
	return true
}

// lend gives a text as the engine keeps the one that it has searched last.
func (s *Sticky) lend(text goja.String, codePoints bool) unsafe.Pointer {
	which := 0
	if codePoints {
		which = 1
	}
	if last := s.lent[which]; last.IsValid() && (*fieldOf[goja.String](last.Elem(), "target")).SameAs(text) {
		return last.UnsafePointer()
	}
	units := Units(text)
	runes, places := make([]rune, 0, len(units)), []int(nil)
	for i := 0; i < len(units); i++ {
		r := rune(units[i])
		if codePoints {
			places = append(places, i)
			if i+1 < len(units) && utf16.IsSurrogate(r) {
				if pair := utf16.DecodeRune(r, rune(units[i+1])); pair != '\uFFFD' {
					r = pair
					i++
				}
			}
		}
		runes = append(runes, r)
	}
	made := reflect.New(theExpressions().cacheType)
	*fieldOf[goja.String](made.Elem(), "target") = text
	*fieldOf[[]rune](made.Elem(), "runes") = runes
	if codePoints {
		*fieldOf[[]int](made.Elem(), "posMap") = append(places, len(units))
	}
	s.lent[which] = made
	return made.UnsafePointer()
}
