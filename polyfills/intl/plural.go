package intl

import (
	"slices"

	"golang.org/x/text/feature/plural"

	"paddock/jsruntime"
)

// pluralRules is one Intl.PluralRules.
type pluralRules struct {
	tag    tag
	kind   string // "cardinal" or "ordinal"
	digits digitOptions
}

var pluralClass = class("PluralRules", 0, func(vm *jsruntime.VM, args jsruntime.Args) *pluralRules {
	o := readOptions(vm, "PluralRules", args.At(1))
	p := &pluralRules{}
	p.tag = resolveLanguage(vm, args.At(0))
	p.kind = o.text("type", "cardinal", "cardinal", "ordinal")
	p.digits = readDigits(o, 0, 3, false)
	return p
}).
	Method("select", 1, func(vm *jsruntime.VM, p *pluralRules, args jsruntime.Args) jsruntime.Value {
		return vm.ToValue(p.choose(fromFloat(args.At(0).ToNumber().ToFloat())))
	}).
	Method("selectRange", 2, func(vm *jsruntime.VM, p *pluralRules, args jsruntime.Args) jsruntime.Value {
		return vm.ToValue(p.choose(fromFloat(args.At(1).ToNumber().ToFloat())))
	}).
	Method("resolvedOptions", 0, func(vm *jsruntime.VM, p *pluralRules, _ jsruntime.Args) jsruntime.Value {
		o := record(vm, "locale", p.tag.name, "type", p.kind, "minimumIntegerDigits", p.digits.minInteger)
		p.digits.resolved(o)
		must(o.Set("pluralCategories", vm.ToValue(p.categories())))
		must(o.Set("roundingIncrement", 1))
		must(o.Set("roundingMode", p.digits.mode))
		must(o.Set("roundingPriority", p.digits.priority()))
		must(o.Set("trailingZeroDisplay", p.digits.zeros))
		return o
	})

func (p *pluralRules) rules() *plural.Rules {
	if p.kind == "ordinal" {
		return plural.Ordinal
	}
	return plural.Cardinal
}

func (p *pluralRules) choose(d decimal) string {
	if d.nan || d.inf {
		return "other"
	}
	return p.digits.category(p.rules(), p.tag.name, p.digits.round(d))
}

// categories are those that some number has, in the standard's order.
func (p *pluralRules) categories() []any {
	found := map[string]bool{"other": true}
	for n := range 201 {
		found[category(p.rules(), p.tag.name, fromFloat(float64(n)).digitsOf(), "")] = true
	}
	for _, big := range []string{"1000000", "2000000"} {
		found[category(p.rules(), p.tag.name, big, "")] = true
	}
	found[category(p.rules(), p.tag.name, "1", "5")] = true
	var out []any
	for _, name := range []string{"zero", "one", "two", "few", "many", "other"} {
		if found[name] {
			out = append(out, name)
		}
	}
	return slices.Clip(out)
}

func (d decimal) digitsOf() string {
	whole, _ := d.split()
	return whole
}
