package regex

import (
	"strings"
	"testing"
)

// What workerd of April 2026 says.
func TestExpand_Complaints(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ pattern, flags, want string }{
		{strings.Repeat("(a)|", 1<<15), "", `Too many captures`},
		{`*`, "", `Nothing to repeat`},
		{`a**`, "", `Nothing to repeat`},
		{`(?:`, "", `Unterminated group`},
		{`(a`, "", `Unterminated group`},
		{`a)`, "", `Unmatched ')'`},
		{`[a`, "", `Unterminated character class`},
		{`\`, "", `\ at end of pattern`},
		{`(?i-i:a)`, "", `Repeated flag in flag group`},
		{`(?-:a)`, "", `Invalid flag group`},
		{`(?ii:a)`, "", `Repeated flag in flag group`},
		{`(?g:a)`, "", `Invalid group`},
		{`(?i`, "", `Invalid group`},
		{`(?i)a`, "", `Invalid group`},
		{`(?I:a)`, "", `Invalid group`},
		{`(?<a`, "", `Invalid capture group name`},
		{`(?<a>b)(?<a>c)`, "", `Duplicate capture group name`},
		{`(?<1a>b)`, "", `Invalid capture group name`},
		{`\k<a>`, "u", `Invalid named capture referenced`},
		{`(?<b>x)\k<a>`, "", `Invalid named capture referenced`},
		{`\k`, "u", `Invalid named reference`},
		{`(?<b>x)\k`, "", `Invalid named reference`},
		{`\u{110000}`, "u", `Invalid Unicode escape`},
		{`\u{`, "u", `Invalid Unicode escape`},
		{`\u12`, "u", `Invalid Unicode escape`},
		{`\x1`, "u", `Invalid escape`},
		{`\a`, "u", `Invalid escape`},
		{`\-`, "u", `Invalid escape`},
		{`\c`, "u", `Invalid Unicode escape`},
		{`\1`, "u", `Invalid escape`},
		{`\01`, "u", `Invalid decimal escape`},
		{`\8`, "u", `Invalid escape`},
		{`[\1]`, "u", `Invalid decimal escape`},
		{`[\00]`, "u", `Invalid decimal escape`},
		{`[b-a]`, "", `Range out of order in character class`},
		{`[a-\d]`, "u", `Invalid character class`},
		{`[\d-a]`, "u", `Invalid character class`},
		{`{`, "u", `Lone quantifier brackets`},
		{`}`, "u", `Lone quantifier brackets`},
		{`]`, "u", `Lone quantifier brackets`},
		{`a{1`, "u", `Incomplete quantifier`},
		{`a{2,1}`, "", `numbers out of order in {} quantifier`},
		{`a{2,1`, "u", `Incomplete quantifier`},
		{`{1}`, "", `Nothing to repeat`},
		{`a{1}{2}`, "", `Nothing to repeat`},
		{`(?=a)*`, "u", `Invalid quantifier`},
		{`(?<=a)*`, "", `Invalid quantifier`},
		{`(?!a){2}`, "u", `Invalid quantifier`},
		{`\p{Foo}`, "u", `Invalid property name`},
		{`\p`, "u", `Invalid property name`},
		{`\p{L`, "u", `Invalid property name`},
		{`[\p{Foo}]`, "u", `Invalid property name in character class`},
		{`\P{RGI_Emoji}`, "v", `Invalid property name`},
		{`\p{RGI_Emoji}`, "u", `Invalid property name`},
		{`[a--b`, "v", `Unterminated character class`},
		{`[a&&b--c]`, "v", `Invalid set operation in character class`},
		{`[(]`, "v", `Invalid character in character class`},
		{`[a-]`, "v", `Invalid character in character class`},
		{`[&&]`, "v", `Invalid set operation in character class`},
		{`[a&&&b]`, "v", `Invalid character in character class`},
		{`[!!a]`, "v", `Invalid set operation in character class`},
		{`[\q{a]`, "v", `Invalid character in character class`},
		{`[^\q{ab}]`, "v", `Negated character class may contain strings`},
		{`(?a)`, "", `Invalid group`},
		{`(?<`, "", `Invalid capture group name`},
		{`(?<>a)`, "", `Invalid capture group name`},
		{`(?`, "", `Invalid group`},
		{`a|*`, "", `Nothing to repeat`},
		{`(?<a>.)(?<b>.)(?<a>.)`, "u", `Duplicate capture group name`},
		{`\_`, "u", `Invalid escape`},
		{`[\_]`, "u", `Invalid escape`},
		{`[\b\B]`, "u", `Invalid escape`},
		{`\u`, "u", `Invalid Unicode escape`},
		{`[\u]`, "u", `Invalid Unicode escape`},
		{`(?<a>x)(?:(?<a>y)|z)`, "", `Duplicate capture group name`},
		{`\k<`, "u", `Invalid capture group name`},
		{`(?<a>.)\k<a`, "u", `Invalid capture group name`},
		{`[[a]`, "v", `Unterminated character class`},
		{`[a]]`, "v", `Lone quantifier brackets`},
		{`a]]`, "v", `Lone quantifier brackets`},
		{`(?i:a`, "u", `Unterminated group`},
		{`[\c]`, "u", `Invalid Unicode escape`},
		{`\c1`, "u", `Invalid Unicode escape`},
		{`^*`, "", `Nothing to repeat`},
		{`\b+`, "u", `Nothing to repeat`},
		{`\b+`, "", `Nothing to repeat`},
		{`$?`, "", `Nothing to repeat`},
		{`(?<a>`, "", `Unterminated group`},
	} {
		want := "Invalid regular expression: /" + test.pattern + "/" + test.flags + ": " + test.want
		if got, _, err := Expand(test.pattern, test.flags); err == nil || err.Error() != want {
			t.Errorf("got %q, %v; want %s", got, err, want)
		}
	}
	for _, test := range []struct{ pattern, flags string }{
		{`(?i-:a)`, ""},
		{`(?:a)`, ""},
		{`(?-i:a)`, ""},
		{`(?is-m:a)`, ""},
		{`(?<a>b)|(?<a>c)`, ""},
		{`\k<a>`, ""},
		{`\c`, ""},
		{`\0`, "u"},
		{`[a-\d]`, ""},
		{`(?=a)*`, ""},
		{`[\q{a|b}]`, "v"},
		{`a{99999999999999999999}`, ""},
		{`(?<a\u{62}>x)`, ""},
		{`(?<𝒜>x)`, ""},
		{`x{2}?`, "u"},
		{`[\c0]`, ""},
		{`[a-\d]{,5}\c[\c0]\8{a}]`, ""}, {`(?<$>.)\k<$>(?<\u{61}>b)`, "u"}, {`(?=a){2}`, ""}, {`a{2,02}`, "u"}, {`[^]\/\-[\-]`, ""},
	} {
		if _, _, err := Expand(test.pattern, test.flags); err != nil {
			t.Errorf("%s: %v", test.pattern, err)
		}
	}
	for _, flags := range []string{"gg", "x", "uv"} {
		if _, _, err := Expand("a", flags); err == nil || err.Error() != "Invalid regular expression flags" {
			t.Errorf("%s: %v", flags, err)
		}
	}
}
