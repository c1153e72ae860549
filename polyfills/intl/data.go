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
	Hour      string                `json:"h12"` // cycle that is usual: h12 or h23
	Zone      string                `json:"zone"`
	ZoneDate  string                `json:"zoneDate"`
	Glue      []string              `json:"glue"`      // date and time by the length of the month
	GlueStyle []string              `json:"glueStyle"` // and for dateStyle with timeStyle
	Era       string                `json:"era"`
	Sets      map[string][][]string `json:"sets"`
	Styles    map[string]string     `json:"styles"`
	Time      map[string]string     `json:"time"`
	Dates     []int                 `json:"dates"` // index into Patterns by fields: see dateIndex
	Patterns  []string              `json:"patterns"`
	Number    numbers               `json:"number"`
	List      map[string][]string   `json:"list"`     // separators: of two; first, inner, last of more
	Relative  map[string][]relative `json:"relative"` // by unit: long, short, narrow
}

// numbers is how numbers are written. In patterns 0 is the number and ¤ the currency.
type numbers struct {
	Decimal, Group, Minus, Plus, Percent, PercentSign string
	Sec, Min                                          int // size of groups after the first; least digits before a group
	Currency, CurrencyNeg, CurrencyCode, Accounting   string
	CurrencyCodeNeg, CurrencyDecimal, CurrencyGroup   string
	NaN, Exp, NamePattern                             string
	Symbols, Narrow, DisplayNames                     map[string]string
	Names                                             map[string]plurals
	Compact                                           map[string][]compactForm
	Units                                             map[string][]plurals // short, narrow, long
}

// plurals is a text, or one for each plural category.
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

// load reads the data of a locale; false if there is none.
func load(name string) (*locale, bool) {
	if l, ok := locales.Load(name); ok {
		return l.(*locale), true
	}
	b, err := files.ReadFile("data/" + name + ".json")
	if err != nil {
		return nil, false
	}
	l := &locale{}
	if err := json.Unmarshal(b, l); err != nil {
		panic(err) // the file is embedded
	}
	locales.Store(name, l)
	return l, true
}

// dataFor finds the data for a canonical tag, going to ever more general ones.
func dataFor(tag string) (*locale, bool) {
	if l, ok := load(tag); ok {
		return l, true
	}
	parts := strings.Split(tag, "-")
	language, region := parts[0], ""
	for _, p := range parts[1:] {
		switch {
		case p == "Hant" || p == "TW" || p == "HK" || p == "MO":
			if language == "zh" {
				return load("zh-TW")
			}
			region = p
		case len(p) == 2:
			region = p
		}
	}
	if language == "no" {
		language = "nb"
	}
	if language == "es" && region != "" && region != "ES" && region != "GQ" && region != "PH" {
		region = "MX" // what is said in America
	}
	if l, ok := load(language + "-" + region); ok {
		return l, true
	}
	return load(language)
}
