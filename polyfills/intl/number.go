package intl

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"paddock/jsruntime"
)

// numberFormat is one Intl.NumberFormat.
type numberFormat struct {
	tag     tag
	data    *locale
	nu      string // numberingSystem
	bound   jsruntime.Value
	digits  digitOptions
	style   string
	sign    string // signDisplay
	group   string // "auto", "always", "min2" or "" for none
	code    string // currency
	display string // currencyDisplay or unitDisplay
	ledger  bool   // currencySign: "accounting"
	unit    string
	form    string // notation
	compact string // compactDisplay
}

var numberClass = class("NumberFormat", 0, func(vm *jsruntime.VM, args jsruntime.Args) *numberFormat {
	return newNumberFormat(vm, "Intl.NumberFormat", args.At(0), args.At(1))
}).
	WithoutNew().
	Getter("format", func(vm *jsruntime.VM, f *numberFormat) jsruntime.Value {
		if f.bound == nil {
			f.bound = vm.NewFunction("", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
				return vm.ToValue(join(f.parts(readDecimal(vm, call.Argument(0)))))
			})
		}
		return f.bound
	}).
	Method("formatToParts", 1, func(vm *jsruntime.VM, f *numberFormat, args jsruntime.Args) jsruntime.Value {
		return list(vm, f.parts(readDecimal(vm, args.At(0))))
	}).
	Method("formatRange", 2, func(vm *jsruntime.VM, f *numberFormat, args jsruntime.Args) jsruntime.Value {
		return vm.ToValue(joinRange(f.rangeParts(rangeEnds(vm, args, [2]string{"start", "end"}, readDecimal))))
	}).
	Method("formatRangeToParts", 2, func(vm *jsruntime.VM, f *numberFormat, args jsruntime.Args) jsruntime.Value {
		return listRange(vm, f.rangeParts(rangeEnds(vm, args, [2]string{"start", "end"}, readDecimal)))
	}).
	Method("resolvedOptions", 0, func(vm *jsruntime.VM, f *numberFormat, _ jsruntime.Args) jsruntime.Value { return f.resolved(vm) })

var styles = []string{"decimal", "percent", "currency", "unit"}

func newNumberFormat(vm *jsruntime.VM, service string, locales, opts jsruntime.Value) *numberFormat {
	o := readOptions(vm, service, locales, opts, false)
	f := &numberFormat{}
	o.matcher()
	f.nu, f.tag, f.data = o.numbering()
	f.style = o.text("style", "decimal", styles...)
	currency, hasCurrency := o.value("currency")
	if hasCurrency {
		code := vm.Text(currency)
		if f.code = strings.ToUpper(code); !currencyCode.MatchString(code) {
			vm.Throwf(jsruntime.RangeError, "Invalid currency code : %s", code)
		}
	}
	if f.style == "currency" && !hasCurrency {
		vm.Throwf(jsruntime.TypeError, "Currency code is required with currency style.")
	}
	display := o.text("currencyDisplay", "symbol", "code", "symbol", "narrowSymbol", "name")
	ledger := o.text("currencySign", "standard", "standard", "accounting") == "accounting"
	f.unit = o.text("unit", "")
	if f.unit != "" && !f.knowsUnit() {
		vm.Throwf(jsruntime.RangeError, "Invalid unit argument for Intl.NumberFormat() '%s'", f.unit)
	}
	unitDisplay := o.text("unitDisplay", "short", "short", "narrow", "long")
	switch f.style {
	case "currency":
		f.display, f.ledger, f.unit = display, ledger, ""
	case "unit":
		if f.unit == "" {
			vm.Throwf(jsruntime.TypeError, "Invalid unit argument for Intl.NumberFormat() ''")
		}
		f.display, f.code = unitDisplay, ""
	default:
		f.code, f.unit = "", ""
	}
	f.form = o.text("notation", "standard", "standard", "scientific", "engineering", "compact")
	low, high := 0, 3
	switch {
	case f.style == "currency" && f.form == "standard":
		low = currencyDigits(f.code)
		high = low
	case f.style == "percent":
		high = 0
	}
	f.digits = readDigits(o, low, high, f.form == "compact")
	f.compact = o.text("compactDisplay", "short", "short", "long")
	f.group = readGrouping(o, f.form)
	f.sign = o.text("signDisplay", "auto", "auto", "never", "always", "exceptZero", "negative")
	return f
}

