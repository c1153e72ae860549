package iso

import "math/big"

// Unit is a unit of time, from the longest one.
type Unit int

// The units, and what stands for none.
const (
	NoUnit Unit = iota
	Year
	Month
	Week
	Day
	Hour
	Minute
	Second
	Millisecond
	Microsecond
	Nanosecond
)

var unitNames = [...]string{"", "year", "month", "week", "day", "hour", "minute", "second", "millisecond", "microsecond", "nanosecond"}

// String is the unit's name in the singular.
func (u Unit) String() string { return unitNames[u] }

// ParseUnit finds a unit by its name in the singular or the plural.
func ParseUnit(name string) (Unit, bool) {
	for u := Year; u <= Nanosecond; u++ {
		if name == unitNames[u] || name == unitNames[u]+"s" {
			return u, true
		}
	}
	return NoUnit, false
}

// IsDate reports whether the unit is a day or longer.
func (u Unit) IsDate() bool { return u >= Year && u <= Day }

// IsTime reports whether the unit is an hour or shorter.
func (u Unit) IsTime() bool { return u >= Hour }

// IsCalendar reports whether only a calendar knows how long the unit is.
func (u Unit) IsCalendar() bool { return u >= Year && u <= Week }

// Nanoseconds is the length of a day or a shorter unit.
func (u Unit) Nanoseconds() int64 {
	switch u {
	case Day:
		return NanosPerDay
	case Hour:
		return 3_600_000_000_000
	case Minute:
		return 60_000_000_000
	case Second:
		return 1_000_000_000
	case Millisecond:
		return 1_000_000
	case Microsecond:
		return 1_000
	}
	return 1
}

// NanosPerDay is the length of a day without a zone.
const NanosPerDay = 86_400_000_000_000

// MaxIncrement is the number of a unit in the next longer one, which increments must divide; 0 for days and longer ones.
func (u Unit) MaxIncrement() int {
	switch u {
	case Hour:
		return 24
	case Minute, Second:
		return 60
	case Millisecond, Microsecond, Nanosecond:
		return 1000
	}
	return 0
}

// Longer gives the longer one of two units.
func Longer(a, b Unit) Unit { return min(a, b) }

// Mode is how numbers are rounded.
type Mode int

// The modes.
const (
	Ceil Mode = iota
	Floor
	Expand
	Trunc
	HalfCeil
	HalfFloor
	HalfExpand
	HalfTrunc
	HalfEven
)

var modeNames = [...]string{"ceil", "floor", "expand", "trunc", "halfCeil", "halfFloor", "halfExpand", "halfTrunc", "halfEven"}

// ModeNames are the modes' names, in their order.
func ModeNames() []string { return modeNames[:] }

// ParseMode finds a mode by its name.
func ParseMode(name string) (Mode, bool) {
	for m, n := range modeNames {
		if n == name {
			return Mode(m), true
		}
	}
	return 0, false
}

// Negate gives the mode that rounds the negative number to the negative result.
func (m Mode) Negate() Mode {
	switch m {
	case Ceil:
		return Floor
	case Floor:
		return Ceil
	case HalfCeil:
		return HalfFloor
	case HalfFloor:
		return HalfCeil
	}
	return m
}

// up reports whether a number between two multiples goes to the one farther from zero (GetUnsignedRoundingMode and
// ApplyUnsignedRoundingMode). half compares it with the middle: -1, 0 or 1. odd is that the multiple nearer to zero
// is an odd one.
func (m Mode) up(negative bool, half int, odd bool) bool {
	switch m {
	case Ceil:
		return !negative
	case Floor:
		return negative
	case Expand:
		return true
	case Trunc:
		return false
	}
	if half != 0 {
		return half > 0
	}
	switch m {
	case HalfCeil:
		return !negative
	case HalfFloor:
		return negative
	case HalfExpand:
		return true
	case HalfEven:
		return odd
	}
	return false
}

// Round rounds n to a multiple of increment, which is positive.
func Round(n, increment *big.Int, mode Mode) *big.Int {
	q, r := new(big.Int).QuoRem(n, increment, new(big.Int))
	if r.Sign() == 0 {
		return new(big.Int).Set(n)
	}
	negative := n.Sign() < 0
	half := new(big.Int).Abs(r)
	half.Lsh(half, 1)
	if mode.up(negative, half.Cmp(increment), q.Bit(0) == 1) {
		if negative {
			q.Sub(q, one)
		} else {
			q.Add(q, one)
		}
	}
	return q.Mul(q, increment)
}

// RoundAsIfPositive is Round with the directions of positive numbers for negative ones, too, as exact times are
// rounded: towards the big bang, not towards 1970.
func RoundAsIfPositive(n, increment *big.Int, mode Mode) *big.Int {
	q, r := new(big.Int).DivMod(n, increment, new(big.Int))
	if r.Sign() == 0 {
		return new(big.Int).Set(n)
	}
	if mode.up(false, new(big.Int).Lsh(r, 1).Cmp(increment), q.Bit(0) == 1) {
		q.Add(q, one)
	}
	return q.Mul(q, increment)
}

var one = big.NewInt(1)
