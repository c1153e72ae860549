package matcher

import (
	"sync"
	"unicode"
	"unicode/utf8"
)

// upper is Canonicalize of a pattern that ignores case without the flag u: the upper case of a unit, if that is one unit
// and does not make ASCII of what is none.
func upper(r rune) rune {
	if r < utf8.RuneSelf {
		if 'a' <= r && r <= 'z' {
			r -= 'a' - 'A'
		}
		return r
	}
	if 0x1F80 <= r && r <= 0x1FAF || r == 0x1FB3 || r == 0x1FC3 || r == 0x1FF3 || r > 0xFFFF {
		return r // its upper case is two letters, or it is no unit
	}
	u := unicode.ToUpper(r)
	if u < utf8.RuneSelf || u > 0xFFFF {
		return r
	}
	return u
}

// folded is Canonicalize with the flag u, by the least character of those that fold to the same.
func folded(r rune) rune {
	if 'a' <= r && r <= 'z' {
		return r - ('a' - 'A')
	}
	if r < utf8.RuneSelf {
		return r
	}
	if other, ok := sameLetters(r); ok {
		return min(r, other)
	}
	least := r
	for o := unicode.SimpleFold(r); o != r; o = unicode.SimpleFold(o) {
		least = min(least, o)
	}
	return least
}

// sameLetters gives what else is the same letters, of the three pairs that Unicode has folded since 15.1 only, which the
// standard library does not know.
func sameLetters(r rune) (other rune, ok bool) {
	for _, pair := range [][2]rune{{0x390, 0x1FD3}, {0x3B0, 0x1FE3}, {0xFB05, 0xFB06}} {
		if r == pair[0] || r == pair[1] {
			return pair[0] + pair[1] - r, true
		}
	}
	return 0, false
}

// lastCased has cases; nothing after it does.
const lastCased = 0x1E943

// alike lists the characters that are the same when case is ignored, where there are several.
func alike(canonical func(rune) rune) [][]rune {
	by := map[rune][]rune{}
	for r := rune(0); r <= lastCased; r++ {
		if c := canonical(r); c != r {
			by[c] = append(by[c], r)
		}
	}
	out := make([][]rune, 0, len(by))
	for c, others := range by {
		out = append(out, append(others, c))
	}
	return out
}

var (
	upperClasses  = sync.OnceValue(func() [][]rune { return alike(upper) })
	foldedClasses = sync.OnceValue(func() [][]rune { return alike(folded) })
)

// Odd tells which characters a text holds whose case the engine's machines ignore in another way than the standard does.
type Odd struct {
	ASCII  bool // some that the engine takes for letters of ASCII, or the other way round, or whose other case it does not know
	Others bool // some that are like others beyond ASCII
}

// OddIn looks for such characters.
func OddIn(units []uint16) (o Odd) {
	others := oddCases()
	for _, u := range units {
		switch u {
		case 0x130, 0x131, 0x17F, 0x212A, 0x390, 0x1FD3, 0x3B0, 0x1FE3, 0xFB05, 0xFB06:
			o.ASCII = true
		default:
			o.Others = o.Others || u >= utf8.RuneSelf && others[u]
		}
	}
	return o
}

var oddCases = sync.OnceValue(func() map[uint16]bool {
	out := map[uint16]bool{}
	for r := rune(utf8.RuneSelf); r <= 0xFFFF; r++ {
		for o := unicode.SimpleFold(r); o != r; o = unicode.SimpleFold(o) {
			if upper(o) != upper(r) {
				out[uint16(r)] = true
			}
		}
	}
	return out
})

// InsidePair reports whether a place is between the two halves of a character.
func InsidePair(units []uint16, at int64) bool {
	return at > 0 && at < int64(len(units)) && isLow(rune(units[at])) && isHigh(rune(units[at-1]))
}
