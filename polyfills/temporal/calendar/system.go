package calendar

import (
	"cmp"
	"math"

	"paddock/polyfills/temporal/iso"
)

// calendar makes a calendar of a system.
type calendar struct {
	system
	id       string
	eras     []era // from the latest to the earliest
	split    bool  // eras begin within years
	months   int   // of every year; 0 if years have 12 or 13 lunations
	lunation float64
	leaps    [2]int // the numbers of the first and the last code that a leap month can have
	forward  bool   // the month after it stands for a leap month that a year lacks, not the one before it
}

var _ Calendar = (*calendar)(nil)

// ID implements Calendar.
func (c *calendar) ID() string { return c.id }

// HasEras implements Calendar.
func (c *calendar) HasEras() bool { return len(c.eras) > 0 }

// Merge implements Calendar.
func (c *calendar) Merge(f, more Fields) Fields { return merge(f, c.own(more), c.HasEras(), c.split) }

// at gives the year of a day.
func (c *calendar) at(day int) year {
	y := c.year(c.near(day))
	for day < y.start {
		y = c.year(y.number - 1)
	}
	for day >= y.start+y.days() {
		y = c.year(y.number + 1)
	}
	return y
}

// Date implements Calendar.
func (c *calendar) Date(d iso.Date) Date {
	day := d.EpochDays()
	y := c.at(day)
	month, ofMonth := y.find(day - y.start)
	name, ofEra := eraOf(c.eras, y.number, month, ofMonth)
	return Date{
		Era: name, EraYear: ofEra, Year: y.number, Month: month, MonthCode: y.code(month).String(), Day: ofMonth,
		DayOfYear: day - y.start + 1, InMonth: y.length(month), InYear: y.days(), Months: y.months, IsLeapYear: y.leap,
	}
}

// count numbers the months of all years. Years of 12 or 13 months are as long as the moon makes them: a month begins
// no more than a few days away from where equally long ones would.
func (c *calendar) count(y *year, month int) int {
	if c.months > 0 {
		return y.number*c.months + month - 1
	}
	return int(math.Round(float64(y.start)/c.lunation)) + month - 1
}

// counted finds the month of a number.
func (c *calendar) counted(n int) (y year, month int) {
	if c.months > 0 {
		number := iso.FloorDiv(n, c.months)
		return c.year(number), n - number*c.months + 1
	}
	y = c.at(int((float64(n) + 0.5) * c.lunation))
	month = n - c.count(&y, 1) + 1
	if month < 1 {
		y = c.year(y.number - 1)
		month = n - c.count(&y, 1) + 1
	} else if month > y.months {
		month -= y.months
		y = c.year(y.number + 1)
	}
	return y, month
}

// The longest durations that are reckoned with: twice what lies between the first and the last date of Temporal.
const (
	maxYears  = 2 * (275_760 + 271_821)
	maxMonths = maxYears * 13
	maxDays   = maxYears * 390
	maxWeeks  = maxDays / 7
)

func beyond(n, limit int64) bool { return n > limit || n < -limit }

// Add implements Calendar (NonISODateAdd).
func (c *calendar) Add(d iso.Date, by iso.DateDuration, o Overflow) (iso.Date, error) {
	if beyond(by.Years, maxYears) || beyond(by.Months, maxMonths) || beyond(by.Weeks, maxWeeks) || beyond(by.Days, maxDays) {
		return iso.Date{}, iso.Rangef("Intermediate ISO datetime was not within a valid range.")
	}
	day := d.EpochDays()
	if by.Years != 0 || by.Months != 0 {
		y := c.at(day)
		month, ofMonth := y.find(day - y.start)
		to, month, err := c.step(&y, month, by, o)
		if err != nil {
			return iso.Date{}, err
		}
		if ofMonth > to.length(month) {
			if o == Reject {
				return iso.Date{}, iso.Rangef("Day out of range")
			}
			ofMonth = to.length(month)
		}
		day = to.start + to.before(month) + ofMonth - 1
	}
	sum := iso.FromEpochDays(day + int(7*by.Weeks+by.Days))
	if !sum.InRange() {
		return iso.Date{}, outside()
	}
	return sum, nil
}

// step goes some years on, to the month of the same code, and from there some months.
func (c *calendar) step(y *year, month int, by iso.DateDuration, o Overflow) (year, int, error) {
	to := *y
	if by.Years != 0 {
		to = c.year(y.number + int(by.Years))
		m, err := c.monthOf(&to, y.code(month), o)
		if err != nil {
			return to, 0, err
		}
		month = m
	}
	if by.Months != 0 {
		to, month = c.counted(c.count(&to, month) + int(by.Months))
	}
	return to, month, nil
}

// Until implements Calendar (NonISODateUntil). The candidates that the specification tries one by one are reckoned:
// a number of years or months is too many as soon as the day that it leads to, be there one or not, is beyond b.
func (c *calendar) Until(a, b iso.Date, largest iso.Unit) iso.DateDuration {
	from, to := a.EpochDays(), b.EpochDays()
	switch largest {
	case iso.Day:
		return iso.DateDuration{Days: int64(to - from)}
	case iso.Week:
		return iso.DateDuration{Weeks: int64((to - from) / 7), Days: int64((to - from) % 7)}
	}
	dir := cmp.Compare(to, from)
	if dir == 0 {
		return iso.DateDuration{}
	}
	y1, y2 := c.at(from), c.at(to)
	m1, d1 := y1.find(from - y1.start)
	m2, d2 := y2.find(to - y2.start)

	var out iso.DateDuration
	if largest == iso.Year {
		years := y2.number - y1.number
		if years != 0 {
			same, _ := c.monthOf(&y2, y1.code(m1), Constrain)
			if past := dir * y1.code(m1).compare(y2.code(m2)); past > 0 || past == 0 && dir*(d1-d2) > 0 ||
				dir*(same-m2) > 0 || same == m2 && dir*(d1-d2) > 0 {
				years -= dir
			}
		}
		out.Years = int64(years)
	}
	base, m, _ := c.step(&y1, m1, out, Constrain)
	months := c.count(&y2, m2) - c.count(&base, m)
	if months != 0 && dir*(d1-d2) > 0 {
		months -= dir
	}
	out.Months = int64(months)
	base, m, _ = c.step(&base, m, iso.DateDuration{Months: out.Months}, Constrain)
	out.Days = int64(to - (base.start + base.before(m) + min(d1, base.length(m)) - 1))
	return out
}
