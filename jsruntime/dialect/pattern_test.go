package dialect

import (
	"strings"
	"testing"
	"time"

	"github.com/dlclark/regexp2/v2"
)

func TestExpandPattern(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ src, want string }{
		"a category":                      {`/^\p{L}+$/u.test('aéЖ字') && !/\p{L}/u.test('p{L}'.slice(1) + '1')`, "false"},
		"letters":                         {`/^\p{L}+$/u.test('aéЖ字')`, "true"},
		"digits are no letters":           {`/\p{L}/u.test('1{}')`, "false"},
		"by long name":                    {`/^\p{General_Category=Uppercase_Letter}\p{Decimal_Number}\p{Lu}$/u.test('A1B')`, "true"},
		"within a class":                  {`'a-b_c!'.replace(/[\p{L}\p{N}_]/gu, '.')`, ".-...!"},
		"negated":                         {`'aß1 '.replace(/\P{L}/gu, '.')`, "aß.."},
		"negated class":                   {`'aß1 '.replace(/[^\p{L}\d]/gu, '.')`, "aß1."},
		"negated escape in a class":       {`'aß1 '.replace(/[\P{L}a]/gu, '.')`, ".ß.."},
		"ignoring case":                   {`/^\p{Lu}$/iu.test('a')`, "true"},
		"scripts":                         {`/^\p{Script=Greek}\p{sc=Cyrl}\p{scx=Hira}$/u.test('λЖあ')`, "true"},
		"identifiers":                     {`/^[$_\p{ID_Start}][$\u200c\u200d\p{ID_Continue}]*$/u.test('dé_1')`, "true"},
		"alphabetic, cases, space":        {`/^\p{Alphabetic}\p{Uppercase}\p{Lowercase}\p{White_Space}\p{ASCII}\p{Any}$/u.test('éAb\u00a0x\u{1F600}')`, "true"},
		"emoji":                           {`'a😀1'.replace(/\p{Emoji_Presentation}/gu, 'x') + /\p{Emoji}/u.test('1') + /\p{Extended_Pictographic}/u.test('1')`, "ax1truefalse"},
		"regional indicators":             {`/^\p{RI}{2}$/u.test('🇩🇪')`, "true"},
		"with lookahead":                  {`/\p{L}(?=\p{N})/u.exec('ab1')[0]`, "b"},
		"with a backreference":            {`/(\p{L})\1/u.exec('abb')[0]`, "bb"},
		"the empty set":                   {`/^[^\p{Any}]?$/u.test('') && !/\P{Any}/u.test('a')`, "true"},
		"without u it is the letter":      {`/\p{L}/.test('p{L}')`, "true"},
		"classes of surrogates":           {`'a😀b🤖c'.match(/x|[\ud800-\udbff][\udc00-\udfff]/g).join()`, "😀,🤖"},
		"classes of many surrogates":      {`'🏴a👍🏽'.match(/[\ud83d][\udc00-\udfff]\ud83c[\udffb-\udfff]|[-\ud800-\udbff][\udc00-\udfff]|[^\ud800-\udfff]/g).join()`, "🏴,a,👍🏽"},
		"an escaped backslash":            {`/\\p{2}/u.test('\\pp')`, "true"},
		"set notation: difference":        {`'abc1'.replace(/[\p{L}--[bc]]/gv, '.')`, ".bc1"},
		"set notation: intersection":      {`'aλ1'.replace(/[\p{L}&&\p{ASCII}]/gv, '.')`, ".λ1"},
		"set notation: union and nesting": {`'ab1-'.replace(/[[a-b][\d]]/gv, '.')`, "...-"},
		"set notation: strings":           {`'xabcy'.replace(/[\q{abc|ab|x}]/gv, '.')`, "..y"},
		"properties of strings":           {`'a👩‍👩‍👧‍👦b👍🏽c🇩🇪1️⃣1'.replace(/\p{RGI_Emoji}/gv, '.')`, "a.b.c..1"},
		"properties of strings: all":      {`/^\p{RGI_Emoji_Flag_Sequence}\p{Emoji_Keycap_Sequence}\p{RGI_Emoji_Tag_Sequence}\p{RGI_Emoji_Modifier_Sequence}\p{RGI_Emoji_ZWJ_Sequence}\p{Basic_Emoji}$/v.test('🇫🇷#️⃣🏴󠁧󠁢󠁥󠁮󠁧󠁿👋🏿🐻‍❄️❤️')`, "true"},
		"properties of strings: in sets":  {`'👩‍🚀🚀x'.replace(/[\p{RGI_Emoji}--\q{👩‍🚀}]/gv, '.').length + ' ' + '👋🏿👋'.replace(/[\p{RGI_Emoji}--\p{RGI_Emoji_Modifier_Sequence}]/gv, '.')`, "5 ..."},
		"set notation: negation":          {`'aA1'.replace(/[^\p{Lu}\d]/gv, '.')`, ".A1"},
		"set notation: escapes":           {`'-a&\u{1F600}\x41'.replace(/[\-\&\u{1F600}\x41\uD83D\uDE00]/gv, '.')`, ".a..."},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := run(t, "'' + ("+test.src+")", Options{}); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestExpandPattern_Errors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ pattern, flags string }{
		{`\p{Nope}`, "u"}, {`\p`, "u"}, {`\pL`, "u"}, {`\p{L`, "u"}, {`\p{Other_Math}`, "u"}, {`\p{sc=Nope}`, "u"}, {`\p{x=L}`, "u"},
		{`[a`, "v"}, {`[z-a]`, "v"}, {`[^\q{ab}]`, "v"}, {`[(]`, "v"}, {`[\u{110000}]`, "v"}, {`[\`, "v"}, {`[\q{a`, "v"}, {`\m`, "v"}, {strings.Repeat("[", 200), "v"},
	} {
		if got, _, err := ExpandPattern(test.pattern, test.flags); err == nil || !strings.HasPrefix(err.Error(), "Invalid regular expression: /") {
			t.Errorf("%s: got %q, %v", test.pattern, got, err)
		}
	}
}

func TestLimitMatches(t *testing.T) { // not parallel: the limit is the process's
	before := regexp2.DefaultMatchTimeout
	LimitMatches(20 * time.Millisecond)
	defer LimitMatches(before)
	if got := run(t, `/^(?=(?:a+)+$)/.test('a'.repeat(40) + 'b')`, Options{}); got != "false" {
		t.Error(got)
	}
}

func FuzzExpandPattern(f *testing.F) {
	f.Add(`[\p{L}--[a-z]]`, "v")
	f.Add(`\q{a|b}[^\P{Lu}]`, "u")
	f.Add(`(?i:[^a-z\d-]\x61(?<a>.)|(?<a>\cJ))(?-s:.)^\k<a>`, "gims")
	f.Fuzz(func(t *testing.T, pattern, flags string) {
		_, _, _ = ExpandPattern(pattern, flags)
	})
}

func TestMatchesEmpty(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{"", "a*", "a?b*", "a|", "|a", "(a|b*)", "(?:a*)(?<n>b?)", "^", "$", `\b`, "(?=a)", "(?<!a)", "a{0,3}", "(a*)+", "x*?", `\1`} {
		if !matchesEmpty(pattern) {
			t.Errorf("/%s/ does", pattern)
		}
	}
	for _, pattern := range []string{"a", "a+", "a*b", "(a|b)", "[*]", `\*`, "(?:a*)b", "^a", "a{1,}", "(?=a)a", `[^\]]`, `\d+?`, "(?<n>a)b?", "a{2}"} {
		if matchesEmpty(pattern) {
			t.Errorf("/%s/ does not", pattern)
		}
	}
}
