package iso

import (
	"math/big"
	"testing"
)

// TestEpochDays goes through the days that Temporal knows, in steps that no cycle of the calendar divides.
func TestEpochDays(t *testing.T) {
	last := FromEpochDays(minDay - 1)
	for days := minDay; days <= maxDay; days += 997 {
		d := FromEpochDays(days)
		if !d.IsValid() || d.EpochDays() != days || d.Compare(last) <= 0 {
			t.Fatalf("day %d is %v, day %d", days, d, d.EpochDays())
		}
		last = d
	}
	if got := (Date{1970, 1, 1}).EpochDays(); got != 0 {
		t.Errorf("1970-01-01 is day %d", got)
	}
	if got := (Date{2026, 11, 27}).DayOfWeek(); got != 5 {
		t.Errorf("2026-11-27 is day %d of the week", got)
	}
}

// TestRound rounds to multiples of 10 in all modes; lines are those of the standard's table of modes.
func TestRound(t *testing.T) {
	for n, want := range map[int64][9]int64{
		-15: {-10, -20, -20, -10, -10, -20, -20, -10, -20},
		-5:  {0, -10, -10, 0, 0, -10, -10, 0, 0},
		4:   {10, 0, 10, 0, 0, 0, 0, 0, 0},
		5:   {10, 0, 10, 0, 10, 0, 10, 0, 0},
		6:   {10, 0, 10, 0, 10, 10, 10, 10, 10},
		15:  {20, 10, 20, 10, 20, 10, 20, 10, 20},
		20:  {20, 20, 20, 20, 20, 20, 20, 20, 20},
	} {
		for mode := Ceil; mode <= HalfEven; mode++ {
			if got := Round(big.NewInt(n), big.NewInt(10), mode).Int64(); got != want[mode] {
				t.Errorf("%d by %s: %d, want %d", n, modeNames[mode], got, want[mode])
			}
			if got := Round(big.NewInt(-n), big.NewInt(10), mode.Negate()).Int64(); got != -want[mode] {
				t.Errorf("%d by %s negated: %d, want %d", -n, modeNames[mode], got, -want[mode])
			}
		}
	}
	if got := RoundAsIfPositive(big.NewInt(-14), big.NewInt(10), Trunc).Int64(); got != -20 {
		t.Errorf("-14 as if positive: %d", got)
	}
}

// FuzzParse reads any text in every form: what is read is valid and is read again from what it is written as.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"2026-11-27", "20261127T130405.678901234Z", "-000001-02-28 24", "12-25[u-ca=iso8601]", "T10:60", "2026-11-27T10:00+01:00[Europe/Paris][!u-ca=x]", "P1Y2M3W4DT5H6M7.8S", "-PT0,5H", "[[", "--12-25", "2026-11"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if p, err := ParseDateTime(text); err == nil {
			dt := p.DateTime()
			again, err := ParseDateTime(dt.Text(Auto))
			if !dt.Date.IsValid() || !dt.Time.IsValid() || err != nil || again.DateTime() != dt {
				t.Errorf("%q: %v", text, dt)
			}
		}
		if n, err := ParseInstant(text); err == nil && !IsValidEpoch(n) {
			t.Errorf("%q: %v", text, n)
		}
		if d, err := ParseDuration(text); err == nil {
			again, err := ParseDuration(d.Text(Auto))
			if err != nil || again.Sum().Time.Cmp(d.Sum().Time) != 0 || again.Date() != d.Date() {
				t.Errorf("%q: %s: %v", text, d.Text(Auto), err)
			}
		}
		_, _ = ParseTime(text)
		_, _, _ = ParseYearMonth(text)
		_, _, _ = ParseMonthDay(text)
		_, _ = ParseAny(text)
		IsZoneName(text)
	})
}