var currencyCode = regexp.MustCompile(`^[A-Za-z]{3}$`)

func readGrouping(o options, notation string) string {
	or := "auto"
	if notation == "compact" {
		or = "min2"
	}
	v, ok := o.value("useGrouping")
	switch {
	case !ok:
		return or
	case jsruntime.IsBoolean(v):
		if v.ToBoolean() {
			return "always"
		}
		return ""
	case v.String() == "true" || v.String() == "false":
		return or
	case !v.ToBoolean():
		return ""
	}
	return o.text("useGrouping", or, "min2", "auto", "always")
}

// category is the plural category of what is shown.
func (o digitOptions) category(rules *plural.Rules, name string, d decimal) string {
	whole, fraction := o.show(d)
	return category(rules, name, whole, fraction)
}

// millions are the languages in which a million is many, which golang.org/x/text does not know.
const millions = "ca es fr it pt"

func category(rules *plural.Rules, name, whole, fraction string) string {
	if rules == plural.Cardinal && fraction == "" && len(whole) > 6 && strings.HasSuffix(whole, "000000") && listed(millions, name[:2]) {
		return "many"
	}
	if len(whole) > 9 { // the rules look at the last digits only
		whole = "1" + whole[len(whole)-8:]
	}
	fraction = fraction[:min(len(fraction), 8)]
	trimmed := strings.TrimRight(fraction, "0")
	i, _ := strconv.Atoi(whole)
	f, _ := strconv.Atoi("0" + fraction)
	t, _ := strconv.Atoi("0" + trimmed)
	if name[:2] == "he" && rules == plural.Cardinal && (i > 2 || fraction != "") {
		return "other" // which golang.org/x/text still divides
	}
	form := rules.MatchPlural(language.Make(name), i, len(fraction), len(trimmed), f, t)
	return categories[form]
}

