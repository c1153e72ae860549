package temporal

import (
	"paddock/jsruntime"
	"paddock/polyfills/temporal/calendar"
	"paddock/polyfills/temporal/iso"
)

func newMonthDay(vm *jsruntime.VM, m monthDay) jsruntime.Value {
	return known.Get(vm).monthDay.New(vm, &m)
}

func defineMonthDay() *jsruntime.Class[monthDay] {
	d := define("PlainMonthDay", 2, func(c call, args jsruntime.Args) *monthDay {
		date := iso.Date{Month: c.integer(args.At(0)), Day: c.integer(args.At(1))}
		cal := c.calendarArgument(args.At(2))
		date.Year = c.either(args.At(3), iso.ReferenceYear)
		if !date.IsValid() {
			c.check(iso.Rangef("Invalid ISO date."))
		}
		return &monthDay{c.inRange(date), cal}
	})
	d.static("from", 1, func(c call, args jsruntime.Args) any {
		return newMonthDay(c.VM, c.monthDay(args.At(0), args.At(1)))
	})
	dated(d, []string{"calendarId", "monthCode", "day"}, func(self *monthDay) (iso.Date, calendar.Calendar) { return self.Date, self.calendar })
	d.method("with", 1, func(c call, self *monthDay, args jsruntime.Args) any {
		o := c.partial(args.At(0))
		f := c.read(self.calendar, o, wantDate|wantAny)
		merged := self.calendar.Merge(fieldsOf(self.calendar, self.Date, wantMonth|wantDay), f.Fields)
		return newMonthDay(c.VM, c.monthDayOf(self.calendar, merged, c.overflow(args.At(1))))
	})
	d.method("equals", 1, func(c call, self *monthDay, args jsruntime.Args) any {
		return c.monthDay(args.At(0), jsruntime.Undefined()) == *self
	})
	withText(localized(d, noZone), (*monthDay).text)
	d.method("toPlainDate", 1, func(c call, self *monthDay, args jsruntime.Args) any {
		more := c.completing(args.At(0), "year", self.calendar, wantYear, hasYear)
		merged := self.calendar.Merge(fieldsOf(self.calendar, self.Date, wantMonth|wantDay), more)
		return newDate(c.VM, c.dateOf(self.calendar, merged, calendar.Constrain), self.calendar)
	})
	return d.class
}

func (m *monthDay) text(s shown) string {
	text := m.Date.String()
	return s.part(text, text[len(text)-len("01-01"):], m.calendar)
}
