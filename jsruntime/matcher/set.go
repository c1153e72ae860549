package matcher

import "slices"

// set is a set of characters.
type set struct {
	ascii   [128]bool
	spans   [][2]rune // in order, not touching
	negated bool
}

func newSet(spans [][2]rune, negated bool, closing [][]rune) *set {
	s := &set{spans: Joined(slices.Clone(spans)), negated: negated}
	var more [][2]rune
	for _, class := range closing {
		if slices.ContainsFunc(class, s.spanned) {
			for _, r := range class {
				more = append(more, [2]rune{r, r})
			}
		}
	}
	s.spans = Joined(append(s.spans, more...))
	for r := range s.ascii {
		s.ascii[r] = s.spanned(rune(r)) != negated
	}
	return s
}

// Joined sorts ranges of characters, first to last, and joins those that touch.
func Joined(spans [][2]rune) [][2]rune {
	slices.SortFunc(spans, func(a, b [2]rune) int { return int(a[0] - b[0]) })
	out := spans[:0]
	for _, s := range spans {
		if n := len(out); n > 0 && s[0] <= out[n-1][1]+1 {
			out[n-1][1] = max(out[n-1][1], s[1])
			continue
		}
		out = append(out, s)
	}
	return out
}

func inverted(spans [][2]rune) [][2]rune {
	var out [][2]rune
	next := rune(0)
	for _, s := range Joined(slices.Clone(spans)) {
		if s[0] > next {
			out = append(out, [2]rune{next, s[0] - 1})
		}
		next = s[1] + 1
	}
	return append(out, [2]rune{next, 0x10FFFF})
}

func (s *set) spanned(r rune) bool {
	low, high := 0, len(s.spans)
	for low < high {
		if middle := (low + high) / 2; s.spans[middle][1] < r {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low < len(s.spans) && s.spans[low][0] <= r
}

func (s *set) has(r rune) bool {
	if r < 128 {
		return s.ascii[r]
	}
	return s.spanned(r) != s.negated
}

var (
	digitSpans = [][2]rune{{'0', '9'}}
	wordSpans  = [][2]rune{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}
	foldedWord = [][2]rune{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}, {0x17F, 0x17F}, {0x212A, 0x212A}}
	spaceSpans = [][2]rune{
		{'\t', '\r'}, {' ', ' '}, {0xA0, 0xA0}, {0x1680, 0x1680}, {0x2000, 0x200A}, {0x2028, 0x2029},
		{0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF},
	}
	newlines = [][2]rune{{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}}
)

// shorthand gives the set of \d, \w, \s and their opposites.
func shorthand(c rune, wide bool) [][2]rune {
	var s [][2]rune
	switch c | 0x20 {
	case 'd':
		s = digitSpans
	case 'w':
		s = wordSpans
		if wide {
			s = foldedWord
		}
	case 's':
		s = spaceSpans
	}
	if c < 'a' {
		s = inverted(s)
	}
	return s
}
