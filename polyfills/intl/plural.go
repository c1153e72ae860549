package intl

import (
	"slices"

	"golang.org/x/text/feature/plural"

	"paddock/jsruntime"
)

// pluralRules is one Intl.PluralRules.
type pluralRules struct {
	tag      tag
	data     *locale // nil for a language of which only the rules are known
	notation string
	kind     string // "cardinal" or "ordinal"
	digits   digitOptions
}

var pluralClass = class("PluralRules", 0, func(vm *jsruntime.VM, args jsruntime.Args) *pluralRules {
	o := readOptions(vm, "Intl.PluralRules", args.At(0), args.At(1), false)
	o.matcher()
	p := &pluralRules{}
	p.tag, p.data = o.resolvePlurals()
	if p.tag.name != "pt-PT" { // the only rules of a region
		p.tag.name = p.tag.language()
	}
	p.kind = o.text("type", "cardinal", "cardinal", "ordinal")
	p.notation = o.text("notation", "standard", "standard", "compact", "scientific", "engineering")
	p.digits = readDigits(o, 0, 3, p.notation == "compact")
	return p
}).
	Method("select", 1, func(vm *jsruntime.VM, p *pluralRules, args jsruntime.Args) jsruntime.Value {
		return vm.ToValue(p.choose(fromFloat(args.At(0).ToNumber().ToFloat())))
	}).
	Method("selectRange", 2, func(vm *jsruntime.VM, p *pluralRules, args jsruntime.Args) jsruntime.Value {
		numbers := jsruntime.Args{asNumber(args.At(0)), asNumber(args.At(1))}
		from, to := rangeEnds(vm, numbers, [2]string{"startRange", "endRange"}, readNumber)
		return vm.ToValue(p.ofRange(p.choose(from), p.choose(to)))
	}).
	Method("resolvedOptions", 0, func(vm *jsruntime.VM, p *pluralRules, _ jsruntime.Args) jsruntime.Value {
		o := record(vm, "locale", p.tag.name, "type", p.kind, "notation", p.notation, "minimumIntegerDigits", p.digits.minInteger)
		p.digits.resolved(vm, o)
		put(vm, o, "pluralCategories", p.categories())
		p.digits.resolvedRounding(vm, o)
		return o
	})

// asNumber makes a number of what is not undefined.
func asNumber(v jsruntime.Value) jsruntime.Value {
	if jsruntime.IsUndefined(v) {
		return v
	}
	return v.ToNumber()
}

func readNumber(_ *jsruntime.VM, v jsruntime.Value) decimal { return fromFloat(v.ToNumber().ToFloat()) }

// ofRange is the category of a range. What is known of ranges is of cardinal numbers; for others, too, it holds of the
// categories that both have.
func (p *pluralRules) ofRange(from, to string) string {
	if p.data == nil {
		return "other"
	}
	if p.kind == "ordinal" {
		cardinal := *p
		cardinal.kind = "cardinal"
		if known := cardinal.categories(); !slices.Contains(known, any(from)) || !slices.Contains(known, any(to)) {
			return "other"
		}
	}
	return p.data.rangeCategory(from, to)
}

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
	if p.notation == "compact" && d.exp > 6 && p.kind == "cardinal" && listed(millions, p.tag.name[:2]) {
		return "many" // as in 1M
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
