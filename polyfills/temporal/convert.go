package temporal

import (
	"math/big"

	"paddock/jsruntime"
	"paddock/polyfills/temporal/calendar"
	"paddock/polyfills/temporal/iso"
	"paddock/polyfills/temporal/zone"
)

// calendarArgument reads a calendar as constructors take it: a string with nothing but an identifier.
func (c call) calendarArgument(v jsruntime.Value) calendar.Calendar {
	if jsruntime.IsUndefined(v) {
		return calendar.ISO
	}
	if !jsruntime.IsString(v) {
		c.check(iso.Typef("Calendar must be string."))
	}
	cal, ok := calendar.Lookup(v.String())
	if !ok {
		c.check(iso.Rangef("Unknown calendar type %s.", v.String()))
	}
	return cal
}

// calendar reads a calendar: an identifier, a text with one, or an instance (ToTemporalCalendarIdentifier).
func (c call) calendar(v jsruntime.Value) calendar.Calendar {
	if o := jsruntime.AsObject(v); o != nil {
		if cal, ok := c.calendarOf(o); ok {
			return cal
		}
	}
	if !jsruntime.IsString(v) {
		c.check(iso.Typef("Calendar must be string or calendared Temporal object."))
	}
	text := v.String()
	if p, err := iso.ParseAny(text); err == nil {
		return c.annotated(p)
	}
	cal, ok := calendar.Lookup(text)
	if !ok {
		c.check(iso.Rangef("Invalid calendar string"))
	}
	return cal
}

// annotated gives the calendar of a text.
func (c call) annotated(p iso.Parsed) calendar.Calendar {
	if p.Calendar == "" {
		return calendar.ISO
	}
	cal, ok := calendar.Lookup(p.Calendar)
	if !ok {
		c.check(iso.Rangef("unknown calendar"))
	}
	return cal
}

// calendarIn gives the calendar that an object names, or that of ISO 8601 (GetTemporalCalendarIdentifierWithISODefault).
func (c call) calendarIn(o *jsruntime.Object) calendar.Calendar {
	if cal, ok := c.calendarOf(o); ok {
		return cal
	}
	v := orUndefined(o.Get("calendar"))
	if jsruntime.IsUndefined(v) {
		return calendar.ISO
	}
	return c.calendar(v)
}

// zone reads a time zone (ToTemporalTimeZoneIdentifier).
func (c call) zone(v jsruntime.Value) *zone.Zone {
	if z, ok := known.Get(c.VM).zoned.From(v); ok {
		return z.zone
	}
	if !jsruntime.IsString(v) {
		c.check(iso.Typef("Time zone must be string or ZonedDateTime object."))
	}
	text := v.String()
	if iso.IsZoneName(text) {
		if z, err := zone.Find(text); err == nil {
			return z
		}
		c.check(iso.Rangef("Not a valid time zone string"))
	}
	p, err := iso.ParseAny(text)
	switch {
	case err != nil, p.Zone == "" && !p.Z && p.Offset == nil:
		c.check(iso.Rangef("Not a valid time zone string"))
	case p.Zone != "":
		z, err := zone.Find(p.Zone)
		c.check(err)
		return z
	case p.Z:
		return zone.UTC
	case p.Offset.ToSeconds:
		c.check(iso.Rangef("Offset must be minute precision"))
	}
	return zone.Fixed(p.Offset.Nanos)
}

// string gives the text of an argument that is no object, and refuses what is no string.
func (c call) string(v jsruntime.Value, what string) string {
	if !jsruntime.IsString(v) {
		c.check(iso.Typef("%s argument must be object or string.", what))
	}
	return v.String()
}

