package intl

import (
	"embed"
	"encoding/json"
	"strings"
	"sync"
)

//go:embed data/*.json
var files embed.FS

// locale is what is known of one locale. Patterns of dates are in the letters of CLDR, with
// {M0} for the first set of month names and so on; letters that stand for themselves are quoted.
type locale struct {
	Calendar  string                      `json:"calendar"` // "" for the Gregorian one
	GMT       string                      `json:"gmt"`      // around {0}, an offset of zones
	GMTMinus  string                      `json:"gmtMinus"` // sign of an offset
	Hour      string                      `json:"h12"`      // cycle that is usual: h12 or h23
	Zone      string                      `json:"zone"`
	ZoneDate  string                      `json:"zoneDate"`
	Glue      []string                    `json:"glue"`      // date and time by the length of the month
	GlueStyle []string                    `json:"glueStyle"` // and for dateStyle with timeStyle
	Era       string                      `json:"era"`
	Sets      map[string][][]string       `json:"sets"`
	Styles    map[string]string           `json:"styles"`
	Time      map[string]string           `json:"time"`
	Dates     []int                       `json:"dates"` // index into Patterns by fields: see dateIndex
	Patterns  []string                    `json:"patterns"`
	Number    numbers                     `json:"number"`
	List      map[string][]string         `json:"list"`     // separators: of two; first, inner, last of more
	Relative  lazy[map[string][]relative] `json:"relative"` // by unit: long, short, narrow

	RangeDates    lazy[[]int]    `json:"rangeDates"` // index into RangePatterns: see rangePattern
	RangeStyles   []int          `json:"rangeStyles"`
	RangeTimes    []int          `json:"rangeTimes"` // of fields, then of styles
	RangePatterns lazy[[]string] `json:"rangePatterns"`
	RangeGlue     string         `json:"rangeGlue"` // between two texts

	Periods     lazy[map[string]period]            `json:"periods"`     // parts of the day by length
	PeriodAlone string                             `json:"periodAlone"` // of an hour with it
	Fields      lazy[map[string]map[string]string] `json:"fields"`      // names by length
	Calendars   lazy[map[string]string]            `json:"calendars"`   // names, as the following
	Regions     lazy[map[string]string]            `json:"regions"`
	Short       lazy[map[string]string]            `json:"regionsShort"` // those that are shorter
	Languages   lazy[map[string]string]            `json:"languages"`
	Scripts     lazy[map[string]string]            `json:"scripts"`
	Eras        map[string][]string                `json:"eras"`         // before and after, by length
	EraYear     string                             `json:"eraYear"`      // pattern of a year with it
	PluralRange lazy[map[string]string]            `json:"pluralRanges"` // of two categories, where it is not the second
	PeriodTime  string                             `json:"periodMinute"` // of hour and minute with a part of the day
	Zones       lazy[map[string][]string]          `json:"zones"`        // short and long, in January and July; then general ones

	tables func() *calendarTables
}

// numbers is how numbers are written. In patterns 0 is the number and ¤ the currency.
type numbers struct {
	Decimal, Group, Minus, Plus, Percent, PercentSign string
	Sec, Min                                          int // size of groups after the first; least digits before a group
	Currency, CurrencyNeg, CurrencyCode, Accounting   string
	CurrencyCodeNeg, CurrencyDecimal, CurrencyGroup   string
	NaN, Exp, NamePattern                             string
	Range, About                                      string // between two numbers; before one
	Symbols, Narrow                                   map[string]string
	DisplayNames                                      lazy[map[string]string]
	Names                                             lazy[map[string]plurals]
	Compact                                           lazy[map[string][]compactForm]
	Units                                             lazy[map[string][]plurals] // short, narrow, long
	Per                                               lazy[map[string][]string]  // of {0}, likewise
}

// plurals is a text, or one for each plural category; "1" is for that number alone.
type plurals struct {
	text string
	by   map[string]string
}

// UnmarshalJSON reads a string or an object of strings.
func (p *plurals) UnmarshalJSON(b []byte) error {
	if b[0] == '"' {
		return json.Unmarshal(b, &p.text)
	}
	return json.Unmarshal(b, &p.by)
}

