package temporal

import (
	"math"
	"slices"

	"paddock/jsruntime"
	"paddock/polyfills/temporal/calendar"
	"paddock/polyfills/temporal/iso"
	"paddock/polyfills/temporal/zone"
)

// options is an object of options; the nil object has none.
type options struct {
	call
	object *jsruntime.Object
}

// options checks an argument for options (GetOptionsObject).
func (c call) options(v jsruntime.Value) options {
	o := jsruntime.AsObject(v)
	if o == nil && !jsruntime.IsUndefined(v) {
		c.check(iso.Typef("Option must be object."))
	}
	return options{c, o}
}

// unitOptions is options for an argument that may also be a unit, which stands for one option. missing is what is said
// of none at all.
func (c call) unitOptions(v jsruntime.Value, option, missing string) options {
	switch {
	case jsruntime.IsUndefined(v):
		c.check(iso.Typef("%s", missing))
	case jsruntime.IsString(v):
		o := c.CreateObject(nil)
		must(o.DefineDataProperty(option, v, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes))
		return options{c, o}
	}
	return c.options(v)
}

func (o options) get(name string) jsruntime.Value {
	if o.object == nil {
		return jsruntime.Undefined()
	}
	if v := o.object.Get(name); v != nil {
		return v
	}
	return jsruntime.Undefined()
}

// choice reads an option that is one of some words (GetOption).
func (o options) choice(name, or string, allowed ...string) string {
	v := o.get(name)
	if jsruntime.IsUndefined(v) {
		return or
	}
	text := o.Text(v)
	if !slices.Contains(allowed, text) {
		o.outOfRange(text, name)
	}
	return text
}

func (o options) outOfRange(text, name string) {
	o.Throwf(jsruntime.RangeError, "Value %s out of range for %s options property %s", text, o.name, name)
}

// overflow reads the option overflow of an argument for options.
func (c call) overflow(v jsruntime.Value) calendar.Overflow {
	if jsruntime.AsObject(v) == nil && !jsruntime.IsUndefined(v) {
		c.check(iso.Typef("Option must be object: overflow."))
	}
	return c.options(v).overflow()
}

func (o options) overflow() calendar.Overflow {
	return o.choice("overflow", "constrain", "constrain", "reject") == "reject"
}

func (o options) disambiguation() zone.Disambiguation {
	return zone.Disambiguation(o.choice("disambiguation", "compatible", "compatible", "earlier", "later", "reject"))
}

// offset reads what counts where an offset and a zone contradict each other.
func (o options) offset(or string) string {
	return o.choice("offset", or, "prefer", "use", "ignore", "reject")
}

func (o options) mode(or iso.Mode) iso.Mode {
	m, _ := iso.ParseMode(o.choice("roundingMode", iso.ModeNames()[or], iso.ModeNames()...))
	return m
}

// increment reads how many units are rounded to (GetRoundingIncrementOption).
func (o options) increment() int {
	v := o.get("roundingIncrement")
	if jsruntime.IsUndefined(v) {
		return 1
	}
	n := o.truncated(v)
	if n < 1 || n > 1e9 {
		o.check(iso.Rangef("Integer out of range."))
	}
	return int(n)
}

// divides checks that an increment divides the next longer unit, of which it may be all only if inclusive
// (ValidateTemporalRoundingIncrement).
func (c call) divides(increment, dividend int, inclusive bool) {
	limit := dividend
	if !inclusive {
		limit = max(dividend-1, 1)
	}
	if increment > limit {
		c.check(iso.Rangef("roundingIncrement exceeds maximum"))
	}
	if dividend%increment != 0 {
		c.check(iso.Rangef("dividend is not divisible by roundingIncrement"))
	}
}

// auto is the unit that an option leaves to choose.
const auto iso.Unit = -1

// unit reads a unit: auto, or NoUnit for none (GetTemporalUnitValuedOption).
func (o options) unit(name string) iso.Unit {
	v := o.get(name)
	if jsruntime.IsUndefined(v) {
		return iso.NoUnit
	}
	text := o.Text(v)
	if text == "auto" {
		return auto
	}
	u, ok := iso.ParseUnit(text)
	if !ok {
		o.outOfRange(text, name)
	}
	return u
}

// requiredUnit is unit for an option that must be there.
func (o options) requiredUnit(name string) iso.Unit {
	u := o.unit(name)
	if u == iso.NoUnit {
		o.outOfRange("undefined", name)
	}
	return u
}

