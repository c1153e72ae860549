package intl

import "paddock/jsruntime"

// listFormat is one Intl.ListFormat.
type listFormat struct {
	tag         tag
	data        *locale
	kind, style string
}

var listClass = class("ListFormat", 0, func(vm *jsruntime.VM, args jsruntime.Args) *listFormat {
	o := readOptions(vm, "Intl.ListFormat", args.At(0), args.At(1), true)
	o.matcher()
	f := &listFormat{}
	f.tag, f.data = o.resolve()
	f.kind = o.text("type", "conjunction", "conjunction", "disjunction", "unit")
	f.style = o.text("style", "long", "long", "short", "narrow")
	return f
}).
	Method("format", 1, func(vm *jsruntime.VM, f *listFormat, args jsruntime.Args) jsruntime.Value {
		return vm.ToValue(join(f.parts(vm, args.At(0))))
	}).
	Method("formatToParts", 1, func(vm *jsruntime.VM, f *listFormat, args jsruntime.Args) jsruntime.Value {
		return list(vm, f.parts(vm, args.At(0)))
	}).
	Method("resolvedOptions", 0, func(vm *jsruntime.VM, f *listFormat, _ jsruntime.Args) jsruntime.Value {
		return record(vm, "locale", f.tag.name, "type", f.kind, "style", f.style)
	})

func (f *listFormat) parts(vm *jsruntime.VM, items jsruntime.Value) []part {
	if jsruntime.IsUndefined(items) {
		return nil
	}
	var texts []string
	vm.Iterate(items, func(v jsruntime.Value) bool {
		if !jsruntime.IsString(v) {
			vm.Throwf(jsruntime.TypeError, "Iterable yielded %s which is not a string", v.String())
		}
		texts = append(texts, v.String())
		return true
	})
	between := f.data.separators(f.kind, f.style, len(texts))
	var out []part
	for i, text := range texts {
		if i > 0 {
			if text := between(i); text != "" {
				out = append(out, part{"literal", text})
			}
		}
		out = append(out, part{"element", text})
	}
	return out
}

// separators gives what stands before item i > 0 of a list of n.
func (l *locale) separators(kind, style string, n int) func(i int) string {
	between := l.List[kind[:1]+style[:1]]
	return func(i int) string {
		switch {
		case n == 2:
			return between[0]
		case i == 1:
			return between[1]
		case i == n-1:
			return between[3]
		}
		return between[2]
	}
}