// plainDate reads a date, with the options of from() (ToTemporalDate).
func (c call) plainDate(v, opts jsruntime.Value) plainDate {
	if o := jsruntime.AsObject(v); o != nil {
		k := known.Get(c.VM)
		if d, ok := k.date.From(o); ok {
			c.overflow(opts)
			return *d
		}
		if z, ok := k.zoned.From(o); ok {
			c.overflow(opts)
			return plainDate{z.dateTime().Date, z.calendar}
		}
		if d, ok := k.dateTime.From(o); ok {
			c.overflow(opts)
			return plainDate{d.Date, d.calendar}
		}
		cal := c.calendarIn(o)
		f := c.read(cal, o, wantDate)
		overflow := c.overflow(opts)
		if f.Day == nil || f.Month == nil && f.MonthCode == nil || !hasYear(f.Fields) {
			c.check(iso.Typef("Invalid PlainDate fields provided."))
		}
		return plainDate{c.dateOf(cal, f.Fields, overflow), cal}
	}
	p, err := iso.ParsePlain(c.string(v, "Date"))
	c.check(err)
	cal := c.annotated(p)
	c.overflow(opts)
	return plainDate{c.inRange(p.Date), cal}
}

// dateOf finds the day of fields (CalendarDateFromFields).
func (c call) dateOf(cal calendar.Calendar, f calendar.Fields, o calendar.Overflow) iso.Date {
	d, err := cal.DateOf(f, o)
	c.check(err)
	return c.inRange(d)
}

// inRange refuses dates that Temporal cannot hold.
func (c call) inRange(d iso.Date) iso.Date {
	if !d.InRange() {
		c.check(iso.Rangef("Date is not within ISO date time limits."))
	}
	return d
}

// plainTime reads a time (ToTemporalTime).
func (c call) plainTime(v, opts jsruntime.Value) iso.Time {
	if o := jsruntime.AsObject(v); o != nil {
		k := known.Get(c.VM)
		if t, ok := k.time.From(o); ok {
			c.overflow(opts)
			return t.Time
		}
		if d, ok := k.dateTime.From(o); ok {
			c.overflow(opts)
			return d.Time
		}
		if z, ok := k.zoned.From(o); ok {
			c.overflow(opts)
			return z.dateTime().Time
		}
		return c.timeRecord(o, iso.Time{}, opts)
	}
	p, err := iso.ParseTime(c.string(v, "Time"))
	c.check(err)
	c.overflow(opts)
	return *p.Time
}

// timeRecord reads the parts of a time; what an object does not say is kept of t.
func (c call) timeRecord(o *jsruntime.Object, t iso.Time, opts jsruntime.Value) iso.Time {
	f := c.read(calendar.ISO, o, wantTime)
	if !f.any {
		c.check(iso.Typef("Must specify at least one time field."))
	}
	overflow := c.overflow(opts)
	h, m, s, ms, us, ns := f.time.over(t)
	return c.time(overflow, h, m, s, ms, us, ns)
}

// timeOrMidnight is plainTime for an argument that may be left out.
func (c call) timeOrMidnight(v jsruntime.Value) iso.Time {
	if jsruntime.IsUndefined(v) {
		return iso.Time{}
	}
	return c.plainTime(v, jsruntime.Undefined())
}

// plainDateTime reads a date and time (ToTemporalDateTime).
func (c call) plainDateTime(v, opts jsruntime.Value) plainDateTime {
	if o := jsruntime.AsObject(v); o != nil {
		k := known.Get(c.VM)
		if d, ok := k.dateTime.From(o); ok {
			c.overflow(opts)
			return *d
		}
		if z, ok := k.zoned.From(o); ok {
			c.overflow(opts)
			return plainDateTime{z.dateTime(), z.calendar}
		}
		if d, ok := k.date.From(o); ok {
			c.overflow(opts)
			return plainDateTime{c.dateTimeInRange(iso.DateTime{Date: d.Date}), d.calendar}
		}
		cal := c.calendarIn(o)
		f := c.read(cal, o, wantDateTime)
		dt := c.dateTimeOf(cal, f, c.overflow(opts))
		return plainDateTime{c.dateTimeInRange(dt), cal}
	}
	p, err := iso.ParsePlain(c.string(v, "DateTime"))
	c.check(err)
	cal := c.annotated(p)
	c.overflow(opts)
	return plainDateTime{c.dateTimeInRange(p.DateTime()), cal}
}

// dateTimeOf finds the date and time of fields (InterpretTemporalDateTimeFields).
func (c call) dateTimeOf(cal calendar.Calendar, f fields, o calendar.Overflow) iso.DateTime {
	d := c.dateOf(cal, f.Fields, o)
	h, m, s, ms, us, ns := f.time.over(iso.Time{})
	return iso.DateTime{Date: d, Time: c.time(o, h, m, s, ms, us, ns)}
}

