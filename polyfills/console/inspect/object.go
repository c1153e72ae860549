package inspect

import (
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"paddock/jsruntime"
)

// shape is how an object is shown: what stands before the braces, the braces, the entries.
type shape struct {
	base        string // shown alone when there are no entries
	open, close string
	entries     []string
	list        bool // entries are elements, which may stand in columns
	numbers     bool // all of them numbers
	hidden      map[string]bool
}

// maxItems bounds how many elements are shown.
const maxItems = 100

func (p *printer) object(o *jsruntime.Object, level int) string {
	kind := p.vm.KindOf(o)
	name, null := constructorName(p, o)
	s := &shape{open: "{", close: "}"}
	if name != "Object" || null {
		s.open = name + " {"
	}
	if tag, ok := ownTag(o); ok && tag != name && tag != "" && !p.showsTag(o) {
		if name == "Object" && !null {
			s.open = "Object [" + tag + "] {"
		} else if !strings.HasPrefix(s.open, "[") {
			s.open = name + " [" + tag + "] {"
		}
	}
	if level > p.depth && !leaf(kind) {
		if kind == "Array" {
			return "[Array]"
		}
		return "[" + strings.Trim(strings.TrimSuffix(s.label(), " "), "[]") + "]"
	}
	p.deepest = level
	p.seen = append(p.seen, o)
	p.fill(s, o, kind, name, level)
	p.properties(s, o, level)
	p.seen = p.seen[:len(p.seen)-1]
	text := p.join(s, level)
	if n := p.circular[o]; n > 0 {
		text = "<ref *" + strconv.Itoa(n) + "> " + text
	}
	return text
}

// label is the name before the brace, "Object" when there is none.
func (s *shape) label() string {
	if l := strings.TrimSuffix(s.open, "{"); l != "" {
		return l
	}
	return "Object"
}

// leaf kinds are shown at any depth: they have nothing inside.
func leaf(kind string) bool {
	switch kind {
	case "Date", "RegExp", "Function", "Error", "String", "Number", "Boolean", "BigInt", "Symbol":
		return true
	}
	return false
}

// constructorName finds the class of an object without running code.
func constructorName(p *printer, o *jsruntime.Object) (name string, null bool) {
	for at := o; at != nil; at = at.Prototype() {
		if d := p.descriptor(at, p.vm.ToValue("constructor")); d != nil {
			if ctor := jsruntime.AsObject(d.Get("value")); ctor != nil {
				if n := ctor.Get("name"); jsruntime.IsString(n) && n.String() != "" {
					return n.String(), false
				}
			}
		}
	}
	kind := p.vm.KindOf(o)
	return "[" + kind + ": null prototype]", true
}

func ownTag(o *jsruntime.Object) (string, bool) {
	tag := o.GetSymbol(jsruntime.SymToStringTag)
	if !jsruntime.IsString(tag) {
		return "", false
	}
	return tag.String(), true
}

// showsTag reports whether the tag is among the properties that are shown anyway.
func (p *printer) showsTag(o *jsruntime.Object) bool {
	d := p.descriptor(o, jsruntime.SymToStringTag)
	return d != nil && d.Get("enumerable").ToBoolean()
}

func (p *printer) descriptor(o *jsruntime.Object, key jsruntime.Value) *jsruntime.Object {
	return jsruntime.AsObject(p.vm.Call(p.describe, jsruntime.Undefined(), o, key))
}

// fill shows what is special to a kind of object.
func (p *printer) fill(s *shape, o *jsruntime.Object, kind, name string, level int) {
	switch kind {
	case "Array", "Arguments":
		p.array(s, o, kind, name, level)
	case "Function":
		s.base = functionLabel(o, name)
		s.open = "{"
	case "Error":
		s.base, s.hidden = p.failure(o), map[string]bool{"stack": true, "message": true}
		s.open = "{"
		p.cause(s, o, level)
	case "Date":
		s.base, s.open = p.date(o), "{"
	case "RegExp":
		s.base, s.open = o.String(), "{"
	case "Map":
		p.mapEntries(s, o, name, level)
	case "Set":
		n := 0
		p.each(o, func(v, _ jsruntime.Value) { s.entries = append(s.entries, p.nested(v, level)); n++ })
		s.open = sized(name, kind, n)
	case "Promise":
		p.promise(s, o, level)
	case "ArrayBuffer":
		p.buffer(s, o)
	case "View":
		p.view(s, o, name, level)
	case "WeakMap", "WeakSet":
		s.entries = append(s.entries, "<items unknown>")
	case "Number", "Boolean", "BigInt", "String", "Symbol":
		p.wrapper(s, o, kind)
	default:
		p.host(s, o, level)
	}
}

