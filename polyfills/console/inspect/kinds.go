package inspect

import (
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"paddock/jsruntime"
)

// shape finds what is special to a kind of object.
func (p *printer) shape(o *jsruntime.Object, kind string, c class) *shape {
	switch kind {
	case "Array":
		return p.array(o, c)
	case "Arguments":
		return &shape{open: "[Arguments] {", close: "}", keys: p.keys(o, true)}
	case "Function":
		return &shape{base: p.function(o, c), style: "special", open: "{", close: "}", keys: p.keys(o, true)}
	case "Error":
		return p.failure(o, c)
	case "Date":
		return p.plain(o, c, "Date", p.date(o), "date")
	case "RegExp":
		return p.plain(o, c, "RegExp", p.regexp(o, c), "regexp")
	case "Map", "Set":
		return p.collection(o, kind, c)
	case "Promise":
		s := p.braces(o, c, "Promise")
		s.fill = func(level int) { p.promise(s, o, level) }
		return s
	case "ArrayBuffer":
		return p.buffer(o, c)
	case "View":
		return p.view(o, c)
	case "WeakMap", "WeakSet":
		s := p.braces(o, c, kind)
		s.fill = func(int) { s.entries = append(s.entries, p.style("<items unknown>", "special")) }
		return s
	case "Number", "Boolean", "BigInt", "String", "Symbol":
		return p.boxed(o, kind, c)
	}
	if values, pairs, ok := p.vm.Ahead(o); ok {
		return p.iterator(o, c, values, pairs)
	}
	if p.vm.IsNamespace(o) {
		return p.braces(o, c, "Module")
	}
	return p.other(o, c)
}

// braces is the shape of what is shown by its properties.
func (p *printer) braces(o *jsruntime.Object, c class, kind string) *shape {
	return &shape{open: c.prefix(kind, "") + "{", close: "}", keys: p.keys(o, true)}
}

// plain is the shape of what one text says, before its properties.
func (p *printer) plain(o *jsruntime.Object, c class, kind, text, style string) *shape {
	if prefix := c.prefix(kind, ""); prefix != kind+" " {
		text = prefix + text
	}
	return &shape{base: text, style: style, open: "{", close: "}", leaf: kind == "RegExp", keys: p.keys(o, true)}
}

// other shows plain objects, and instances of host classes, which may tell more of themselves.
func (p *printer) other(o *jsruntime.Object, c class) *shape {
	s := p.braces(o, c, "Object")
	s.open = c.open()
	host, ok := jsruntime.Host(o)
	if !ok || !p.Custom { // what the platform's classes tell of themselves is custom, too
		return s
	}
	if _, ok := host.(*jsruntime.DOMException); ok {
		return s
	}
	return p.host(o, host, c)
}

func (p *printer) array(o *jsruntime.Object, c class) *shape {
	length := int(o.Get("length").ToInteger())
	s := &shape{open: "[", close: "]", list: true, numbers: true, keys: p.keys(o, false)}
	if c.name != "Array" || c.tag != "" {
		s.open = c.prefix("Array", "("+strconv.Itoa(length)+")") + "["
	}
	if length > 0 {
		s.fill = func(level int) { p.elements(s, o, length, level) }
	}
	return s
}

// elements shows those of an array; what is not there is counted.
func (p *printer) elements(s *shape, o *jsruntime.Object, length, level int) {
	next := 0
	gap := func(to int) {
		if n := to - next; n > 0 {
			s.numbers = false
			s.entries = append(s.entries, p.style("<"+plural(n, "empty item")+">", "undefined"))
			next = to
		}
	}
	for _, key := range o.Keys() {
		if !isIndex(key) || len(s.entries) >= p.MaxItems {
			break
		}
		i, _ := strconv.Atoi(key) // an index
		if gap(i); len(s.entries) >= p.MaxItems {
			break
		}
		text, number := p.element(o, key, level)
		s.numbers = s.numbers && number
		s.entries = append(s.entries, text)
		next = i + 1
	}
	if len(s.entries) < p.MaxItems {
		gap(length)
	} else if next < length {
		s.entries = append(s.entries, "... "+plural(length-next, "more item"))
	}
}

func (p *printer) element(o *jsruntime.Object, key string, level int) (text string, number bool) {
	d := p.descriptor(o, p.vm.ToValue(key))
	if get, ok := jsruntime.AsFunction(d.Get("get")); ok || jsruntime.IsFunction(d.Get("set")) {
		return p.accessor(o, get, jsruntime.IsFunction(d.Get("set")), level), false
	}
	v := d.Get("value")
	return p.nested(v, level), jsruntime.IsNumber(v) || jsruntime.IsBigInt(v)
}

var (
	comments    = regexp.MustCompile(`(?s)//.*?\n|/\*.*?\*/`)
	classSource = regexp.MustCompile(`^\s+[^(]*?(?:extends\s|\{|$)|^\s*\{`)
)

