package temporal

import (
	"math/big"

	"paddock/jsruntime"
	"paddock/polyfills/temporal/calendar"
	"paddock/polyfills/temporal/iso"
	"paddock/polyfills/temporal/zone"
)

func newDate(vm *jsruntime.VM, d iso.Date, cal calendar.Calendar) jsruntime.Value {
	return known.Get(vm).date.New(vm, &plainDate{d, cal})
}

// era gives the era and its year; undefined for calendars without eras.
func era(cal calendar.Calendar, d iso.Date) (name, year any) {
	if of := cal.Date(d); of.Era != "" {
		return of.Era, of.EraYear
	}
	return undefined{}, undefined{}
}

// week gives the week of ISO 8601 and its year; undefined in other calendars.
func week(cal calendar.Calendar, d iso.Date) (week, year any) {
	if cal != calendar.ISO {
		return undefined{}, undefined{}
	}
	w, y := d.Week()
	return w, y
}

// dated adds the accessors of what has a date.
func dated[T any](d definition[T], names []string, of func(*T) (iso.Date, calendar.Calendar)) definition[T] {
	for _, name := range names {
		get := dateGetters[name]
		d.getter(name, func(self *T) any {
			date, cal := of(self)
			return get(cal, date)
		})
	}
	return d
}

// dateGetters are the accessors by their names.
var dateGetters = map[string]func(cal calendar.Calendar, d iso.Date) any{
	"era":          func(cal calendar.Calendar, d iso.Date) any { name, _ := era(cal, d); return name },
	"eraYear":      func(cal calendar.Calendar, d iso.Date) any { _, year := era(cal, d); return year },
	"calendarId":   func(cal calendar.Calendar, d iso.Date) any { return cal.ID() },
	"year":         func(cal calendar.Calendar, d iso.Date) any { return cal.Date(d).Year },
	"month":        func(cal calendar.Calendar, d iso.Date) any { return cal.Date(d).Month },
	"monthCode":    func(cal calendar.Calendar, d iso.Date) any { return cal.Date(d).MonthCode },
	"day":          func(cal calendar.Calendar, d iso.Date) any { return cal.Date(d).Day },
	"dayOfWeek":    func(_ calendar.Calendar, d iso.Date) any { return d.DayOfWeek() },
	"dayOfYear":    func(cal calendar.Calendar, d iso.Date) any { return cal.Date(d).DayOfYear },
	"weekOfYear":   func(cal calendar.Calendar, d iso.Date) any { w, _ := week(cal, d); return w },
	"yearOfWeek":   func(cal calendar.Calendar, d iso.Date) any { _, y := week(cal, d); return y },
	"daysInWeek":   func(calendar.Calendar, iso.Date) any { return 7 },
	"daysInMonth":  func(cal calendar.Calendar, d iso.Date) any { return cal.Date(d).InMonth },
	"daysInYear":   func(cal calendar.Calendar, d iso.Date) any { return cal.Date(d).InYear },
	"monthsInYear": func(cal calendar.Calendar, d iso.Date) any { return cal.Date(d).Months },
	"inLeapYear":   func(cal calendar.Calendar, d iso.Date) any { return cal.Date(d).IsLeapYear },
}

