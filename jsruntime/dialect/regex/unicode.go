package regex

import (
	"slices"
	"unicode"

	"paddock/jsruntime/matcher"
)

// set is a set of code points as ranges, first to last, in order and not touching.
type set [][2]rune

// normal sorts and joins ranges.
func (s set) normal() set { return matcher.Joined(s) }

func (s set) union(other set) set {
	return slices.Concat(s, other).normal()
}

func (s set) invert() set {
	var out set
	next := rune(0)
	for _, r := range s {
		if r[0] > next {
			out = append(out, [2]rune{next, r[0] - 1})
		}
		next = r[1] + 1
	}
	if next <= unicode.MaxRune {
		out = append(out, [2]rune{next, unicode.MaxRune})
	}
	return out
}

func (s set) intersect(other set) set {
	return s.invert().union(other.invert()).invert()
}

func (s set) minus(other set) set {
	return s.invert().union(other).invert()
}

// has reports whether r is in s.
func (s set) has(r rune) bool {
	i, _ := slices.BinarySearchFunc(s, r, func(span [2]rune, r rune) int { return int(span[1] - r) })
	return i < len(s) && s[i][0] <= r
}
