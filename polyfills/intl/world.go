package intl

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
)

// world is what is known of languages and regions together. Lists are texts with spaces.
type world struct {
	Values         map[string]string // of supportedValuesOf
	Digits         map[string]string // ten of each numbering system
	CurrencyDigits map[string]int    // of those that have not two
	Zones          map[string]string // time zones by region
	Regions        map[string]string // old codes
	Languages      map[string]string // old codes
	Supported      string            // languages
	Likely         map[string]string // languages by the script and region that are most likely, where golang.org/x/text has others
	Plurals        string            // languages that have nothing but rules of plurals
	Named          string            // languages that have names
	Available      map[string]string // scripts and regions with which a language is supported
	Numberings     map[string]string // locales by numbering system, but for Latin digits
	Calendar       map[string]string // locales by calendar, but for the Gregorian one
	Week           uneven            // first day and days of the weekend, by region
	Hours          uneven
	HoursOf        map[string]string // by locale, where it is not the region's
	Calendars      uneven
	Collations     uneven // by language
}

// uneven is a property with a value that most have and the lists of those that have others.
type uneven struct {
	most   string
	others map[string]string
}

// UnmarshalJSON reads [value, {value: list}].
func (u *uneven) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &[]any{&u.most, &u.others}) }

// of gives the value of one code.
func (u uneven) of(code string) string {
	for value, codes := range u.others {
		if listed(codes, code) {
			return value
		}
	}
	return u.most
}

// listed reports whether a text with spaces has a word.
func listed(list, word string) bool {
	return word != "" && slices.Contains(strings.Fields(list), word)
}

// theWorld reads the file of it when it is first asked.
var theWorld = sync.OnceValue(func() *world {
	b, err := files.ReadFile("data/world.json")
	if err != nil {
		panic(err) // it is embedded
	}
	w := &world{}
	if err := json.Unmarshal(b, w); err != nil {
		panic(err)
	}
	return w
})