var categories = map[plural.Form]string{plural.Other: "other", plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many"}

// parts formats a number.
func (f *numberFormat) parts(d decimal) []part {
	return inDigits(f.latinParts(d), f.nu, f.nu == f.tag.usualDigits())
}

func (f *numberFormat) latinParts(d decimal) []part {
	if f.style == "percent" && !d.zero() {
		d.exp += 2
	}
	if d.nan {
		return f.dress(d, []part{{"nan", f.data.Number.NaN}}, "other")
	}
	if d.inf {
		return f.dress(d, []part{{"infinity", "∞"}}, "other")
	}
	switch f.form {
	case "compact":
		return f.compactParts(d)
	case "scientific", "engineering":
		return f.scientificParts(d)
	}
	d = f.digits.round(d)
	whole, fraction := f.digits.show(d)
	return f.dress(d, f.digitParts(whole, fraction), category(plural.Cardinal, f.tag.name, whole, fraction))
}

// digitParts groups the digits.
func (f *numberFormat) digitParts(whole, fraction string) []part {
	n := &f.data.Number
	decimalMark, groupMark := n.Decimal, n.Group
	if f.style == "currency" {
		decimalMark, groupMark = n.CurrencyDecimal, n.CurrencyGroup
	}
	var out []part
	least := n.Min
	switch f.group {
	case "always":
		least = 1
	case "min2":
		least = 2
	}
	if f.group == "" || groupMark == "" || len(whole) < 3+least {
		out = append(out, part{"integer", whole})
	} else {
		groups := []string{whole[len(whole)-3:]}
		for rest := whole[:len(whole)-3]; rest != ""; {
			size := min(n.Sec, len(rest))
			groups = append(groups, rest[len(rest)-size:])
			rest = rest[:len(rest)-size]
		}
		slices.Reverse(groups)
		for i, g := range groups {
			if i > 0 {
				out = append(out, part{"group", groupMark})
			}
			out = append(out, part{"integer", g})
		}
	}
	if fraction != "" {
		out = append(out, part{"decimal", decimalMark}, part{"fraction", fraction})
	}
	return out
}

func (f *numberFormat) compactParts(d decimal) []part {
	forms := f.data.Number.Compact.get()[f.compact]
	for {
		var form compactForm
		var words plurals
		scaled := d
		if power := d.exp - 1; power >= 3 && len(forms) > 0 {
			i := min(power-3, len(forms)-1)
			form = forms[i]
			words = form.in(forms[max(i-form.digits, 0)])
			if shift := i + 3 - form.digits; form.pattern.get("other") != "0" {
				scaled.exp -= shift
			}
		}
		rounded := f.digits.round(scaled)
		if rounded.exp > scaled.exp && d.exp >= 3 && scaled.exp > 0 { // 999,999 becomes 1M
			d = decimal{neg: d.neg, digits: "1", exp: d.exp + 1}
			continue
		}
		whole, fraction := f.digits.show(rounded)
		parts := f.digitParts(whole, fraction)
		c := category(plural.Cardinal, f.tag.name, whole, fraction)
		pattern := words.get(c)
		if alone, ok := words.by["1"]; ok && whole == "1" && fraction == "" {
			pattern = alone
		}
		if pattern == "" || pattern == "0" {
			return f.dress(d, parts, c)
		}
		return f.dress(d, around(pattern, parts, "compact"), c)
	}
}

// in gives the words of a form with those for more categories that the first form of its group has: of its own not all were seen.
func (c compactForm) in(first compactForm) plurals {
	for _, text := range first.pattern.by {
		if c.pattern.by == nil && c.pattern.text == text {
			return first.pattern
		}
	}
	return c.pattern
}

// around puts what a pattern has beside the number around it.
func around(pattern string, parts []part, kind string) []part {
	before, after, has := strings.Cut(pattern, "0")
	var out []part
	if !has {
		return append(out, part{kind, pattern})
	}
	if text := strings.TrimRightFunc(before, unicode.IsSpace); text != "" {
		out = append(out, part{kind, text})
		if gap := before[len(text):]; gap != "" {
			out = append(out, part{"literal", gap})
		}
	}
	out = append(out, parts...)
	if text := strings.TrimLeftFunc(after, unicode.IsSpace); text != "" {
		if gap := after[:len(after)-len(text)]; gap != "" {
			out = append(out, part{"literal", gap})
		}
		out = append(out, part{kind, text})
	}
	return out
}

func (f *numberFormat) scientificParts(d decimal) []part {
	exponent := 0
	for range 2 { // rounding may need another digit
		if !d.zero() {
			exponent = d.exp - 1
			if f.form == "engineering" {
				exponent = (d.exp - 1 - ((d.exp-1)%3+3)%3)
			}
		}
		scaled := d
		scaled.exp -= exponent
		rounded := f.digits.round(scaled)
		if rounded.exp > scaled.exp && rounded.exp > 1 && (f.form == "scientific" || rounded.exp > 3) {
			d = decimal{neg: d.neg, digits: "1", exp: d.exp + 1}
			continue
		}
		whole, fraction := f.digits.show(rounded)
		parts := f.digitParts(whole, fraction)
		parts = append(parts, part{"exponentSeparator", f.data.Number.Exp})
		if exponent < 0 {
			parts = append(parts, part{"exponentMinusSign", f.data.Number.Minus})
			exponent = -exponent
		}
		return f.dress(d, append(parts, part{"exponentInteger", strconv.Itoa(exponent)}), "other")
	}
	return nil
}

// dress adds the sign and what the style adds.
func (f *numberFormat) dress(d decimal, digits []part, category string) []part {
	sign := ""
	zero := d.nan || d.zero()
	if f.form == "standard" && !d.nan && !d.inf {
		zero = f.digits.round(d).zero()
	}
	switch {
	case f.sign == "never", f.sign == "exceptZero" && zero:
	case d.neg && !(f.sign == "negative" && zero):
		sign = "-"
	case !d.neg && f.sign == "always", !d.neg && f.sign == "exceptZero" && !zero:
		sign = "+"
	}
	n := &f.data.Number
	pattern := "0"
	switch f.style {
	case "percent":
		pattern = n.Percent
	case "unit":
		return f.named(f.write(sign+"0", digits, ""), category)
	case "currency":
		if f.display == "name" {
			return f.named(f.write(sign+"0", digits, ""), category)
		}
		return f.money(sign, digits)
	}
	return f.write(sign+pattern, digits, "")
}

// named puts the name of a unit or of a currency around a number.
func (f *numberFormat) named(number []part, category string) []part {
	if f.style == "unit" {
		return around(f.unitPattern(category), number, "unit")
	}
	name := f.code
	if text, ok := f.data.Number.Names.get()[f.code]; ok {
		name = text.get(category)
	}
	return around(strings.Replace(f.data.Number.NamePattern, "¤", name, 1), number, "currency")
}

// hasName reports whether a name is put around the number.
func (f *numberFormat) hasName() bool {
	return f.style == "unit" || f.style == "currency" && f.display == "name"
}

// money writes an amount with the currency's symbol or code.
func (f *numberFormat) money(sign string, digits []part) []part {
	n := &f.data.Number
	symbol := f.code
	if s := n.Symbols[f.code]; s != "" && f.display != "code" {
		symbol = s
	}
	if s := n.Narrow[f.code]; s != "" && f.display == "narrowSymbol" {
		symbol = s
	}
	plain, negative := n.Currency, n.CurrencyNeg
	touching, _ := utf8.DecodeLastRuneInString(symbol)
	if strings.HasSuffix(plain, "¤") {
		touching, _ = utf8.DecodeRuneInString(symbol)
	}
	if unicode.IsLetter(touching) { // a letter must not touch the digits
		plain, negative = n.CurrencyCode, n.CurrencyCodeNeg
	}
	pattern := plain
	switch {
	case sign == "-" && f.ledger:
		pattern = n.Accounting
		if plain == n.CurrencyCode {
			pattern = strings.Replace(pattern, "¤0", "¤\u00a00", 1)
		}
	case sign != "":
		pattern = strings.Replace(negative, "-", sign, 1)
	}
	return f.write(pattern, digits, symbol)
}

// write fills a pattern.
func (f *numberFormat) write(pattern string, digits []part, symbol string) []part {
	var out []part
	literal := func(r rune) {
		if last := len(out) - 1; last >= 0 && out[last].kind == "literal" {
			out[last].text += string(r)
			return
		}
		out = append(out, part{"literal", string(r)})
	}
	for _, r := range pattern {
		switch r {
		case '0':
			out = append(out, digits...)
		case '¤':
			out = append(out, part{"currency", symbol})
		case '%':
			out = append(out, part{"percentSign", f.data.Number.PercentSign})
		case '-':
			out = append(out, part{"minusSign", f.data.Number.Minus})
		case '+':
			out = append(out, part{"plusSign", f.data.Number.Plus})
		default:
			literal(r)
		}
	}
	return out
}

var unitDisplays = map[string]int{"short": 0, "narrow": 1, "long": 2}

func (f *numberFormat) knowsUnit() bool {
	if _, ok := f.data.Number.Units.get()[f.unit]; ok {
		return true
	}
	first, second, compound := strings.Cut(f.unit, "-per-")
	_, ok1 := f.data.Number.Units.get()[first]
	_, ok2 := f.data.Number.Units.get()[second]
	return compound && ok1 && ok2
}

func (f *numberFormat) unitPattern(category string) string {
	units := f.data.Number.Units.get()
	if u, ok := units[f.unit]; ok {
		return u[unitDisplays[f.display]].get(category)
	}
	first, second, _ := strings.Cut(f.unit, "-per-")
	at := unitDisplays[f.display]
	form := units[first][at].get(category)
	if per := f.data.Number.Per.get()[second]; len(per) > at && per[at] != "" {
		return strings.Replace(per[at], "{0}", form, 1)
	}
	one := strings.TrimSpace(strings.Replace(units[second][at].get("one"), "0", "", 1))
	return form + "/" + one
}

// currencyDigits are the digits after the point of an amount.
func currencyDigits(code string) int {
	if n, ok := theWorld().CurrencyDigits[code]; ok {
		return n
	}
	return 2
}

func (f *numberFormat) resolved(vm *jsruntime.VM) *jsruntime.Object {
	o := record(vm, "locale", f.tag.String(), "numberingSystem", f.nu, "style", f.style, "currency", f.code)
	if f.style == "currency" {
		put(vm, o, "currencyDisplay", f.display)
		put(vm, o, "currencySign", map[bool]string{true: "accounting", false: "standard"}[f.ledger])
	}
	if f.style == "unit" {
		put(vm, o, "unit", f.unit)
		put(vm, o, "unitDisplay", f.display)
	}
	put(vm, o, "minimumIntegerDigits", f.digits.minInteger)
	f.digits.resolved(vm, o)
	var group any = f.group
	if f.group == "" {
		group = false
	}
	put(vm, o, "useGrouping", group)
	put(vm, o, "notation", f.form)
	if f.form == "compact" {
		put(vm, o, "compactDisplay", f.compact)
	}
	put(vm, o, "signDisplay", f.sign)
	f.digits.resolvedRounding(vm, o)
	return o
}
