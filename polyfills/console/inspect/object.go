package inspect

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"paddock/jsruntime"
)

// shape is how an object is shown: what stands before the braces, the braces, the entries.
type shape struct {
	base        string // shown alone when there are no entries
	style       string // of a base that is shown alone
	open, close string
	entries     []string
	list        bool   // entries are elements, which may stand in columns
	numbers     bool   // all of them numbers
	leaf        bool   // too deep for its properties, its base is shown all the same
	host        string // the class of a host object, which stands before braces without a name
	fill        func(level int)
	keys        []jsruntime.Value // properties that follow
}

// maxLevel is how far objects are followed where nothing else limits it. Node's limit is its stack's.
const maxLevel = 1000

// class is what an object's prototypes tell of it.
type class struct {
	name string // of the constructor
	null bool   // there is none
	tag  string // Symbol.toStringTag, if it says more
}

func (p *printer) object(o *jsruntime.Object, level int) string {
	kind := p.vm.KindOf(o)
	c := p.classOf(o, level)
	s := p.shape(o, kind, c)
	inherited := p.inherited(o)
	if s.fill == nil && len(s.keys)+len(inherited) == 0 {
		if s.base != "" {
			return p.style(s.base, s.style)
		}
		return s.open + s.close
	}
	name := strings.TrimSuffix(c.prefix("Object", ""), " ")
	switch {
	case level > p.Depth && s.leaf:
		return p.style(s.base, s.style)
	case level > p.Depth && c.null:
		return p.style(name, "special")
	case level > p.Depth:
		return p.style("["+name+"]", "special")
	case level > maxLevel:
		return p.style("["+name+": Inspection interrupted prematurely. Maximum call stack size exceeded.]", "special")
	}
	if s.host != "" {
		return p.apart(o, s, inherited, level)
	}
	return p.filled(o, s, inherited, level)
}

// filled shows what an object has.
func (p *printer) filled(o *jsruntime.Object, s *shape, inherited []inheritance, level int) string {
	p.seen = append(p.seen, o)
	p.deepest = level
	if s.fill != nil {
		s.fill(level)
	}
	elements := len(s.entries)
	for _, key := range s.keys {
		s.entries = append(s.entries, p.property(o, key, level))
	}
	for _, i := range inherited {
		s.entries = append(s.entries, p.inheritedProperty(o, i, level))
	}
	p.seen = p.seen[:len(p.seen)-1]
	if n := p.circular[o]; n > 0 {
		s.refer(p.style("<ref *"+strconv.Itoa(n)+">", "special"), p.Dense)
	}
	if p.Sort != nil {
		if s.list {
			p.Sort(s.entries[elements:])
		} else {
			p.Sort(s.entries)
		}
	}
	return p.join(s, level)
}

// refer marks an object that something inside of it shows again.
func (s *shape) refer(reference string, dense bool) {
	switch {
	case dense:
		s.open = reference + " " + s.open
	case s.base == "":
		s.base = reference
	default:
		s.base = reference + " " + s.base
	}
}

// prefix is what stands before the braces of an object of a kind.
func (c class) prefix(kind, size string) string {
	if c.null {
		if c.tag != "" && c.tag != kind {
			return "[" + kind + size + ": null prototype] [" + c.tag + "] "
		}
		return "[" + kind + size + ": null prototype] "
	}
	if c.tag != "" && c.tag != c.name {
		return c.name + size + " [" + c.tag + "] "
	}
	return c.name + size + " "
}

// open is how an object begins that is of no kind.
func (c class) open() string {
	if c.name == "Object" && c.tag == "" {
		return "{"
	}
	return c.prefix("Object", "") + "{"
}

// classOf finds the class of an object without running code.
func (p *printer) classOf(o *jsruntime.Object, level int) class {
	c := class{tag: p.tagOf(o)}
	for at := o; at != nil; at = at.Prototype() {
		d := p.descriptor(at, p.vm.ToValue("constructor"))
		if d == nil {
			continue
		}
		ctor := jsruntime.AsObject(d.Get("value"))
		if ctor == nil || !jsruntime.IsFunction(ctor) {
			continue
		}
		if n := ctor.Get("name"); jsruntime.IsString(n) && n.String() != "" && inherits(o, jsruntime.AsObject(ctor.Get("prototype"))) {
			c.name = n.String()
			return c
		}
	}
	if first := o.Prototype(); first != nil {
		c.name = "Object <" + p.prototypeText(first, level) + ">"
		return c
	}
	c.null = true
	return c
}

