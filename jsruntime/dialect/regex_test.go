package dialect

import (
	"fmt"
	"testing"
	"time"

	"github.com/dlclark/regexp2/v2"

	"paddock/jsruntime/dialect/regex"
)

func TestRegex(t *testing.T) {
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

func TestLimitMatches(t *testing.T) { // not parallel: the limit is the process's
	before := regexp2.DefaultMatchTimeout
	regex.LimitMatches(20 * time.Millisecond)
	defer regex.LimitMatches(before)
	if got := run(t, `/^(?=(?:a+)+$)/.test('a'.repeat(40) + 'b')`, Options{}); got != "false" {
		t.Error(got)
	}
}

func TestRegex_Modifiers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ src, want string }{
		"ignoring case in a group":       {`['ab', 'AB', 'Ab'].map((s) => /(?i:a)b/.test(s)).join()`, "true,false,true"},
		"not ignoring case in a group":   {`['ab', 'aB', 'AB', 'Ab'].map((s) => /(?-i:a)b/i.test(s)).join()`, "true,true,false,false"},
		"until the group ends":           {`['xAy', 'xAY'].map((s) => /(?i:x(?-i:A)y)/i.test(s)) + /(?i:(?-i:a)B)c/.test('abc')`, "true,truetrue"},
		"classes":                        {`['bD', 'Cd', '1-', 'ef'].map((s) => /^(?i:[a-c\d][d-])$/.test(s)).join()`, "true,true,true,false"},
		"negated classes":                {`['b', 'B', 'x'].map((s) => /^(?i:[^a-c])$/.test(s)).join()`, "false,false,true"},
		"escapes":                        {`/^(?i:\x61\u0062\u{63}\d\.)$/u.test('ABC1.')`, "true"},
		"letters outside of ASCII":       {`/^(?i:éσ)$/.test('ÉΣ') + '' + /(?i:k)/.test('\u212a') + /(?i:k)/u.test('\u212a')`, "truefalsetrue"},
		"properties":                     {`/^(?i:\p{Lu})$/u.test('a')`, "true"},
		"dots":                           {`/^(?s:.)$/.test('\n') + '' + /^(?-s:.)$/s.test('\n') + /^(?-s:.)$/s.test('a')`, "truefalsetrue"},
		"lines":                          {`/(?m:^b$)/.test('a\nb\nc') + '' + /(?-m:^b)/m.test('a\nb') + /(?-m:^a$)/m.test('a') + /(?-m:a$)/m.test('a\nb')`, "truefalsetruefalse"},
		"named groups and lookarounds":   {`/(?i:(?<abc>a)(?=b)(?<!c)(?:b))/.exec('AB').groups.abc`, "A"},
		"what looks like one in a class": {`/[(?i:a)]/.test('A')`, "false"},
		"evaluated twice":                {`(() => { const f = () => /(?i:a)/; return f() !== f() })()`, "true"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := run(t, "'' + ("+test.src+")", Options{}); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	if got := fmt.Sprint(regex.FoldedReferences(`(a)\1(?i:\1)`, "")); got != "[1]" {
		t.Errorf("references %s ignore case, not the second", got)
	}
	if got := regex.FoldReferences(`(a)\1[\1]\1\k<x>`, []int{1, 2}); got != `(a)\1[\1](?i:\1)(?i:\k<x>)` {
		t.Errorf("they become %s", got)
	}
}
