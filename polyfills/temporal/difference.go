package temporal

import (
	"slices"

	"paddock/jsruntime"
	"paddock/polyfills/temporal/iso"
)

// sense is whether a method adds or takes away: until and add, or since and subtract.
type sense bool

const (
	forward  sense = false
	backward sense = true
)

// apply turns a duration around for what takes away.
func (s sense) apply(d iso.Duration) iso.Duration {
	if s == backward {
		return d.Negated()
	}
	return d
}

// rounding is to what a duration is rounded and with which unit it begins.
type rounding struct {
	largest, smallest iso.Unit
	increment         int
	mode              iso.Mode
}

// isExact reports whether rounding to unit changes nothing.
func (r rounding) isExact(unit iso.Unit) bool { return r.smallest == unit && r.increment == 1 }

// difference reads the options of until and since (GetDifferenceSettings). Units of the group are allowed but for
// some, which are weeks and days; fallback is the shortest one without an option, and longest the one that it begins with then.
func (o options) difference(s sense, g group, disallowed []iso.Unit, fallback, longest iso.Unit) rounding {
	r := rounding{largest: o.unit("largestUnit"), increment: o.increment(), mode: o.mode(iso.Trunc), smallest: o.unit("smallestUnit")}
	if slices.Contains(disallowed, r.largest) || slices.Contains(disallowed, r.smallest) {
		o.check(iso.Rangef("Weeks and days are not allowed in this operation."))
	}
	o.within(r.largest, g, auto)
	if s == backward {
		r.mode = r.mode.Negate()
	}
	o.within(r.smallest, g)
	if r.smallest == iso.NoUnit {
		r.smallest = fallback
	}
	if r.largest == auto || r.largest == iso.NoUnit {
		r.largest = iso.Longer(longest, r.smallest)
	}
	if r.largest > r.smallest {
		o.check(iso.Rangef("smallestUnit was larger than largestunit in DifferenceeSettings"))
	}
	if limit := r.smallest.MaxIncrement(); limit > 0 {
		o.divides(r.increment, limit, false)
	}
	return r
}

// missingRound is what is said of round() without an argument.
const missingRound = "Must specify a roundTo parameter."

// rounding reads the options of round() for what is no duration: days, if they are in the group, are rounded to whole ones.
func (o options) rounding(g group) rounding {
	o.name = "Temporal.PlainDateTime.prototype.round" // whatever is rounded
	r := rounding{increment: o.increment(), mode: o.mode(iso.HalfExpand), smallest: o.requiredUnit("smallestUnit")}
	if g == times || r.smallest != iso.Day {
		o.timeUnit(r.smallest)
	}
	if r.smallest == iso.Day {
		o.divides(r.increment, 1, true)
	} else {
		o.divides(r.increment, r.smallest.MaxIncrement(), false)
	}
	return r
}

// both adds the methods of two senses.
func both[T any](d definition[T], add, subtract string, length int, f func(c call, s sense, self *T, args jsruntime.Args) any) definition[T] {
	d.method(add, length, func(c call, self *T, args jsruntime.Args) any { return f(c, forward, self, args) })
	return d.method(subtract, length, func(c call, self *T, args jsruntime.Args) any { return f(c, backward, self, args) })
}

// sumDuration makes a duration of a sum in one sense.
func (c call) sumDuration(s sense, sum iso.Sum, largest iso.Unit) any {
	d, err := sum.Duration(largest)
	c.check(err)
	return newDuration(c.VM, s.apply(d))
}
