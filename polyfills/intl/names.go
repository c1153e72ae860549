package intl

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"paddock/jsruntime"
)

// displayNames is one Intl.DisplayNames.
type displayNames struct {
	tag                   tag
	data                  *locale
	kind, style, fallback string
}

var namesClass = class("DisplayNames", 2, func(vm *jsruntime.VM, args jsruntime.Args) *displayNames {
	if jsruntime.IsUndefined(args.At(1)) {
		vm.Throwf(jsruntime.TypeError, "invalid_argument")
	}
	o := readOptions(vm, "DisplayNames", args.At(1))
	d := &displayNames{}
	d.tag, d.data = resolve(vm, args.At(0))
	d.style = o.text("style", "long", "narrow", "short", "long")
	d.kind = o.text("type", "", "language", "region", "script", "currency", "calendar", "dateTimeField")
	if d.kind == "" {
		vm.Throwf(jsruntime.TypeError, "invalid_argument")
	}
	d.fallback = o.text("fallback", "code", "code", "none")
	return d
}).
	Method("of", 1, func(vm *jsruntime.VM, d *displayNames, args jsruntime.Args) jsruntime.Value {
		code := args.At(0).String()
		name, valid := d.name(code)
		switch {
		case !valid:
			vm.Throwf(jsruntime.RangeError, "Invalid argument to Intl.DisplayNames.prototype.of")
		case name != "":
			return vm.ToValue(name)
		case d.fallback == "code":
			return vm.ToValue(code)
		}
		return jsruntime.Undefined()
	}).
	Method("resolvedOptions", 0, func(vm *jsruntime.VM, d *displayNames, _ jsruntime.Args) jsruntime.Value {
		o := record(vm, "locale", d.tag.name, "style", d.style, "type", d.kind, "fallback", d.fallback)
		if d.kind == "language" {
			must(o.Set("languageDisplay", "dialect"))
		}
		return o
	})

func (d *displayNames) name(code string) (name string, valid bool) {
	in := language.Make(d.tag.name)
	switch d.kind {
	case "region":
		region, err := language.ParseRegion(code)
		if err != nil {
			return "", len(code) == 2
		}
		return namer(display.Regions(in), region), true
	case "script":
		script, err := language.ParseScript(code)
		if err != nil {
			return "", len(code) == 4
		}
		return namer(display.Scripts(in), script), true
	case "language":
		t, ok := parseTag(code)
		if !ok {
			return "", false
		}
		return namer(display.Languages(in), t), true
	case "currency":
		if name, ok := d.data.Number.DisplayNames[code]; ok && d.style == "long" {
			return name, true
		}
		return d.data.Number.Symbols[code], currencyCode.MatchString(code)
	}
	return "", true
}

func namer(n display.Namer, x any) string {
	if n == nil {
		return ""
	}
	return n.Name(x)
}
