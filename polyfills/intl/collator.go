package intl

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"paddock/jsruntime"
)

// collator is one Intl.Collator.
type collator struct {
	tag                  tag
	collate              *collate.Collator
	scripts              *scripts // that come first; nil: as in Unicode's table
	bound                jsruntime.Value
	usage, sensitivity   string
	collation            string
	caseFirst            string
	numeric, ignoreMarks bool
}

var collatorClass = class("Collator", 0, func(vm *jsruntime.VM, args jsruntime.Args) *collator {
	return newCollator(vm, "Intl.Collator", args.At(0), args.At(1))
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
		return record(vm, "locale", c.tag.String(), "usage", c.usage, "sensitivity", c.sensitivity, "ignorePunctuation", c.ignoreMarks,
			"collation", c.collation, "numeric", c.numeric, "caseFirst", c.caseFirst)
	})

func newCollator(vm *jsruntime.VM, service string, locales, opts jsruntime.Value) *collator {
	o := readOptions(vm, service, locales, opts, false)
	o.leaveOut(uncollated)
	c := &collator{}
	c.usage = o.text("usage", "sort", "sort", "search")
	o.matcher()
	c.collation = o.keyValue("collation")
	c.tag, _ = o.resolve()
	kinds := theWorld().Collations.of(c.tag.language())
	if c.usage == "sort" {
		asked := c.collation
		c.collation = c.tag.choose("co", asked, c.usualCollation(), func(v string) bool { return listed(kinds, v) })
		if c.collation == asked && c.tag.keys["co"] != asked {
			c.tag.use("co", asked)
		}
	} else {
		c.tag.choose("co", "", "", func(v string) bool { return listed(kinds, v) })
		c.collation = "default"
	}
	numeric, set := o.flag("numeric", false)
	asked := map[bool]string{true: "", false: "false"}[numeric]
	if !set {
		asked = "false"
	}
	if kn, has := c.tag.keys["kn"]; has && (kn == "" || kn == "false") && (!set || kn == asked) {
		asked = kn
		c.tag.use("kn", kn)
	}
	c.numeric = asked == ""
	orders := []string{"upper", "lower", "false"}
	usual := "false"
	if c.tag.language() == "da" && c.usage == "sort" {
		usual = "upper"
	}
	c.caseFirst = c.tag.choose("kf", o.text("caseFirst", "", orders...), usual, func(v string) bool { return slices.Contains(orders, v) })
	c.sensitivity = o.text("sensitivity", "variant", "base", "accent", "case", "variant")
	c.ignoreMarks, _ = o.flag("ignorePunctuation", c.tag.language() == "th")
	c.collate = collate.New(c.language(), c.options()...)
	if c.usage == "sort" {
		c.scripts = newScripts(firstScripts[c.order()])
	}
	return c
}

// uncollated are languages that are known, and that texts are not sorted by.
const uncollated = "az bs kk kok pa uz"

// traditional reports whether the locale writes Chinese in traditional characters.
func (c *collator) traditional() bool {
	script, _ := language.Make(c.tag.name).Script()
	return c.tag.language() == "zh" && script.String() == "Hant"
}

// usualCollation is the order of a locale that asks for none: "default", but for Chinese, which has names for all.
func (c *collator) usualCollation() string {
	switch {
	case c.traditional():
		return "stroke"
	case c.tag.language() == "zh":
		return "pinyin"
	}
	return "default"
}

// order names the order by which texts are sorted, mostly by its language.
func (c *collator) order() string {
	name := c.tag.language()
	switch {
	case c.usage == "search" && (name == "zh" || name == "ja" || name == "ko"):
		return "und" // looking for a text needs no order of ideographs
	case c.usage == "search" && name == "de":
		return "de-u-co-phonebk"
	case name == "sr" && strings.Contains(c.tag.name, "-Latn"):
		return "sr-Latn"
	case c.collation == "stroke" || c.collation == "zhuyin":
		return "zh-Hant"
	}
	return name
}

