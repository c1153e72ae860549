package intl

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"encoding/json"
	"io"
	"strings"
	"sync"
)

// calendarArchive has one file per locale, as the folder data, and one for all.
//
//go:embed data/calendars.zip
var calendarArchive []byte

// calendarTables is how a locale writes dates in calendars that are not its usual one, and eras and time zones in any: what is
// asked for less often. In its patterns {Ms} is the month in the set of names s of the calendar, {Ea} the weekday in the first
// set, {Gs} the era in its short form, and {dh} and {dc} are days in Chinese numerals.
type calendarTables struct {
	Weekdays       [][]string                     `json:"weekdays"` // alone: short, long, narrow; then what else there is
	Months         map[string]map[string][]string `json:"months"`   // names by calendar and set: l, s and n are long, short and narrow ones
	Leap           map[string][]string            `json:"leap"`     // of {0}, how leap months are named: long, short, narrow, as numbers
	Eras           map[string]map[string][]string `json:"eras"`     // names by calendar and width, l, s or n; see era
	Years          []string                       `json:"years"`    // of a cycle of sixty
	FirstYear      string                         `json:"firstYear"`
	Styles         map[string][]string            `json:"styles"`         // patterns of dateStyle by calendar
	Dates          map[string]delta               `json:"dates"`          // and of fields: see dateIndex
	EraDates       map[string]delta               `json:"eraDates"`       // likewise of fields with an era, short,
	EraDatesLong   map[string]delta               `json:"eraDatesLong"`   // long
	EraDatesNarrow map[string]delta               `json:"eraDatesNarrow"` // or narrow
	ZoneTimes      map[string]string              `json:"zoneTimes"`      // patterns of times with a zone, as Time of locale
	WeekdayTimes   map[string]string              `json:"weekdayTimes"`   // likewise with a weekday, whose width comes first
	Greenwich      []string                       `json:"greenwich"`      // the mean time there: short and long
}

// delta is a list of patterns by dateIndex: those of another calendar, but for some. A pattern that is in neither, or "", is the
// one that is predicted.
type delta struct {
	like string
	but  map[int]string
}

// UnmarshalJSON reads [like, but].
func (d *delta) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &[]any{&d.like, &d.but}) }

// archived reads a file of the archive into v, if it is there.
func archived(name string, v any) {
	r, err := zip.NewReader(bytes.NewReader(calendarArchive), int64(len(calendarArchive)))
	if err != nil {
		panic(err) // it is embedded, as are its files
	}
	file, err := r.Open(name + ".json")
	if err != nil {
		return
	}
	b, err := io.ReadAll(file)
	if err == nil {
		err = json.Unmarshal(b, v)
	}
	if err != nil {
		panic(err)
	}
}

// readCalendars reads the tables of a locale over those of its parent.
func readCalendars(name string) *calendarTables {
	t := &calendarTables{}
	if up := parent(name); up != "" {
		t = readCalendars(up)
	}
	archived(name, t)
	return t
}

// eraStarts are the days since 1970 with which the Japanese eras begin.
var eraStarts = sync.OnceValue(func() []int {
	var file struct {
		Days []int `json:"days"`
	}
	archived("eras", &file)
	return file.Days
})

// patternsOf is the calendar whose patterns a calendar has.
func patternsOf(calendar string) string {
	switch {
	case strings.HasPrefix(calendar, "islamic"):
		return "islamic-civil"
	case calendar == "ethioaa":
		return "ethiopic"
	}
	return calendar
}

// monthsOf is the calendar whose names of months a calendar has.
func monthsOf(calendar string) string {
	switch calendar {
	case "iso8601", "japanese", "buddhist", "roc":
		return "gregory"
	}
	return patternsOf(calendar)
}

// date gives a pattern for fields.
func (t *calendarTables) date(calendar string, index int) string {
	if p := explicit(t.Dates, calendar, index); p != "" {
		return p
	}
	p, _ := predicted(func(i int) string { return t.date(calendar, i) }, index)
	return p
}

