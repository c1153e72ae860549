package temporal

import (
	"math/big"

	"paddock/jsruntime"
	"paddock/polyfills/temporal/calendar"
	"paddock/polyfills/temporal/iso"
)

func newYearMonth(vm *jsruntime.VM, m yearMonth) jsruntime.Value {
	return known.Get(vm).month.New(vm, &m)
}

func defineYearMonth() *jsruntime.Class[yearMonth] {
	d := define("PlainYearMonth", 2, func(c call, args jsruntime.Args) *yearMonth {
		date := iso.Date{Year: c.integer(args.At(0)), Month: c.integer(args.At(1))}
		cal := c.calendarArgument(args.At(2))
		date.Day = c.either(args.At(3), 1)
		if !date.IsValid() {
			c.check(iso.Rangef("Invalid ISO date."))
		}
		return &yearMonth{c.monthInRange(date), cal}
	})
	d.static("from", 1, func(c call, args jsruntime.Args) any {
		return newYearMonth(c.VM, c.yearMonth(args.At(0), args.At(1)))
	})
	d.static("compare", 2, func(c call, args jsruntime.Args) any {
		a := c.yearMonth(args.At(0), jsruntime.Undefined())
		return a.Compare(c.yearMonth(args.At(1), jsruntime.Undefined()).Date)
	})
	dated(d, []string{"calendarId", "era", "eraYear", "year", "month", "monthCode", "daysInYear", "daysInMonth", "monthsInYear", "inLeapYear"},
		func(self *yearMonth) (iso.Date, calendar.Calendar) { return self.Date, self.calendar })
	d.method("with", 1, func(c call, self *yearMonth, args jsruntime.Args) any {
		o := c.partial(args.At(0))
		f := c.read(self.calendar, o, wantYear|wantMonth|wantAny)
		merged := self.calendar.Merge(fieldsOf(self.calendar, self.Date, wantYear|wantMonth), f.Fields)
		return newYearMonth(c.VM, c.yearMonthOf(self.calendar, merged, c.overflow(args.At(1))))
	})
	both(d, "add", "subtract", 1, (call).addMonths)
	both(d, "until", "since", 1, func(c call, s sense, self *yearMonth, args jsruntime.Args) any {
		other := c.yearMonth(args.At(0), jsruntime.Undefined())
		c.sameCalendar(self.calendar, other.calendar)
		r := c.options(args.At(1)).difference(s, dates, []iso.Unit{iso.Week, iso.Day}, iso.Month, iso.Year)
		sum := iso.Sum{Time: new(big.Int)}
		if self.Date != other.Date {
			from, to := c.firstDay(*self), c.firstDay(other)
			sum.Date = self.calendar.Until(from, to, r.largest)
			sum.Date.Weeks, sum.Date.Days = 0, 0
			if !r.isExact(iso.Month) {
				sum = origin{c, iso.DateTime{Date: from}, nil, self.calendar}.round(sum, iso.DateTime{Date: to}.EpochNanos(), r)
			}
		}
		return c.sumDuration(s, sum, iso.Day)
	})
	d.method("equals", 1, func(c call, self *yearMonth, args jsruntime.Args) any {
		return c.yearMonth(args.At(0), jsruntime.Undefined()) == *self
	})
	withText(localized(d, noZone), (*yearMonth).text)
	d.method("toPlainDate", 1, func(c call, self *yearMonth, args jsruntime.Args) any {
		more := c.completing(args.At(0), "day", self.calendar, wantDay, func(f calendar.Fields) bool { return f.Day != nil })
		merged := self.calendar.Merge(fieldsOf(self.calendar, self.Date, wantYear|wantMonth), more)
		return newDate(c.VM, c.dateOf(self.calendar, merged, calendar.Constrain), self.calendar)
	})
	return d.class
}

// firstDay gives the first day of a month.
func (c call) firstDay(m yearMonth) iso.Date {
	f, day := fieldsOf(m.calendar, m.Date, wantYear|wantMonth), 1
	f.Day = &day
	return c.dateOf(m.calendar, f, calendar.Constrain)
}

// addMonths adds a duration of years and months (AddDurationToYearMonth).
func (c call) addMonths(s sense, self *yearMonth, args jsruntime.Args) any {
	by := s.apply(c.duration(args.At(0)))
	overflow := c.overflow(args.At(1))
	if by.Weeks != 0 || by.Days != 0 || by.Time().Sign() != 0 {
		c.check(iso.Rangef("Can only add years or months to PlainYearMonth."))
	}
	d, err := self.calendar.Add(c.firstDay(*self), by.SumWithoutTime(), overflow)
	c.check(err)
	return newYearMonth(c.VM, c.yearMonthOf(self.calendar, fieldsOf(self.calendar, d, wantYear|wantMonth), overflow))
}

func (m *yearMonth) text(s shown) string {
	text := m.Date.String()
	return s.part(text, text[:len(text)-len("-01")], m.calendar)
}