func (p *printer) host(s *shape, o *jsruntime.Object, level int) {
	host, ok := jsruntime.Host(o)
	if !ok {
		return
	}
	if _, ok := host.(*jsruntime.DOMException); ok {
		s.base, s.open = p.failure(o), "{"
		s.hidden = map[string]bool{"stack": true}
		p.cause(s, o, level)
		return
	}
	if i, ok := host.(Inspecter); ok {
		label, content := i.Inspect(p.vm)
		s.open = label + " {"
		if content == nil {
			return
		}
		if p.vm.KindOf(content) == "Map" {
			inner := &shape{}
			p.mapEntries(inner, content, "", level)
			s.entries = append(s.entries, inner.entries...)
			return
		}
		inner := &shape{}
		p.properties(inner, content, level)
		s.entries = append(s.entries, inner.entries...)
	}
}

// nested shows a value inside of another.
func (p *printer) nested(v jsruntime.Value, level int) string {
	p.indent += 2
	text := p.value(v, level+1, true)
	p.indent -= 2
	return text
}

func (p *printer) array(s *shape, o *jsruntime.Object, kind, name string, level int) {
	length := int(o.Get("length").ToInteger())
	s.open, s.close, s.list, s.numbers = "[", "]", true, true
	switch {
	case kind == "Arguments":
		s.open = "[Arguments] ["
	case name != "Array":
		s.open = fmt.Sprintf("%s(%d) [", name, length)
	}
	s.hidden = map[string]bool{}
	empty, shown := 0, 0
	gap := func() {
		if empty > 0 {
			plural := "s"
			if empty == 1 {
				plural = ""
			}
			s.entries = append(s.entries, fmt.Sprintf("<%d empty item%s>", empty, plural))
			empty = 0
			shown++
		}
	}
	keys := o.Keys()
	next := 0
	for _, key := range keys {
		i, err := strconv.Atoi(key)
		if err != nil || i < 0 || strconv.Itoa(i) != key {
			break
		}
		s.hidden[key] = true
		if shown >= maxItems {
			continue
		}
		empty = i - next
		gap()
		v := o.Get(key)
		if !jsruntime.IsNumber(v) && !jsruntime.IsBigInt(v) {
			s.numbers = false
		}
		s.entries = append(s.entries, p.nested(v, level))
		next = i + 1
		shown++
	}
	if shown >= maxItems && next < length {
		s.entries = append(s.entries, more(length-next))
		return
	}
	empty = length - next
	gap()
}

func more(n int) string {
	if n == 1 {
		return "... 1 more item"
	}
	return fmt.Sprintf("... %d more items", n)
}

var classSource = regexp.MustCompile(`^class\b(?:\s+[\w$]+)?(?:\s+extends\s+([\w$.]+))?`)

func functionLabel(o *jsruntime.Object, kind string) string {
	name := ""
	if n := o.Get("name"); jsruntime.IsString(n) {
		name = n.String()
	}
	source := o.String()
	if m := classSource.FindStringSubmatch(source); m != nil {
		label := "[class " + name
		if name == "" {
			label = "[class (anonymous)"
		}
		if m[1] != "" {
			label += " extends " + m[1]
		}
		return label + "]"
	}
	if !strings.HasSuffix(kind, "Function") {
		kind = "Function"
	}
	if name == "" {
		return "[" + kind + " (anonymous)]"
	}
	return "[" + kind + ": " + name + "]"
}

// failure is an error's stack, indented, or its heading in brackets.
func (p *printer) failure(o *jsruntime.Object) string {
	text := func(name string) string {
		if v := o.Get(name); jsruntime.IsString(v) {
			return v.String()
		}
		return ""
	}
	if stack := strings.TrimRight(p.vm.MapStack(text("stack")), "\n"); stack != "" {
		if !strings.Contains(stack, "\n    at") {
			stack = "[" + stack + "]"
		}
		return strings.ReplaceAll(stack, "\n", "\n"+strings.Repeat(" ", p.indent))
	}
	heading := text("name")
	if heading == "" {
		heading = "Error"
	}
	if m := text("message"); m != "" {
		heading += ": " + m
	}
	return "[" + heading + "]"
}

// cause shows what is not enumerable but matters of an error.
func (p *printer) cause(s *shape, o *jsruntime.Object, level int) {
	for _, name := range []string{"cause", "errors"} {
		d := p.descriptor(o, p.vm.ToValue(name))
		if d != nil && !d.Get("enumerable").ToBoolean() && d.Get("value") != nil {
			s.entries = append(s.entries, "["+name+"]: "+p.nested(d.Get("value"), level))
		}
	}
}

func (p *printer) date(o *jsruntime.Object) string {
	proto := p.vm.Get("Date").(*jsruntime.Object).Get("prototype").(*jsruntime.Object)
	iso, _ := jsruntime.AsFunction(proto.Get("toISOString"))
	text := "Invalid Date"
	if err := p.vm.Try(func() { text = p.vm.Call(iso, o).String() }); err != nil {
		return "Invalid Date"
	}
	return text
}

// each calls f with the values and keys of a Map or a Set.
func (p *printer) each(o *jsruntime.Object, f func(v, key jsruntime.Value)) {
	class := p.vm.Get(p.vm.KindOf(o)).(*jsruntime.Object)
	forEach, _ := jsruntime.AsFunction(class.Get("prototype").(*jsruntime.Object).Get("forEach"))
	p.vm.Call(forEach, o, p.vm.ToValue(func(call jsruntime.FunctionCall) jsruntime.Value {
		f(call.Argument(0), call.Argument(1))
		return jsruntime.Undefined()
	}))
}

