package inspect

import (
	"slices"
	"strconv"
	"strings"

	"paddock/jsruntime"
)

// host shows an instance of a host class: the pairs that it has, as Headers, what the getters of
// its classes give, and what it tells besides.
func (p *printer) host(o *jsruntime.Object, host any, c class) *shape {
	pairs, hasPairs := p.pairs(o)
	keys := p.keys(o, true)
	getters := p.getters(o)
	if hasPairs {
		getters = slices.DeleteFunc(getters, func(name string) bool { return name == "size" })
	}
	var told *jsruntime.Object
	if t, ok := host.(Teller); ok {
		told = t.Tell(p.vm)
	}
	if !hasPairs && len(keys)+len(getters) == 0 && told == nil {
		return &shape{open: c.open(), close: "}"}
	}
	s := &shape{host: c.name, open: "{", close: "}"}
	if hasPairs {
		s.open = pairsOpen + "(" + strconv.Itoa(len(pairs)) + ") {"
	}
	if len(pairs)+len(keys)+len(getters) == 0 && told == nil {
		s.open = c.name + "(0) {"
		return s
	}
	s.fill = func(level int) {
		for _, pair := range pairs {
			p.item(s, func() string { return p.nested(pair.Get("0"), level) + " => " + p.nested(pair.Get("1"), level) })
		}
		p.rest(s, len(pairs))
		for _, key := range keys {
			s.entries = append(s.entries, p.property(o, key, level))
		}
		for _, name := range getters {
			var v jsruntime.Value
			if p.vm.Try(func() { v = o.Get(name) }) == nil && !jsruntime.IsFunction(v) {
				s.entries = append(s.entries, p.style(name, "name")+": "+p.nested(v, level))
			}
		}
		if told == nil {
			return
		}
		for _, name := range told.Keys() {
			s.entries = append(s.entries, "["+name+"]: "+p.nested(told.Get(name), level))
		}
	}
	return s
}

// pairsOpen is the class under which pairs are shown before that of the host stands there.
const pairsOpen = "Object"

// apart shows a host object as the platform does: as a plain object by itself, with what is hidden
// in its values, behind the name of the class.
func (p *printer) apart(o *jsruntime.Object, s *shape, inherited []inheritance, level int) string {
	if p.circular == nil {
		p.circular = map[*jsruntime.Object]int{}
	}
	indent, deepest, options := p.indent, p.deepest, p.Options
	p.indent, p.deepest, p.ShowHidden = 0, 0, true
	if p.Depth < All {
		p.Depth -= level
	}
	text := p.filled(o, s, inherited, 0)
	p.indent, p.deepest, p.Options = indent, deepest, options
	if strings.HasPrefix(text, "{") {
		text = s.host + " " + text
	} else {
		text = strings.Replace(text, pairsOpen, s.host, 1)
	}
	return strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", p.indent))
}

// getters are the names of those that the prototypes of an instance have, its own class's first, and the
// instance itself has not. The constants of classes above its own follow.
func (p *printer) getters(o *jsruntime.Object) []string {
	var names, constants []string
	first := o.Prototype()
	for at := first; at != nil && at.Prototype() != nil; at = at.Prototype() {
		for _, name := range at.GetOwnPropertyNames() {
			if slices.Contains(names, name) || name == jsruntime.HostKey || name == "constructor" {
				continue
			}
			key := p.vm.ToValue(name)
			d := p.descriptor(at, key)
			switch {
			case d == nil:
			case !jsruntime.IsFunction(d.Get("get")):
				if at != first && d.Get("enumerable").ToBoolean() {
					constants = append(constants, name)
				}
			case d.Get("enumerable").ToBoolean() && p.descriptor(o, key) == nil: // those of classes of the language are not
				names = append(names, name)
			}
		}
	}
	return append(names, constants...)
}

// pairs are what entries() of an instance gives, if it has that.
func (p *printer) pairs(o *jsruntime.Object) (pairs []*jsruntime.Object, ok bool) {
	entries, ok := jsruntime.AsFunction(o.Get("entries"))
	if !ok {
		return nil, false
	}
	err := p.vm.Try(func() {
		p.vm.Iterate(p.vm.Call(entries, o), func(v jsruntime.Value) bool {
			pair := jsruntime.AsObject(v)
			ok = ok && pair != nil && pair.ClassName() == "Array"
			pairs = append(pairs, pair)
			return ok
		})
	})
	return pairs, ok && err == nil
}
