package temporal

import (
	"math/big"

	"paddock/jsruntime"
	"paddock/polyfills/intl"
	"paddock/polyfills/temporal/calendar"
	"paddock/polyfills/temporal/iso"
)

func newDuration(vm *jsruntime.VM, d iso.Duration) jsruntime.Value {
	return known.Get(vm).duration.New(vm, &duration{d})
}

// alphabetical are the units in the order of their names, in which objects are read.
var alphabetical = [...]iso.Unit{iso.Day, iso.Hour, iso.Microsecond, iso.Millisecond, iso.Minute, iso.Month, iso.Nanosecond, iso.Second, iso.Week, iso.Year}

// duration reads a duration (ToTemporalDuration).
func (c call) duration(v jsruntime.Value) iso.Duration {
	o := jsruntime.AsObject(v)
	if o == nil {
		if !jsruntime.IsString(v) {
			c.check(iso.Typef("Duration argument must be Duration or string."))
		}
		d, err := iso.ParseDuration(v.String())
		c.check(err)
		return d
	}
	if d, ok := known.Get(c.VM).duration.From(o); ok {
		return d.Duration
	}
	return c.valid(c.durationRecord(o, iso.Duration{}))
}

// durationRecord reads the parts of a duration; what an object does not say is kept of d
// (ToTemporalPartialDurationRecord).
func (c call) durationRecord(o *jsruntime.Object, d iso.Duration) iso.Duration {
	found := false
	for _, u := range alphabetical {
		if v := orUndefined(o.Get(u.String() + "s")); !jsruntime.IsUndefined(v) {
			*d.Part(u) = c.integral(v)
			found = true
		}
	}
	if !found {
		c.check(iso.Typef("Did not provide any valid Duration fields."))
	}
	return d
}

// valid refuses durations that Temporal cannot hold.
func (c call) valid(d iso.Duration) iso.Duration {
	if !d.IsValid() {
		c.check(iso.Rangef("Duration was not valid."))
	}
	return d
}

func defineDuration() *jsruntime.Class[duration] {
	d := define("Duration", 0, func(c call, args jsruntime.Args) *duration {
		var d iso.Duration
		for u := iso.Year; u <= iso.Nanosecond; u++ {
			if v := args.At(int(u - iso.Year)); !jsruntime.IsUndefined(v) {
				*d.Part(u) = c.integral(v)
			}
		}
		return &duration{c.valid(d)}
	})
	d.static("from", 1, func(c call, args jsruntime.Args) any { return newDuration(c.VM, c.duration(args.At(0))) })
	d.static("compare", 2, func(c call, args jsruntime.Args) any {
		a, b := c.duration(args.At(0)), c.duration(args.At(1))
		return c.compareDurations(a, b, c.options(args.At(2)).relativeTo())
	})
	for u := iso.Year; u <= iso.Nanosecond; u++ {
		d.getter(u.String()+"s", func(self *duration) any { return *self.Part(u) })
	}
	d.getter("sign", func(self *duration) any { return self.Sign() })
	d.getter("blank", func(self *duration) any { return self.Sign() == 0 })
	d.method("with", 1, func(c call, self *duration, args jsruntime.Args) any {
		o := jsruntime.AsObject(args.At(0))
		if o == nil {
			c.check(iso.Typef("Duration argument must be object."))
		}
		return newDuration(c.VM, c.valid(c.durationRecord(o, self.Duration)))
	})
	d.method("negated", 0, func(c call, self *duration, _ jsruntime.Args) any { return newDuration(c.VM, self.Negated()) })
	d.method("abs", 0, func(c call, self *duration, _ jsruntime.Args) any {
		if self.Sign() < 0 {
			return newDuration(c.VM, self.Negated())
		}
		return newDuration(c.VM, self.Duration)
	})
	both(d, "add", "subtract", 1, func(c call, s sense, self *duration, args jsruntime.Args) any {
		other := s.apply(c.duration(args.At(0)))
		largest := iso.Longer(self.Largest(), other.Largest())
		if largest.IsCalendar() {
			c.check(iso.Rangef("Largest unit cannot be a calendar unit when adding two durations."))
		}
		a, err := self.SumWithDays()
		c.check(err)
		b, err := other.SumWithDays()
		c.check(err)
		a.Time.Add(a.Time, b.Time)
		return c.sumDuration(forward, a, largest)
	})
	d.method("round", 1, (call).roundDuration)
	d.method("total", 1, (call).totalDuration)
	d.class.MethodThis("toLocaleString", 0, func(vm *jsruntime.VM, this *jsruntime.Object, _ *duration, args jsruntime.Args) jsruntime.Value {
		return intl.DurationString(vm, this, args)
	})
	d.method("toString", 0, func(c call, self *duration, args jsruntime.Args) any {
		o := c.options(args.At(0))
		digits, mode, smallest := o.digits(), o.mode(iso.Trunc), o.unit("smallestUnit")
		c.within(smallest, times)
		if smallest == iso.Hour || smallest == iso.Minute {
			c.check(iso.Rangef("smallestUnit must be a valid time unit."))
		}
		w := c.precision(smallest, digits, mode)
		if w.unit == iso.Nanosecond && w.increment == 1 {
			return self.Text(w.precision)
		}
		sum := self.Sum()
		sum.Time = iso.Round(sum.Time, iso.Multiple(int64(w.increment), w.unit), w.mode)
		rounded, err := sum.Duration(iso.Longer(self.Largest(), iso.Second))
		c.check(err)
		return rounded.Text(w.precision)
	})
	d.method("toJSON", 0, func(_ call, self *duration, _ jsruntime.Args) any { return self.Text(iso.Auto) })
	return d.valueOf().class
}

