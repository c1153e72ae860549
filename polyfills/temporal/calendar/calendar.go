package calendar

import "paddock/polyfills/temporal/iso"

// Date is what a calendar says of a day.
type Date struct {
	Era        string // "" if the calendar has no eras
	EraYear    int    // of the era, if there is one
	Year       int    // by the calendar's own reckoning, without eras
	Month      int    // from 1, leap months counted
	MonthCode  string // as "M05", or "M05L" for a leap month
	Day        int
	DayOfYear  int
	InMonth    int // days in the month
	InYear     int // days in the year
	Months     int // in the year
	IsLeapYear bool
}

// Fields are what a program says of a date. What it does not say is nil.
type Fields struct {
	Era       *string
	EraYear   *int
	Year      *int
	Month     *int // 1 and more
	MonthCode *string
	Day       *int // 1 and more
}

// Overflow is what becomes of a month or day that a year or month does not have.
type Overflow bool

// The choices of Temporal's option overflow.
const (
	Constrain Overflow = false
	Reject    Overflow = true
)

// Calendar is one calendar. Its methods take and give dates of the ISO calendar; their errors are those that programs see.
type Calendar interface {
	// ID is the canonical identifier, as "islamic-civil".
	ID() string
	// HasEras reports whether fields may name an era.
	HasEras() bool
	// Date gives the fields of a day.
	Date(d iso.Date) Date
	// DateOf finds the day of fields, of which it needs a day, a month or its code, and a year or an era and its year.
	DateOf(f Fields, o Overflow) (iso.Date, error)
	// YearMonthOf finds the first day of a month; Day is not heeded.
	YearMonthOf(f Fields, o Overflow) (iso.Date, error)
	// MonthDayOf finds the day of the reference year that stands for a month and day: the last one that began in 1972
	// or before it, if there is one.
	MonthDayOf(f Fields, o Overflow) (iso.Date, error)
	// Add gives the date later by a duration: years, months, then weeks and days. What is out of Temporal's range is an error.
	Add(d iso.Date, by iso.DateDuration, o Overflow) (iso.Date, error)
	// Until gives the duration from a to b in units no longer than largest, which is one of Year to Day.
	Until(a, b iso.Date, largest iso.Unit) iso.DateDuration
	// Merge lays what is set in more over f, and drops from f what that contradicts (CalendarMergeFields).
	Merge(f, more Fields) Fields
}