func (p plurals) get(category string) string {
	if p.by == nil {
		return p.text
	}
	if s, ok := p.by[category]; ok {
		return s
	}
	return p.by["other"]
}

// compactForm is how a power of ten is abbreviated: how many digits more than one are shown.
type compactForm struct {
	digits  int
	pattern plurals
}

// UnmarshalJSON reads [digits, pattern].
func (c *compactForm) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&c.digits, &c.pattern})
}

// period is the names of parts of the day, and which each hour has.
type period struct {
	names []string
	hours []int
}

// UnmarshalJSON reads [names, hours].
func (p *period) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &[]any{&p.names, &p.hours}) }

// relative is how one unit of time is told from now.
type relative struct {
	past, future plurals
	words        map[string]string // of -2 to 2
}

// UnmarshalJSON reads [past, future, words].
func (r *relative) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&r.past, &r.future, &r.words})
}

// locales holds what was read, for all isolates.
var locales sync.Map // name of the file → *locale

// parent is the locale of which a file holds only what differs; "" where it is whole.
func parent(name string) string {
	switch language, rest, _ := strings.Cut(name, "-"); {
	case rest == "":
		return ""
	case name == "zh-HK":
		return "zh-Hant"
	case language == "es" && rest != "419":
		return "es-419"
	case language == "en" && rest != "001" && rest != "US" && rest != "PH":
		return "en-001"
	default:
		return language
	}
}

// load reads the data of a locale; false if there is none.
func load(name string) (*locale, bool) {
	if l, ok := locales.Load(name); ok {
		return l.(*locale), true
	}
	l := &locale{tables: sync.OnceValue(func() *calendarTables { return readCalendars(name) })}
	if !l.read(name) {
		return nil, false
	}
	locales.Store(name, l)
	return l, true
}

// read adds what the file of a locale says to what its parent's does.
func (l *locale) read(name string) bool {
	b, err := files.ReadFile("data/" + name + ".json")
	if err != nil {
		return false
	}
	if up := parent(name); up != "" && !l.read(up) {
		return false
	}
	if err := json.Unmarshal(b, l); err != nil {
		panic(err) // the file is embedded
	}
	return true
}

// dataFor finds the data for a canonical tag, going to ever more general ones.
func dataFor(tag string) (*locale, bool) {
	parts := strings.Split(tag, "-")
	language, script, region := parts[0], "", ""
	for _, p := range parts[1:] {
		switch {
		case len(p) == 4 && !isDigit(p[0]):
			script = p
		case len(p) == 2, len(p) == 3 && isDigit(p[0]):
			region = p
		}
	}
	if language == "no" {
		language = "nb"
	}
	if language == "zh" && script == "" && (region == "TW" || region == "HK" || region == "MO") {
		script = "Hant"
	}
	candidates := []string{language + "-" + region, language + "-" + script, language}
	switch {
	case language == "zh" && script == "Hant":
		candidates[0] = ""
		if region == "HK" || region == "MO" {
			candidates[0] = "zh-HK"
		}
	case language == "es" && region != "" && region != "ES" && region != "GQ" && region != "PH" && region != "EA" && region != "IC":
		candidates[1] = "es-419"
	case language == "en" && region != "" && strings.Contains(british, region):
		candidates[1] = "en-001"
	}
	for _, name := range candidates {
		if l, ok := load(name); ok {
			return l, true
		}
	}
	return nil, false
}

// british are the regions whose English is not written as in the United States.
const british = "001 150 AG AI AT AU BB BE BM BS BW BZ CA CC CH CK CM CX CY DE DG DK DM ER FI FJ FK FM GB GD GG GH GI GM GY HK IE IL IM IN IO JE JM KE KI KN KY LC LR LS MG MO MS MT MU MV MW MY NA NF NG NL NR NU NZ PG PK PN PW RW SB SC SD SE SG SH SI SL SS SX SZ TC TK TO TT TV TZ UG VC VG VU WS ZA ZM ZW AE"

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
