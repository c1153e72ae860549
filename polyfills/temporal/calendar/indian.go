package calendar

import "paddock/polyfills/temporal/iso"

// indian is the national calendar of India, whose years begin on March 22, or 21 in leap years, which are those of the
// Gregorian calendar (Calendar Reform Committee, 1955).
type indian struct{}

var _ system = indian{}

// saka is the Gregorian year in which the year 0 began.
const saka = 78

func (indian) year(number int) year {
	y := year{number: number, months: 12, lengths: [13]uint8{30, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 30}}
	first := iso.Date{Year: number + saka, Month: 3, Day: 22}
	if iso.IsLeapYear(first.Year) {
		first.Day--
		y.leap = true
		y.lengths[0] = 31
	}
	y.start = first.EpochDays()
	return y
}

func (indian) near(day int) int { return iso.FromEpochDays(day).Year - saka }
