package regex

import (
	"strings"
	"testing"
)

func TestExpand_Errors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ pattern, flags string }{
		{`\p{Nope}`, "u"}, {`\p`, "u"}, {`\pL`, "u"}, {`\p{L`, "u"}, {`\p{Other_Math}`, "u"}, {`\p{sc=Nope}`, "u"}, {`\p{x=L}`, "u"},
		{`[a`, "v"}, {`[z-a]`, "v"}, {`[^\q{ab}]`, "v"}, {`[(]`, "v"}, {`[\u{110000}]`, "v"}, {`[\`, "v"}, {`[\q{a`, "v"}, {`\m`, "v"}, {strings.Repeat("[", 200), "v"},
	} {
		if got, _, err := Expand(test.pattern, test.flags); err == nil || !strings.HasPrefix(err.Error(), "Invalid regular expression: /") {
			t.Errorf("%s: got %q, %v", test.pattern, got, err)
		}
	}
}

func FuzzExpand(f *testing.F) {
	f.Add(`[\p{L}--[a-z]]`, "v")
	f.Add(`\q{a|b}[^\P{Lu}]`, "u")
	f.Add(`(?i:[^a-z\d-]\x61(?<a>.)|(?<a>\cJ))(?-s:.)^\k<a>`, "gims")
	f.Fuzz(func(t *testing.T, pattern, flags string) {
		_, _, _ = Expand(pattern, flags)
	})
}
