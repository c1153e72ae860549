package temporal

import (
	"math/big"

	"paddock/jsruntime"
	"paddock/polyfills/temporal/calendar"
	"paddock/polyfills/temporal/iso"
	"paddock/polyfills/temporal/zone"
)

func newZoned(vm *jsruntime.VM, z zoned) jsruntime.Value {
	return known.Get(vm).zoned.New(vm, &z)
}

// dateTime gives the date and time in the zone.
func (z zoned) dateTime() iso.DateTime { return z.zone.DateTime(z.epoch) }

// at is z at another time.
func (z zoned) at(epoch *big.Int) zoned { return zoned{epoch, z.zone, z.calendar} }

func defineZoned() *jsruntime.Class[zoned] {
	d := define("ZonedDateTime", 2, func(c call, args jsruntime.Args) *zoned {
		n := c.epochInRange(c.bigInt(args.At(0)))
		if !jsruntime.IsString(args.At(1)) {
			c.check(iso.Typef("Time zone must be string"))
		}
		z, err := zone.Find(args.At(1).String())
		c.check(err)
		return &zoned{n, z, c.calendarArgument(args.At(2))}
	})
	d.static("from", 1, func(c call, args jsruntime.Args) any { return newZoned(c.VM, c.zoned(args.At(0), args.At(1))) })
	d.static("compare", 2, func(c call, args jsruntime.Args) any {
		a := c.zoned(args.At(0), jsruntime.Undefined())
		return a.epoch.Cmp(c.zoned(args.At(1), jsruntime.Undefined()).epoch)
	})
	d.getter("timeZoneId", func(self *zoned) any { return self.zone.ID() })
	of := func(self *zoned) (iso.Date, calendar.Calendar) { return self.dateTime().Date, self.calendar }
	dated(d, []string{"calendarId", "era", "eraYear", "year", "month", "monthCode", "day"}, of)
	timed(d, func(self *zoned) iso.Time { return self.dateTime().Time })
	d.getter("epochMilliseconds", func(self *zoned) any { return milliseconds(self.epoch) })
	d.getter("epochNanoseconds", func(self *zoned) any { return new(big.Int).Set(self.epoch) })
	dated(d, []string{"dayOfWeek", "dayOfYear", "weekOfYear", "yearOfWeek"}, of)
	d.class.Getter("hoursInDay", func(vm *jsruntime.VM, self *zoned) jsruntime.Value {
		c := call{VM: vm}
		start, end := c.day(*self)
		return c.ToValue(iso.Quotient(end.Sub(end, start), iso.Multiple(1, iso.Hour)))
	})
	dated(d, []string{"daysInWeek", "daysInMonth", "daysInYear", "monthsInYear", "inLeapYear"}, of)
	d.getter("offsetNanoseconds", func(self *zoned) any { return self.zone.Offset(self.epoch) })
	d.getter("offset", func(self *zoned) any { return iso.OffsetText(self.zone.Offset(self.epoch)) })
	d.method("with", 1, (call).withZonedFields)
	d.method("withCalendar", 1, func(c call, self *zoned, args jsruntime.Args) any {
		return newZoned(c.VM, zoned{self.epoch, self.zone, c.calendar(args.At(0))})
	})
	d.method("withPlainTime", 0, func(c call, self *zoned, args jsruntime.Args) any {
		date := self.dateTime().Date
		if jsruntime.IsUndefined(args.At(0)) {
			n, err := self.zone.StartOfDay(date)
			c.check(err)
			return newZoned(c.VM, self.at(c.epochInRange(n)))
		}
		dt := iso.DateTime{Date: date, Time: c.plainTime(args.At(0), jsruntime.Undefined())}
		return newZoned(c.VM, self.at(c.epochOf(self.zone, dt, zone.Compatible)))
	})
	d.method("withTimeZone", 1, func(c call, self *zoned, args jsruntime.Args) any {
		return newZoned(c.VM, zoned{self.epoch, c.zone(args.At(0)), self.calendar})
	})
	both(d, "add", "subtract", 1, func(c call, s sense, self *zoned, args jsruntime.Args) any {
		by := s.apply(c.duration(args.At(0)))
		overflow := c.overflow(args.At(1))
		return newZoned(c.VM, self.at(c.addZoned(*self, by.Sum(), overflow)))
	})
	both(d, "until", "since", 1, func(c call, s sense, self *zoned, args jsruntime.Args) any {
		other := c.zoned(args.At(0), jsruntime.Undefined())
		c.sameCalendar(self.calendar, other.calendar)
		r := c.options(args.At(1)).difference(s, dateTimes, nil, iso.Nanosecond, iso.Hour)
		if r.largest.IsTime() {
			return c.sumDuration(s, instantsBetween(self.epoch, other.epoch, r), r.largest)
		}
		if !self.zone.Equals(other.zone) {
			c.check(iso.Rangef("Timezones must be the same if unit is a day unit."))
		}
		sum := iso.Sum{Time: new(big.Int)}
		if self.epoch.Cmp(other.epoch) != 0 {
			sum = c.roundedZonedBetween(*self, other.epoch, r)
		}
		return c.sumDuration(s, sum, iso.Hour)
	})
	d.method("round", 1, (call).roundZoned)
	d.method("equals", 1, func(c call, self *zoned, args jsruntime.Args) any {
		other := c.zoned(args.At(0), jsruntime.Undefined())
		return self.epoch.Cmp(other.epoch) == 0 && self.zone.Equals(other.zone) && self.calendar == other.calendar
	})
	localized(d, func(self *zoned) string { return self.zone.ID() })
	d.method("toString", 0, func(c call, self *zoned, args jsruntime.Args) any {
		o := c.options(args.At(0))
		show, digits := o.calendarName(), o.digits()
		offset := o.choice("offset", "auto", "auto", "never")
		mode, smallest := o.mode(iso.Trunc), o.unit("smallestUnit")
		name := shown(o.choice("timeZoneName", "auto", "auto", "never", "critical"))
		c.timeUnit(smallest)
		w := c.precision(smallest, digits, mode)
		return c.zonedText(*self, w, show, name, offset == "auto")
	})
	d.method("toJSON", 0, func(c call, self *zoned, _ jsruntime.Args) any {
		return c.zonedText(*self, c.precision(iso.NoUnit, iso.Auto, iso.Trunc), showAuto, showAuto, true)
	})
	d.valueOf()
	d.method("startOfDay", 0, func(c call, self *zoned, _ jsruntime.Args) any {
		n, err := self.zone.StartOfDay(self.dateTime().Date)
		c.check(err)
		return newZoned(c.VM, self.at(c.epochInRange(n)))
	})
	d.method("getTimeZoneTransition", 1, func(c call, self *zoned, args jsruntime.Args) any {
		o := c.unitOptions(args.At(0), "direction", "Must specify a direction parameter.")
		direction := o.choice("direction", "", "next", "previous")
		find := self.zone.Next
		switch direction {
		case "":
			o.outOfRange("undefined", "direction")
		case "previous":
			find = self.zone.Previous
		}
		n, ok := find(self.epoch)
		if !ok {
			return jsruntime.Null()
		}
		return newZoned(c.VM, self.at(n))
	})
	d.method("toInstant", 0, func(c call, self *zoned, _ jsruntime.Args) any { return newInstant(c.VM, self.epoch) })
	d.method("toPlainDate", 0, func(c call, self *zoned, _ jsruntime.Args) any {
		return newDate(c.VM, self.dateTime().Date, self.calendar)
	})
	d.method("toPlainTime", 0, func(c call, self *zoned, _ jsruntime.Args) any { return newTime(c.VM, self.dateTime().Time) })
	d.method("toPlainDateTime", 0, func(c call, self *zoned, _ jsruntime.Args) any {
		return newDateTime(c.VM, self.dateTime(), self.calendar)
	})
	return d.class
}

