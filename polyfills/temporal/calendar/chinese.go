package calendar

import "paddock/polyfills/temporal/iso"

// chinese is the calendar of China and of those who took it over: chinese and dangi. Months begin with new moons. A
// year is the one of ISO in which its first month begins; the winter solstice is in the eleventh month, and of 13
// months from one such month to the next the first one in which the sun enters no sign of the zodiac is a leap month.
//
// The years that the observatories have published are in tables. Before and after them, months and signs are taken to
// be equally long, as they were until 1644; that stays with the Gregorian calendar, and goes away from the sky.
type chinese struct {
	table []uint32 // the years from tableFirst on; see unpack
	ahead int      // the local time after them, in milliseconds ahead of UTC
}

var _ system = chinese{}

// Lengths in milliseconds, and moments as milliseconds from the beginning of 1970.
const (
	dayLength      = 86_400_000
	solarYear      = 146_097 * dayLength / 400 // the mean one of the Gregorian calendar
	solarMonth     = solarYear / 12
	lunarMonth     = 2_551_442_876 // 29.5305888531 days, the mean lunation of the year 2000
	lunation       = float64(lunarMonth) / dayLength
	winterSolstice = 945_848_640_000 // 1999-12-22T07:44Z
	newMoon        = 947_182_440_000 // 2000-01-06T18:14Z
	hour           = 3_600_000
	beijing        = 1397 * dayLength / 180 / 24 // the local time of the old observatory, ahead of UTC
)

func (c chinese) year(number int) year {
	switch i := number - tableFirst; {
	case i < 0:
		return meanYear(number, beijing)
	case i >= len(c.table):
		return meanYear(number, c.ahead)
	default:
		return unpack(number, c.table[i])
	}
}

func (chinese) near(day int) int { return iso.FromEpochDays(day).Year }

// meanYear reckons a year of equally long months and signs, at a time that much ahead of UTC.
func meanYear(number, ahead int) year {
	y := year{number: number}
	sign := latest(winterSolstice+ahead, solarYear, iso.Date{Year: number, Month: 1, Day: 0}.EpochDays())
	month := latest(newMoon+ahead, lunarMonth, iso.FloorDiv(sign, dayLength))
	leapt := false
	for n := -2; ; { // the eleventh month of the year before
		next := month + lunarMonth
		signless := !leapt && iso.FloorDiv(next, dayLength) <= iso.FloorDiv(sign, dayLength)
		if n == 12 && !signless {
			return y
		}
		if n > 0 || n == 0 && !signless {
			first := iso.FloorDiv(month, dayLength)
			if y.months == 0 {
				y.start = first
			}
			y.lengths[y.months] = uint8(iso.FloorDiv(next, dayLength) - first)
			y.months++
		}
		if signless {
			leapt = true
			if n > 0 {
				y.leap, y.leapMonth = true, y.months
			}
		} else {
			n++
			sign += solarMonth
		}
		month = next
	}
}

// latest gives the last of equally distant moments that is not after a day.
func latest(moment, distance, day int) int {
	return moment + iso.FloorDiv((day+1)*dayLength-1-moment, distance)*distance
}

// unpack reads an entry of a table: from the lowest bit, 13 bits for months of 30 days, 4 for the number of the leap
// month or 0, and above them how many days after January 19 the year begins.
func unpack(number int, packed uint32) year {
	y := year{number: number, months: 12, leapMonth: int(packed >> 13 & 15)}
	y.start = iso.Date{Year: number, Month: 1, Day: 19 + int(packed>>17)}.EpochDays()
	if y.leapMonth > 0 {
		y.leap, y.months = true, 13
	}
	for i := range y.months {
		y.lengths[i] = 29 + uint8(packed>>i&1)
	}
	return y
}
