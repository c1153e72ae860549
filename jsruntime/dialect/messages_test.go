package dialect

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzMessages gives the rules texts and places that no parser has seen; bundles are ASCII.
func FuzzMessages(f *testing.F) {
	for _, text := range []string{"o.a.b(1)", "new o.X()", "const {a} = u.b", "f(...u)", "(", "a[", "'", "x`y", "new ", "\"in b"} {
		for at := range len(text) {
			f.Add(text, at)
		}
	}
	f.Fuzz(func(t *testing.T, text string, at int) {
		if at < 0 || at >= len(text) || len(text) > 200 || strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) {
			t.Skip("a bundle is ASCII, and a place lies in its text")
		}
		for _, r := range messageRules {
			for _, native := range []string{"", "call", "forEach"} {
				got := applied(r.rule, r.prefix+"x'", site{script: "f.js", native: native, text: text, at: at})
				if !utf8.ValidString(got) {
					t.Errorf("%q at %d of %q", got, at, text)
				}
			}
		}
	})
}

func TestMessages_BrokenTextsLeaveTheEnginesWords(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"(", "[", "a[(", "'(", "`", "new (", "{"} {
		for at := range len(text) {
			for _, r := range messageRules {
				applied(r.rule, r.prefix+"x'", site{script: "f.js", text: text, at: at})
			}
		}
	}
}
