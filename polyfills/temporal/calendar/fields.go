package calendar

import "paddock/polyfills/temporal/iso"

// The farthest years, both ways, that fields may name, and that their days may have in ISO's calendar. No date that
// Temporal knows is as far.
const (
	maxYear    = 1_040_000
	maxISOYear = 999_999
)

// merge implements Merge. What is told of a year excludes all else that is; where eras begin within years, so does
// a month or day what is told of the era.
func merge(f, more Fields, hasEras, split bool) Fields {
	if more.Month != nil || more.MonthCode != nil {
		f.Month, f.MonthCode = more.Month, more.MonthCode
	}
	if hasEras {
		if more.Year != nil || more.Era != nil || more.EraYear != nil {
			f.Year, f.Era, f.EraYear = more.Year, more.Era, more.EraYear
		} else if split && (more.Month != nil || more.MonthCode != nil || more.Day != nil) {
			f.Era, f.EraYear = nil, nil
		}
	} else if more.Year != nil {
		f.Year = more.Year
	}
	if more.Day != nil {
		f.Day = more.Day
	}
	return f
}

// missing is the error for fields that say too little.
func missing() error { return iso.Typef("Insufficient fields.") }

// yearOf finds the year that fields name.
func (c *calendar) yearOf(f Fields) (int, error) {
	switch {
	case f.Era == nil && f.EraYear == nil && f.Year != nil:
		if !inYears(*f.Year) {
			return 0, tooFar()
		}
		return *f.Year, nil
	case f.Era == nil || f.EraYear == nil:
		return 0, missing()
	case !inYears(*f.EraYear):
		return 0, tooFar()
	}
	e, ok := findEra(c.eras, *f.Era)
	if !ok {
		return 0, iso.Rangef("Unknown era.")
	}
	number := e.year(*f.EraYear)
	if f.Year != nil && *f.Year != number {
		return 0, iso.Rangef("Inconsistent year.")
	}
	return number, nil
}

func tooFar() error { return iso.Rangef("Date error.") }

// own drops what the calendar does not heed; an era without a name is none.
func (c *calendar) own(f Fields) Fields {
	if !c.HasEras() {
		f.Era, f.EraYear = nil, nil
	} else if f.Era != nil && *f.Era == "" {
		f.Era = nil
	}
	return f
}

func inYears(n int) bool { return n >= -maxYear && n <= maxYear }

// codeOf reads a code and checks that the calendar has such months.
func (c *calendar) codeOf(s string) (monthCode, error) {
	code, err := parseCode(s)
	if err != nil {
		return code, err
	}
	if code.leap && (code.number < c.leaps[0] || code.number > c.leaps[1] || code.number == 0) || !code.leap && code.number > max(c.months, 12) {
		return code, iso.Rangef("Month code not in calendar.")
	}
	return code, nil
}

// monthOf finds a month by its code, or the one that stands for it in years that lack it.
func (c *calendar) monthOf(y *year, code monthCode, o Overflow) (int, error) {
	month, ok := y.ordinal(code)
	if ok {
		return month, nil
	}
	if o == Reject {
		return 0, iso.Rangef("Month code not in year.")
	}
	stand := monthCode{number: code.number}
	if c.forward {
		stand.number++
	}
	month, _ = y.ordinal(stand)
	return month, nil
}

// resolve finds the year, month and day of fields, of which it needs all (CalendarResolveFields and CalendarDateToISO).
// What is missing is told before what is wrong.
func (c *calendar) resolve(f Fields, o Overflow) (y year, month, day int, err error) {
	f = c.own(f)
	if f.Day == nil || f.Month == nil && f.MonthCode == nil {
		return y, 0, 0, missing()
	}
	number, err := c.yearOf(f)
	if err != nil {
		return y, 0, 0, err
	}
	y = c.year(number)
	if f.MonthCode == nil {
		month = *f.Month
	} else {
		code, err := c.codeOf(*f.MonthCode)
		if err != nil {
			return y, 0, 0, err
		}
		if month, err = c.monthOf(&y, code, o); err != nil {
			return y, 0, 0, err
		}
		if f.Month != nil && *f.Month != month {
			return y, 0, 0, iso.Rangef("Inconsistent month/monthCode.")
		}
	}
	day = *f.Day
	if month > y.months {
		if o == Reject {
			return y, 0, 0, iso.Rangef("Month out of range")
		}
		month = y.months
	}
	if day > y.length(month) {
		if o == Reject {
			return y, 0, 0, iso.Rangef("Day out of range")
		}
		day = y.length(month)
	}
	return y, month, day, nil
}