// day gives the exact times when the day began and when the next one begins.
func (c call) day(z zoned) (start, end *big.Int) {
	date := z.dateTime().Date
	start, err := z.zone.StartOfDay(date)
	c.check(err)
	end, err = z.zone.StartOfDay(c.inRange(date.AddDays(1)))
	c.check(err)
	return c.epochInRange(start), c.epochInRange(end)
}

// withZonedFields is the method with().
func (c call) withZonedFields(self *zoned, args jsruntime.Args) any {
	o := c.partial(args.At(0))
	f := c.read(self.calendar, o, wantDateTime|wantOffset|wantAny)
	d, offsetOption, overflow := readZonedOptions(c.options(args.At(1)), "prefer")
	dt := self.dateTime()
	f.Fields = self.calendar.Merge(fieldsOf(self.calendar, dt.Date, wantDate), f.Fields)
	date := c.dateOf(self.calendar, f.Fields, overflow)
	h, m, s, ms, us, ns := f.time.over(dt.Time)
	t := c.time(overflow, h, m, s, ms, us, ns)
	l := local{date: date, time: &t, behaviour: either, offset: self.zone.Offset(self.epoch), zone: self.zone}
	if f.offset != nil {
		offset, _ := iso.ParseOffset(*f.offset)
		l.offset = offset.Nanos
	}
	return newZoned(c.VM, self.at(c.epoch(l, d, offsetOption)))
}

// roundZoned is the method round().
func (c call) roundZoned(self *zoned, args jsruntime.Args) any {
	r := c.unitOptions(args.At(0), "smallestUnit", missingRound).rounding(dateTimes)
	if r.isExact(iso.Nanosecond) {
		return newZoned(c.VM, *self)
	}
	if r.smallest == iso.Day {
		start, end := c.day(*self)
		length := new(big.Int).Sub(end, start)
		n := iso.Round(new(big.Int).Sub(self.epoch, start), length, r.mode)
		return newZoned(c.VM, self.at(c.epochInRange(n.Add(n, start))))
	}
	l := self.localRounded(r.increment, r.smallest, r.mode)
	return newZoned(c.VM, self.at(c.epoch(l, zone.Compatible, "prefer")))
}

// localRounded rounds the local time and keeps the offset, if it can be.
func (z zoned) localRounded(increment int, unit iso.Unit, mode iso.Mode) local {
	dt := z.dateTime().Round(increment, unit, mode)
	return local{date: dt.Date, time: &dt.Time, behaviour: either, offset: z.zone.Offset(z.epoch), zone: z.zone}
}

// zonedText writes a time in a zone (TemporalZonedDateTimeToString).
func (c call) zonedText(z zoned, w written, show, name shown, offset bool) string {
	n := iso.RoundAsIfPositive(z.epoch, iso.Multiple(int64(w.increment), w.unit), w.mode)
	ahead := z.zone.Offset(n)
	text := iso.DateTimeOf(new(big.Int).Add(n, big.NewInt(ahead))).Text(w.precision)
	if offset {
		text += iso.RoundedOffsetText(ahead)
	}
	switch name {
	case showAuto:
		text += "[" + z.zone.ID() + "]"
	case showCritical:
		text += "[!" + z.zone.ID() + "]"
	}
	return text + show.annotation(z.calendar)
}

// milliseconds gives an exact time in milliseconds, rounded down.
func milliseconds(epoch *big.Int) int64 {
	return new(big.Int).Div(epoch, iso.Multiple(1, iso.Millisecond)).Int64()
}