// What the source of an asynchronous function and of a generator begins with.
var (
	asyncSource     = regexp.MustCompile(`^async(?:\s+function\b|\s*\*|\s+[\w$]+\s*(?:=>|\()|\s*\([^)]*\)\s*=>)`)
	generatorSource = regexp.MustCompile(`^(?:async\s+)?(?:function\s*)?\*`)
)

// kindWritten tells by its source what a function is, whatever its prototype has become; "" for nothing special.
func kindWritten(source string) string {
	kind := ""
	if asyncSource.MatchString(source) {
		kind = "Async"
	}
	if generatorSource.MatchString(source) {
		kind += "Generator"
	}
	if kind == "" {
		return ""
	}
	return kind + "Function"
}

// function is what a function or class is called.
func (p *printer) function(o *jsruntime.Object, c class) string {
	name := ""
	switch n := o.Get("name"); {
	case jsruntime.IsString(n):
		name = n.String()
	case n != nil && jsruntime.AsObject(n) == nil:
		name = newPrinter(p.vm, Options{}).primitive(n)
	}
	source := p.method("Function", "toString", o)
	if rest, ok := strings.CutPrefix(source, "class"); ok && strings.HasSuffix(source, "}") && classSource.MatchString(comments.ReplaceAllString(rest, " ")) {
		return p.classText(o, c, name)
	}
	kind := "Function"
	switch written := kindWritten(source); {
	case written != "":
		kind = written
	case strings.HasSuffix(c.name, "Function"):
		kind = c.name
	}
	text := "[" + kind
	if c.null {
		text += " (null prototype)"
	}
	if name == "" {
		text += " (anonymous)"
	} else {
		text += ": " + name
	}
	text += "]"
	if c.name != kind && !c.null {
		text += " " + c.name
	}
	if c.tag != "" && c.tag != c.name {
		text += " [" + c.tag + "]"
	}
	return text
}

func (p *printer) classText(o *jsruntime.Object, c class, name string) string {
	if name == "" {
		name = "(anonymous)"
	}
	text := "[class " + name
	if c.name != "Function" && !c.null {
		text += " [" + c.name + "]"
	}
	if c.tag != "" && c.tag != c.name {
		text += " [" + c.tag + "]"
	}
	if c.null {
		return text + " extends null]"
	}
	if super := o.Prototype(); super != nil {
		if n := super.Get("name"); jsruntime.IsString(n) && n.String() != "" {
			text += " extends " + n.String()
		}
	}
	return text + "]"
}

func (p *printer) date(o *jsruntime.Object) string {
	text := "Invalid Date"
	if err := p.vm.Try(func() { text = p.method("Date", "toISOString", o) }); err != nil {
		return "Invalid Date"
	}
	return text
}

// regexp is an expression's text, which the prototype of its class knows.
func (p *printer) regexp(o *jsruntime.Object, c class) string {
	if c.null && o.SetPrototype(p.vm.Get("RegExp").(*jsruntime.Object).Get("prototype").(*jsruntime.Object)) == nil {
		defer func() { _ = o.SetPrototype(nil) }() // it had none, and is as extensible as it was
	}
	return p.method("RegExp", "toString", o)
}

// method calls a method of a class on an object, whatever that inherits from.
func (p *printer) method(class, name string, o *jsruntime.Object) string {
	proto := p.vm.Get(class).(*jsruntime.Object).Get("prototype").(*jsruntime.Object)
	fn, _ := jsruntime.AsFunction(proto.Get(name))
	return p.vm.Call(fn, o).String()
}

func (p *printer) collection(o *jsruntime.Object, kind string, c class) *shape {
	size := 0
	p.each(o, func(_, _ jsruntime.Value) { size++ })
	s := &shape{open: c.prefix(kind, "("+strconv.Itoa(size)+")") + "{", close: "}", keys: p.keys(o, true)}
	switch {
	case size == 0:
	case kind == "Map":
		s.fill = func(level int) { p.mapEntries(s, o, level) }
	default:
		s.fill = func(level int) {
			p.each(o, func(v, _ jsruntime.Value) { p.item(s, func() string { return p.nested(v, level) }) })
			p.rest(s, size)
		}
	}
	return s
}

// iterator shows what an iterator of a Map or a Set has still to give.
func (p *printer) iterator(o *jsruntime.Object, c class, values []jsruntime.Value, pairs bool) *shape {
	name := c.tag
	if pairs {
		name = strings.Replace(name, " Iterator", " Entries", 1)
	}
	s := &shape{open: "[" + name + "] {", close: "}", keys: p.keys(o, true)}
	s.fill = func(level int) {
		if !pairs {
			for _, v := range values {
				p.item(s, func() string { return p.nested(v, level) })
			}
			p.rest(s, len(values))
			return
		}
		for i := 0; i < len(values); i += 2 {
			p.item(s, func() string { return p.pair(values[i], values[i+1], level) })
		}
		p.rest(s, len(values)/2)
	}
	return s
}

