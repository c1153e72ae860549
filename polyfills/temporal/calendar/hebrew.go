package calendar

import (
	"math"

	"paddock/polyfills/temporal/iso"
)

// hebrew is the calendar of the Jews, with years that begin with Tishri. Seven of 19 years have a thirteenth month
// before Adar. A year begins with the mean new moon of Tishri, which a few rules put off (Calendrical Calculations,
// chapter 8).
type hebrew struct{}

var _ system = hebrew{}

// hebrewEpoch is the first day of the year 1, -3761-10-07 of the Julian calendar.
const hebrewEpoch = -1373427 - rataDie

// A lunation is 29 days and 13753 parts of a day, of which there are 25920.
const (
	dayParts       = 25920
	lunationParts  = 13753
	hebrewLunation = 29 + float64(lunationParts)/dayParts
)

// newMoon gives the day on which the year begins, without regard to how long that makes years. It is no Sunday,
// Wednesday or Friday, and no day of which the new moon comes after noon.
func (hebrew) newMoon(number int) int {
	months := iso.FloorDiv(235*number-234, 19)
	day := 29*months + iso.FloorDiv(12084+lunationParts*months, dayParts)
	if mod(3*(day+1), 7) < 3 {
		day++
	}
	return day
}

// start puts off what would make this year 356 days long, or the one before it 382.
func (h hebrew) start(number int) int {
	last, this, next := h.newMoon(number-1), h.newMoon(number), h.newMoon(number+1)
	switch {
	case next-this == 356:
		this += 2
	case this-last == 382:
		this++
	}
	return hebrewEpoch + this
}

func (h hebrew) year(number int) year {
	y := year{number: number, start: h.start(number), months: 12, lengths: [13]uint8{30, 29, 30, 29, 30, 29, 30, 29, 30, 29, 30, 29}}
	if mod(7*number+1, 19) < 7 {
		y.leap, y.months, y.leapMonth = true, 13, 6
		y.lengths = [13]uint8{30, 29, 30, 29, 30, 30, 29, 30, 29, 30, 29, 30, 29}
	}
	switch (h.start(number+1) - y.start) % 10 {
	case 5:
		y.lengths[1]++
	case 3:
		y.lengths[2]--
	}
	return y
}

// near reckons with the mean length of years: 235 months in 19 years.
func (hebrew) near(day int) int {
	return int(math.Floor(float64(day-hebrewEpoch)*19/(235*hebrewLunation))) + 1
}
