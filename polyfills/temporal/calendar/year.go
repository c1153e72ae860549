package calendar

import (
	"cmp"

	"paddock/polyfills/temporal/iso"
)

// system is all that a calendar has of its own.
type system interface {
	// year gives the shape of a year.
	year(number int) year
	// near gives a year that a day, counted from 1970-01-01, is in or at most a few years away from.
	near(day int) int
}

// year is the shape of a year.
type year struct {
	number    int
	start     int  // its first day, counted from 1970-01-01
	months    int  // 12 or 13
	leapMonth int  // which month is the one that other years lack, 0 if none is
	leap      bool // whether the calendar calls it a leap year
	lengths   [13]uint8
}

// days gives the length of the year.
func (y *year) days() int { return y.before(y.months + 1) }

// before counts the year's days that come before a month.
func (y *year) before(month int) int {
	days := 0
	for _, n := range y.lengths[:month-1] {
		days += int(n)
	}
	return days
}

// length gives the days of a month.
func (y *year) length(month int) int { return int(y.lengths[month-1]) }

// find gives the month of a day of the year, which counts from 0, and the day of the month, which counts from 1.
func (y *year) find(ofYear int) (month, day int) {
	month = 1
	for month < y.months && ofYear >= y.length(month) {
		ofYear -= y.length(month)
		month++
	}
	return month, ofYear + 1
}

// code gives the code of a month.
func (y *year) code(month int) monthCode {
	switch {
	case y.leapMonth == 0 || month < y.leapMonth:
		return monthCode{month, false}
	case month == y.leapMonth:
		return monthCode{month - 1, true}
	}
	return monthCode{month - 1, false}
}

// ordinal finds a month by its code, if the year has it; the code must be one of the calendar's.
func (y *year) ordinal(c monthCode) (month int, ok bool) {
	switch {
	case c.leap:
		return c.number + 1, y.leapMonth == c.number+1
	case y.leapMonth != 0 && c.number >= y.leapMonth:
		return c.number + 1, true
	}
	return c.number, true
}

// monthCode names a month in the same way in all years.
type monthCode struct {
	number int
	leap   bool // follows the month of that number
}

var codes = [...]string{
	"", "M01", "M02", "M03", "M04", "M05", "M06", "M07", "M08", "M09", "M10", "M11", "M12", "M13",
	"", "M01L", "M02L", "M03L", "M04L", "M05L", "M06L", "M07L", "M08L", "M09L", "M10L", "M11L", "M12L",
}

// String is as "M05L".
func (c monthCode) String() string {
	if c.leap {
		return codes[14+c.number]
	}
	return codes[c.number]
}

// compare gives -1, 0 or 1.
func (c monthCode) compare(other monthCode) int {
	a, b := 2*c.number, 2*other.number
	if c.leap {
		a++
	}
	if other.leap {
		b++
	}
	return cmp.Compare(a, b)
}

// parseCode reads a code, which is well formed.
func parseCode(s string) (monthCode, error) {
	c := monthCode{int(s[1]-'0')*10 + int(s[2]-'0'), len(s) == 4}
	if c.number == 0 && !c.leap {
		return c, iso.Rangef("Month code out of range.")
	}
	return c, nil
}

// mod gives the remainder from 0 to b-1.
func mod(a, b int) int { return a - b*iso.FloorDiv(a, b) }
