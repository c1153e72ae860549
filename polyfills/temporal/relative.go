package temporal

import (
	"math/big"

	"paddock/polyfills/temporal/calendar"
	"paddock/polyfills/temporal/iso"
	"paddock/polyfills/temporal/zone"
)

// origin is where a duration begins: a date and time, in a zone or without one.
type origin struct {
	call
	at       iso.DateTime
	zone     *zone.Zone // nil: none
	calendar calendar.Calendar
}

// epoch gives the exact time of another date and time, as if it were in UTC without a zone.
func (o origin) epoch(dt iso.DateTime) *big.Int {
	if o.zone == nil {
		return dt.EpochNanos()
	}
	return o.epochOf(o.zone, o.dateTimeInRange(dt), zone.Compatible)
}

// later gives the date later by a duration, at the origin's time.
func (o origin) later(by iso.DateDuration) iso.DateTime {
	d, err := o.calendar.Add(o.at.Date, by, calendar.Constrain)
	o.check(err)
	return iso.DateTime{Date: d, Time: o.at.Time}
}

// nudged is a duration after rounding, with the exact time where it ends, and whether that moved it over the end
// of a unit of the calendar.
type nudged struct {
	iso.Sum
	end      *big.Int
	expanded bool
}

// round rounds a duration from the origin that ends at an exact time (RoundRelativeDuration).
func (o origin) round(d iso.Sum, end *big.Int, r rounding) iso.Sum {
	sign := signOf(d)
	var n nudged
	switch {
	case r.smallest.IsCalendar(), o.zone != nil && r.smallest == iso.Day:
		n, _ = o.nudgeToCalendarUnit(sign, d, end, r)
	case o.zone != nil:
		n = o.nudgeToZonedTime(sign, d, r)
	default:
		n = nudgeToDayOrTime(d, end, r)
	}
	if n.expanded && r.smallest != iso.Week {
		return o.bubble(sign, n, r.largest, iso.Longer(r.smallest, iso.Day))
	}
	return n.Sum
}

// signOf is 1 or -1.
func signOf(d iso.Sum) int {
	if d.Sign() < 0 {
		return -1
	}
	return 1
}

// total gives a duration from the origin that ends at an exact time as a number of units (TotalRelativeDuration).
func (o origin) total(d iso.Sum, end *big.Int, unit iso.Unit) float64 {
	if unit.IsCalendar() || o.zone != nil && unit == iso.Day {
		_, total := o.nudgeToCalendarUnit(signOf(d), d, end, rounding{smallest: unit, increment: 1, mode: iso.Trunc})
		f, _ := total.Float64()
		return f
	}
	sum := new(big.Int).Add(d.Time, iso.Multiple(d.Date.Days, iso.Day))
	return iso.Quotient(sum, iso.Multiple(1, unit))
}

// window is two durations in whole units that a duration lies between, with the exact times where they end.
type window struct {
	low, high           int64 // in units
	lowDate, highDate   iso.DateDuration
	lowEpoch, highEpoch *big.Int
}

// window gives the window of a duration, or the next one (ComputeNudgeWindow).
func (o origin) window(sign int, d iso.Sum, r rounding, next bool) window {
	increment := int64(r.increment) * int64(sign)
	whole := func(n int64) int64 { // rounded towards zero
		n -= n % int64(r.increment)
		if next {
			n += increment
		}
		return n
	}
	var w window
	switch r.smallest {
	case iso.Year:
		w.low = whole(d.Date.Years)
		w.high = w.low + increment
		w.lowDate, w.highDate = iso.DateDuration{Years: w.low}, iso.DateDuration{Years: w.high}
	case iso.Month:
		w.low = whole(d.Date.Months)
		w.high = w.low + increment
		w.lowDate = iso.DateDuration{Years: d.Date.Years, Months: w.low}
		w.highDate = iso.DateDuration{Years: d.Date.Years, Months: w.high}
	case iso.Week:
		months := iso.DateDuration{Years: d.Date.Years, Months: d.Date.Months}
		from := o.later(months).Date
		w.low = whole(d.Date.Weeks + o.calendar.Until(from, from.AddDays(int(d.Date.Days)), iso.Week).Weeks)
		w.high = w.low + increment
		w.lowDate, w.highDate = months, months
		w.lowDate.Weeks, w.highDate.Weeks = w.low, w.high
	default:
		w.low = whole(d.Date.Days)
		w.high = w.low + increment
		w.lowDate, w.highDate = d.Date, d.Date
		w.lowDate.Days, w.highDate.Days = w.low, w.high
	}
	w.lowEpoch = o.epoch(o.at)
	if w.low != 0 || w.lowDate != (iso.DateDuration{}) {
		w.lowEpoch = o.epoch(o.later(w.lowDate))
	}
	w.highEpoch = o.epoch(o.later(w.highDate))
	return w
}