func (p *printer) mapEntries(s *shape, o *jsruntime.Object, name string, level int) {
	n := 0
	p.each(o, func(v, key jsruntime.Value) {
		if n++; n <= maxItems {
			s.entries = append(s.entries, p.nested(key, level)+" => "+p.nested(v, level))
		}
	})
	if n > maxItems {
		s.entries = append(s.entries, more(n-maxItems))
	}
	s.open = sized(name, "Map", n)
}

// sized is the label of a collection; a subclass is followed by what it extends.
func sized(name, kind string, n int) string {
	if name != kind && !strings.HasPrefix(name, "[") {
		return fmt.Sprintf("%s(%d) [%s] {", name, n, kind)
	}
	return fmt.Sprintf("%s(%d) {", name, n)
}

func (p *printer) promise(s *shape, o *jsruntime.Object, level int) {
	promise, ok := jsruntime.AsPromise(o)
	if !ok {
		return
	}
	switch promise.State() {
	case jsruntime.Pending:
		s.entries = append(s.entries, "<pending>")
	case jsruntime.Rejected:
		s.entries = append(s.entries, "<rejected> "+p.nested(promise.Result(), level))
	default:
		s.entries = append(s.entries, p.nested(promise.Result(), level))
	}
}

// maxBytes bounds how many bytes of a buffer are shown.
const maxBytes = 50

func (p *printer) buffer(s *shape, o *jsruntime.Object) {
	b, _ := jsruntime.Bytes(o)
	var parts []string
	for _, c := range b[:min(len(b), maxBytes)] {
		parts = append(parts, hex.EncodeToString([]byte{c}))
	}
	contents := strings.Join(parts, " ")
	if len(b) > maxBytes {
		contents += fmt.Sprintf(" ... %d more bytes", len(b)-maxBytes)
	}
	s.entries = append(s.entries, "[Uint8Contents]: <"+contents+">", "byteLength: "+strconv.Itoa(len(b)))
}

func (p *printer) view(s *shape, o *jsruntime.Object, name string, level int) {
	view, ok := jsruntime.AsView(o)
	if !ok {
		return
	}
	if view.Kind == "DataView" {
		s.open = name + " {"
		s.entries = append(s.entries, "byteLength: "+strconv.Itoa(view.Length), "byteOffset: "+strconv.Itoa(view.Offset),
			"buffer: "+p.nested(o.Get("buffer"), level))
		return
	}
	length := int(o.Get("length").ToInteger())
	s.open, s.close, s.list, s.numbers = fmt.Sprintf("%s(%d) [", name, length), "]", true, true
	for i := range min(length, maxItems) {
		s.entries = append(s.entries, p.primitive(o.Get(strconv.Itoa(i))))
	}
	if length > maxItems {
		s.entries = append(s.entries, more(length-maxItems))
	}
	s.hidden = map[string]bool{}
	for _, key := range o.Keys() {
		if _, err := strconv.Atoi(key); err == nil {
			s.hidden[key] = true
		}
	}
}

func (p *printer) wrapper(s *shape, o *jsruntime.Object, kind string) {
	proto := p.vm.Get(kind).(*jsruntime.Object).Get("prototype").(*jsruntime.Object)
	valueOf, _ := jsruntime.AsFunction(proto.Get("valueOf"))
	v := p.vm.Call(valueOf, o)
	s.base, s.open = "["+kind+": "+p.value(v, 0, true)+"]", "{"
	if kind == "String" {
		s.hidden = map[string]bool{}
		for _, key := range o.Keys() {
			if _, err := strconv.Atoi(key); err == nil {
				s.hidden[key] = true
			}
		}
	}
}

var identifier = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z_0-9]*$`)

// properties shows own enumerable properties.
func (p *printer) properties(s *shape, o *jsruntime.Object, level int) {
	for _, key := range o.Keys() {
		if s.hidden[key] {
			continue
		}
		label := key
		if !identifier.MatchString(key) {
			label = quote(key)
		}
		p.property(s, o, p.vm.ToValue(key), label, level)
	}
	for _, sym := range o.Symbols() {
		p.property(s, o, sym, "[Symbol("+sym.String()+")]", level)
	}
}

func (p *printer) property(s *shape, o *jsruntime.Object, key jsruntime.Value, label string, level int) {
	d := p.descriptor(o, key)
	if d == nil {
		return
	}
	get, set := jsruntime.IsFunction(d.Get("get")), jsruntime.IsFunction(d.Get("set"))
	text := ""
	switch {
	case get && set:
		text = "[Getter/Setter]"
	case get:
		text = "[Getter]"
	case set:
		text = "[Setter]"
	default:
		text = p.nested(d.Get("value"), level)
	}
	s.entries = append(s.entries, label+": "+text)
}
