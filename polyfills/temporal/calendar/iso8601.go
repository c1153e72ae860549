package calendar

import "paddock/polyfills/temporal/iso"

// ISO is the calendar iso8601.
var ISO Calendar = iso8601{}

// iso8601 has no eras and needs no system: its dates are those of package iso.
type iso8601 struct{}

// ID implements Calendar.
func (iso8601) ID() string { return "iso8601" }

// HasEras implements Calendar.
func (iso8601) HasEras() bool { return false }

// Merge implements Calendar.
func (iso8601) Merge(f, more Fields) Fields { return merge(f, more, false, false) }

// Date implements Calendar.
func (iso8601) Date(d iso.Date) Date {
	return Date{
		Year: d.Year, Month: d.Month, MonthCode: codes[d.Month], Day: d.Day,
		DayOfYear: d.DayOfYear(), InMonth: iso.DaysInMonth(d.Year, d.Month), InYear: iso.DaysInYear(d.Year),
		Months: 12, IsLeapYear: iso.IsLeapYear(d.Year),
	}
}

// isoYears is the farthest year that is reckoned with, except for a month and day.
const isoYears = 300_000

// DateOf implements Calendar.
func (iso8601) DateOf(f Fields, o Overflow) (iso.Date, error) {
	if f.Year == nil {
		return iso.Date{}, iso.Typef("Required year field is empty.")
	}
	if *f.Year < -isoYears || *f.Year >= isoYears {
		return iso.Date{}, outside()
	}
	if f.Day == nil {
		return iso.Date{}, iso.Typef("Required day field is empty.")
	}
	month, err := isoMonth(f)
	if err != nil {
		return iso.Date{}, err
	}
	return regulate(iso.Date{Year: *f.Year, Month: month, Day: *f.Day}, o)
}

// isoMonth gives the month that fields name.
func isoMonth(f Fields) (int, error) {
	if f.MonthCode == nil {
		if f.Month == nil {
			return 0, iso.Typef("Required month/monthCode field is empty.")
		}
		return *f.Month, nil
	}
	code, err := parseCode(*f.MonthCode)
	if err != nil {
		return 0, err
	}
	if code.leap || code.number > 12 {
		return 0, iso.Rangef("MonthCode was not valid for the current calendar.")
	}
	if f.Month != nil && *f.Month != code.number {
		return 0, iso.Rangef("Month does not match monthCode.")
	}
	return code.number, nil
}

// regulate brings month and day into their ranges, or rejects them.
func regulate(d iso.Date, o Overflow) (iso.Date, error) {
	switch {
	case o == Constrain:
		return d.Constrain(), nil
	case d.Month < 1 || d.Month > 12:
		return d, iso.Rangef("Month out of range.")
	case !d.IsValid():
		return d, iso.Rangef("day value is not in a valid range.")
	}
	return d, nil
}

// maxEpochDays is farther from 1970-01-01, both ways, than what Temporal knows, by a day.
const maxEpochDays = 100_000_001

func outside() error { return iso.Rangef("Date is not within ISO date time limits.") }

// YearMonthOf implements Calendar.
func (c iso8601) YearMonthOf(f Fields, o Overflow) (iso.Date, error) {
	first := 1
	f.Day = &first
	return c.DateOf(f, o)
}

// MonthDayOf implements Calendar.
func (iso8601) MonthDayOf(f Fields, o Overflow) (iso.Date, error) {
	d := iso.Date{Year: referenceLast}
	if f.Year != nil {
		d.Year = *f.Year
	}
	if f.Day == nil {
		return d, iso.Typef("Required day field is empty.")
	}
	month, err := isoMonth(f)
	if err != nil {
		return d, err
	}
	d.Month, d.Day = month, *f.Day
	if d, err = regulate(d, o); err != nil {
		return d, err
	}
	d.Year = referenceLast
	return d, nil
}

// Add implements Calendar (CalendarDateAdd).
func (iso8601) Add(d iso.Date, by iso.DateDuration, o Overflow) (iso.Date, error) {
	d.Year += int(by.Years)
	d = d.AddMonths(int(by.Months))
	if !d.IsValid() {
		if o == Reject {
			return d, iso.Rangef("not a valid ISO date.")
		}
		d = d.Constrain()
	}
	if !d.InRange() {
		return d, outside()
	}
	if by.Weeks == 0 && by.Days == 0 {
		return d, nil
	}
	day := d.EpochDays() + int(7*by.Weeks+by.Days)
	if beyond(int64(day), maxEpochDays) {
		return d, iso.Rangef("epoch days exceed maximum range.")
	}
	if d = iso.FromEpochDays(day); !d.InRange() {
		return d, outside()
	}
	return d, nil
}

// Until implements Calendar (CalendarDateUntil).
func (iso8601) Until(a, b iso.Date, largest iso.Unit) iso.DateDuration {
	if largest >= iso.Week {
		days := int64(b.EpochDays() - a.EpochDays())
		if largest == iso.Week {
			return iso.DateDuration{Weeks: days / 7, Days: days % 7}
		}
		return iso.DateDuration{Days: days}
	}
	months := (b.Year-a.Year)*12 + b.Month - a.Month
	if dir := b.Compare(a); months != 0 && dir*(a.Day-b.Day) > 0 {
		months -= dir // the day, be there one or not, would be beyond b
	}
	mid := a.AddMonths(months).Constrain()
	out := iso.DateDuration{Months: int64(months), Days: int64(b.EpochDays() - mid.EpochDays())}
	if largest == iso.Year {
		out.Years, out.Months = out.Months/12, out.Months%12
	}
	return out
}
