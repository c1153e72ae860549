package calendar

// era is a stretch of years that are counted on their own.
type era struct {
	name  string
	alias string // another name that fields may have; "" for none
	zero  int    // the calendar's year that would be the era's year 0
	back  bool   // later years have smaller numbers
	since [3]int // year, month and day that it begins with; of a calendar's last era it does not matter
}

// year gives the calendar's year of a year of the era.
func (e era) year(ofEra int) int {
	if e.back {
		return e.zero - ofEra
	}
	return e.zero + ofEra
}

// eraOf names the era of a date, and its year, by the calendar's eras from the latest to the earliest.
func eraOf(eras []era, year, month, day int) (name string, ofEra int) {
	for i, e := range eras {
		if i < len(eras)-1 && before(year, month, day, e.since) {
			continue
		}
		if e.back {
			return e.name, e.zero - year
		}
		return e.name, year - e.zero
	}
	return "", 0
}

func before(year, month, day int, since [3]int) bool {
	if year != since[0] {
		return year < since[0]
	}
	if month != since[1] {
		return month < since[1]
	}
	return day < since[2]
}

// findEra finds an era by its name.
func findEra(eras []era, name string) (era, bool) {
	for _, e := range eras {
		if name == e.name || name != "" && name == e.alias {
			return e, true
		}
	}
	return era{}, false
}

// oneEra is what calendars have whose only era counts their years.
func oneEra(name string) []era { return []era{{name: name}} }
