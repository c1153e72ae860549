package intl

import (
	"slices"
	"strings"
	"time"

	"paddock/polyfills/temporal/calendar"
	"paddock/polyfills/temporal/iso"
)

// calendars are those that dates are written in.
var calendars = []string{"buddhist", "chinese", "coptic", "dangi", "ethioaa", "ethiopic", "gregory", "hebrew", "indian", "islamic", "islamic-civil", "islamic-rgsa", "islamic-tbla", "islamic-umalqura", "iso8601", "japanese", "persian", "roc"}

// usualCalendar is the one of a locale.
func (l *locale) usualCalendar() string { return either(l.Calendar == "", "gregory", l.Calendar) }

// chooseCalendar takes the calendar asked for, or the usual one.
func (f *dateFormat) chooseCalendar(asked string) {
	f.calendar = f.tag.choose("ca", asked, f.data.usualCalendar(), func(c string) bool { return slices.Contains(calendars, c) })
}

// civilDate is a date in a calendar.
type civilDate struct {
	era              int // 0 for the first
	year, month, day int // year is that of the era; month is where its name is, from 1
	number           int // of the month, as it is written
	leap             bool
	related          int // of calendars with cycles: the year of ISO's calendar in which the year begins
}

// civil gives the date of a time in the calendar.
func (f *dateFormat) civil(t time.Time) civilDate {
	year, m, day := t.Date()
	month := int(m)
	switch f.calendar {
	case "gregory", "iso8601":
		if year <= 0 {
			return civilDate{0, 1 - year, month, day, month, false, 0}
		}
		return civilDate{1, year, month, day, month, false, 0}
	case "buddhist", "roc", "japanese":
		year, month, day = julian(year, month, day)
		era := 0
		switch f.calendar {
		case "buddhist":
			year += 543
		case "roc":
			if year -= 1911; year > 0 {
				era = 1
			} else {
				year = 1 - year
			}
		default:
			era, year = japaneseEra(t, year)
		}
		return civilDate{era, year, month, day, month, false, 0}
	}
	id := f.calendar
	if id == "islamic" || id == "islamic-rgsa" {
		id = "islamic-umalqura"
	}
	system, _ := calendar.Lookup(id)
	return civilOf(f.calendar, system.Date(iso.Date{Year: year, Month: month, Day: day}))
}

// civilOf is a date of another calendar than those with the months of the Gregorian one.
func civilOf(id string, d calendar.Date) civilDate {
	out := civilDate{0, d.Year, 0, d.Day, d.Month, strings.HasSuffix(d.MonthCode, "L"), 0}
	out.month = int(d.MonthCode[1]-'0')*10 + int(d.MonthCode[2]-'0')
	switch {
	case id == "chinese" || id == "dangi":
		out.number, out.related = out.month, d.Year
		out.era = iso.FloorDiv(d.Year+2636, 60) + 1
	case id == "hebrew" && out.leap: // it has a name of its own
		out.month, out.leap = 13, false
	case id == "hebrew" && d.IsLeapYear && out.month == 6:
		out.month = 14
	case id == "coptic" && d.Year > 0, id == "ethiopic" && d.Year > 0:
		out.era = 1
	case id == "coptic":
		out.year = 1 - d.Year
	case id == "ethiopic":
		out.year = d.Year + 5500
	}
	return out
}

// japaneseEra gives the era of a time, and the year in it of a year.
func japaneseEra(t time.Time, year int) (era, ofEra int) {
	starts := eraStarts()
	_, offset := t.Zone()
	day := iso.FloorDiv(int(t.Unix())+offset, 24*60*60)
	era, found := slices.BinarySearch(starts, day)
	if !found {
		era = max(era-1, 0)
	}
	first, m, d := time.Unix(int64(starts[era])*24*60*60, 0).UTC().Date()
	first, _, _ = julian(first, int(m), d)
	return era, year - first + 1
}

// julian gives the date in the calendar of Julius Caesar, if it is before that of Pope Gregory began.
func julian(year, month, day int) (int, int, int) {
	if (iso.Date{Year: year, Month: month, Day: day}).Compare(iso.Date{Year: 1582, Month: 10, Day: 15}) >= 0 {
		return year, month, day
	}
	const march = 719470 // days from the March before its year 1 to 1970: years are counted from March
	days := iso.Date{Year: year, Month: month, Day: day}.EpochDays() + march
	cycle := iso.FloorDiv(days, 1461)
	ofCycle := days - cycle*1461
	ofCycleYear := min(ofCycle/365, 3)
	ofYear := ofCycle - ofCycleYear*365
	m := (5*ofYear + 2) / 153
	year, month, day = cycle*4+ofCycleYear, m+3, ofYear-(153*m+2)/5+1
	if month > 12 {
		year, month = year+1, month-12
	}
	return year, month, day
}

// chineseDay writes a day of the month in Chinese numerals: as days are counted, or digit by digit.
func chineseDay(day int, counted bool) string {
	digits := []rune("〇一二三四五六七八九")
	if !counted {
		return withDigits(either(day < 10, string(rune('0'+day)), string(rune('0'+day/10))+string(rune('0'+day%10))), digits)
	}
	switch ones := string(digits[day%10]); {
	case day < 10:
		return "初" + ones
	case day == 10:
		return "初十"
	case day%10 == 0:
		return string(digits[day/10]) + "十"
	default:
		return []string{"", "十", "廿", "卅"}[day/10] + ones
	}
}
