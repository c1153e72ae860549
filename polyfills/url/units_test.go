package url

import (
	"cmp"
	"slices"
	"testing"
	"unicode/utf16"
)

func TestCompareUnits(t *testing.T) {
	t.Parallel()
	texts := []string{"", "a", "ab", "b", "é", "\ud7ff", "\ue000", "\uffff", "\U00010000", "\U0010ffff", "a\U0001f600", "a\ufb03", "a\U0001f601b"}
	for _, a := range texts {
		for _, b := range texts {
			want := slices.CompareFunc(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)), cmp.Compare[uint16])
			if got := compareUnits(a, b); got != want {
				t.Errorf("%q and %q: %d, want %d", a, b, got, want)
			}
		}
	}
}
