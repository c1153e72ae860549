package intl

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
)

// likelyParts are the script and the region of a language, where golang.org/x/text has others.
var likelyParts = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for rest, codes := range theWorld().Likely {
		for code := range strings.FieldsSeq(codes) {
			out[code] = rest
		}
	}
	return out
})

// likelyLanguages are languages and scripts of regions, where golang.org/x/text has others.
var likelyLanguages = map[string]string{
	"150": "en-Latn", "BV": "no-Latn", "BY": "ru-Cyrl", "CC": "ms-Arab", "CD": "fr-Latn", "CF": "sg-Latn", "DJ": "fr-Latn", "EZ": "en-Latn", "MU": "fr-Latn",
	"SN": "wo-Latn", "SS": "ar-Arab", "TD": "ar-Arab",
}

// maximized adds the script and the region that are most likely (UTS 35, Add Likely Subtags).
func (t identifier) maximized() identifier {
	if rest := likelyParts()[t.language]; rest != "" && t.script == "" && t.region == "" {
		t.script, t.region, _ = strings.Cut(rest, "-")
		return t
	}
	if of, script, ok := strings.Cut(likelyLanguages[t.region], "-"); ok && t.language == "und" && t.script == "" {
		t.language, t.script = of, script
		return t
	}
	parsed, err := language.Raw.Parse(identifier{language: t.language, script: t.script, region: t.region}.base())
	if err != nil {
		return t.filled()
	}
	base, _ := parsed.Base()
	script, _ := parsed.Script()
	region, _ := parsed.Region()
	if script.String() == "Zzzz" || region.String() == "ZZ" {
		return t.filled()
	}
	t.language, t.script, t.region = base.String(), script.String(), region.String()
	return t.inEnglish()
}

// inEnglish is the tag with the language that is taken where nothing is known of one, for the script Latin.
func (t identifier) inEnglish() identifier {
	if t.language == "und" && t.region != "" && (t.script == "" || t.script == "Latn") {
		t.language, t.script = "en", "Latn"
	}
	return t
}

// filled adds what likelyParts knows of the language.
func (t identifier) filled() identifier {
	script, region, ok := strings.Cut(likelyParts()[t.language], "-")
	if !ok {
		return t.inEnglish()
	}
	if t.script == "" {
		t.script = script
	}
	if t.region == "" {
		t.region = region
	}
	return t
}

// minimized leaves out what maximized would add again.
func (t identifier) minimized() identifier {
	full := t.maximized()
	for _, short := range []identifier{{language: full.language}, {language: full.language, region: full.region}, {language: full.language, script: full.script}} {
		if short.maximized().base() == (identifier{language: full.language, script: full.script, region: full.region}).base() {
			full.script, full.region = short.script, short.region
			break
		}
	}
	return full
}
