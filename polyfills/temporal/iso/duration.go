package iso

import (
	"math"
	"math/big"
)

// Duration is a duration as programs see it: each part is an integer, and all have one sign or are 0.
type Duration struct {
	Years, Months, Weeks, Days, Hours, Minutes, Seconds, Milliseconds, Microseconds, Nanoseconds float64
}

// parts are pointers to the parts, by [Unit].
func (d *Duration) parts() []*float64 {
	return []*float64{nil, &d.Years, &d.Months, &d.Weeks, &d.Days, &d.Hours, &d.Minutes, &d.Seconds, &d.Milliseconds, &d.Microseconds, &d.Nanoseconds}
}

// Part gives the part of a unit.
func (d *Duration) Part(u Unit) *float64 { return d.parts()[u] }

// Sign is -1, 0 or 1.
func (d Duration) Sign() int {
	for _, p := range d.parts()[1:] {
		if *p < 0 {
			return -1
		}
		if *p > 0 {
			return 1
		}
	}
	return 0
}

// Negated gives the duration backwards.
func (d Duration) Negated() Duration {
	for _, p := range d.parts()[1:] {
		*p = 0 - *p
	}
	return d
}

// Largest is the longest unit that has a part; nanoseconds for none.
func (d Duration) Largest() Unit {
	for u, p := range d.parts() {
		if p != nil && *p != 0 {
			return Unit(u)
		}
	}
	return Nanosecond
}

// maxTime is the first sum of days and shorter units that is too long: 2^53 seconds.
var maxTime = new(big.Int).Mul(new(big.Int).Lsh(one, 53), big.NewInt(1_000_000_000))

// IsValidTime reports whether a sum of days and shorter units is short enough.
func IsValidTime(nanos *big.Int) bool { return nanos.CmpAbs(maxTime) < 0 }

// IsValid reports whether Temporal can hold the duration (IsValidDuration).
func (d Duration) IsValid() bool {
	sign := d.Sign()
	for _, p := range d.parts()[1:] {
		if math.IsInf(*p, 0) || math.IsNaN(*p) || *p < 0 && sign > 0 || *p > 0 && sign < 0 {
			return false
		}
	}
	const limit = 1 << 32
	if math.Abs(d.Years) >= limit || math.Abs(d.Months) >= limit || math.Abs(d.Weeks) >= limit {
		return false
	}
	sum := d.Time()
	return IsValidTime(sum.Add(sum, scaled(d.Days, Day)))
}

// scaled gives n units as nanoseconds; n is an integer.
func scaled(n float64, u Unit) *big.Int {
	if math.Abs(n) < 1<<53 {
		return Multiple(int64(n), u)
	}
	i, _ := big.NewFloat(n).Int(nil)
	return i.Mul(i, big.NewInt(u.Nanoseconds()))
}

// Time is the sum of hours and shorter units in nanoseconds.
func (d Duration) Time() *big.Int {
	sum := new(big.Int)
	for u := Hour; u <= Nanosecond; u++ {
		if n := *d.Part(u); n != 0 {
			sum.Add(sum, scaled(n, u))
		}
	}
	return sum
}

// Date is the part in days and longer units.
func (d Duration) Date() DateDuration {
	return DateDuration{int64(d.Years), int64(d.Months), int64(d.Weeks), int64(d.Days)}
}

// Sum is a duration to reckon with: a part for the calendar, and nanoseconds (an internal duration record).
type Sum struct {
	Date DateDuration
	Time *big.Int
}

// Sum adds up the shorter units.
func (d Duration) Sum() Sum { return Sum{d.Date(), d.Time()} }

// SumWithDays adds up the shorter units and days of 24 hours.
func (d Duration) SumWithDays() (Sum, error) {
	s := d.Sum()
	s.Time.Add(s.Time, Multiple(s.Date.Days, Day))
	s.Date.Days = 0
	if !IsValidTime(s.Time) {
		return s, errRange
	}
	return s, nil
}

// SumWithoutTime adds the whole days of shorter units to the days, and drops the rest.
func (d Duration) SumWithoutTime() DateDuration {
	s, date := d.Time(), d.Date()
	s.Add(s, Multiple(date.Days, Day))
	date.Days = s.Quo(s, nanosPerDay).Int64()
	return date
}

// Sign is -1, 0 or 1.
func (s Sum) Sign() int {
	if sign := s.Date.Sign(); sign != 0 {
		return sign
	}
	return s.Time.Sign()
}

// errRange is what is said of durations that are too long.
var errRange = Rangef("Duration was not valid.")

// Duration balances the nanoseconds up to a unit: a day has 24 hours (TemporalDurationFromInternal).
func (s Sum) Duration(largest Unit) (Duration, error) {
	d := Duration{Years: float64(s.Date.Years), Months: float64(s.Date.Months), Weeks: float64(s.Date.Weeks), Days: float64(s.Date.Days)}
	rest := new(big.Int).Set(s.Time)
	for u := max(largest, Day); u <= Nanosecond; u++ {
		q, r := rest.QuoRem(rest, big.NewInt(u.Nanoseconds()), new(big.Int))
		f, _ := new(big.Float).SetInt(q).Float64()
		*d.Part(u) += f
		rest = r
	}
	for _, p := range d.parts()[1:] {
		*p += 0 // no -0
	}
	if !d.IsValid() {
		return d, errRange
	}
	return d, nil
}

// Quotient divides exactly and gives the number nearest to the result.
func Quotient(a, b *big.Int) float64 {
	f, _ := new(big.Rat).SetFrac(a, b).Float64()
	return f
}
