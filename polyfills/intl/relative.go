package intl

import (
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"

	"paddock/jsruntime"
)

// relativeFormat is one Intl.RelativeTimeFormat.
type relativeFormat struct {
	tag            tag
	data           *locale
	style, numeric string
	numbers        *numberFormat
}

var relativeClass = class("RelativeTimeFormat", 0, func(vm *jsruntime.VM, args jsruntime.Args) *relativeFormat {
	o := readOptions(vm, "Intl.RelativeTimeFormat", args.At(0), args.At(1), false)
	o.matcher()
	f := &relativeFormat{}
	var nu string
	nu, f.tag, f.data = o.numbering()
	f.style = o.text("style", "long", "long", "short", "narrow")
	f.numeric = o.text("numeric", "always", "always", "auto")
	f.numbers = plainNumbers(vm, f.tag, f.data, nu)
	return f
}).
	Method("format", 2, func(vm *jsruntime.VM, f *relativeFormat, args jsruntime.Args) jsruntime.Value {
		parts, _ := f.parts(vm, args)
		return vm.ToValue(join(parts))
	}).
	Method("formatToParts", 2, func(vm *jsruntime.VM, f *relativeFormat, args jsruntime.Args) jsruntime.Value {
		parts, unit := f.parts(vm, args)
		out := make([]jsruntime.Value, len(parts))
		for i, p := range parts {
			o := record(vm, "type", p.kind, "value", p.text)
			if p.kind != "literal" {
				put(vm, o, "unit", unit)
			}
			out[i] = o
		}
		return vm.NewArrayOf(out...)
	}).
	Method("resolvedOptions", 0, func(vm *jsruntime.VM, f *relativeFormat, _ jsruntime.Args) jsruntime.Value {
		return record(vm, "locale", f.tag.String(), "style", f.style, "numeric", f.numeric, "numberingSystem", f.numbers.nu)
	})

func (f *relativeFormat) parts(vm *jsruntime.VM, args jsruntime.Args) ([]part, string) {
	d := fromFloat(args.At(0).ToNumber().ToFloat())
	unit := strings.TrimSuffix(vm.Text(args.At(1)), "s")
	forms, ok := f.data.Relative.get()[unit]
	if !ok {
		vm.Throwf(jsruntime.RangeError, "Invalid unit argument for Intl.RelativeTimeFormat.prototype.format() '%s'", args.At(1).String())
	}
	if d.nan || d.inf {
		vm.Throwf(jsruntime.RangeError, "Value need to be finite number for Intl.RelativeTimeFormat.prototype.format()")
	}
	form := forms[map[string]int{"long": 0, "short": 1, "narrow": 2}[f.style]]
	whole, fraction := d.split()
	if n, err := strconv.Atoi(whole); err == nil && fraction == "" && f.numeric == "auto" {
		if d.neg {
			n = -n
		}
		if word, ok := form.words[strconv.Itoa(n)]; ok {
			return []part{{"literal", word}}, unit
		}
	}
	pattern := form.future
	if d.neg {
		pattern = form.past
	}
	d.neg = false
	d = f.numbers.digits.round(d)
	whole, fraction = d.split()
	text := pattern.get(category(plural.Cardinal, f.tag.name, whole, fraction))
	before, after, counted := strings.Cut(text, "0")
	var out []part
	if before != "" {
		out = append(out, part{"literal", before})
	}
	if counted {
		out = append(out, f.numbers.parts(d)...)
	}
	if after != "" {
		out = append(out, part{"literal", after})
	}
	return out, unit
}
