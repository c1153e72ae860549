package temporal

import (
	"paddock/jsruntime"
	"paddock/polyfills/temporal/calendar"
	"paddock/polyfills/temporal/iso"
)

func newDateTime(vm *jsruntime.VM, dt iso.DateTime, cal calendar.Calendar) jsruntime.Value {
	return known.Get(vm).dateTime.New(vm, &plainDateTime{dt, cal})
}

func defineDateTime() *jsruntime.Class[plainDateTime] {
	d := define("PlainDateTime", 3, func(c call, args jsruntime.Args) *plainDateTime {
		date := iso.Date{Year: c.integer(args.At(0)), Month: c.integer(args.At(1)), Day: c.integer(args.At(2))}
		t := c.timeArguments(args, 3)
		cal := c.calendarArgument(args.At(9))
		if !date.IsValid() {
			c.check(iso.Rangef("Invalid ISO date."))
		}
		return &plainDateTime{c.dateTimeInRange(iso.DateTime{Date: date, Time: c.validTime(t)}), cal}
	})
	d.static("from", 1, func(c call, args jsruntime.Args) any {
		from := c.plainDateTime(args.At(0), args.At(1))
		return newDateTime(c.VM, from.DateTime, from.calendar)
	})
	d.static("compare", 2, func(c call, args jsruntime.Args) any {
		a := c.plainDateTime(args.At(0), jsruntime.Undefined())
		return a.Compare(c.plainDateTime(args.At(1), jsruntime.Undefined()).DateTime)
	})
	of := func(self *plainDateTime) (iso.Date, calendar.Calendar) { return self.Date, self.calendar }
	dated(d, []string{"calendarId", "era", "eraYear", "year", "month", "monthCode", "day"}, of)
	timed(d, func(self *plainDateTime) iso.Time { return self.Time })
	dated(d, []string{"dayOfWeek", "dayOfYear", "weekOfYear", "yearOfWeek", "daysInWeek", "daysInMonth", "daysInYear", "monthsInYear", "inLeapYear"}, of)
	d.method("with", 1, func(c call, self *plainDateTime, args jsruntime.Args) any {
		o := c.partial(args.At(0))
		f := c.read(self.calendar, o, wantDateTime|wantAny)
		overflow := c.overflow(args.At(1))
		date := c.dateOf(self.calendar, self.calendar.Merge(fieldsOf(self.calendar, self.Date, wantDate), f.Fields), overflow)
		h, m, s, ms, us, ns := f.time.over(self.Time)
		return newDateTime(c.VM, c.dateTimeInRange(iso.DateTime{Date: date, Time: c.time(overflow, h, m, s, ms, us, ns)}), self.calendar)
	})
	d.method("withCalendar", 1, func(c call, self *plainDateTime, args jsruntime.Args) any {
		return newDateTime(c.VM, self.DateTime, c.calendar(args.At(0)))
	})
	d.method("withPlainTime", 0, func(c call, self *plainDateTime, args jsruntime.Args) any {
		return newDateTime(c.VM, c.dateTimeInRange(iso.DateTime{Date: self.Date, Time: c.timeOrMidnight(args.At(0))}), self.calendar)
	})
	both(d, "add", "subtract", 1, func(c call, s sense, self *plainDateTime, args jsruntime.Args) any {
		by := s.apply(c.duration(args.At(0)))
		overflow := c.overflow(args.At(1))
		sum, err := by.SumWithDays()
		c.check(err)
		t, days := self.Time.Add(sum.Time)
		sum.Date.Days = days
		date, err := self.calendar.Add(self.Date, sum.Date, overflow)
		c.check(err)
		return newDateTime(c.VM, c.dateTimeInRange(iso.DateTime{Date: date, Time: t}), self.calendar)
	})
	both(d, "until", "since", 1, func(c call, s sense, self *plainDateTime, args jsruntime.Args) any {
		other := c.plainDateTime(args.At(0), jsruntime.Undefined())
		c.sameCalendar(self.calendar, other.calendar)
		r := c.options(args.At(1)).difference(s, dateTimes, nil, iso.Nanosecond, iso.Day)
		return c.sumDuration(s, c.roundedBetween(self.calendar, self.DateTime, other.DateTime, r), r.largest)
	})
	d.method("round", 1, func(c call, self *plainDateTime, args jsruntime.Args) any {
		r := c.unitOptions(args.At(0), "smallestUnit", missingRound).rounding(dateTimes)
		return newDateTime(c.VM, c.dateTimeInRange(self.Round(r.increment, r.smallest, r.mode)), self.calendar)
	})
	d.method("equals", 1, func(c call, self *plainDateTime, args jsruntime.Args) any {
		return c.plainDateTime(args.At(0), jsruntime.Undefined()) == *self
	})
	localized(d, noZone)
	d.method("toJSON", 0, func(_ call, self *plainDateTime, _ jsruntime.Args) any { return self.text(iso.Auto, showAuto) })
	d.method("toString", 0, func(c call, self *plainDateTime, args jsruntime.Args) any {
		o := c.options(args.At(0))
		show, digits, mode, smallest := o.calendarName(), o.digits(), o.mode(iso.Trunc), o.unit("smallestUnit")
		c.timeUnit(smallest)
		w := c.precision(smallest, digits, mode)
		rounded := c.dateTimeInRange(self.Round(w.increment, w.unit, w.mode))
		return plainDateTime{rounded, self.calendar}.text(w.precision, show)
	})
	d.valueOf()
	d.method("toZonedDateTime", 1, func(c call, self *plainDateTime, args jsruntime.Args) any {
		z := c.zone(args.At(0))
		d := c.options(args.At(1)).disambiguation()
		return newZoned(c.VM, zoned{c.epochOf(z, self.DateTime, d), z, self.calendar})
	})
	d.method("toPlainDate", 0, func(c call, self *plainDateTime, _ jsruntime.Args) any {
		return newDate(c.VM, self.Date, self.calendar)
	})
	d.method("toPlainTime", 0, func(c call, self *plainDateTime, _ jsruntime.Args) any { return newTime(c.VM, self.Time) })
	return d.class
}

func (dt plainDateTime) text(p iso.Precision, s shown) string {
	return dt.Text(p) + s.annotation(dt.calendar)
}
