package intl

import (
	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"paddock/jsruntime"
)

// collator is one Intl.Collator.
type collator struct {
	tag                  tag
	collate              *collate.Collator
	bound                jsruntime.Value
	usage, sensitivity   string
	caseFirst            string
	numeric, ignoreMarks bool
}

var collatorClass = class("Collator", 0, func(vm *jsruntime.VM, args jsruntime.Args) *collator {
	return newCollator(vm, args.At(0), args.At(1))
}).
	WithoutNew().
	Getter("compare", func(vm *jsruntime.VM, c *collator) jsruntime.Value {
		if c.bound == nil {
			c.bound = vm.NewFunction("", 2, func(call jsruntime.FunctionCall) jsruntime.Value {
				return vm.ToValue(c.compare(call.Argument(0).String(), call.Argument(1).String()))
			})
		}
		return c.bound
	}).
	Method("resolvedOptions", 0, func(vm *jsruntime.VM, c *collator, _ jsruntime.Args) jsruntime.Value {
		return record(vm, "locale", c.tag.name, "usage", c.usage, "sensitivity", c.sensitivity, "ignorePunctuation", c.ignoreMarks,
			"collation", "default", "numeric", c.numeric, "caseFirst", c.caseFirst)
	})

func newCollator(vm *jsruntime.VM, locales, opts jsruntime.Value) *collator {
	o := readOptions(vm, "Collator", opts)
	c := &collator{}
	c.tag = resolveLanguage(vm, locales)
	c.usage = o.text("usage", "sort", "sort", "search")
	kn, has := c.tag.keys["kn"]
	c.numeric, _ = o.flag("numeric", has && kn != "false")
	c.caseFirst = o.text("caseFirst", "false", "upper", "lower", "false")
	c.sensitivity = o.text("sensitivity", "variant", "base", "accent", "case", "variant")
	c.ignoreMarks, _ = o.flag("ignorePunctuation", false)
	c.collate = collate.New(language.Make(c.tag.name), c.options()...)
	return c
}

func (c *collator) options() []collate.Option {
	var out []collate.Option
	switch c.sensitivity {
	case "base":
		out = append(out, collate.Loose)
	case "accent":
		out = append(out, collate.IgnoreCase)
	case "case":
		out = append(out, collate.IgnoreDiacritics)
	}
	if c.numeric {
		out = append(out, collate.Numeric)
	}
	return out
}

func (c *collator) compare(a, b string) int { return c.collate.CompareString(a, b) }

// collators keeps those of localeCompare, by locale and options.
var collators = jsruntime.NewSlot(func(*jsruntime.VM) map[string]*collator { return map[string]*collator{} })

// localeCompare is String.prototype.localeCompare.
func localeCompare(vm *jsruntime.VM, call jsruntime.FunctionCall) jsruntime.Value {
	if jsruntime.IsNullish(call.This) {
		vm.Throwf(jsruntime.TypeError, "String.prototype.localeCompare called on null or undefined")
	}
	a, b := call.This.String(), call.Argument(0).String()
	locales, opts := call.Argument(1), call.Argument(2)
	if !jsruntime.IsUndefined(opts) || !jsruntime.IsUndefined(locales) && !jsruntime.IsString(locales) {
		return vm.ToValue(newCollator(vm, locales, opts).compare(a, b))
	}
	key := ""
	if !jsruntime.IsUndefined(locales) {
		key = locales.String()
	}
	kept := collators.Get(vm)
	if kept[key] == nil {
		kept[key] = newCollator(vm, locales, opts)
	}
	return vm.ToValue(kept[key].compare(a, b))
}
