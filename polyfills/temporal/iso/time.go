package iso

import (
	"cmp"
	"math/big"
)

// Time is a time of the day.
type Time struct{ Hour, Minute, Second, Millisecond, Microsecond, Nanosecond int }

// IsValid reports whether there is such a time.
func (t Time) IsValid() bool { return t == t.Constrain() }

// Constrain moves each part into its range.
func (t Time) Constrain() Time {
	in := func(n, high int) int { return min(max(n, 0), high) }
	return Time{in(t.Hour, 23), in(t.Minute, 59), in(t.Second, 59), in(t.Millisecond, 999), in(t.Microsecond, 999), in(t.Nanosecond, 999)}
}

// Nanos counts the nanoseconds since midnight.
func (t Time) Nanos() int64 {
	return ((int64(t.Hour)*60+int64(t.Minute))*60+int64(t.Second))*1_000_000_000 + int64(t.SubSecond())
}

// SubSecond gives the nanoseconds of the second.
func (t Time) SubSecond() int { return (t.Millisecond*1000+t.Microsecond)*1000 + t.Nanosecond }

// TimeOf gives the time of a number of nanoseconds since midnight.
func TimeOf(nanos int64) Time {
	next := func(size int64) int {
		n := int(nanos % size)
		nanos /= size
		return n
	}
	var t Time
	t.Nanosecond, t.Microsecond, t.Millisecond = next(1000), next(1000), next(1000)
	t.Second, t.Minute = next(60), next(60)
	t.Hour = int(nanos)
	return t
}

// Compare gives -1, 0 or 1.
func (t Time) Compare(other Time) int { return cmp.Compare(t.Nanos(), other.Nanos()) }

// Add gives the time later by some nanoseconds, and the days that went by.
func (t Time) Add(nanos *big.Int) (Time, int64) {
	days, rest := new(big.Int).DivMod(new(big.Int).Add(nanos, big.NewInt(t.Nanos())), nanosPerDay, new(big.Int))
	return TimeOf(rest.Int64()), days.Int64()
}

// Round rounds the time to a multiple of a unit, and gives the days that went by: 0 or 1. A day as unit counts from
// midnight.
func (t Time) Round(increment int, unit Unit, mode Mode) (Time, int64) {
	return Time{}.Add(Round(big.NewInt(t.Nanos()), Multiple(int64(increment), unit), mode))
}

// Multiple gives the nanoseconds of some days or shorter units.
func Multiple(n int64, unit Unit) *big.Int {
	return new(big.Int).Mul(big.NewInt(n), big.NewInt(unit.Nanoseconds()))
}

var nanosPerDay = big.NewInt(NanosPerDay)

// DateTime is a date with a time, without a zone.
type DateTime struct {
	Date
	Time
}

// Compare gives -1, 0 or 1.
func (dt DateTime) Compare(other DateTime) int {
	return cmp.Or(dt.Date.Compare(other.Date), dt.Time.Compare(other.Time))
}

// EpochNanos gives the exact time that it is in UTC, in nanoseconds since 1970.
func (dt DateTime) EpochNanos() *big.Int {
	n := new(big.Int).Mul(big.NewInt(int64(dt.EpochDays())), nanosPerDay)
	return n.Add(n, big.NewInt(dt.Nanos()))
}

// InRange reports whether Temporal can hold it (ISODateTimeWithinLimits).
func (dt DateTime) InRange() bool {
	return dt.Date.InRange() && (dt.EpochDays() > minDay || dt.Nanos() > 0)
}

// DateTimeOf gives the date and time in UTC of an exact time.
func DateTimeOf(epochNanos *big.Int) DateTime {
	days, rest := new(big.Int).DivMod(epochNanos, nanosPerDay, new(big.Int))
	return DateTime{FromEpochDays(int(days.Int64())), TimeOf(rest.Int64())}
}

// Add gives the date and time later by some nanoseconds.
func (dt DateTime) Add(nanos *big.Int) DateTime {
	t, days := dt.Time.Add(nanos)
	return DateTime{dt.AddDays(int(days)), t}
}

// Round rounds to a multiple of a unit that is no longer than a day.
func (dt DateTime) Round(increment int, unit Unit, mode Mode) DateTime {
	t, days := dt.Time.Round(increment, unit, mode)
	return DateTime{dt.AddDays(int(days)), t}
}

// maxEpoch is the last exact time: 1e8 days after 1970. The first one is as far before.
var maxEpoch = new(big.Int).Mul(big.NewInt(maxDay), nanosPerDay)

// IsValidEpoch reports whether an exact time is one that Temporal can hold.
func IsValidEpoch(nanos *big.Int) bool { return nanos.CmpAbs(maxEpoch) <= 0 }