func (c call) dateTimeInRange(dt iso.DateTime) iso.DateTime {
	if !dt.InRange() {
		c.check(iso.Rangef("DateTime is not within ISO date time limits."))
	}
	return dt
}

// instant reads an exact time (ToTemporalInstant).
func (c call) instant(v jsruntime.Value) *big.Int {
	if o := jsruntime.AsObject(v); o != nil {
		k := known.Get(c.VM)
		if i, ok := k.instant.From(o); ok {
			return i.epoch
		}
		if z, ok := k.zoned.From(o); ok {
			return z.epoch
		}
		v = c.primitive(v)
	}
	n, err := iso.ParseInstant(c.string(v, "Instant"))
	c.check(err)
	return n
}

// epochInRange refuses exact times that Temporal cannot hold.
func (c call) epochInRange(n *big.Int) *big.Int {
	if !iso.IsValidEpoch(n) {
		c.check(iso.Rangef("Instant nanoseconds are not within a valid epoch range."))
	}
	return n
}

// yearMonth reads a year and month (ToTemporalYearMonth).
func (c call) yearMonth(v, opts jsruntime.Value) yearMonth {
	if o := jsruntime.AsObject(v); o != nil {
		if m, ok := known.Get(c.VM).month.From(o); ok {
			c.overflow(opts)
			return *m
		}
		cal := c.calendarIn(o)
		f := c.read(cal, o, wantYear|wantMonth)
		return c.yearMonthOf(cal, f.Fields, c.overflow(opts))
	}
	p, _, err := iso.ParseYearMonth(c.string(v, "YearMonth"))
	c.check(err)
	cal := c.annotated(p)
	c.overflow(opts)
	c.monthInRange(p.Date)
	return c.yearMonthOf(cal, fieldsOf(cal, p.Date, wantYear|wantMonth), calendar.Constrain)
}

// yearMonthOf finds the month of fields (CalendarYearMonthFromFields).
func (c call) yearMonthOf(cal calendar.Calendar, f calendar.Fields, o calendar.Overflow) yearMonth {
	d, err := cal.YearMonthOf(f, o)
	c.check(err)
	return yearMonth{c.monthInRange(d), cal}
}

// monthInRange refuses months that Temporal cannot hold (ISOYearMonthWithinLimits).
func (c call) monthInRange(d iso.Date) iso.Date {
	if d.Compare(iso.Date{Year: -271_821, Month: 4}) < 0 || d.Compare(iso.Date{Year: 275_760, Month: 10}) >= 0 {
		c.check(iso.Rangef("Exceeded valid range."))
	}
	return d
}

// monthDay reads a month and day (ToTemporalMonthDay).
func (c call) monthDay(v, opts jsruntime.Value) monthDay {
	if o := jsruntime.AsObject(v); o != nil {
		if m, ok := known.Get(c.VM).monthDay.From(o); ok {
			c.overflow(opts)
			return *m
		}
		cal := c.calendarIn(o)
		f := c.read(cal, o, wantDate)
		return c.monthDayOf(cal, f.Fields, c.overflow(opts))
	}
	p, short, err := iso.ParseMonthDay(c.string(v, "MonthDay"))
	c.check(err)
	cal := c.annotated(p)
	c.overflow(opts)
	if cal == calendar.ISO {
		p.Date.Year = iso.ReferenceYear
		return monthDay{p.Date, cal}
	}
	if !short {
		c.inRange(p.Date)
	}
	return c.monthDayOf(cal, fieldsOf(cal, p.Date, wantMonth|wantDay), calendar.Constrain)
}

// monthDayOf finds the day of fields (CalendarMonthDayFromFields).
func (c call) monthDayOf(cal calendar.Calendar, f calendar.Fields, o calendar.Overflow) monthDay {
	d, err := cal.MonthDayOf(f, o)
	c.check(err)
	return monthDay{c.inRange(d), cal}
}

// sameCalendar refuses to compare dates of two calendars.
func (c call) sameCalendar(a, b calendar.Calendar) {
	if a != b {
		c.Throwf(jsruntime.RangeError, "Mismatched calendars.")
	}
}
