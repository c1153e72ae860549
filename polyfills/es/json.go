package es

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"paddock/jsruntime"
)

// nativeJSON replaces JSON.parse, which the engine does token by token and with messages of
// its own, and completes what JSON.stringify says of circles.
var nativeJSON = gap{probe: `(() => { try { JSON.parse("{a}") } catch (e) { return /position/.test(e.message) || undefined } })()`, install: func(vm *jsruntime.VM) {
	object := vm.Get("JSON").(*jsruntime.Object)
	engineParse, _ := jsruntime.AsFunction(object.Get("parse"))
	engineStringify, _ := jsruntime.AsFunction(object.Get("stringify"))
	must(object.DefineDataProperty("parse", vm.NewFunction("parse", 2, func(call jsruntime.FunctionCall) jsruntime.Value {
		text := call.Argument(0).ToString()
		p := jsonParser{vm: vm, src: wtf8(text)}
		v := p.parse()
		if jsruntime.IsFunction(call.Argument(1)) { // which has its walk in the engine
			return vm.Call(engineParse, jsruntime.Undefined(), text, call.Argument(1))
		}
		return v
	}), jsruntime.Yes, jsruntime.Yes, jsruntime.No))
	must(object.DefineDataProperty("stringify", vm.NewFunction("stringify", 3, func(call jsruntime.FunctionCall) jsruntime.Value {
		v, err := engineStringify(call.This, call.Arguments...)
		if err == nil {
			return v
		}
		if ex, ok := vm.Caught(err).(*jsruntime.Exception); ok && ex.Message == circularMessage {
			if path := findCircle(call.Argument(0), nil); path != nil {
				vm.Throwf(jsruntime.TypeError, "%s%s", circularMessage, describeCircle(path))
			}
		}
		vm.Rethrow(err)
		return nil
	}), jsruntime.Yes, jsruntime.Yes, jsruntime.No))
}}

const circularMessage = "Converting circular structure to JSON"

// step is one property on the way into an object.
type step struct {
	object *jsruntime.Object
	key    string // of the property that leads on from object
	index  bool
}

// findCircle gives the way from an object to itself.
func findCircle(v jsruntime.Value, path []step) []step {
	o := jsruntime.AsObject(v)
	if o == nil || len(path) > 1000 {
		return nil
	}
	for i, s := range path {
		if s.object == o {
			return path[i:]
		}
	}
	index := o.ClassName() == "Array"
	for _, key := range o.Keys() {
		if found := findCircle(o.Get(key), append(path, step{o, key, index})); found != nil {
			return found
		}
	}
	return nil
}

func describeCircle(path []step) string {
	var out strings.Builder
	class := func(s step) string {
		if ctor := jsruntime.AsObject(s.object.Get("constructor")); ctor != nil {
			return ctor.Get("name").String()
		}
		return "Object"
	}
	property := func(s step) string {
		if s.index {
			return "index " + s.key
		}
		return "property '" + s.key + "'"
	}
	out.WriteString("\n    --> starting at object with constructor '" + class(path[0]) + "'")
	for i, s := range path[:len(path)-1] {
		if i >= 2 && i < len(path)-2 {
			if i == 2 {
				out.WriteString("\n    |     ...")
			}
			continue
		}
		out.WriteString("\n    |     " + property(s) + " -> object with constructor '" + class(path[i+1]) + "'")
	}
	out.WriteString("\n    --- " + property(path[len(path)-1]) + " closes the circle")
	return out.String()
}

// jsonParser reads one JSON text. Its strings are UTF-8 in which lone surrogates stand as if they
// were characters (WTF-8).
type jsonParser struct {
	vm    *jsruntime.VM
	src   string
	pos   int
	depth int
}

// deepest is how deeply a text may nest.
const deepest = 10000

func (p *jsonParser) parse() jsruntime.Value {
	v := p.value()
	p.space()
	if p.pos < len(p.src) {
		p.failAt("Unexpected non-whitespace character after JSON")
	}
	return v
}

func (p *jsonParser) space() {
	for p.pos < len(p.src) {
		switch p.src[p.pos] {
		case ' ', '\t', '\n', '\r':
			p.pos++
		default:
			return
		}
	}
}

func (p *jsonParser) fail(what string) { p.failAt(what + " in JSON") }

// failAt throws a SyntaxError that names the place, counted in UTF-16 units.
func (p *jsonParser) failAt(what string) {
	before := p.src[:min(p.pos, len(p.src))]
	at := len(utf16.Encode([]rune(before)))
	line := strings.Count(before, "\n") + 1
	column := len(utf16.Encode([]rune(before[strings.LastIndexByte(before, '\n')+1:]))) + 1
	p.vm.Throwf(jsruntime.SyntaxError, "%s at position %d (line %d column %d)", what, at, line, column)
}

