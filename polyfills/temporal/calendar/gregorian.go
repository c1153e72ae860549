package calendar

import "paddock/polyfills/temporal/iso"

// gregorian is the calendar of most of the world, with years that may have other numbers: gregory, buddhist, roc and
// japanese.
type gregorian struct {
	offset int // what is added to ISO's number of a year
}

var _ system = gregorian{}

func (g gregorian) year(number int) year {
	y := year{number: number, months: 12, lengths: [13]uint8{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}}
	number -= g.offset
	y.start = iso.Date{Year: number, Month: 1, Day: 1}.EpochDays()
	if iso.IsLeapYear(number) {
		y.leap = true
		y.lengths[1] = 29
	}
	return y
}

func (g gregorian) near(day int) int { return iso.FromEpochDays(day).Year + g.offset }

// gregorianEras are those of gregory.
var gregorianEras = []era{
	{name: "ce", alias: "ad", since: [3]int{1, 1, 1}},
	{name: "bce", alias: "bc", zero: 1, back: true},
}

// rocEras count from the Republic of China.
var rocEras = []era{
	{name: "roc", since: [3]int{1, 1, 1}},
	{name: "broc", zero: 1, back: true},
}

// japaneseEras begin with emperors, from when Japan took the Gregorian calendar.
var japaneseEras = append([]era{
	{name: "reiwa", zero: 2018, since: [3]int{2019, 5, 1}},
	{name: "heisei", zero: 1988, since: [3]int{1989, 1, 8}},
	{name: "showa", zero: 1925, since: [3]int{1926, 12, 25}},
	{name: "taisho", zero: 1911, since: [3]int{1912, 7, 30}},
	{name: "meiji", zero: 1867, since: [3]int{1873, 1, 1}},
}, gregorianEras...)
