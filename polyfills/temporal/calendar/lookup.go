package calendar

import "strings"

// Lookup finds a calendar by its identifier or an alias of it, in whatever case of ASCII.
func Lookup(id string) (Calendar, bool) {
	id = lower(id)
	switch id {
	case "iso8601":
		return ISO, true
	case "ethiopic-amete-alem":
		id = "ethioaa"
	case "islamicc":
		id = "islamic-civil"
	}
	for _, c := range calendars {
		if c.id == id {
			return c, true
		}
	}
	return nil, false
}

// lower makes letters of ASCII small ones, and no others.
func lower(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, s)
}

// calendars are all but ISO.
var calendars = []*calendar{
	{id: "gregory", system: gregorian{}, months: 12, eras: gregorianEras},
	{id: "buddhist", system: gregorian{offset: 543}, months: 12, eras: oneEra("be")},
	{id: "roc", system: gregorian{offset: -1911}, months: 12, eras: rocEras},
	{id: "japanese", system: gregorian{}, months: 12, eras: japaneseEras, split: true},
	{id: "coptic", system: alexandrian{}, months: 13, eras: oneEra("am")},
	{id: "ethiopic", system: alexandrian{offset: 276}, months: 13, eras: ethiopicEras},
	{id: "ethioaa", system: alexandrian{offset: 5776}, months: 13, eras: oneEra("aa")},
	{id: "indian", system: indian{}, months: 12, eras: oneEra("shaka")},
	{id: "persian", system: persian{}, months: 12, eras: oneEra("ap")},
	{id: "islamic-civil", system: tabular{epoch: fridayEpoch}, months: 12, eras: islamicEras},
	{id: "islamic-tbla", system: tabular{epoch: thursdayEpoch}, months: 12, eras: islamicEras},
	{id: "islamic-umalqura", system: umalqura{tabular{epoch: fridayEpoch}}, months: 12, eras: islamicEras},
	{id: "hebrew", system: hebrew{}, lunation: hebrewLunation, eras: oneEra("am"), leaps: [2]int{5, 5}, forward: true},
	{id: "chinese", system: chinese{table: chinaTable, ahead: 8 * hour}, lunation: lunation, leaps: [2]int{1, 12}},
	{id: "dangi", system: chinese{table: koreaTable, ahead: 9 * hour}, lunation: lunation, leaps: [2]int{1, 12}},
}