// eraDateAs gives a pattern for fields with an era of a width: l, s or n.
func (t *calendarTables) eraDateAs(calendar string, index int, width string) string {
	switch width {
	case "l":
		if p := explicit(t.EraDatesLong, calendar, index); p != "" {
			return p
		}
	case "n":
		if p := explicit(t.EraDatesNarrow, calendar, index); p != "" {
			return p
		}
	}
	return eraAs(t.eraDate(calendar, index), width)
}

// eraDate gives a pattern for fields with a short era.
func (t *calendarTables) eraDate(calendar string, index int) string {
	if p := explicit(t.EraDates, calendar, index); p != "" {
		return p
	}
	p, _ := predictedWithEra(t.date(calendar, index), func(i int) string { return t.eraDate(calendar, i) }, index)
	return p
}

func explicit(lists map[string]delta, calendar string, index int) string {
	for calendar != "" {
		d := lists[calendar]
		if p, ok := d.but[index]; ok {
			return p
		}
		calendar = d.like
	}
	return ""
}

// predicted derives the pattern of fields from that of others that differ from them in their widths, as is right most often.
func predicted(at func(int) string, index int) (pattern string, ok bool) {
	day, month, year, weekday := index%3, index/3%6, index/18%3, index/54
	of := func(weekday, year, month, day int) string { return at(((weekday*3+year)*6+month)*3 + day) }
	switch {
	case weekday == 3:
		return strings.ReplaceAll(of(1, year, month, day), "{Ea}", "{Ec}"), true
	case day == 2:
		return doubled(of(weekday, year, month, 1), 'd'), true
	case month == 5:
		return strings.ReplaceAll(of(weekday, year, 3, day), "{Ms}", "{Mn}"), true
	case month == 2:
		return doubled(of(weekday, year, 1, day), 'M'), true
	case year == 2:
		return doubled(of(weekday, 1, month, day), 'y'), true
	case weekday == 2:
		return strings.ReplaceAll(of(1, year, month, day), "{Ea}", "{Eb}"), true
	}
	return "", false
}

// predictedWithEra is predicted for fields with an era: some calendars tell it always.
func predictedWithEra(without string, at func(int) string, index int) (pattern string, ok bool) {
	if strings.Contains(without, "{G") {
		return eraAs(without, "s"), true
	}
	return predicted(at, index)
}

// eraAs is a pattern with its era in a width.
func eraAs(pattern, width string) string {
	for _, other := range []string{"s", "l", "n"} {
		pattern = strings.ReplaceAll(pattern, "{G"+other+"}", "{G"+width+"}")
	}
	return pattern
}

// doubled writes the number of a letter with two digits.
func doubled(pattern string, letter byte) string {
	var out strings.Builder
	for i := 0; i < len(pattern); i++ {
		out.WriteByte(pattern[i])
		switch c := pattern[i]; {
		case c == '\'':
			i++
			out.WriteByte(pattern[i])
		case c == '{':
			end := i + strings.IndexByte(pattern[i:], '}')
			out.WriteString(pattern[i+1 : end+1])
			i = end
		case c == letter && (i == 0 || pattern[i-1] != letter) && (i+1 == len(pattern) || pattern[i+1] != letter):
			out.WriteByte(letter)
		}
	}
	return out.String()
}

// era names an era; "" in the lists is the short form, and of that the English one.
func (t *calendarTables) era(calendar, width string, index int) string {
	switch {
	case strings.HasPrefix(calendar, "islamic"):
		calendar = patternsOf(calendar)
	case calendar == "iso8601":
		calendar = "gregory"
	}
	for _, names := range [][]string{t.Eras[calendar][width], t.Eras[calendar]["s"]} {
		if index < len(names) && names[index] != "" {
			return names[index]
		}
	}
	if english, ok := load("en"); ok && english.tables() != t {
		return english.tables().era(calendar, "s", index)
	}
	return ""
}
