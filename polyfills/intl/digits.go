package intl

import (
	"math/big"
	"slices"
	"strings"

	"paddock/jsruntime"
)

// digitOptions are the options about digits, shared with Intl.PluralRules.
type digitOptions struct {
	minInteger, minFraction, maxFraction int
	minSignificant, maxSignificant       int // 0: not asked for
	kind                                 digitKind
	priority                             string
	increment                            int
	mode, zeros                          string
}

// digitKind is what decides where a number is rounded.
type digitKind int

const (
	byFraction digitKind = iota
	bySignificant
	morePrecision // by what of the two keeps more
	lessPrecision
)

// increments are the values that roundingIncrement may have.
var increments = []int{1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000}

// readDigits reads the options about digits; low and high are the default fraction digits
// (SetNumberFormatDigitOptions).
func readDigits(o options, low, high int, compact bool) digitOptions {
	d := digitOptions{minInteger: o.number("minimumIntegerDigits", 1, 21, 1)}
	minFraction, maxFraction := o.raw("minimumFractionDigits"), o.raw("maximumFractionDigits")
	minSignificant, maxSignificant := o.raw("minimumSignificantDigits"), o.raw("maximumSignificantDigits")
	if d.increment = o.number("roundingIncrement", 1, 5000, 1); !slices.Contains(increments, d.increment) {
		o.vm.Throwf(jsruntime.RangeError, "roundingIncrement value is out of range.")
	}
	d.mode = o.text("roundingMode", "halfExpand", "ceil", "floor", "expand", "trunc", "halfCeil", "halfFloor", "halfExpand", "halfTrunc", "halfEven")
	d.priority = o.text("roundingPriority", "auto", "auto", "morePrecision", "lessPrecision")
	d.zeros = o.text("trailingZeroDisplay", "auto", "auto", "stripIfInteger")
	significant, fraction := minSignificant.set || maxSignificant.set, minFraction.set || maxFraction.set
	needSignificant, needFraction := true, true
	if d.priority == "auto" {
		needSignificant = significant
		needFraction = !significant && (fraction || !compact)
	}
	if needSignificant {
		d.minSignificant = minSignificant.within(o, 1, 21, 1)
		d.maxSignificant = maxSignificant.within(o, d.minSignificant, 21, 21)
	}
	if needFraction {
		d.readFraction(o, minFraction, maxFraction, low, high)
	}
	switch {
	case !needSignificant && !needFraction:
		d.minSignificant, d.maxSignificant = 1, 2
		d.kind, d.priority = morePrecision, "morePrecision"
	case d.priority == "morePrecision":
		d.kind = morePrecision
	case d.priority == "lessPrecision":
		d.kind = lessPrecision
	case significant:
		d.kind = bySignificant
	}
	if d.increment != 1 && d.kind != byFraction {
		o.vm.Throwf(jsruntime.TypeError, "RoundingType is not fractionDigits")
	}
	if d.increment != 1 && d.minFraction != d.maxFraction {
		o.vm.Throwf(jsruntime.RangeError, "maximumFractionDigits value is out of range.")
	}
	return d
}

func (d *digitOptions) readFraction(o options, least, most rawNumber, low, high int) {
	switch {
	case !least.set && !most.set:
		d.minFraction, d.maxFraction = low, high
	case !least.set:
		d.maxFraction = most.within(o, 0, 100, 0)
		d.minFraction = min(low, d.maxFraction)
	default:
		d.minFraction = least.within(o, 0, 100, 0)
		d.maxFraction = most.within(o, 0, 100, max(high, d.minFraction))
		if d.minFraction > d.maxFraction {
			o.vm.Throwf(jsruntime.RangeError, "maximumFractionDigits value is out of range.")
		}
	}
}

// bySignificance reports whether the significant digits decide where d is rounded.
func (o digitOptions) bySignificance(d decimal) bool {
	exp := d.exp
	if d.zero() {
		exp = 1
	}
	finer := exp-o.maxSignificant <= -o.maxFraction
	return o.kind == bySignificant || o.kind == morePrecision && finer || o.kind == lessPrecision && !finer
}

// round applies the options to a number.
func (o digitOptions) round(d decimal) decimal {
	switch {
	case o.bySignificance(d):
		return d.significant(o.maxSignificant, o.mode)
	case o.increment > 1: // each divides 10000
		return d.times(10000/o.increment, -4).round(o.maxFraction, o.mode).times(o.increment, 0)
	}
	return d.round(o.maxFraction, o.mode)
}

// times multiplies a number by n × 10^exp.
func (d decimal) times(n, exp int) decimal {
	if d.nan || d.inf || d.zero() {
		return d
	}
	x, _ := new(big.Int).SetString(d.digits, 10)
	product := x.Mul(x, big.NewInt(int64(n))).String()
	d.exp += len(product) - len(d.digits) + exp
	d.digits = product
	return d.trim()
}

// show gives the digits of a rounded number with the zeros that were asked for.
func (o digitOptions) show(d decimal) (whole, fraction string) {
	whole, fraction = d.split()
	least := o.minFraction
	if o.bySignificance(d) {
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

func (o digitOptions) resolved(vm *jsruntime.VM, out *jsruntime.Object) {
	if o.kind != bySignificant {
		put(vm, out, "minimumFractionDigits", o.minFraction)
		put(vm, out, "maximumFractionDigits", o.maxFraction)
	}
	if o.kind != byFraction {
		put(vm, out, "minimumSignificantDigits", o.minSignificant)
		put(vm, out, "maximumSignificantDigits", o.maxSignificant)
	}
}

func (o digitOptions) resolvedRounding(vm *jsruntime.VM, out *jsruntime.Object) {
	put(vm, out, "roundingIncrement", o.increment)
	put(vm, out, "roundingMode", o.mode)
	put(vm, out, "roundingPriority", o.priority)
	put(vm, out, "trailingZeroDisplay", o.zeros)
}
