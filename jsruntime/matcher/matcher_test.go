package matcher

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

func text(s string) Text {
	t := Text{Units: utf16.Encode([]rune(s))}
	if len(t.Units) == len(s) {
		return Text{ASCII: s}
	}
	return t
}

func never() bool { return false }

// The captures are those that V8 gives.
func TestMatch(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		pattern, flags, text string
		want                 []int32
	}{
		{"(a*)*", "", "b", []int32{0, 0, -1, -1}},
		{"(a*)+", "", "b", []int32{0, 0, 0, 0}},
		{"(?:|a)*", "", "aaa", []int32{0, 3}},
		{"(a*)?(a)+", "", "aa", []int32{0, 2, 0, 1, 1, 2}},
		{"(?:(a)|b)*", "", "ab", []int32{0, 2, -1, -1}},
		{"(z)((a+)?(b+)?(c))*", "", "zaacbbbcac", []int32{0, 10, 0, 1, 8, 10, 8, 9, -1, -1, 9, 10}},
		{"(?=(a+))a*b\\1", "", "baaabac", []int32{3, 6, 3, 4}},
		{"(?<=(\\d+)(\\d+))$", "", "1053", []int32{4, 4, 0, 1, 1, 4}},
		{"(?=aa(b))(a)", "", "aab", []int32{0, 1, 2, 3, 0, 1}},
		{"(?!(a))\\1b", "", "b", []int32{0, 1, -1, -1}},
		{"\\1(a)", "", "aa", []int32{0, 1, 0, 1}},
		{"(?<=\\1(a))b", "", "aab", []int32{2, 3, 1, 2}},
		{"(?:a{2,3}?){2}b", "", "aaaaab", []int32{0, 6}},
		{"(a??){3}$", "", "a", []int32{0, 1, 0, 1}},
		{"k", "i", "\u212a", nil},
		{"k", "iu", "\u212a", []int32{0, 1}},
		{"\\w", "iu", "ſ", []int32{0, 1}},
		{"[^\\W]", "iu", "ſ", []int32{0, 1}},
		{"\\w", "i", "ſ", nil},
		{"ß", "i", "ẞ", nil},
		{"\u0390|\ufb06", "iu", "\u1fd3", []int32{0, 1}},
		{"(?i:a)b", "", "Ab", []int32{0, 2}},
		{"(?-i:a)b", "i", "AB", nil},
		{".$", "s", "a\n", []int32{1, 2}},
		{"^b$", "m", "a\rb\u2028c", []int32{2, 3}},
		{".", "u", "😀", []int32{0, 2}},
		{"\\😀", "", "😀", []int32{0, 2}},
		{"[😀]", "", "😀", []int32{0, 1}},
		{"\\ud83d\\ude00{2}", "u", "😀😀", []int32{0, 4}},
		{"(?<n>a)|(?<n>b)\\k<n>", "", "bb", []int32{0, 2, -1, -1, 0, 1}},
		{"[a-\\d]+\\cJ?\\x4\\07", "", "-1ax4\x07", []int32{0, 6}},
		{"(?:a?){2147483647}b", "", "aab", []int32{0, 3}},
	} {
		got, err := Compile(test.pattern, test.flags).Match(text(test.text), 0, false, never)
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("/%s/%s on %q: got %v, %v, want %v", test.pattern, test.flags, test.text, got, err, test.want)
		}
	}
}

func TestMatch_BeginsWithThePairThatAPlaceIsIn(t *testing.T) {
	t.Parallel()
	got, err := Compile("(?:.)*?", "u").Match(text("a😀b"), 2, true, never)
	if want := []int32{1, 1}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestMatch_StopsWhenItIsTold(t *testing.T) {
	t.Parallel()
	asked := 0
	_, err := Compile("(a*)*$", "").Match(text(strings.Repeat("a", 60)+"b"), 0, false, func() bool { asked++; return asked > 3 })
	if !errors.Is(err, ErrStopped) {
		t.Error(err)
	}
}

func TestMatch_OfLongTextsAndDeepPatternsEnds(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ab", 1<<19)
	got, err := Compile("(?:(a)|(b))*$", "").Match(text(long), 0, false, never)
	if err != nil || fmt.Sprint(got) != fmt.Sprint([]int32{0, 1 << 20, -1, -1, 1<<20 - 1, 1 << 20}) {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := Compile("(?:(a)|(b)|c)*$", "").Match(text(long+long+long+"d"), 0, true, never); !errors.Is(err, ErrTooDeep) {
		t.Error(err)
	}
	deep := strings.Repeat("(?:", 900) + "(a*)*" + strings.Repeat(")*", 900)
	if got, err := Compile(deep, "").Match(text("aaa"), 0, false, never); err != nil || got[1] != 3 {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestDiffers(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{"(a*)*", "(?:|a)*", "(a*)?", "(?:(a)|b)*", "(?=(a))", "(?<=(a))", `\1(a)`, `(a\1)`, "(?:(a)?b){2}", "(?:(?=a))?"} {
		if !Differs(pattern, false) {
			t.Errorf("/%s/ does", pattern)
		}
	}
	for _, pattern := range []string{"a", "(a)+", "(a|b)*", `(a)\1`, "(?:a|b)+", "(a)?", "(?=a)b", "(?<!a)(b)", "(?:a*b)*", "(x(y)z)+", "((a)|b)?"} {
		if Differs(pattern, false) {
			t.Errorf("/%s/ does not", pattern)
		}
	}
}

func BenchmarkMatch(b *testing.B) {
	in := text(strings.Repeat("key=value; ", 100))
	for _, pattern := range []string{"(?:(\\w+)=|(\\w+); )*$", "(?:;|)*z"} {
		b.Run(pattern, func(b *testing.B) {
			p := Compile(pattern, "")
			b.ReportAllocs()
			for b.Loop() {
				_, _ = p.Match(in, 0, false, never)
			}
		})
	}
}
