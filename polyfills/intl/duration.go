package intl

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/temporal/iso"
)

// durationUnits are the units of a duration, from the greatest to the least.
var durationUnits = []string{"years", "months", "weeks", "days", "hours", "minutes", "seconds", "milliseconds", "microseconds", "nanoseconds"}

// Places of units at which the rules change.
const (
	unitDays        = 3
	unitHours       = 4
	unitMinutes     = 5
	unitSeconds     = 6
	unitNanoseconds = 9
)

// Styles of a unit besides "long", "short" and "narrow".
const (
	numericStyle    = "numeric"
	twoDigitStyle   = "2-digit"
	fractionalStyle = "fractional" // part of the unit before
)

// durationFormat is one Intl.DurationFormat (ECMA-402, section 13).
type durationFormat struct {
	tag      tag
	data     *locale
	nu       string // numberingSystem
	style    string
	units    []unitStyle // by durationUnits
	fraction int         // fractionalDigits; < 0: as many as there are
}

type unitStyle struct {
	style  string
	always bool // also when it is zero
}

// duration has the values of durationUnits, of one sign.
type duration [10]float64

// durationPart is a part of the text, of a unit; "" for what is between units.
type durationPart struct {
	part
	unit string
}

var durationClass = class("DurationFormat", 0, newDurationFormat).
	Method("resolvedOptions", 0, func(vm *jsruntime.VM, f *durationFormat, _ jsruntime.Args) jsruntime.Value { return f.resolved(vm) }).
	Method("format", 1, func(vm *jsruntime.VM, f *durationFormat, args jsruntime.Args) jsruntime.Value {
		return vm.ToValue(f.text(readDuration(vm, args.At(0))))
	}).
	Method("formatToParts", 1, func(vm *jsruntime.VM, f *durationFormat, args jsruntime.Args) jsruntime.Value {
		var out []jsruntime.Value
		for _, p := range f.parts(readDuration(vm, args.At(0))) {
			out = append(out, record(vm, "type", p.kind, "value", p.text, "unit", p.unit))
		}
		return vm.NewArrayOf(out...)
	})

// DurationString writes a Temporal.Duration as its toLocaleString does, whose arguments are locales and options.
func DurationString(vm *jsruntime.VM, d *jsruntime.Object, args jsruntime.Args) jsruntime.Value {
	f := newDurationFormat(vm, args)
	return vm.ToValue(f.text(readDuration(vm, d)))
}

func newDurationFormat(vm *jsruntime.VM, args jsruntime.Args) *durationFormat {
	f := &durationFormat{}
	o := readOptions(vm, "Intl.DurationFormat", args.At(0), args.At(1), true)
	o.matcher()
	f.nu, f.tag, f.data = o.numbering()
	f.style = o.text("style", "short", "long", "short", "narrow", "digital")
	previous := ""
	for i := range durationUnits {
		u := f.readUnit(o, i, previous)
		f.units = append(f.units, u)
		previous = u.style
	}
	f.fraction = o.number("fractionalDigits", 0, 9, -1)
	return f
}

func (f *durationFormat) text(d duration) string {
	var text strings.Builder
	for _, p := range f.parts(d) {
		text.WriteString(p.text)
	}
	return text.String()
}

// readUnit reads the options of a unit (GetDurationUnitOptions); previous is the style of the one
// before.
func (f *durationFormat) readUnit(o options, i int, previous string) unitStyle {
	name := durationUnits[i]
	allowed := []string{"long", "short", "narrow"}
	if i >= unitHours {
		allowed = append(allowed, numericStyle)
	}
	if i >= unitHours && i <= unitSeconds {
		allowed = append(allowed, twoDigitStyle)
	}
	clock := i >= unitMinutes && i <= unitSeconds
	after := slices.Contains([]string{fractionalStyle, numericStyle, twoDigitStyle}, previous)
	style, display := o.text(name, "", allowed...), "always"
	switch {
	case style != "":
	case f.style == "digital" && i >= unitHours:
		style, display = numericStyle, either(i <= unitSeconds, "always", "auto")
	case f.style == "digital":
		style, display = "short", "auto"
	case after:
		style, display = numericStyle, either(clock, "always", "auto")
	default:
		style, display = f.style, "auto"
	}
	if style == numericStyle && i > unitSeconds {
		style, display = fractionalStyle, "auto"
	}
	always := o.text(name+"Display", display, "auto", "always") == "always"
	numeric := slices.Contains([]string{fractionalStyle, numericStyle, twoDigitStyle}, style)
	if always && style == fractionalStyle || previous == fractionalStyle && style != fractionalStyle || after && !numeric {
		o.vm.Throwf(jsruntime.RangeError, "Invalid object : %s", o.vm.Sketch(o.object))
	}
	if clock && (previous == numericStyle || previous == twoDigitStyle) {
		style = twoDigitStyle
	}
	return unitStyle{style, always}
}

