package temporal

import (
	"regexp"

	"paddock/jsruntime"
	"paddock/polyfills/temporal/calendar"
	"paddock/polyfills/temporal/iso"
	"paddock/polyfills/temporal/zone"
)

// fields are what an object says of a date, a time and a zone.
type fields struct {
	calendar.Fields
	time   timeFields
	offset *string
	zone   *zone.Zone
	any    bool // anything was there
}

// timeFields are the parts of a time that were said.
type timeFields struct{ hour, minute, second, millisecond, microsecond, nanosecond *int }

// over gives a time with what was said; the rest is kept of t.
func (f timeFields) over(t iso.Time) (hour, minute, second, millisecond, microsecond, nanosecond int) {
	set := func(v *int, or int) int {
		if v != nil {
			return *v
		}
		return or
	}
	return set(f.hour, t.Hour), set(f.minute, t.Minute), set(f.second, t.Second), set(f.millisecond, t.Millisecond), set(f.microsecond, t.Microsecond), set(f.nanosecond, t.Nanosecond)
}

// time makes a time of parts that may be out of their ranges (RegulateTime).
func (c call) time(o calendar.Overflow, hour, minute, second, millisecond, microsecond, nanosecond int) iso.Time {
	t := iso.Time{Hour: hour, Minute: minute, Second: second, Millisecond: millisecond, Microsecond: microsecond, Nanosecond: nanosecond}
	if o == calendar.Reject && !t.IsValid() {
		c.check(iso.Rangef("Invalid time provided"))
	}
	return t.Constrain()
}

// wanted says which fields are read.
type wanted int

const (
	wantDay wanted = 1 << iota
	wantMonth
	wantYear
	wantTime
	wantOffset
	wantZone
	wantAny // at least one of them: for with()

	wantDate     = wantDay | wantMonth | wantYear
	wantDateTime = wantDate | wantTime
	wantZoned    = wantDateTime | wantOffset | wantZone
)

var monthCode = regexp.MustCompile(`^M\d\dL?$`)

// read reads fields in the order of their names (PrepareCalendarFields).
func (c call) read(cal calendar.Calendar, o *jsruntime.Object, want wanted) fields {
	var f fields
	get := func(name string) (jsruntime.Value, bool) {
		v := o.Get(name)
		if v == nil || jsruntime.IsUndefined(v) {
			return nil, false
		}
		f.any = true
		return v, true
	}
	number := func(name string, convert func(jsruntime.Value) int) *int {
		if v, ok := get(name); ok {
			n := convert(v)
			return &n
		}
		return nil
	}
	eras := want&wantYear != 0 && cal.HasEras()
	if want&wantDay != 0 {
		f.Day = number("day", c.positive)
	}
	if eras {
		if v, ok := get("era"); ok {
			era := c.text(v, "Era")
			f.Era = &era
		}
		f.EraYear = number("eraYear", c.integer)
	}
	if want&wantTime != 0 {
		f.time.hour = number("hour", c.integer)
		f.time.microsecond = number("microsecond", c.integer)
		f.time.millisecond = number("millisecond", c.integer)
		f.time.minute = number("minute", c.integer)
	}
	if want&wantMonth != 0 {
		f.Month = number("month", c.positive)
		if v, ok := get("monthCode"); ok {
			code := c.text(v, "Month code")
			if !monthCode.MatchString(code) || code == "M00" {
				c.check(iso.Rangef("Month code out of range."))
			}
			f.MonthCode = &code
		}
	}
	if want&wantTime != 0 {
		f.time.nanosecond = number("nanosecond", c.integer)
	}
	if want&wantOffset != 0 {
		if v, ok := get("offset"); ok {
			offset := c.text(v, "Offset")
			if _, ok := iso.ParseOffset(offset); !ok {
				c.check(iso.Rangef("UTC offset needs a sign"))
			}
			f.offset = &offset
		}
	}
	if want&wantTime != 0 {
		f.time.second = number("second", c.integer)
	}
	if want&wantZone != 0 {
		if v, ok := get("timeZone"); ok {
			f.zone = c.zone(v)
		}
	}
	if want&wantYear != 0 {
		f.Year = number("year", c.integer)
	}
	if want&wantAny != 0 && !f.any {
		c.check(iso.Typef("Must specify at least one calendar field."))
	}
	return f
}

// partial checks that an argument of with() is an object of fields and nothing else (IsPartialTemporalObject).
func (c call) partial(v jsruntime.Value) *jsruntime.Object {
	o := jsruntime.AsObject(v)
	if o == nil || c.isTemporal(o) || !jsruntime.IsUndefined(orUndefined(o.Get("calendar"))) || !jsruntime.IsUndefined(orUndefined(o.Get("timeZone"))) {
		c.check(iso.Typef("Argument to with() must contain some date/time fields."))
	}
	return o
}

func orUndefined(v jsruntime.Value) jsruntime.Value {
	if v == nil {
		return jsruntime.Undefined()
	}
	return v
}

// isTemporal reports whether an object is of a class with a date or a time.
func (c call) isTemporal(o *jsruntime.Object) bool {
	if _, ok := known.Get(c.VM).time.From(o); ok {
		return true
	}
	_, ok := c.calendarOf(o)
	return ok
}

// calendarOf gives the calendar of an instance that has one.
func (c call) calendarOf(o *jsruntime.Object) (calendar.Calendar, bool) {
	k := known.Get(c.VM)
	if d, ok := k.date.From(o); ok {
		return d.calendar, true
	}
	if d, ok := k.dateTime.From(o); ok {
		return d.calendar, true
	}
	if d, ok := k.month.From(o); ok {
		return d.calendar, true
	}
	if d, ok := k.monthDay.From(o); ok {
		return d.calendar, true
	}
	if z, ok := k.zoned.From(o); ok {
		return z.calendar, true
	}
	return nil, false
}

// hasYear reports whether fields say which year it is.
func hasYear(f calendar.Fields) bool { return f.Year != nil || f.Era != nil && f.EraYear != nil }

// completing reads from an argument what is missing for a date: a day, or a year.
func (c call) completing(v jsruntime.Value, what string, cal calendar.Calendar, want wanted, has func(calendar.Fields) bool) calendar.Fields {
	o := jsruntime.AsObject(v)
	if o == nil {
		c.check(iso.Typef("%s argument must be an object.", what))
	}
	f := c.read(cal, o, want).Fields
	if !has(f) {
		c.check(iso.Typef("CalendarFields must contain a %s field", what))
	}
	return f
}

// fieldsOf gives the fields by which a calendar names a day, with month codes (ISODateToFields).
func fieldsOf(cal calendar.Calendar, d iso.Date, want wanted) calendar.Fields {
	of := cal.Date(d)
	f := calendar.Fields{MonthCode: &of.MonthCode}
	if want&wantYear != 0 {
		f.Year = &of.Year
	}
	if want&wantDay != 0 {
		f.Day = &of.Day
	}
	return f
}