// holds reports whether an exact time is in the window.
func (w window) holds(sign int, end *big.Int) bool {
	return w.lowEpoch.Cmp(end)*sign <= 0 && end.Cmp(w.highEpoch)*sign <= 0
}

// nudgeToCalendarUnit rounds to units whose length depends on where they are, and gives the number of units before
// that, too (NudgeToCalendarUnit).
func (o origin) nudgeToCalendarUnit(sign int, d iso.Sum, end *big.Int, r rounding) (n nudged, total *big.Rat) {
	w := o.window(sign, d, r, false)
	if !w.holds(sign, end) {
		w = o.window(sign, d, r, true)
		n.expanded = true
		if !w.holds(sign, end) {
			o.check(iso.Rangef("Date is not within ISO date time limits."))
		}
	}
	span := new(big.Int).Sub(w.highEpoch, w.lowEpoch)
	done := new(big.Int).Sub(end, w.lowEpoch)
	if span.Sign() == 0 {
		o.check(iso.Rangef("Date is not within ISO date time limits."))
	}
	progress := new(big.Rat).SetFrac(done, span)
	total = progress.Mul(progress, big.NewRat(int64(r.increment)*int64(sign), 1))
	total.Add(total, big.NewRat(w.low, 1))

	// The parts between low and high are counted so that high is a multiple of the increment: span.
	up := done.CmpAbs(span) == 0
	if !up {
		count := new(big.Int).Mul(big.NewInt(w.low/int64(r.increment)), new(big.Int).Abs(span))
		if sign < 0 {
			count.Sub(count, new(big.Int).Abs(done))
		} else {
			count.Add(count, new(big.Int).Abs(done))
		}
		rounded := iso.Round(count, new(big.Int).Abs(span), r.mode)
		up = rounded.Cmp(new(big.Int).Mul(big.NewInt(w.high/int64(r.increment)), new(big.Int).Abs(span))) == 0
	}
	if up {
		n.expanded, n.Sum, n.end = true, iso.Sum{Date: w.highDate, Time: new(big.Int)}, w.highEpoch
	} else {
		n.Sum, n.end = iso.Sum{Date: w.lowDate, Time: new(big.Int)}, w.lowEpoch
	}
	return n, total
}

// nudgeToZonedTime rounds the time of a duration in a zone, where a day may be shorter or longer (NudgeToZonedTime).
func (o origin) nudgeToZonedTime(sign int, d iso.Sum, r rounding) nudged {
	from := o.later(d.Date)
	to := iso.DateTime{Date: from.AddDays(sign), Time: from.Time}
	start, end := o.epoch(from), o.epoch(to)
	day := new(big.Int).Sub(end, start)
	if day.Sign() != sign {
		o.check(iso.Rangef("Time zone returned inconsistent instants."))
	}
	increment := iso.Multiple(int64(r.increment), r.smallest)
	rounded := iso.Round(d.Time, increment, r.mode)
	beyond := new(big.Int).Sub(rounded, day)
	n := nudged{Sum: iso.Sum{Date: d.Date, Time: rounded}}
	if beyond.Sign() == -sign {
		n.end = start.Add(start, rounded)
		return n
	}
	n.expanded = true
	n.Date.Days += int64(sign)
	n.Time = iso.Round(beyond, increment, r.mode)
	n.end = end.Add(end, n.Time)
	return n
}

// nudgeToDayOrTime rounds days of 24 hours and times (NudgeToDayOrTime).
func nudgeToDayOrTime(d iso.Sum, end *big.Int, r rounding) nudged {
	day := iso.Multiple(1, iso.Day)
	sum := new(big.Int).Add(d.Time, iso.Multiple(d.Date.Days, iso.Day))
	rounded := iso.Round(sum, iso.Multiple(int64(r.increment), r.smallest), r.mode)
	n := nudged{end: new(big.Int).Add(end, new(big.Int).Sub(rounded, sum))}
	before, after := new(big.Int).Quo(sum, day), new(big.Int).Quo(rounded, day)
	n.expanded = after.Cmp(before) == sum.Sign() && sum.Sign() != 0
	n.Sum = iso.Sum{Date: d.Date, Time: rounded}
	n.Date.Days = 0
	if r.largest.IsDate() {
		n.Date.Days = after.Int64()
		n.Time = rounded.Sub(rounded, after.Mul(after, day))
	}
	return n
}

