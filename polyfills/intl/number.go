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

// digitOptions are the options about digits, shared with Intl.PluralRules.
type digitOptions struct {
	minInteger, minFraction, maxFraction int
	minSignificant, maxSignificant       int // 0: not asked for
	compact                              bool
	mode, zeros                          string
}

var numberClass = class("NumberFormat", 0, func(vm *jsruntime.VM, args jsruntime.Args) *numberFormat {
	return newNumberFormat(vm, args.At(0), args.At(1))
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
		from, to := join(f.parts(readDecimal(vm, args.At(0)))), join(f.parts(readDecimal(vm, args.At(1))))
		if from == to {
			return vm.ToValue("~" + from)
		}
		return vm.ToValue(from + "–" + to)
	}).
	Method("resolvedOptions", 0, func(vm *jsruntime.VM, f *numberFormat, _ jsruntime.Args) jsruntime.Value { return f.resolved(vm) })

var styles = []string{"decimal", "percent", "currency", "unit"}

func newNumberFormat(vm *jsruntime.VM, locales, opts jsruntime.Value) *numberFormat {
	o := readOptions(vm, "NumberFormat", opts)
	f := &numberFormat{}
	f.tag, f.data = resolve(vm, locales)
	f.style = o.text("style", "decimal", styles...)
	f.code = strings.ToUpper(o.text("currency", ""))
	if f.code != "" && !currencyCode.MatchString(f.code) {
		vm.Throwf(jsruntime.RangeError, "Invalid currency code : %s", o.text("currency", ""))
	}
	currencyDisplay := o.text("currencyDisplay", "symbol", "code", "symbol", "narrowSymbol", "name")
	ledger := o.text("currencySign", "standard", "standard", "accounting") == "accounting"
	f.unit = o.text("unit", "")
	if f.unit != "" && !f.knowsUnit() {
		vm.Throwf(jsruntime.RangeError, "Invalid unit argument for Intl.NumberFormat() '%s'", f.unit)
	}
	unitDisplay := o.text("unitDisplay", "short", "short", "narrow", "long")
	switch f.style {
	case "currency":
		if f.code == "" {
			vm.Throwf(jsruntime.TypeError, "Currency code is required with currency style.")
		}
		f.display, f.ledger, f.unit = currencyDisplay, ledger, ""
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

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

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

// readDigits reads the options about digits; low and high are the default fraction digits.
func readDigits(o options, low, high int, compact bool) digitOptions {
	d := digitOptions{minInteger: o.number("minimumIntegerDigits", 1, 21, 1)}
	minFraction, maxFraction := o.number("minimumFractionDigits", 0, 100, -1), o.number("maximumFractionDigits", 0, 100, -1)
	minSignificant, maxSignificant := o.number("minimumSignificantDigits", 1, 21, 0), o.number("maximumSignificantDigits", 1, 21, 0)
	d.mode = o.text("roundingMode", "halfExpand", "ceil", "floor", "expand", "trunc", "halfCeil", "halfFloor", "halfExpand", "halfTrunc", "halfEven")
	d.zeros = o.text("trailingZeroDisplay", "auto", "auto", "stripIfInteger")
	switch {
	case minSignificant > 0 || maxSignificant > 0:
		d.minSignificant, d.maxSignificant = max(minSignificant, 1), maxSignificant
		if maxSignificant == 0 {
			d.maxSignificant = 21
		}
		if d.minSignificant > d.maxSignificant {
			o.vm.Throwf(jsruntime.RangeError, "maximumSignificantDigits value is out of range.")
		}
	case minFraction >= 0 || maxFraction >= 0 || !compact:
		switch {
		case minFraction < 0 && maxFraction < 0:
			minFraction, maxFraction = low, high
		case minFraction < 0:
			minFraction = min(low, maxFraction)
		case maxFraction < 0:
			maxFraction = max(high, minFraction)
		case minFraction > maxFraction:
			o.vm.Throwf(jsruntime.RangeError, "maximumFractionDigits value is out of range.")
		}
		d.minFraction, d.maxFraction = minFraction, maxFraction
	default:
		d.compact = true
	}
	return d
}

// round applies the options to a number.
func (o digitOptions) round(d decimal) decimal {
	switch {
	case o.maxSignificant > 0:
		return d.significant(o.maxSignificant, o.mode)
	case o.compact && d.exp < 2:
		return d.significant(2, o.mode)
	case o.compact:
		return d.round(0, o.mode)
	}
	return d.round(o.maxFraction, o.mode)
}

// show gives the digits of a rounded number with the zeros that were asked for.
func (o digitOptions) show(d decimal) (whole, fraction string) {
	whole, fraction = d.split()
	least := o.minFraction
	if o.minSignificant > 0 {
		least = o.minSignificant - d.exp
		if d.zero() {
			least = o.minSignificant - 1
		}
	}
	if o.zeros == "stripIfInteger" && fraction == "" {
		least = 0
	}
	if n := least - len(fraction); n > 0 {
		fraction += strings.Repeat("0", n)
	}
	if n := o.minInteger - len(whole); n > 0 {
		whole = strings.Repeat("0", n) + whole
	}
	return whole, fraction
}

// category is the plural category of what is shown.
func (o digitOptions) category(rules *plural.Rules, name string, d decimal) string {
	whole, fraction := o.show(d)
	return category(rules, name, whole, fraction)
}

func category(rules *plural.Rules, name, whole, fraction string) string {
	if len(whole) > 9 { // the rules look at the last digits only
		whole = "1" + whole[len(whole)-8:]
	}
	fraction = fraction[:min(len(fraction), 8)]
	trimmed := strings.TrimRight(fraction, "0")
	i, _ := strconv.Atoi(whole)
	f, _ := strconv.Atoi("0" + fraction)
	t, _ := strconv.Atoi("0" + trimmed)
	form := rules.MatchPlural(language.Make(name), i, len(fraction), len(trimmed), f, t)
	return categories[form]
}

var categories = map[plural.Form]string{plural.Other: "other", plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many"}

// parts formats a number.
func (f *numberFormat) parts(d decimal) []part {
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
	forms := f.data.Number.Compact[f.compact]
	for {
		var form compactForm
		scaled := d
		if power := d.exp - 1; power >= 3 && len(forms) > 0 {
			i := min(power-3, len(forms)-1)
			form = forms[i]
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
		pattern := form.pattern.get(c)
		if pattern == "" || pattern == "0" {
			return f.dress(d, parts, c)
		}
		return f.dress(d, around(pattern, parts, "compact"), c)
	}
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
		digits = around(f.unitPattern(category), digits, "unit")
		if f.unit == "percent" {
			for i := range digits {
				if digits[i].kind == "unit" && f.display != "long" {
					digits[i].kind = "percentSign"
				}
			}
		}
	case "currency":
		if f.display == "name" {
			text, ok := n.Names[f.code]
			name := f.code
			if ok {
				name = text.get(category)
			}
			digits = around(strings.Replace(n.NamePattern, "¤", name, 1), digits, "currency")
			break
		}
		return f.money(sign, digits)
	}
	return f.write(sign+pattern, digits, "")
}

// money writes an amount with the currency's symbol or code.
func (f *numberFormat) money(sign string, digits []part) []part {
	n := &f.data.Number
	symbol := f.code
	if s, ok := n.Symbols[f.code]; ok && f.display != "code" {
		symbol = s
	}
	if s, ok := n.Narrow[f.code]; ok && f.display == "narrowSymbol" {
		symbol = s
	}
	plain, negative := n.Currency, n.CurrencyNeg
	if last, _ := utf8.DecodeLastRuneInString(symbol); unicode.IsLetter(last) { // a letter must not touch the digits
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
	if _, ok := f.data.Number.Units[f.unit]; ok {
		return true
	}
	first, second, compound := strings.Cut(f.unit, "-per-")
	_, ok1 := f.data.Number.Units[first]
	_, ok2 := f.data.Number.Units[second]
	return compound && ok1 && ok2
}

func (f *numberFormat) unitPattern(category string) string {
	units := f.data.Number.Units
	if u, ok := units[f.unit]; ok {
		return u[unitDisplays[f.display]].get(category)
	}
	first, second, _ := strings.Cut(f.unit, "-per-")
	one := strings.TrimSpace(strings.Replace(units[second][unitDisplays[f.display]].get("one"), "0", "", 1))
	joint := "/"
	if f.display == "long" {
		joint = " per "
	}
	return units[first][unitDisplays[f.display]].get(category) + joint + one
}

// currencyDigits are the minor digits of ISO 4217.
func currencyDigits(code string) int {
	switch code {
	case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	case "CLF", "UYW":
		return 4
	}
	return 2
}

func (f *numberFormat) resolved(vm *jsruntime.VM) *jsruntime.Object {
	o := record(vm, "locale", f.tag.name, "numberingSystem", "latn", "style", f.style, "currency", f.code)
	if f.style == "currency" {
		sign := "standard"
		if f.ledger {
			sign = "accounting"
		}
		must(o.Set("currencyDisplay", f.display))
		must(o.Set("currencySign", sign))
	}
	if f.style == "unit" {
		must(o.Set("unit", f.unit))
		must(o.Set("unitDisplay", f.display))
	}
	must(o.Set("minimumIntegerDigits", f.digits.minInteger))
	f.digits.resolved(o)
	var group any = f.group
	if f.group == "" {
		group = false
	}
	must(o.Set("useGrouping", group))
	must(o.Set("notation", f.form))
	if f.form == "compact" {
		must(o.Set("compactDisplay", f.compact))
	}
	for _, p := range []struct {
		name  string
		value any
	}{{"signDisplay", f.sign}, {"roundingIncrement", 1}, {"roundingMode", f.digits.mode}, {"roundingPriority", f.digits.priority()}, {"trailingZeroDisplay", f.digits.zeros}} {
		must(o.Set(p.name, p.value))
	}
	return o
}

func (o digitOptions) priority() string {
	if o.compact {
		return "morePrecision"
	}
	return "auto"
}

func (o digitOptions) resolved(out *jsruntime.Object) {
	if o.compact {
		for _, p := range []struct {
			name  string
			value int
		}{{"minimumFractionDigits", 0}, {"maximumFractionDigits", 0}, {"minimumSignificantDigits", 1}, {"maximumSignificantDigits", 2}} {
			must(out.Set(p.name, p.value))
		}
		return
	}
	if o.maxSignificant > 0 {
		must(out.Set("minimumSignificantDigits", o.minSignificant))
		must(out.Set("maximumSignificantDigits", o.maxSignificant))
		return
	}
	must(out.Set("minimumFractionDigits", o.minFraction))
	must(out.Set("maximumFractionDigits", o.maxFraction))
}
