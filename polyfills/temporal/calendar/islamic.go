package calendar

import "paddock/polyfills/temporal/iso"

// tabular is the lunar calendar of Islam by a rule: 11 of 30 years, spread evenly, have a leap day (islamic-civil,
// and islamic-tbla a day before it; Calendrical Calculations, chapter 7).
type tabular struct {
	epoch int // the first day of the year 1
}

var _ system = tabular{}

const (
	fridayEpoch   = 227015 - rataDie // 0622-07-16 of the Julian calendar, as historians have it
	thursdayEpoch = fridayEpoch - 1  // as astronomers do
)

func (t tabular) year(number int) year {
	y := year{number: number, months: 12, lengths: [13]uint8{30, 29, 30, 29, 30, 29, 30, 29, 30, 29, 30, 29}}
	y.start = t.epoch + 354*(number-1) + iso.FloorDiv(3+11*number, 30)
	if mod(14+11*number, 30) < 11 {
		y.leap = true
		y.lengths[11] = 30
	}
	return y
}

func (t tabular) near(day int) int { return iso.FloorDiv(30*(day-t.epoch), 10631) + 1 }

// islamicEras count from the Hijra, forwards and backwards.
var islamicEras = []era{
	{name: "ah", since: [3]int{1, 1, 1}},
	{name: "bh", zero: 1, back: true},
}