// group is which units a method takes.
type group int

const (
	dates group = iota
	times
	dateTimes
)

// within checks that a unit is one of a group, or also (ValidateTemporalUnitValue).
func (c call) within(u iso.Unit, g group, also ...iso.Unit) {
	switch {
	case u == iso.NoUnit || slices.Contains(also, u):
	case u == auto:
		c.check(iso.Rangef("Unit was not part of the unit group."))
	case g == dates && !u.IsDate():
		c.check(iso.Rangef("Unit was not part of the date unit group."))
	case g == times && !u.IsTime():
		c.check(iso.Rangef("Unit was not part of the time unit group."))
	}
}

// timeUnit refuses days and longer units.
func (c call) timeUnit(u iso.Unit) {
	if u.IsDate() {
		c.check(iso.Rangef("Found date unit, expect time unit"))
	}
	c.within(u, times)
}

// digits reads how many digits of a second are written (GetTemporalFractionalSecondDigitsOption).
func (o options) digits() iso.Precision {
	v := o.get("fractionalSecondDigits")
	switch {
	case jsruntime.IsUndefined(v):
		return iso.Auto
	case !jsruntime.IsNumber(v):
		if o.Text(v) == "auto" {
			return iso.Auto
		}
	default:
		if f := math.Floor(v.ToFloat()); f >= 0 && f <= 9 {
			return iso.Precision(f)
		}
	}
	o.Throwf(jsruntime.RangeError, "fractionalSecondDigits value is out of range.")
	return 0
}

// written is how a time is written and what it is rounded to for that.
type written struct {
	precision iso.Precision
	unit      iso.Unit
	increment int
	mode      iso.Mode
}

// precision says how to write with a number of digits, or down to a unit (ToSecondsStringPrecisionRecord).
func (c call) precision(smallest iso.Unit, digits iso.Precision, mode iso.Mode) written {
	switch smallest {
	case iso.NoUnit:
	case iso.Minute:
		return written{iso.Minutes, iso.Minute, 1, mode}
	case iso.Second:
		return written{0, iso.Second, 1, mode}
	case iso.Millisecond:
		return written{3, iso.Millisecond, 1, mode}
	case iso.Microsecond:
		return written{6, iso.Microsecond, 1, mode}
	case iso.Nanosecond:
		return written{9, iso.Nanosecond, 1, mode}
	default:
		c.check(iso.Rangef("smallestUnit cannot be Hour."))
	}
	w := written{digits, iso.Nanosecond, 1, mode}
	switch {
	case digits == iso.Auto:
		return w
	case digits == 0:
		w.unit = iso.Second
	case digits <= 3:
		w.unit, w.increment = iso.Millisecond, powerOf10(3-digits)
	case digits <= 6:
		w.unit, w.increment = iso.Microsecond, powerOf10(6-digits)
	default:
		w.increment = powerOf10(9 - digits)
	}
	return w
}

func powerOf10(n iso.Precision) int {
	p := 1
	for range n {
		p *= 10
	}
	return p
}

// shown is whether an annotation is written.
type shown string

const (
	showAuto     shown = "auto"
	showAlways   shown = "always"
	showNever    shown = "never"
	showCritical shown = "critical"
)

// calendarName reads whether the calendar is written.
func (o options) calendarName() shown {
	return shown(o.choice("calendarName", "auto", "auto", "always", "never", "critical"))
}

// annotation writes a calendar.
func (s shown) annotation(c calendar.Calendar) string {
	switch {
	case s == showNever, s == showAuto && c == calendar.ISO:
		return ""
	case s == showCritical:
		return "[!u-ca=" + c.ID() + "]"
	}
	return "[u-ca=" + c.ID() + "]"
}

// part writes a date of which only a part counts: all of it with a calendar, else that part.
func (s shown) part(whole, part string, c calendar.Calendar) string {
	if c == calendar.ISO && s != showAlways && s != showCritical {
		whole = part
	}
	return whole + s.annotation(c)
}

// withText adds the methods that give the text of what has a calendar and no time.
func withText[T any](d definition[T], text func(*T, shown) string) definition[T] {
	d.method("toString", 0, func(c call, self *T, args jsruntime.Args) any {
		return text(self, c.options(args.At(0)).calendarName())
	})
	d.method("toJSON", 0, func(_ call, self *T, _ jsruntime.Args) any { return text(self, showAuto) })
	return d.valueOf()
}
