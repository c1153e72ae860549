package jsruntime

import "github.com/dop251/goja/unistring"

// Mold makes equal values again and again, where reading the same message each time would take
// longer: values that are primitives, or plain objects of such values.
type Mold struct {
	value Value // nil for an object
	parts []moldPart
}

type moldPart struct {
	name unistring.String
	mold *Mold
}

// Mold takes the mold of a value that has just been read from a message, and that no script has
// seen yet. It gives nil for what is made of anything else, and where an object is met twice.
func (p *Plain) Mold(v Value) *Mold { return p.mold(v, map[*Object]bool{}) }

func (p *Plain) mold(v Value, met map[*Object]bool) *Mold {
	o, isObject := v.(*Object)
	if !isObject {
		return &Mold{value: v}
	}
	names, ok := p.Names(nil, o)
	if !ok || met[o] || o.ClassName() != "Object" || p.valuesOf(o)[hostKey] != nil {
		return nil
	}
	met[o] = true
	m := &Mold{}
	for _, name := range names {
		inner := p.mold(p.valuesOf(o)[unistring.String(name)], met)
		if inner == nil {
			return nil
		}
		m.parts = append(m.parts, moldPart{unistring.String(name), inner})
	}
	return m
}

// Cast makes a value of a mold.
func (p *Plain) Cast(m *Mold) Value {
	if m.value != nil {
		return m.value
	}
	o := p.vm.NewObject()
	values, names := p.valuesOf(o), make([]unistring.String, len(m.parts))
	for i, part := range m.parts {
		values[part.name], names[i] = p.Cast(part.mold), part.name
	}
	*p.namesOf(o) = names
	return o
}
