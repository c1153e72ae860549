package calendar

import "paddock/polyfills/temporal/iso"

// alexandrian is the solar calendar of Egypt: coptic, ethiopic and ethioaa. It has twelve months of 30 days, and 5 or 6
// days more as a thirteenth; each fourth year is a leap year (Reingold and Dershowitz, Calendrical Calculations,
// chapter 4).
type alexandrian struct {
	offset int // what is added to the number that the Copts give a year
}

var _ system = alexandrian{}

// copticEpoch is the first day of the Copts' year 1, 0284-08-29 of the Julian calendar.
const copticEpoch = 103605 - rataDie

// rataDie is 1970-01-01 in days counted from 0000-12-31, as tables of epochs have it.
const rataDie = 719163

func (a alexandrian) year(number int) year {
	y := year{number: number, months: 13, lengths: [13]uint8{30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 5}}
	number -= a.offset
	y.start = copticEpoch + 365*(number-1) + iso.FloorDiv(number, 4)
	if mod(number, 4) == 3 {
		y.leap = true
		y.lengths[12] = 6
	}
	return y
}

func (a alexandrian) near(day int) int { return iso.FloorDiv(4*(day-copticEpoch), 1461) + 1 + a.offset }

// ethiopicEras count from the incarnation, and before it from the creation.
var ethiopicEras = []era{
	{name: "am", since: [3]int{1, 1, 1}},
	{name: "aa", zero: -5500},
}