// sortedAs are the orders that golang.org/x/text has under another's name than the locale's.
var sortedAs = map[string]string{"und": "und", "de-u-co-phonebk": "de-u-co-phonebk", "nb": "da", "no": "da", "sr-Latn": "hr"}

// language is the tag by which golang.org/x/text finds the order.
func (c *collator) language() language.Tag {
	name := c.tag.name
	if other, ok := sortedAs[c.order()]; ok {
		name = other
	}
	t := language.Make(name)
	if c.collation == c.usualCollation() || c.usage == "search" {
		return t
	}
	if with, err := t.SetTypeForKey("co", c.collation); err == nil {
		return with
	}
	return t
}

func (c *collator) options() []collate.Option {
	var out []collate.Option
	switch c.sensitivity {
	case "base":
		out = append(out, collate.Loose)
	case "accent":
		out = append(out, collate.IgnoreCase)
	}
	if c.numeric {
		out = append(out, collate.Numeric)
	}
	return out
}

func (c *collator) compare(a, b string) int {
	a, b = c.without(a), c.without(b)
	order := 0
	if c.scripts != nil && c.scripts.mixed(a, b) {
		var buf collate.Buffer
		order = c.scripts.compare(c.collate.KeyFromString(&buf, a), c.collate.KeyFromString(&buf, b))
	}
	if order == 0 {
		order = c.collate.CompareString(a, b)
	}
	if order != 0 && c.caseFirst == "upper" && (c.sensitivity == "case" || c.sensitivity == "variant") {
		if capital := capitalFirst(a, b); capital != 0 && collate.New(c.language(), append(c.options(), collate.IgnoreCase)...).CompareString(a, b) == 0 {
			return capital
		}
	}
	return order
}

// capitalFirst orders texts that are the same but for the case of letters: the first letter decides that is of another
// case in the other text. It is 0 where there is none.
func capitalFirst(a, b string) int {
	x, y := []rune(norm.NFD.String(a)), []rune(norm.NFD.String(b))
	for i := range min(len(x), len(y)) {
		if order := cmp.Compare(caseOf(x[i]), caseOf(y[i])); order != 0 {
			return order
		}
	}
	return 0
}

// caseOf numbers the cases of letters, capitals first.
func caseOf(r rune) int {
	switch {
	case unicode.IsUpper(r):
		return 0
	case unicode.IsTitle(r):
		return 1
	}
	return 2
}

// without leaves out of a text what does not count: marks, for the sensitivity "case", and punctuation.
func (c *collator) without(s string) string {
	if c.sensitivity == "case" {
		s = norm.NFD.String(s)
	}
	if c.sensitivity != "case" && !c.ignoreMarks {
		return s
	}
	return strings.Map(func(r rune) rune {
		if c.sensitivity == "case" && unicode.Is(unicode.Mn, r) || c.ignoreMarks && (unicode.IsPunct(r) || unicode.IsSpace(r)) {
			return -1
		}
		return r
	}, s)
}

// collators keeps those of localeCompare, by locale and options.
var collators = jsruntime.NewSlot(func(*jsruntime.VM) map[string]*collator { return map[string]*collator{} })

// localeCompare is String.prototype.localeCompare.
func localeCompare(vm *jsruntime.VM, call jsruntime.FunctionCall) jsruntime.Value {
	if jsruntime.IsNullish(call.This) {
		vm.Throwf(jsruntime.TypeError, "String.prototype.localeCompare called on null or undefined")
	}
	a, b := vm.Text(call.This), vm.Text(call.Argument(0))
	locales, opts := call.Argument(1), call.Argument(2)
	if !jsruntime.IsUndefined(opts) || !jsruntime.IsUndefined(locales) && !jsruntime.IsString(locales) {
		return vm.ToValue(newCollator(vm, "String.prototype.localeCompare", locales, opts).compare(a, b))
	}
	key := ""
	if !jsruntime.IsUndefined(locales) {
		key = locales.String()
	}
	kept := collators.Get(vm)
	if kept[key] == nil {
		kept[key] = newCollator(vm, "String.prototype.localeCompare", locales, opts)
	}
	return vm.ToValue(kept[key].compare(a, b))
}
