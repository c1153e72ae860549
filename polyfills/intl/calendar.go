package intl

import "time"

// chooseCalendar takes the calendar asked for where it is one that the locale can write: its own, the
// Gregorian one where that is its own, or what differs from it in the years alone.
func (f *dateFormat) chooseCalendar(asked string) {
	own := f.data.Calendar
	if own == "" {
		own = "gregory"
	}
	writes := func(c string) bool {
		switch c {
		case own:
			return true
		case "gregory", "iso8601", "buddhist", "roc":
			return own == "gregory" || own == "buddhist"
		}
		return false
	}
	f.calendar = f.tag.choose("ca", asked, own, writes)
}

// civil gives the date of a time in the calendar.
func (f *dateFormat) civil(t time.Time) (year, month, day int) {
	year, m, day := t.Date()
	switch f.calendar {
	case "buddhist":
		return year + 543, int(m), day
	case "roc":
		return year - 1911, int(m), day
	case "persian":
		return persian(t)
	}
	return year, int(m), day
}

// persian gives a date in the Iranian calendar, by the rule of 8 leap years in 33.
func persian(t time.Time) (year, month, day int) {
	const epoch, unix = 1948320, 2440588 // days of Julius Caesar's count
	year, m, day := t.Date()
	days := int(time.Date(year, m, day, 0, 0, 0, 0, time.UTC).Unix()/86400) + unix - epoch
	year = 1 + floorDiv(33*days+3, 12053)
	ofYear := days - (365*(year-1) + floorDiv(8*year+21, 33))
	if ofYear < 216 {
		return year, ofYear/31 + 1, ofYear%31 + 1
	}
	return year, (ofYear-6)/30 + 1, (ofYear-6)%30 + 1
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