// pair shows two values as an array.
func (p *printer) pair(key, v jsruntime.Value, level int) string {
	p.indent += 2
	defer func() { p.indent -= 2 }()
	return p.join(&shape{open: "[", close: "]", entries: []string{p.value(key, level+1), p.value(v, level+1)}, list: true}, level)
}

// item adds an entry as long as there may be more.
func (p *printer) item(s *shape, text func() string) {
	if len(s.entries) < p.MaxItems {
		s.entries = append(s.entries, text())
	}
}

// rest tells how many items are not shown.
func (p *printer) rest(s *shape, size int) {
	if size > len(s.entries) {
		s.entries = append(s.entries, "... "+plural(size-len(s.entries), "more item"))
	}
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

func (p *printer) mapEntries(s *shape, o *jsruntime.Object, level int) {
	size := 0
	p.each(o, func(v, key jsruntime.Value) {
		size++
		p.item(s, func() string { return p.nested(key, level) + " => " + p.nested(v, level) })
	})
	p.rest(s, size)
}

func (p *printer) promise(s *shape, o *jsruntime.Object, level int) {
	promise, ok := jsruntime.AsPromise(o)
	if !ok {
		return
	}
	switch promise.State() {
	case jsruntime.Pending:
		s.entries = append(s.entries, p.style("<pending>", "special"))
	case jsruntime.Rejected:
		s.entries = append(s.entries, p.style("<rejected>", "special")+" "+p.nested(promise.Result(), level))
	default:
		s.entries = append(s.entries, p.nested(promise.Result(), level))
	}
}

func (p *printer) buffer(o *jsruntime.Object, c class) *shape {
	s := p.braces(o, c, "ArrayBuffer")
	s.fill = func(int) {
		b, _ := jsruntime.Bytes(o)
		var parts []string
		for _, c := range b[:min(len(b), p.MaxItems)] {
			parts = append(parts, hex.EncodeToString([]byte{c}))
		}
		contents := strings.Join(parts, " ")
		if more := len(b) - p.MaxItems; more > 0 {
			contents += " ... " + plural(more, "more byte")
		}
		s.entries = append(s.entries, p.style("[Uint8Contents]", "special")+": <"+contents+">", "byteLength: "+p.style(strconv.Itoa(len(b)), "number"))
	}
	return s
}

func (p *printer) view(o *jsruntime.Object, c class) *shape {
	view, ok := jsruntime.AsView(o)
	if !ok {
		return p.braces(o, c, "Object")
	}
	if view.Kind == "DataView" {
		s := p.braces(o, c, "DataView")
		s.fill = func(level int) {
			s.entries = append(s.entries, "byteLength: "+p.style(strconv.Itoa(view.Length), "number"),
				"byteOffset: "+p.style(strconv.Itoa(view.Offset), "number"), "buffer: "+p.nested(o.Get("buffer"), level))
		}
		return s
	}
	length := int(o.Get("length").ToInteger())
	s := &shape{open: c.prefix(view.Kind, fmt.Sprintf("(%d)", length)) + "[", close: "]", list: true, numbers: true, keys: p.besideElements(o)}
	if length > 0 || p.ShowHidden {
		s.fill = func(level int) { p.items(s, o, length, level) }
	}
	return s
}

// items shows those of a typed array.
func (p *printer) items(s *shape, o *jsruntime.Object, length, level int) {
	for i := range min(length, p.MaxItems) {
		s.entries = append(s.entries, p.primitive(o.Get(strconv.Itoa(i))))
	}
	p.rest(s, length)
	if !p.ShowHidden {
		return
	}
	for _, name := range []string{"BYTES_PER_ELEMENT", "length", "byteLength", "byteOffset"} {
		s.entries = append(s.entries, "["+name+"]: "+p.nested(o.Get(name), level))
	}
	b, _ := jsruntime.Bytes(o.Get("buffer"))
	s.entries = append(s.entries, "[buffer]: ArrayBuffer { byteLength: "+p.style(strconv.Itoa(len(b)), "number")+" }")
}

func (p *printer) boxed(o *jsruntime.Object, kind string, c class) *shape {
	proto := p.vm.Get(kind).(*jsruntime.Object).Get("prototype").(*jsruntime.Object)
	valueOf, _ := jsruntime.AsFunction(proto.Get("valueOf"))
	inner := newPrinter(p.vm, Options{MaxText: All, Break: All})
	text := "[" + kind
	if c.null {
		text += " (null prototype)"
	} else if c.name != kind {
		text += " (" + c.name + ")"
	}
	text += ": " + inner.primitive(p.vm.Call(valueOf, o)) + "]"
	if c.tag != "" && c.tag != c.name {
		text += " [" + c.tag + "]"
	}
	s := &shape{base: text, style: strings.ToLower(kind), open: "{", close: "}", keys: p.keys(o, kind != "String")}
	if kind == "String" && !p.ShowHidden {
		s.keys = without(s.keys, "length")
	}
	return s
}
