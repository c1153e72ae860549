package iso

import "cmp"

// Date is a date of the proleptic Gregorian calendar.
type Date struct {
	Year       int // with 0 for 1 BCE
	Month, Day int // both from 1
}

// The days that Temporal knows, counted from 1970-01-01: those of exact times, and one more before them for zones
// that are behind.
const (
	minDay = -100_000_001
	maxDay = 100_000_000
)

// IsLeapYear reports whether a year has 366 days.
func IsLeapYear(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

// DaysInMonth gives the number of days of a month, which is one of 1 to 12.
func DaysInMonth(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if IsLeapYear(year) {
			return 29
		}
		return 28
	}
	return 31
}

// DaysInYear gives 365 or 366.
func DaysInYear(year int) int {
	if IsLeapYear(year) {
		return 366
	}
	return 365
}

// FloorDiv divides and rounds towards minus infinity; b is positive.
func FloorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// EpochDays counts the days from 1970-01-01. Month and Day may be outside of their ranges.
func (d Date) EpochDays() int {
	year := d.Year + FloorDiv(d.Month-1, 12)
	month := d.Month - 12*FloorDiv(d.Month-1, 12)
	if month <= 2 { // years that begin in March end with the leap day
		year--
		month += 12
	}
	era := FloorDiv(year, 400)
	ofEra := year - era*400
	return era*146097 + ofEra*365 + ofEra/4 - ofEra/100 + (153*(month-3)+2)/5 + d.Day - 1 - 719468
}

// FromEpochDays gives the date of a number of days after 1970-01-01.
func FromEpochDays(days int) Date {
	days += 719468
	era := FloorDiv(days, 146097)
	ofEra := days - era*146097
	year := (ofEra - ofEra/1460 + ofEra/36524 - ofEra/146096) / 365
	ofYear := ofEra - (365*year + year/4 - year/100)
	month := (5*ofYear + 2) / 153
	d := Date{Year: year + era*400, Month: month + 3, Day: ofYear - (153*month+2)/5 + 1}
	if d.Month > 12 {
		d.Month -= 12
		d.Year++
	}
	return d
}

// AddDays gives the date some days later.
func (d Date) AddDays(days int) Date { return FromEpochDays(d.EpochDays() + days) }

// IsValid reports whether there is such a date.
func (d Date) IsValid() bool {
	return d.Month >= 1 && d.Month <= 12 && d.Day >= 1 && d.Day <= DaysInMonth(d.Year, d.Month)
}

// Constrain moves month and day into their ranges.
func (d Date) Constrain() Date {
	d.Month = min(max(d.Month, 1), 12)
	d.Day = min(max(d.Day, 1), DaysInMonth(d.Year, d.Month))
	return d
}

// InRange reports whether Temporal can hold the date (ISODateWithinLimits).
func (d Date) InRange() bool {
	if d.Year < -271_822 || d.Year > 275_761 {
		return false
	}
	days := d.EpochDays()
	return days >= minDay && days <= maxDay
}

// Compare gives -1, 0 or 1.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.Year, other.Year), cmp.Compare(d.Month, other.Month), cmp.Compare(d.Day, other.Day))
}

// DayOfWeek gives 1 for Monday to 7 for Sunday.
func (d Date) DayOfWeek() int {
	days := d.EpochDays() + 3 // 1970-01-01 was a Thursday
	return days - FloorDiv(days, 7)*7 + 1
}

// DayOfYear counts from 1.
func (d Date) DayOfYear() int { return d.EpochDays() - Date{d.Year, 1, 1}.EpochDays() + 1 }

// Week gives the week of ISO 8601, with the year that it belongs to.
func (d Date) Week() (week, year int) {
	thursday := d.AddDays(4 - d.DayOfWeek())
	return (thursday.DayOfYear()-1)/7 + 1, thursday.Year
}

// AddMonths gives the same day of another month, or its last one.
func (d Date) AddMonths(months int) Date {
	total := d.Month - 1 + months
	d.Year += FloorDiv(total, 12)
	d.Month = total - FloorDiv(total, 12)*12 + 1
	return d
}