// errNeedsStart is what is said of durations with years, months or weeks that are reckoned from nowhere.
var errNeedsStart = iso.Rangef("")

func (c call) compareDurations(a, b iso.Duration, from start) int {
	if a == b {
		return 0
	}
	if from.zoned != nil && (a.Largest().IsDate() || b.Largest().IsDate()) {
		return c.addZoned(*from.zoned, a.Sum(), calendar.Constrain).Cmp(c.addZoned(*from.zoned, b.Sum(), calendar.Constrain))
	}
	sum := func(d iso.Duration) *big.Int {
		n := d.Time()
		if n.Add(n, iso.Multiple(c.days(d.Date(), from), iso.Day)); !iso.IsValidTime(n) {
			c.check(iso.Rangef("SubtractTimeDuration exceeded a valid Duration range."))
		}
		return n
	}
	if (a.Largest().IsCalendar() || b.Largest().IsCalendar()) && from.date == nil {
		c.check(errNeedsStart)
	}
	return sum(a).Cmp(sum(b))
}

// days gives a duration in days (DateDurationDays).
func (c call) days(d iso.DateDuration, from start) int64 {
	days := d.Days
	if d.Days = 0; d.Sign() == 0 {
		return days
	}
	later, err := from.date.calendar.Add(from.date.Date, d, calendar.Constrain)
	c.check(err)
	return days + int64(later.EpochDays()-from.date.EpochDays())
}

// roundDuration is the method round().
func (c call) roundDuration(self *duration, args jsruntime.Args) any {
	o := c.unitOptions(args.At(0), "smallestUnit", missingRound)
	r := rounding{largest: o.unit("largestUnit")}
	from := o.relativeTo()
	r.increment, r.mode, r.smallest = o.increment(), o.mode(iso.HalfExpand), o.unit("smallestUnit")
	c.within(r.smallest, dateTimes)
	if r.smallest == iso.NoUnit && r.largest == iso.NoUnit {
		c.check(iso.Rangef("smallestUnit and largestUnit cannot both be None."))
	}
	if r.smallest == iso.NoUnit {
		r.smallest = iso.Nanosecond
	}
	longest := self.Largest()
	if r.largest == iso.NoUnit || r.largest == auto {
		r.largest = iso.Longer(longest, r.smallest)
	}
	if r.largest > r.smallest {
		c.check(iso.Rangef("smallestUnit is larger than largestUnit."))
	}
	if limit := r.smallest.MaxIncrement(); limit > 0 {
		c.divides(r.increment, limit, false)
	}
	if r.increment > 1 && r.largest != r.smallest && r.smallest.IsDate() {
		c.check(iso.Rangef("roundingIncrement > 1 and largest_unit is not smallest_unit and smallest_unit is date"))
	}
	switch {
	case from.zoned != nil:
		end := c.addZoned(*from.zoned, self.Sum(), calendar.Constrain)
		sum := c.roundedZonedBetween(*from.zoned, end, r)
		return c.sumDuration(forward, sum, max(r.largest, iso.Hour))
	case from.date != nil:
		a, b := c.endOf(self.Duration, *from.date)
		return c.sumDuration(forward, c.roundedBetween(from.date.calendar, a, b, r), r.largest)
	case longest.IsCalendar() || r.largest.IsCalendar():
		c.check(iso.Rangef("largestUnit when rounding Duration was not the largest provided unit"))
	}
	sum, err := self.SumWithDays()
	c.check(err)
	sum.Time = iso.Round(sum.Time, iso.Multiple(int64(r.increment), r.smallest), r.mode)
	return c.sumDuration(forward, sum, r.largest)
}

// endOf gives the start and end of a duration that begins at midnight of a date.
func (c call) endOf(d iso.Duration, from plainDate) (start, end iso.DateTime) {
	sum, err := d.SumWithDays()
	c.check(err)
	t, days := iso.Time{}.Add(sum.Time)
	sum.Date.Days = days
	date, err := from.calendar.Add(from.Date, sum.Date, calendar.Constrain)
	c.check(err)
	return iso.DateTime{Date: from.Date}, iso.DateTime{Date: date, Time: t}
}

// totalDuration is the method total().
func (c call) totalDuration(self *duration, args jsruntime.Args) any {
	o := c.unitOptions(args.At(0), "unit", "Must specify a totalOf parameter.")
	from := o.relativeTo()
	unit := o.requiredUnit("unit")
	c.within(unit, dateTimes)
	r := rounding{largest: unit, smallest: unit, increment: 1, mode: iso.Trunc}
	switch {
	case from.zoned != nil:
		z := *from.zoned
		end := c.addZoned(z, self.Sum(), calendar.Constrain)
		if unit.IsTime() {
			return iso.Quotient(end.Sub(end, z.epoch), iso.Multiple(1, unit))
		}
		return origin{c, z.dateTime(), z.zone, z.calendar}.total(c.zonedBetween(z, end, r.largest), end, unit)
	case from.date != nil:
		a, b := c.endOf(self.Duration, *from.date)
		if a == b {
			return 0
		}
		c.dateTimeInRange(a)
		c.dateTimeInRange(b)
		cal := from.date.calendar
		return origin{c, a, nil, cal}.total(c.between(cal, a, b, unit), b.EpochNanos(), unit)
	case self.Largest().IsCalendar() || unit.IsCalendar():
		c.check(errNeedsStart)
	}
	sum, err := self.SumWithDays()
	c.check(err)
	return iso.Quotient(sum.Time, iso.Multiple(1, unit))
}
