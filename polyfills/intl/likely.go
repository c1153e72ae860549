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

// maximized adds the script and the region that are most likely (UTS 35, Add Likely Subtags).
func (t identifier) maximized() identifier {
	if rest := likelyParts()[t.language]; rest != "" && t.script == "" && t.region == "" {
		t.script, t.region, _ = strings.Cut(rest, "-")
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
	if base.String() != "und" {
		t.language = base.String()
	}
	t.script, t.region = script.String(), region.String()
	return t
}

// filled adds what likelyParts knows of the language.
func (t identifier) filled() identifier {
	script, region, ok := strings.Cut(likelyParts()[t.language], "-")
	if !ok {
		return t
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
