package json

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"paddock/jsruntime"
)

// Parse gives the value of a JSON text. It throws V8's SyntaxError for what is none.
func Parse(vm *jsruntime.VM, text string) jsruntime.Value {
	e := engineSlot.Get(vm)
	p := parser{vm: vm, engine: e, src: text}
	p.desk, e.desk = e.desk, desk{}
	v := p.document()
	e.desk = p.desk.cleared()
	return v
}

// ParseWith is JSON.parse: a text of JavaScript, and a reviver or what is none.
func ParseWith(vm *jsruntime.VM, text, reviver jsruntime.Value) jsruntime.Value {
	p := parser{vm: vm, engine: engineSlot.Get(vm), src: jsruntime.WTF8(text)}
	fn, ok := jsruntime.AsFunction(reviver)
	if !ok {
		return p.document()
	}
	p.sourced = true
	v := p.document()
	r := reviving{vm: vm, reviver: fn}
	root := vm.NewObject()
	must(root.DefineDataProperty("", v, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes))
	return r.walk(root, "", vm.ToValue(""), p.sources[0], 0)
}

// CheckRaw throws for a text that JSON.rawJSON does not take: it must be a primitive value and nothing else.
func CheckRaw(vm *jsruntime.VM, text string) {
	p := parser{vm: vm, engine: engineSlot.Get(vm), src: text}
	const others = "{[ \t\n\r"
	switch {
	case text == "", strings.IndexByte(others[2:], text[len(text)-1]) >= 0 && strings.IndexByte(others, text[0]) < 0:
		vm.Throwf(jsruntime.SyntaxError, "Invalid value for JSON.rawJSON")
	case strings.IndexByte(others, text[0]) >= 0:
		p.unexpected()
	}
	p.begin()
	if p.pos < len(p.src) {
		vm.Throwf(jsruntime.SyntaxError, "Invalid value for JSON.rawJSON")
	}
}

// parser reads one JSON text. Its strings are UTF-8 in which lone surrogates stand as if they
// were characters (WTF-8).
type parser struct {
	vm     *jsruntime.VM
	engine *engine
	src    string
	pos    int
	desk

	sourced bool      // keep the sources of primitive values
	sources []*source // those of what is complete, in the open arrays and objects
}

// desk is what a parser works on.
type desk struct {
	open []open
	// items and members are those of the open arrays and objects, one after the other.
	items   []any
	members []jsruntime.Member
}

// deskSize is how much of a desk is kept for the next text, in parts of each kind.
const deskSize = 256

// cleared gives a desk for the next text, with what there is of this one unless that is large. What lies behind the
// parts of its lists was cleared when it was taken out.
func (d desk) cleared() desk {
	if cap(d.open) > deskSize || cap(d.items) > deskSize || cap(d.members) > deskSize {
		return desk{}
	}
	clear(d.open[:cap(d.open)])
	return desk{d.open[:0], d.items[:0], d.members[:0]}
}

// open is an array or object that is not yet complete.
type open struct {
	array   bool
	key     string // of the member that comes next
	odd     bool   // a key has lone surrogates
	first   int    // the first place in items or members
	sources int    // the first place in sources
}

// document reads the whole text. It does not recurse: a text may nest as deeply as it is long.
func (p *parser) document() jsruntime.Value {
	for steps := 1; ; steps++ {
		if steps%breath == 0 {
			p.vm.Breathe()
		}
		v := p.begin()
		if v == nil {
			continue // in what has been opened
		}
		for v != nil && len(p.open) > 0 {
			v = p.give(v)
		}
		if v == nil {
			continue
		}
		p.space()
		if p.pos < len(p.src) {
			p.failAt("Unexpected non-whitespace character after JSON")
		}
		return v
	}
}

// begin reads a value, or the beginning of one: then it gives nil.
func (p *parser) begin() jsruntime.Value {
	p.space()
	if p.pos >= len(p.src) {
		p.unexpected()
	}
	switch p.src[p.pos] {
	case '{':
		p.pos++
		if p.take('}') {
			p.source(&source{})
			return p.vm.NewObject()
		}
		p.open = append(p.open, open{key: p.key(true), first: len(p.members), sources: len(p.sources)})
		return nil
	case '[':
		p.pos++
		if p.take(']') {
			p.source(&source{})
			return p.vm.NewArray()
		}
		p.open = append(p.open, open{array: true, first: len(p.items), sources: len(p.sources)})
		return nil
	}
	start := p.pos
	v := p.primitive()
	if p.sourced {
		p.source(&source{value: v, text: p.src[start:p.pos]})
	}
	return v
}

// give puts a value into the innermost open array or object, and gives that when it is complete.
func (p *parser) give(v jsruntime.Value) jsruntime.Value {
	top := &p.open[len(p.open)-1]
	if top.array {
		p.items = append(p.items, v)
		switch {
		case p.take(','):
			return nil
		case !p.take(']'):
			p.fail("Expected ',' or ']' after array element")
		}
		done := p.vm.NewArray(p.items[top.first:]...)
		clear(p.items[top.first:])
		p.items = p.items[:top.first]
		p.close(nil)
		return done
	}
	p.members = append(p.members, jsruntime.Member{Name: top.key, Value: v})
	top.odd = top.odd || !wellFormed(top.key)
	switch {
	case p.take(','):
		top.key = p.key(false)
		return nil
	case !p.take('}'):
		p.fail("Expected ',' or '}' after property value")
	}
	members := p.members[top.first:]
	done := p.object(members, top.odd)
	p.members = p.members[:top.first]
	p.close(members)
	clear(members)
	return done
}