func either(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

// readDuration reads the argument of a format: text, or an object with a member for each unit.
func readDuration(vm *jsruntime.VM, v jsruntime.Value) duration {
	d, o := duration{}, jsruntime.AsObject(v)
	if o != nil {
		if host, _ := jsruntime.Host(o); host != nil {
			if t, ok := host.(interface{ Parts() iso.Duration }); ok {
				return ofParts(t.Parts())
			}
		}
	}
	switch {
	case o != nil:
		d = readFields(vm, o)
	case jsruntime.IsString(v):
		parsed, err := iso.ParseDuration(v.String())
		if err != nil {
			vm.Throw(err)
		}
		d = ofParts(parsed)
	default:
		vm.Throwf(jsruntime.TypeError, "Temporal error: Duration argument must be Duration or string.")
	}
	if !d.valid() {
		vm.Throwf(jsruntime.RangeError, "Temporal error: Duration was not valid.")
	}
	return d
}

// readFields reads the members of an object (ToTemporalPartialDurationRecord).
func readFields(vm *jsruntime.VM, o *jsruntime.Object) duration {
	var d duration
	some := false
	for _, name := range slices.Sorted(slices.Values(durationUnits)) { // the standard's order
		field := o.Get(name)
		if jsruntime.IsUndefined(field) {
			continue
		}
		n := field.ToNumber().ToFloat()
		if n != math.Trunc(n) || math.IsInf(n, 0) {
			vm.Throwf(jsruntime.RangeError, "Temporal error: Expected finite integer.")
		}
		unit := slices.Index(durationUnits, name)
		if math.Abs(n) >= fieldLimit(unit) {
			vm.Throwf(jsruntime.RangeError, "Temporal error: Duration field out of range.")
		}
		some = true
		d[unit] = n
	}
	if !some {
		vm.Throwf(jsruntime.TypeError, "Temporal error: Did not provide any valid Duration fields.")
	}
	return d
}

// fieldLimit bounds what a member may be before all are looked at together.
func fieldLimit(unit int) float64 {
	if unit > unitSeconds+1 { // microseconds and below
		return 1 << 127
	}
	return 1 << 63
}

// ofParts takes the parts of a duration of Temporal.
func ofParts(parts iso.Duration) (d duration) {
	for i, unit := range durationUnits {
		u, _ := iso.ParseUnit(unit)
		d[i] = *parts.Part(u)
	}
	return d
}

// valid tells whether a duration has one sign and is within the limits of the standard.
func (d duration) valid() bool {
	var same iso.Duration
	for i, unit := range durationUnits {
		u, _ := iso.ParseUnit(unit)
		*same.Part(u) = d[i]
	}
	return same.IsValid()
}

// negative tells the sign.
func (d duration) negative() bool {
	return slices.ContainsFunc(d[:], func(n float64) bool { return n < 0 })
}

// value gives a unit, with those below as its fraction if fractional.
func (d duration) value(unit int, fractional bool) decimal {
	if !fractional {
		return fromFloat(math.Abs(d[unit]))
	}
	total, scale := new(big.Int), big.NewInt(1)
	for i := unitNanoseconds; i >= unit; i-- {
		n, _ := big.NewFloat(math.Abs(d[i])).Int(nil)
		total.Add(total, n.Mul(n, scale))
		scale = new(big.Int).Mul(scale, big.NewInt(1000))
	}
	return parseDecimal(fmt.Sprintf("%se-%d", total, 3*(unitNanoseconds-unit)))
}

// fractional tells whether the units below one are written as its fraction.
func (f *durationFormat) fractional(unit int) bool {
	return unit >= unitSeconds && unit < unitNanoseconds && f.units[unit+1].style == fractionalStyle
}

// durationWriter writes one duration: its sign stands before the first number only.
type durationWriter struct {
	*durationFormat
	duration
	signed bool
}

// parts formats a duration (PartitionDurationFormatPattern).
func (f *durationFormat) parts(d duration) []durationPart {
	w := &durationWriter{f, d, false}
	var groups [][]durationPart
	for i, u := range f.units {
		if u.style == numericStyle || u.style == twoDigitStyle {
			if clock := w.clock(i); clock != nil {
				groups = append(groups, clock)
			}
			break
		}
		value := d.value(i, f.fractional(i))
		if u.always || !value.zero() {
			groups = append(groups, w.number(i, value, numberFormat{style: "unit", unit: singular(i), display: u.style, group: "auto"}))
		}
		if f.fractional(i) {
			break
		}
	}
	return f.joined(groups)
}

func singular(unit int) string { return strings.TrimSuffix(durationUnits[unit], "s") }

// number writes the value of a unit in a format that lacks what durations have in common.
func (w *durationWriter) number(unit int, value decimal, n numberFormat) []durationPart {
	n.tag, n.data, n.nu, n.form, n.sign = w.tag, w.data, w.nu, "standard", "never"
	n.digits.mode, n.digits.minInteger = "trunc", max(n.digits.minInteger, 1)
	if w.fractional(unit) {
		n.digits.maxFraction = 9
		if w.fraction >= 0 {
			n.digits.minFraction, n.digits.maxFraction = w.fraction, w.fraction
		}
	}
	if !w.signed {
		n.sign, value.neg, w.signed = "auto", w.negative(), true
	}
	var out []durationPart
	for _, p := range n.parts(value) {
		out = append(out, durationPart{p, singular(unit)})
	}
	return out
}

// clock writes hours, minutes and seconds with marks between, from one of them on; nil: nothing
// is to be shown.
func (w *durationWriter) clock(first int) []durationPart {
	var values [unitSeconds + 1]decimal
	var shown [unitSeconds + 1]bool
	for i := first; i <= unitSeconds; i++ {
		values[i] = w.value(i, w.fractional(i))
		shown[i] = w.units[i].always || !values[i].zero()
	}
	if shown[unitHours] && shown[unitSeconds] {
		shown[unitMinutes] = true
	}
	var out []durationPart
	for i := first; i <= unitSeconds; i++ {
		if !shown[i] {
			continue
		}
		if out != nil {
			out = append(out, durationPart{part{"literal", w.clockMark()}, ""})
		}
		n := numberFormat{style: "decimal"}
		if w.units[i].style == twoDigitStyle {
			n.digits.minInteger = 2
		}
		out = append(out, w.number(i, values[i], n)...)
	}
	return out
}

// clockMark is what stands between hours and minutes.
func (f *durationFormat) clockMark() string {
	if strings.Contains(f.data.Time["H1m"], ".") {
		return "."
	}
	return ":"
}

// joined makes a list of the units.
func (f *durationFormat) joined(groups [][]durationPart) []durationPart {
	style := f.style
	if style == "digital" {
		style = "short"
	}
	between := f.data.separators("unit", style, len(groups))
	var out []durationPart
	for i, g := range groups {
		if i > 0 {
			out = append(out, durationPart{part{"literal", between(i)}, ""})
		}
		out = append(out, g...)
	}
	return out
}

func (f *durationFormat) resolved(vm *jsruntime.VM) *jsruntime.Object {
	out := record(vm, "locale", f.tag.String(), "numberingSystem", f.nu, "style", f.style)
	for i, u := range f.units {
		style := u.style
		if style == fractionalStyle {
			style = numericStyle
		}
		put(vm, out, durationUnits[i], style)
		put(vm, out, durationUnits[i]+"Display", either(u.always, "always", "auto"))
	}
	if f.fraction >= 0 {
		put(vm, out, "fractionalDigits", f.fraction)
	}
	return out
}