func dateOf(y *year, month, day int) iso.Date {
	return iso.FromEpochDays(y.start + y.before(month) + day - 1)
}

func isFar(d iso.Date) bool { return d.Year > maxISOYear || d.Year < -maxISOYear }

// DateOf implements Calendar.
func (c *calendar) DateOf(f Fields, o Overflow) (iso.Date, error) {
	y, month, day, err := c.resolve(f, o)
	if err != nil {
		return iso.Date{}, err
	}
	d := dateOf(&y, month, day)
	if isFar(d) {
		return d, tooFar()
	}
	return d, nil
}

// YearMonthOf implements Calendar.
func (c *calendar) YearMonthOf(f Fields, o Overflow) (iso.Date, error) {
	if f = c.own(f); f.Year == nil && f.EraYear == nil {
		return iso.Date{}, iso.Typef("Must specify year for YearMonth")
	}
	first := 1
	f.Day = &first
	return c.DateOf(f, o)
}

// MonthDayOf implements Calendar. A year that is given decides only which month and day are meant.
func (c *calendar) MonthDayOf(f Fields, o Overflow) (iso.Date, error) {
	if f = c.own(f); f.Year != nil || f.Era != nil && f.EraYear != nil {
		number, err := c.yearOf(f)
		if err != nil {
			return iso.Date{}, err
		}
		y := c.year(number)
		first, last := dateOf(&y, 1, 1), dateOf(&y, y.months, y.length(y.months))
		if isFar(first) || isFar(last) {
			return first, tooFar()
		}
		if !first.InRange() && !last.InRange() {
			return first, outside()
		}
		y, month, day, err := c.resolve(f, o)
		if err != nil {
			return iso.Date{}, err
		}
		return c.reference(y.code(month), day, o)
	}
	if f.Day == nil {
		return iso.Date{}, iso.Typef("Must specify day for MonthDay")
	}
	if f.MonthCode == nil || f.Month != nil || f.Era != nil || f.EraYear != nil {
		return iso.Date{}, missing()
	}
	code, err := c.codeOf(*f.MonthCode)
	if err != nil {
		return iso.Date{}, err
	}
	return c.reference(code, *f.Day, o)
}

// The years of ISO that have the days that stand for a month and day: the last of these years that has it, or the
// first of those up to referenceLater.
const (
	referenceFirst = 1900
	referenceLast  = 1972
	referenceLater = 2035
)

// longest is the length that leap months have at most.
const longest = 30

// reference finds the day that stands for a month and day: the last of the month if it is never as long. For a leap
// month that is too rare stands the month that it follows.
func (c *calendar) reference(code monthCode, day int, o Overflow) (iso.Date, error) {
	if code.leap {
		if _, ok := c.stand(code, min(day, longest)); !ok {
			if o == Reject {
				return iso.Date{}, iso.Rangef("Month code not in year.")
			}
			code.leap = false
		}
	}
	for last := min(day, 31); last > 0 && (last == day || o == Constrain); last-- {
		if d, ok := c.stand(code, last); ok {
			return d, nil
		}
	}
	return iso.Date{}, iso.Rangef("Day out of range")
}

// stand finds the day of a reference year.
func (c *calendar) stand(code monthCode, day int) (iso.Date, bool) {
	first, last := iso.Date{Year: referenceFirst, Month: 1, Day: 1}, iso.Date{Year: referenceLast, Month: 12, Day: 31}
	for y := c.at(last.EpochDays()); y.start+y.days() > first.EpochDays(); y = c.year(y.number - 1) {
		if d, ok := c.within(&y, code, day, first, last); ok {
			return d, true
		}
	}
	first, last = last.AddDays(1), iso.Date{Year: referenceLater, Month: 12, Day: 31}
	for y := c.at(first.EpochDays()); y.start <= last.EpochDays(); y = c.year(y.number + 1) {
		if d, ok := c.within(&y, code, day, first, last); ok {
			return d, true
		}
	}
	return iso.Date{}, false
}

// within gives the day of a year if it has it, and between two others.
func (c *calendar) within(y *year, code monthCode, day int, first, last iso.Date) (iso.Date, bool) {
	month, ok := y.ordinal(code)
	if !ok || day > y.length(month) {
		return iso.Date{}, false
	}
	d := dateOf(y, month, day)
	return d, d.Compare(first) >= 0 && d.Compare(last) <= 0
}
