package iso

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// Precision is how many digits of a second are written.
type Precision int

// What is no number of digits.
const (
	Auto    Precision = -1 // as many as there are
	Minutes Precision = -2 // no seconds at all
)

// String writes a date, as 2026-11-27.
func (d Date) String() string { return fmt.Sprintf("%s-%02d-%02d", YearText(d.Year), d.Month, d.Day) }

// YearText writes a year with four digits, or with a sign and six.
func YearText(year int) string {
	if year >= 0 && year <= 9999 {
		return fmt.Sprintf("%04d", year)
	}
	return fmt.Sprintf("%+07d", year)
}

// Text writes a time, as 12:00:00.5.
func (t Time) Text(p Precision) string {
	text := fmt.Sprintf("%02d:%02d", t.Hour, t.Minute)
	if p == Minutes {
		return text
	}
	return text + fmt.Sprintf(":%02d", t.Second) + fraction(t.SubSecond(), p)
}

// Text writes a date and time.
func (dt DateTime) Text(p Precision) string { return dt.Date.String() + "T" + dt.Time.Text(p) }

// fraction writes nanoseconds of a second, with the point.
func fraction(nanos int, p Precision) string {
	if p == 0 || p == Auto && nanos == 0 {
		return ""
	}
	digits := fmt.Sprintf("%09d", nanos)
	if p == Auto {
		return "." + strings.TrimRight(digits, "0")
	}
	return "." + digits[:p]
}

// OffsetText writes an offset from UTC in nanoseconds, with seconds where there are some.
func OffsetText(nanos int64) string {
	sign := "+"
	if nanos < 0 {
		sign, nanos = "-", -nanos
	}
	t := TimeOf(nanos)
	p := Minutes
	if t.Second != 0 || t.SubSecond() != 0 {
		p = Auto
	}
	return sign + t.Text(p)
}

// RoundedOffsetText writes an offset from UTC to the minute.
func RoundedOffsetText(nanos int64) string {
	return OffsetText(Round(big.NewInt(nanos), Multiple(1, Minute), HalfExpand).Int64())
}

// Text writes a duration, as P1DT2H.
func (d Duration) Text(p Precision) string {
	var date, clock strings.Builder
	write := func(b *strings.Builder, n float64, letter string) {
		if n != 0 {
			b.WriteString(strconv.FormatFloat(math.Abs(n), 'f', 0, 64) + letter)
		}
	}
	write(&date, d.Years, "Y")
	write(&date, d.Months, "M")
	write(&date, d.Weeks, "W")
	write(&date, d.Days, "D")
	write(&clock, d.Hours, "H")
	write(&clock, d.Minutes, "M")
	seconds := scaled(d.Seconds, Second)
	for u := Millisecond; u <= Nanosecond; u++ {
		seconds.Add(seconds, scaled(*d.Part(u), u))
	}
	if seconds.Sign() != 0 || p != Auto || d.Largest() >= Second {
		whole, rest := seconds.QuoRem(seconds.Abs(seconds), big.NewInt(1_000_000_000), new(big.Int))
		clock.WriteString(whole.String() + fraction(int(rest.Int64()), p) + "S")
	}
	text := "P" + date.String()
	if clock.Len() > 0 {
		text += "T" + clock.String()
	}
	if d.Sign() < 0 {
		text = "-" + text
	}
	return text
}