// object makes an object; odd says that a name of it has lone surrogates.
func (p *parser) object(members []jsruntime.Member, odd bool) *jsruntime.Object {
	if !odd {
		return p.engine.plain.Object(members)
	}
	// Without a prototype a property that is set is an own one, whatever it is called.
	o := p.vm.CreateObject(nil)
	for _, m := range members {
		p.vm.Call(p.engine.set, jsruntime.Undefined(), o, text(p.vm, m.Name), m.Value)
	}
	must(o.SetPrototype(p.engine.object))
	return o
}

// close ends the innermost array, or the object of the members.
func (p *parser) close(members []jsruntime.Member) {
	top := p.open[len(p.open)-1]
	p.open = p.open[:len(p.open)-1]
	if !p.sourced {
		return
	}
	parts := append([]*source(nil), p.sources[top.sources:]...)
	p.sources = p.sources[:top.sources]
	whole := &source{items: parts}
	if !top.array {
		whole = &source{members: make(map[string]*source, len(members))}
		for i, m := range members {
			whole.members[m.Name] = parts[i]
		}
	}
	p.source(whole)
}

func (p *parser) source(s *source) {
	if p.sourced {
		p.sources = append(p.sources, s)
	}
}

// key reads the name of a member and the colon.
func (p *parser) key(first bool) string {
	p.space()
	if p.pos >= len(p.src) || p.src[p.pos] != '"' {
		if first {
			p.fail("Expected property name or '}'")
		}
		p.fail("Expected double-quoted property name")
	}
	key, _ := p.string()
	if !p.take(':') {
		p.fail("Expected ':' after property name")
	}
	return key
}

// primitive reads what is neither array nor object.
func (p *parser) primitive() jsruntime.Value {
	switch c := p.src[p.pos]; c {
	case '"':
		s, ascii := p.string()
		if ascii {
			return p.engine.plain.Text(s)
		}
		return text(p.vm, s)
	case 't':
		p.word("true")
		return p.vm.ToValue(true)
	case 'f':
		p.word("false")
		return p.vm.ToValue(false)
	case 'n':
		p.word("null")
		return jsruntime.Null()
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return p.number()
	}
	p.unexpected()
	return nil
}

func (p *parser) word(word string) {
	for i := range len(word) {
		if p.pos >= len(p.src) || p.src[p.pos] != word[i] {
			p.unexpected()
		}
		p.pos++
	}
}

func (p *parser) space() {
	for p.pos < len(p.src) {
		switch p.src[p.pos] {
		case ' ', '\t', '\n', '\r':
			p.pos++
		default:
			return
		}
	}
}

// take moves past c after space and reports whether it was there.
func (p *parser) take(c byte) bool {
	p.space()
	if p.pos < len(p.src) && p.src[p.pos] == c {
		p.pos++
		return true
	}
	return false
}

func (p *parser) digits() bool {
	start := p.pos
	for p.pos < len(p.src) && p.src[p.pos] >= '0' && p.src[p.pos] <= '9' {
		p.pos++
	}
	return p.pos > start
}

func (p *parser) number() jsruntime.Value {
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

// string reads a string. ascii is true only if it is sure to be ASCII.
func (p *parser) string() (s string, ascii bool) {
	p.pos++
	start, all := p.pos, byte(0)
	for p.pos < len(p.src) {
		c := p.src[p.pos]
		if c == '"' {
			p.pos++
			return p.src[start : p.pos-1], all < utf8.RuneSelf
		}
		if c == '\\' || c < ' ' {
			return p.escaped(start), false
		}
		all |= c
		p.pos++
	}
	p.fail("Unterminated string")
	return "", false
}

// escaped reads a string with escapes.
func (p *parser) escaped(start int) string {
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
		p.escape(&out)
	}
	p.fail("Unterminated string")
	return ""
}

// escape reads what follows a backslash.
func (p *parser) escape(out *strings.Builder) {
	c := p.src[p.pos]
	switch c {
	case '"', '\\', '/':
	case 'b':
		c = '\b'
	case 'f':
		c = '\f'
	case 'n':
		c = '\n'
	case 'r':
		c = '\r'
	case 't':
		c = '\t'
	case 'u':
		p.pos++
		out.WriteString(jsruntime.EncodeWTF8(p.unicode()))
		return
	default:
		p.fail("Bad escaped character")
	}
	out.WriteByte(c)
	p.pos++
}

// unicode reads the digits of \uXXXX, and the second half of a pair.
func (p *parser) unicode() rune {
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

func (p *parser) hex() rune {
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

func must(err error) {
	if err != nil {
		panic(err)
	}
}