// prototypeText shows a prototype that no constructor claims.
func (p *printer) prototypeText(proto *jsruntime.Object, level int) string {
	if level > p.Depth {
		return "Complex prototype"
	}
	if c := p.classOf(proto, level+1); !c.null {
		return c.name
	}
	inner := newPrinter(p.vm, p.Options)
	inner.Custom, inner.Depth = false, -1
	return inner.value(proto, 0)
}

func inherits(o, proto *jsruntime.Object) bool {
	if proto == nil {
		return false
	}
	for at := o.Prototype(); at != nil; at = at.Prototype() {
		if at == proto {
			return true
		}
	}
	return false
}

// tagOf gives the tag, unless it is shown as a property.
func (p *printer) tagOf(o *jsruntime.Object) string {
	tag := o.GetSymbol(jsruntime.SymToStringTag)
	if !jsruntime.IsString(tag) {
		return ""
	}
	if d := p.descriptor(o, jsruntime.SymToStringTag); d != nil && (p.ShowHidden || d.Get("enumerable").ToBoolean()) {
		return ""
	}
	return tag.String()
}

func (p *printer) descriptor(o *jsruntime.Object, key jsruntime.Value) *jsruntime.Object {
	return jsruntime.AsObject(p.vm.Call(p.describe, jsruntime.Undefined(), o, key))
}

// symbols are the keys of an object that are symbols, also those that are not enumerable if those are to be shown.
func (p *printer) symbols(o *jsruntime.Object) []*jsruntime.Symbol {
	if !p.ShowHidden {
		return o.Symbols()
	}
	var symbols []*jsruntime.Symbol
	for _, v := range p.vm.Elements(p.vm.Call(symbolsOf.Get(p.vm), jsruntime.Undefined(), o).(*jsruntime.Object)) {
		symbols = append(symbols, v.(*jsruntime.Symbol))
	}
	return symbols
}

// symbolsOf is Object.getOwnPropertySymbols.
var symbolsOf = jsruntime.NewSlot(func(vm *jsruntime.VM) jsruntime.Callable {
	fn, _ := jsruntime.AsFunction(vm.Get("Object").(*jsruntime.Object).Get("getOwnPropertySymbols"))
	return fn
})

// keys are the properties to show; indices are left out of what has elements.
func (p *printer) keys(o *jsruntime.Object, indices bool) []jsruntime.Value {
	names := o.Keys()
	if p.ShowHidden {
		names = o.GetOwnPropertyNames()
	}
	var keys []jsruntime.Value
	for _, name := range names {
		if name == jsruntime.HostKey || !indices && isIndex(name) {
			continue
		}
		keys = append(keys, p.vm.ToValue(name))
	}
	return append(keys, p.symbolKeys(o)...)
}

// besideElements is keys without indices for a typed array, which may have millions.
func (p *printer) besideElements(view *jsruntime.Object) []jsruntime.Value {
	var keys []jsruntime.Value
	for _, name := range jsruntime.NamesBesideElements(view) {
		key := p.vm.ToValue(name)
		if d := p.descriptor(view, key); name != jsruntime.HostKey && (p.ShowHidden || d != nil && d.Get("enumerable").ToBoolean()) {
			keys = append(keys, key)
		}
	}
	return append(keys, p.symbolKeys(view)...)
}

// symbolKeys are the symbols to show.
func (p *printer) symbolKeys(o *jsruntime.Object) (keys []jsruntime.Value) {
	for _, sym := range p.symbols(o) {
		if d := p.descriptor(o, sym); p.ShowHidden || d != nil && d.Get("enumerable").ToBoolean() {
			keys = append(keys, sym)
		}
	}
	return keys
}

func isIndex(name string) bool {
	n, err := strconv.ParseUint(name, 10, 32)
	return err == nil && strconv.FormatUint(n, 10) == name
}