// bubble carries a duration that was rounded up into longer units (BubbleRelativeDuration).
func (o origin) bubble(sign int, n nudged, largest, smallest iso.Unit) iso.Sum {
	d := n.Sum
	for unit := smallest - 1; unit >= largest && unit >= iso.Year; unit-- {
		if unit == iso.Week && largest != iso.Week {
			continue
		}
		next := d.Date
		switch unit {
		case iso.Year:
			next = iso.DateDuration{Years: next.Years + int64(sign)}
		case iso.Month:
			next = iso.DateDuration{Years: next.Years, Months: next.Months + int64(sign)}
		default:
			next = iso.DateDuration{Years: next.Years, Months: next.Months, Weeks: next.Weeks + int64(sign)}
		}
		if n.end.Cmp(o.epoch(o.later(next))) == -sign {
			break
		}
		d = iso.Sum{Date: next, Time: new(big.Int)}
	}
	return d
}

// between gives the duration between two dates with times (DifferenceISODateTime).
func (c call) between(cal calendar.Calendar, a, b iso.DateTime, largest iso.Unit) iso.Sum {
	sum := big.NewInt(b.Time.Nanos() - a.Time.Nanos())
	date := b.Date
	if sign := sum.Sign(); sign != 0 && sign == a.Date.Compare(b.Date) {
		date = date.AddDays(sign)
		sum.Sub(sum, iso.Multiple(int64(sign), iso.Day))
	}
	longest := iso.Longer(iso.Day, largest)
	d := cal.Until(a.Date, date, longest)
	if longest != largest {
		sum.Add(sum, iso.Multiple(d.Days, iso.Day))
		d.Days = 0
	}
	return iso.Sum{Date: d, Time: sum}
}

// roundedBetween is between with rounding (DifferencePlainDateTimeWithRounding).
func (c call) roundedBetween(cal calendar.Calendar, a, b iso.DateTime, r rounding) iso.Sum {
	if a.Compare(b) == 0 {
		return iso.Sum{Time: new(big.Int)}
	}
	c.dateTimeInRange(a)
	c.dateTimeInRange(b)
	d := c.between(cal, a, b, r.largest)
	if r.isExact(iso.Nanosecond) {
		return d
	}
	return origin{c, a, nil, cal}.round(d, b.EpochNanos(), r)
}

// zonedBetween gives the duration from a time in a zone to another one (DifferenceZonedDateTime).
func (c call) zonedBetween(z zoned, end *big.Int, largest iso.Unit) iso.Sum {
	if z.epoch.Cmp(end) == 0 {
		return iso.Sum{Time: new(big.Int)}
	}
	a, b := z.dateTime(), z.zone.DateTime(end)
	if a.Date == b.Date {
		return iso.Sum{Time: new(big.Int).Sub(end, z.epoch)}
	}
	sign, most := 1, 2
	if end.Cmp(z.epoch) < 0 {
		sign, most = -1, 1
	}
	correction := 0
	if b.Time.Compare(a.Time) == -sign {
		correction++
	}
	for ; ; correction++ {
		mid := iso.DateTime{Date: b.AddDays(-correction * sign), Time: a.Time}
		rest := new(big.Int).Sub(end, c.epochOf(z.zone, mid, zone.Compatible))
		if rest.Sign() != -sign || correction >= most {
			return iso.Sum{Date: z.calendar.Until(a.Date, mid.Date, iso.Longer(largest, iso.Day)), Time: rest}
		}
	}
}

// roundedZonedBetween is zonedBetween with rounding (DifferenceZonedDateTimeWithRounding).
func (c call) roundedZonedBetween(z zoned, end *big.Int, r rounding) iso.Sum {
	if r.largest.IsTime() {
		return instantsBetween(z.epoch, end, r)
	}
	d := c.zonedBetween(z, end, r.largest)
	if r.isExact(iso.Nanosecond) {
		return d
	}
	return origin{c, z.dateTime(), z.zone, z.calendar}.round(d, end, r)
}

// instantsBetween gives the rounded duration between exact times (DifferenceInstant).
func instantsBetween(a, b *big.Int, r rounding) iso.Sum {
	return iso.Sum{Time: iso.Round(new(big.Int).Sub(b, a), iso.Multiple(int64(r.increment), r.smallest), r.mode)}
}

// addZoned gives the exact time a duration later (AddZonedDateTime).
func (c call) addZoned(z zoned, d iso.Sum, o calendar.Overflow) *big.Int {
	n := z.epoch
	if d.Date.Sign() != 0 {
		at := z.dateTime()
		date, err := z.calendar.Add(at.Date, d.Date, o)
		c.check(err)
		n = c.epochOf(z.zone, c.dateTimeInRange(iso.DateTime{Date: date, Time: at.Time}), zone.Compatible)
	}
	return c.epochInRange(new(big.Int).Add(n, d.Time))
}
