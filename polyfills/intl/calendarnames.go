package intl

import (
	"strconv"
	"strings"
)

// tableName writes a name, or a day in Chinese numerals, by the tables of calendars.
func (w *dateWriter) tableName(kind byte, set string) {
	t := w.format.data.tables()
	switch kind {
	case 'M':
		w.month(t, set)
	case 'E':
		w.out = append(w.out, part{"weekday", t.Weekdays[set[0]-'a'][w.time.Weekday()]})
	case 'G':
		if id := w.format.calendar; id == "chinese" || id == "dangi" {
			w.number("era", strconv.Itoa(w.date.era))
			return
		}
		if name := t.era(w.format.calendar, set, w.date.era); name != "" {
			w.out = append(w.out, part{"era", name})
		}
	case 'a':
		w.out = append(w.out, part{"dayPeriod", either(w.time.Hour() < 12, "AM", "PM")})
	case 'd':
		w.out = append(w.out, part{"day", chineseDay(w.date.day, set == "c")})
	}
}

// month writes the name of the month.
func (w *dateWriter) month(t *calendarTables, set string) {
	id := monthsOf(w.format.calendar)
	name := t.Months[id][set][w.date.month-1]
	if w.date.leap && t.Leap[id] != nil {
		width := max(strings.Index("lsn", strings.ToLower(set)), 0)
		name = strings.Replace(t.Leap[id][width], "{0}", name, 1)
	}
	w.out = append(w.out, part{"month", name})
}

// leapNumber writes the number of a leap month.
func (w *dateWriter) leapNumber(width int) {
	w.number("month", strings.Replace(w.format.data.tables().Leap[w.format.calendar][3], "{0}", padded(w.date.number, width), 1))
}

// writeFirstYear writes the first year of a Japanese era where it has a name, which is where the year is called one.
func (w *dateWriter) writeFirstYear(width int) bool {
	if w.format.calendar != "japanese" || w.date.year != 1 {
		return false
	}
	name := w.format.data.tables().FirstYear
	if name == "" || !strings.Contains(w.format.pattern, strings.Repeat("y", width)+"年") {
		return false
	}
	w.out = append(w.out, part{"year", name})
	return true
}

// cycleYear is the year in its cycle of sixty, from 0.
func (w *dateWriter) cycleYear() int { return ((w.date.related-4)%60 + 60) % 60 }