var identifier = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z_0-9]*$`)

// property shows an own property.
func (p *printer) property(o *jsruntime.Object, key jsruntime.Value, level int) string {
	d := p.descriptor(o, key)
	if d == nil { // kinds show some that they inherit
		text := p.nested(o.Get(key.String()), level)
		return "[" + key.String() + "]: " + text
	}
	label := ""
	switch {
	case jsruntime.IsSymbol(key):
		label = p.style(symbolText(key), "symbol")
	case !d.Get("enumerable").ToBoolean():
		label = "[" + key.String() + "]"
	case key.String() == "__proto__": // the text of an object would make it its prototype
		label = "['__proto__']"
	case identifier.MatchString(key.String()):
		label = p.style(key.String(), "name")
	default:
		label = p.style(quote(key.String()), "string")
	}
	get, isGetter := jsruntime.AsFunction(d.Get("get"))
	isSetter := jsruntime.IsFunction(d.Get("set"))
	v := d.Get("value")
	if isGetter && isStack(o, key) {
		v, isGetter, isSetter = o.Get("stack"), false, false
	}
	if isGetter || isSetter {
		return label + ": " + p.accessor(o, get, isSetter, level)
	}
	wide := 2
	if p.Dense {
		wide = 3
	}
	p.indent += wide
	text := p.value(v, level+1)
	p.indent -= wide
	if p.Dense && p.Break < width(text) {
		return label + ":\n" + strings.Repeat(" ", p.indent+wide) + text
	}
	return label + ": " + text
}

// isStack reports whether a property is the stack of a DOMException, which is shown like a value.
func isStack(o *jsruntime.Object, key jsruntime.Value) bool {
	if jsruntime.IsSymbol(key) || key.String() != "stack" {
		return false
	}
	_, ok := jsruntime.DOMExceptionClass.From(o)
	return ok
}

func (p *printer) accessor(o *jsruntime.Object, get jsruntime.Callable, set bool, level int) string {
	if get == nil {
		return p.style("[Setter]", "special")
	}
	label := "Getter"
	if set {
		label = "Getter/Setter"
	}
	called := p.Getters == "all" || p.Getters == "get" && !set || p.Getters == "set" && set
	if !called {
		return p.style("["+label+"]", "special")
	}
	var v jsruntime.Value
	if err := p.vm.Try(func() { v = p.vm.Call(get, o) }); err != nil {
		message := err.Error()
		if ex, ok := err.(*jsruntime.Exception); ok {
			message = ex.Message
		}
		return p.style("["+label+":", "special") + " <Inspection threw (" + message + ")>" + p.style("]", "special")
	}
	if jsruntime.AsObject(v) != nil {
		return p.style("["+label+"]", "special") + " " + p.nested(v, level)
	}
	return p.style("["+label+":", "special") + " " + p.primitive(v) + p.style("]", "special")
}

// inheritance is a property that a script's class gives its instances.
type inheritance struct {
	name       string
	descriptor *jsruntime.Object
}

// inherited finds what is no method and comes from a class of a script, when hidden properties
// are to be shown.
func (p *printer) inherited(o *jsruntime.Object) []inheritance {
	if !p.ShowHidden {
		return nil
	}
	var found []inheritance
	known := o.GetOwnPropertyNames()
	for at := o.Prototype(); at != nil; at = at.Prototype() {
		d := p.descriptor(at, p.vm.ToValue("constructor"))
		if d == nil {
			break
		}
		ctor := jsruntime.AsObject(d.Get("value"))
		if ctor == nil || p.vm.GlobalObject().Get(ctor.Get("name").String()) == ctor {
			break // the engine's, or the platform's
		}
		for _, name := range at.GetOwnPropertyNames() {
			if name == "constructor" || slices.Contains(known, name) {
				continue
			}
			if d := p.descriptor(at, p.vm.ToValue(name)); !jsruntime.IsFunction(d.Get("value")) {
				found = append(found, inheritance{name, d})
				known = append(known, name)
			}
		}
		for _, sym := range p.symbols(at) {
			if d := p.descriptor(at, sym); !jsruntime.IsFunction(d.Get("value")) {
				found = append(found, inheritance{p.vm.Sketch(sym), d})
			}
		}
	}
	return found
}

func (p *printer) inheritedProperty(o *jsruntime.Object, i inheritance, level int) string {
	get, isGetter := jsruntime.AsFunction(i.descriptor.Get("get"))
	isSetter := jsruntime.IsFunction(i.descriptor.Get("set"))
	if isGetter || isSetter {
		return "[" + i.name + "]: " + p.accessor(o, get, isSetter, level)
	}
	return "[" + i.name + "]: " + p.nested(i.descriptor.Get("value"), level)
}

// without gives keys less those of a name.
func without(keys []jsruntime.Value, name string) []jsruntime.Value {
	return slices.DeleteFunc(keys, func(k jsruntime.Value) bool { return jsruntime.IsString(k) && k.String() == name })
}