func defineDate() *jsruntime.Class[plainDate] {
	d := define("PlainDate", 3, func(c call, args jsruntime.Args) *plainDate {
		date := iso.Date{Year: c.integer(args.At(0)), Month: c.integer(args.At(1)), Day: c.integer(args.At(2))}
		cal := c.calendarArgument(args.At(3))
		if !date.IsValid() {
			c.check(iso.Rangef("Invalid ISO date."))
		}
		return &plainDate{c.inRange(date), cal}
	})
	d.static("from", 1, func(c call, args jsruntime.Args) any {
		from := c.plainDate(args.At(0), args.At(1))
		return newDate(c.VM, from.Date, from.calendar)
	})
	d.static("compare", 2, func(c call, args jsruntime.Args) any {
		a := c.plainDate(args.At(0), jsruntime.Undefined())
		return a.Compare(c.plainDate(args.At(1), jsruntime.Undefined()).Date)
	})
	dated(d, []string{"era", "eraYear", "calendarId", "year", "month", "monthCode", "day", "dayOfWeek", "dayOfYear", "weekOfYear", "yearOfWeek", "daysInWeek", "daysInMonth", "daysInYear", "monthsInYear", "inLeapYear"},
		func(self *plainDate) (iso.Date, calendar.Calendar) { return self.Date, self.calendar })
	d.method("toPlainYearMonth", 0, func(c call, self *plainDate, _ jsruntime.Args) any {
		return newYearMonth(c.VM, c.yearMonthOf(self.calendar, fieldsOf(self.calendar, self.Date, wantYear|wantMonth), calendar.Constrain))
	})
	d.method("toPlainMonthDay", 0, func(c call, self *plainDate, _ jsruntime.Args) any {
		return newMonthDay(c.VM, c.monthDayOf(self.calendar, fieldsOf(self.calendar, self.Date, wantMonth|wantDay), calendar.Constrain))
	})
	both(d, "add", "subtract", 1, func(c call, s sense, self *plainDate, args jsruntime.Args) any {
		by := s.apply(c.duration(args.At(0)))
		overflow := c.overflow(args.At(1))
		date, err := self.calendar.Add(self.Date, by.SumWithoutTime(), overflow)
		c.check(err)
		return newDate(c.VM, c.inRange(date), self.calendar)
	})
	d.method("with", 1, func(c call, self *plainDate, args jsruntime.Args) any {
		o := c.partial(args.At(0))
		f := c.read(self.calendar, o, wantDate|wantAny)
		merged := self.calendar.Merge(fieldsOf(self.calendar, self.Date, wantDate), f.Fields)
		return newDate(c.VM, c.dateOf(self.calendar, merged, c.overflow(args.At(1))), self.calendar)
	})
	d.method("withCalendar", 1, func(c call, self *plainDate, args jsruntime.Args) any {
		return newDate(c.VM, self.Date, c.calendar(args.At(0)))
	})
	both(d, "until", "since", 1, func(c call, s sense, self *plainDate, args jsruntime.Args) any {
		other := c.plainDate(args.At(0), jsruntime.Undefined())
		c.sameCalendar(self.calendar, other.calendar)
		r := c.options(args.At(1)).difference(s, dates, nil, iso.Day, iso.Day)
		sum := iso.Sum{Time: new(big.Int)}
		if self.Date != other.Date {
			sum.Date = self.calendar.Until(self.Date, other.Date, r.largest)
			if !r.isExact(iso.Day) {
				sum = origin{c, iso.DateTime{Date: self.Date}, nil, self.calendar}.round(sum, iso.DateTime{Date: other.Date}.EpochNanos(), r)
			}
		}
		return c.sumDuration(s, sum, iso.Day)
	})
	d.method("equals", 1, func(c call, self *plainDate, args jsruntime.Args) any {
		return c.plainDate(args.At(0), jsruntime.Undefined()) == *self
	})
	d.method("toPlainDateTime", 0, func(c call, self *plainDate, args jsruntime.Args) any {
		return newDateTime(c.VM, c.dateTimeInRange(iso.DateTime{Date: self.Date, Time: c.timeOrMidnight(args.At(0))}), self.calendar)
	})
	d.method("toZonedDateTime", 1, (call).dateInZone)
	d.method("toString", 0, func(c call, self *plainDate, args jsruntime.Args) any {
		return self.text(c.options(args.At(0)).calendarName())
	})
	localized(d, noZone)
	d.method("toJSON", 0, func(_ call, self *plainDate, _ jsruntime.Args) any { return self.text(showAuto) })
	return d.valueOf().class
}

func (d plainDate) text(s shown) string { return d.Date.String() + s.annotation(d.calendar) }

// dateInZone gives a date, with a time or at its start, in a zone.
func (c call) dateInZone(self *plainDate, args jsruntime.Args) any {
	item := args.At(0)
	var z *zone.Zone
	at := jsruntime.Undefined()
	if o := jsruntime.AsObject(item); o != nil {
		if other, ok := known.Get(c.VM).zoned.From(o); ok {
			z = other.zone
		} else if like := orUndefined(o.Get("timeZone")); jsruntime.IsUndefined(like) {
			z = c.zone(item)
		} else {
			z = c.zone(like)
			at = orUndefined(o.Get("plainTime"))
		}
	} else {
		z = c.zone(item)
	}
	if jsruntime.IsUndefined(at) {
		n, err := z.StartOfDay(self.Date)
		c.check(err)
		return newZoned(c.VM, zoned{c.epochInRange(n), z, self.calendar})
	}
	dt := c.dateTimeInRange(iso.DateTime{Date: self.Date, Time: c.plainTime(at, jsruntime.Undefined())})
	return newZoned(c.VM, zoned{c.epochOf(z, dt, zone.Compatible), z, self.calendar})
}