// surroundings is how many characters around a wrong token are shown.
const surroundings = 10

// unexpected throws for a token that cannot begin a value.
func (p *jsonParser) unexpected() {
	if p.pos >= len(p.src) {
		p.vm.Throwf(jsruntime.SyntaxError, "Unexpected end of JSON input")
	}
	switch c := p.src[p.pos]; {
	case c == '-' || c >= '0' && c <= '9':
		p.fail("Unexpected number")
	case c == '"':
		p.fail("Unexpected string")
	}
	if p.src == "[object Object]" || p.src == "undefined" || p.src == "NaN" || p.src == "Infinity" {
		p.vm.Throwf(jsruntime.SyntaxError, "\"%s\" is not valid JSON", p.src)
	}
	units := utf16.Encode([]rune(p.src))
	at := len(utf16.Encode([]rune(p.src[:p.pos])))
	text := func(from, to int) string { return string(utf16.Decode(units[from:to])) }
	var shown string
	switch n := len(units); {
	case n <= 2*surroundings:
		shown = `"` + p.src + `"`
	case at < surroundings:
		shown = `"` + text(0, at+surroundings) + `"...`
	case at < n-surroundings:
		shown = `..."` + text(at-surroundings, at+surroundings) + `"...`
	default:
		shown = `..."` + text(at-surroundings, n) + `"`
	}
	p.vm.Throwf(jsruntime.SyntaxError, "Unexpected token '%s', %s is not valid JSON", text(at, at+1), shown)
}

func (p *jsonParser) value() jsruntime.Value {
	p.space()
	if p.pos >= len(p.src) {
		p.unexpected()
	}
	switch c := p.src[p.pos]; {
	case c == '{':
		return p.nested(p.object)
	case c == '[':
		return p.nested(p.array)
	case c == '"':
		return p.string(p.text())
	case c == '-' || c >= '0' && c <= '9':
		return p.number()
	}
	for _, word := range []struct {
		text  string
		value any
	}{{"true", true}, {"false", false}, {"null", nil}} {
		if p.src[p.pos] == word.text[0] {
			p.word(word.text)
			return p.vm.ToValue(word.value)
		}
	}
	p.unexpected()
	return nil
}

func (p *jsonParser) nested(read func() jsruntime.Value) jsruntime.Value {
	if p.depth++; p.depth > deepest {
		p.vm.Throwf(jsruntime.RangeError, "Maximum call stack size exceeded")
	}
	v := read()
	p.depth--
	return v
}

func (p *jsonParser) word(word string) {
	for i := range len(word) {
		if p.pos >= len(p.src) || p.src[p.pos] != word[i] {
			p.unexpected()
		}
		p.pos++
	}
}

// take moves past c after space and reports whether it was there.
func (p *jsonParser) take(c byte) bool {
	p.space()
	if p.pos < len(p.src) && p.src[p.pos] == c {
		p.pos++
		return true
	}
	return false
}

func (p *jsonParser) object() jsruntime.Value {
	o := p.vm.NewObject()
	p.pos++
	if p.take('}') {
		return o
	}
	for first := true; ; first = false {
		p.space()
		if p.pos >= len(p.src) || p.src[p.pos] != '"' {
			if first {
				p.fail("Expected property name or '}'")
			}
			p.fail("Expected double-quoted property name")
		}
		key := p.text()
		if !p.take(':') {
			p.fail("Expected ':' after property name")
		}
		v := p.value()
		must(o.DefineDataProperty(key, v, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes))
		if p.take('}') {
			return o
		}
		if !p.take(',') {
			p.fail("Expected ',' or '}' after property value")
		}
	}
}

func (p *jsonParser) array() jsruntime.Value {
	p.pos++
	var items []jsruntime.Value
	if !p.take(']') {
		for {
			items = append(items, p.value())
			if p.take(']') {
				break
			}
			if !p.take(',') {
				p.fail("Expected ',' or ']' after array element")
			}
		}
	}
	return p.vm.NewArrayOf(items...)
}

func (p *jsonParser) digits() bool {
	start := p.pos
	for p.pos < len(p.src) && p.src[p.pos] >= '0' && p.src[p.pos] <= '9' {
		p.pos++
	}
	return p.pos > start
}

func (p *jsonParser) number() jsruntime.Value {
	start := p.pos
	if p.src[p.pos] == '-' {
		p.pos++
	}
	zero := p.pos < len(p.src) && p.src[p.pos] == '0'
	from := p.pos
	if !p.digits() {
		p.fail("No number after minus sign")
	}
	if zero && p.pos > from+1 {
		p.pos = from + 1
		p.fail("Unexpected number")
	}
	whole := true
	if p.pos < len(p.src) && p.src[p.pos] == '.' {
		p.pos++
		whole = false
		if !p.digits() {
			p.fail("Unterminated fractional number")
		}
	}
	if p.pos < len(p.src) && (p.src[p.pos] == 'e' || p.src[p.pos] == 'E') {
		p.pos++
		whole = false
		if p.pos < len(p.src) && (p.src[p.pos] == '+' || p.src[p.pos] == '-') {
			p.pos++
		}
		if !p.digits() {
			p.fail("Exponent part is missing a number")
		}
	}
	if text := p.src[start:p.pos]; whole && len(text) < 16 && text != "-0" {
		n, err := strconv.ParseInt(text, 10, 64)
		must(err)
		return p.vm.ToValue(n)
	}
	x, _ := strconv.ParseFloat(p.src[start:p.pos], 64) // out of range is Infinity, as it must be
	return p.vm.ToValue(x)
}

// text reads a string.
func (p *jsonParser) text() string {
	p.pos++
	start := p.pos
	for p.pos < len(p.src) {
		switch c := p.src[p.pos]; {
		case c == '"':
			p.pos++
			return p.src[start : p.pos-1]
		case c == '\\' || c < ' ':
			return p.escaped(start)
		}
		p.pos++
	}
	p.fail("Unterminated string")
	return ""
}

// escapes are those of one letter.
var escapes = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escaped reads a string with escapes.
func (p *jsonParser) escaped(start int) string {
	var out strings.Builder
	out.WriteString(p.src[start:p.pos])
	for p.pos < len(p.src) {
		c := p.src[p.pos]
		switch {
		case c == '"':
			p.pos++
			return out.String()
		case c < ' ':
			p.fail("Bad control character in string literal")
		case c != '\\':
			out.WriteByte(c)
			p.pos++
			continue
		}
		p.pos++
		if p.pos >= len(p.src) {
			p.unexpected()
		}
		if p.src[p.pos] == 'u' {
			p.pos++
			out.WriteString(encodeUnit(p.unicode()))
			continue
		}
		e, ok := escapes[p.src[p.pos]]
		if !ok {
			p.fail("Bad escaped character")
		}
		out.WriteByte(e)
		p.pos++
	}
	p.fail("Unterminated string")
	return ""
}

// wtf8 gives a JavaScript string with its lone surrogates.
func wtf8(v jsruntime.Value) string {
	s := v.String()
	units, ok := v.(interface {
		CharAt(int) uint16
		Length() int
	})
	if !ok || !strings.ContainsRune(s, utf8.RuneError) {
		return s
	}
	var out strings.Builder
	for i := 0; i < units.Length(); i++ {
		r := rune(units.CharAt(i))
		if utf16.IsSurrogate(r) && i+1 < units.Length() {
			if pair := utf16.DecodeRune(r, rune(units.CharAt(i+1))); pair != utf8.RuneError {
				r = pair
				i++
			}
		}
		out.WriteString(encodeUnit(r))
	}
	return out.String()
}

// encodeUnit writes a character, or a surrogate as if it were one.
func encodeUnit(r rune) string {
	if utf16.IsSurrogate(r) {
		return string([]byte{0xE0 | byte(r>>12), 0x80 | byte(r>>6)&0x3F, 0x80 | byte(r)&0x3F})
	}
	return string(r)
}

// string makes a JavaScript string.
func (p *jsonParser) string(s string) jsruntime.Value {
	if !strings.Contains(s, "\xed") || utf8.ValidString(s) {
		return p.vm.ToValue(s)
	}
	var units []uint16
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 && i+2 < len(s) {
			r, size = rune(s[i]&0x0F)<<12|rune(s[i+1]&0x3F)<<6|rune(s[i+2]&0x3F), 3
			units = append(units, uint16(r))
		} else {
			units = utf16.AppendRune(units, r)
		}
		i += size
	}
	return jsruntime.UTF16(units)
}

// unicode reads the digits of \uXXXX, and the second half of a pair.
func (p *jsonParser) unicode() rune {
	r := p.hex()
	if !utf16.IsSurrogate(r) {
		return r
	}
	if strings.HasPrefix(p.src[p.pos:], `\u`) {
		back := p.pos
		p.pos += 2
		if pair := utf16.DecodeRune(r, p.hex()); pair != utf8.RuneError {
			return pair
		}
		p.pos = back
	}
	return r
}

func (p *jsonParser) hex() rune {
	var r rune
	for range 4 {
		if p.pos >= len(p.src) {
			p.fail("Bad Unicode escape")
		}
		n, err := strconv.ParseUint(p.src[p.pos:p.pos+1], 16, 8)
		if err != nil {
			p.fail("Bad Unicode escape")
		}
		r = r<<4 | rune(n)
		p.pos++
	}
	return r
}
