// Package zone is what Temporal asks a time zone: its offset at an exact time, the exact times of a date and time, and
// when its offset changes (ECMA-262, Temporal, section 11).
package zone

import (
	"math/big"
	"time"

	"paddock/polyfills/intl"
	"paddock/polyfills/temporal/iso"
)

// Zone is a time zone: one of the IANA database or an offset from UTC.
type Zone struct {
	id     string
	rules  *time.Location // nil: an offset
	offset int64          // nanoseconds
}

// UTC is the zone UTC.
var UTC = &Zone{id: "UTC", rules: time.UTC}

// Find finds a zone by its identifier: a name in letters of any case, or an offset to the minute.
func Find(id string) (*Zone, error) {
	if !iso.IsZoneName(id) {
		return nil, iso.Rangef("Invalid time zone identifier.")
	}
	if id[0] == '+' || id[0] == '-' {
		o, _ := iso.ParseOffset(id)
		return Fixed(o.Nanos), nil
	}
	rules, name, ok := intl.FindZone(id)
	if !ok {
		return nil, iso.Rangef("Unknown time zone identifier")
	}
	return &Zone{id: name, rules: rules}, nil
}

// Fixed gives the zone with one offset, in nanoseconds.
func Fixed(offset int64) *Zone { return &Zone{id: iso.OffsetText(offset), offset: offset} }

// ID is the zone's name, or its offset as "+01:00".
func (z *Zone) ID() string { return z.id }

// Equals reports whether two zones are the same, if by another name.
func (z *Zone) Equals(other *Zone) bool {
	return z.id == other.id || (z.rules != nil && other.rules != nil && intl.PrimaryZone(z.id) == intl.PrimaryZone(other.id))
}

// Offset gives the nanoseconds that the zone is ahead of UTC at an exact time.
func (z *Zone) Offset(epochNanos *big.Int) int64 {
	if z.rules == nil {
		return z.offset
	}
	return offsetAt(z.at(epochNanos))
}

// at gives an exact time to the second.
func (z *Zone) at(epochNanos *big.Int) time.Time {
	seconds, _ := new(big.Int).DivMod(epochNanos, big.NewInt(int64(time.Second)), new(big.Int))
	return time.Unix(seconds.Int64(), 0).In(z.rules)
}

func offsetAt(t time.Time) int64 {
	_, seconds := t.Zone()
	return int64(seconds) * int64(time.Second)
}

// DateTime gives the date and time in the zone at an exact time.
func (z *Zone) DateTime(epochNanos *big.Int) iso.DateTime {
	return iso.DateTimeOf(new(big.Int).Add(epochNanos, big.NewInt(z.Offset(epochNanos))))
}

// Possible gives the exact times of a date and time: none where clocks were put forward, two where they were put back.
func (z *Zone) Possible(dt iso.DateTime) ([]*big.Int, error) {
	asUTC := dt.EpochNanos()
	offsets := []int64{z.offset}
	if z.rules != nil {
		before, after := z.around(asUTC)
		if offsets = []int64{before}; after != before {
			offsets = append(offsets, after)
		}
	}
	var out []*big.Int
	for _, offset := range offsets {
		n := new(big.Int).Sub(asUTC, big.NewInt(offset))
		if z.Offset(n) != offset {
			continue
		}
		if !iso.IsValidEpoch(n) {
			return nil, errEpoch
		}
		out = append(out, n)
	}
	if len(out) == 2 && out[0].Cmp(out[1]) > 0 {
		out[0], out[1] = out[1], out[0]
	}
	return out, nil
}

var errEpoch = iso.Rangef("Instant nanoseconds are not within a valid epoch range.")

// around gives the offsets a day before and a day after a time as if it were in UTC: no zone changes its offset twice
// within that.
func (z *Zone) around(asUTC *big.Int) (before, after int64) {
	day := big.NewInt(iso.NanosPerDay)
	return z.Offset(new(big.Int).Sub(asUTC, day)), z.Offset(new(big.Int).Add(asUTC, day))
}

// Disambiguation chooses among the exact times of a date and time.
type Disambiguation string

// The choices of Temporal's option disambiguation.
const (
	Compatible Disambiguation = "compatible"
	Earlier    Disambiguation = "earlier"
	Later      Disambiguation = "later"
	Reject     Disambiguation = "reject"
)

// EpochNanos gives the exact time of a date and time (GetEpochNanosecondsFor).
func (z *Zone) EpochNanos(dt iso.DateTime, d Disambiguation) (*big.Int, error) {
	possible, err := z.Possible(dt)
	switch {
	case err != nil:
		return nil, err
	case len(possible) == 1:
		return possible[0], nil
	case d == Reject:
		return nil, iso.Rangef("Rejecting ambiguous time zones.")
	case len(possible) == 2:
		if d == Later {
			return possible[1], nil
		}
		return possible[0], nil
	}
	before, after := z.around(dt.EpochNanos())
	gap := after - before
	if d == Earlier {
		gap = -gap
	}
	possible, err = z.Possible(dt.Add(big.NewInt(gap)))
	switch {
	case err != nil:
		return nil, err
	case len(possible) == 0:
		return nil, errEpoch
	case d == Earlier:
		return possible[0], nil
	}
	return possible[len(possible)-1], nil
}

// StartOfDay gives the first exact time of a day, which need not be midnight.
func (z *Zone) StartOfDay(d iso.Date) (*big.Int, error) {
	midnight := iso.DateTime{Date: d}
	possible, err := z.Possible(midnight)
	if err != nil {
		return nil, err
	}
	if len(possible) > 0 {
		return possible[0], nil
	}
	// Midnight is skipped: the day begins with the offset that holds when midnight would be by the one before.
	before, _ := z.around(midnight.EpochNanos())
	start, _ := z.at(new(big.Int).Sub(midnight.EpochNanos(), big.NewInt(before))).ZoneBounds()
	return nanosOf(start), nil
}

func nanosOf(t time.Time) *big.Int {
	return new(big.Int).Mul(big.NewInt(t.Unix()), big.NewInt(int64(time.Second)))
}

// Next gives the first change of the offset after an exact time.
func (z *Zone) Next(epochNanos *big.Int) (*big.Int, bool) {
	if z.rules == nil {
		return nil, false
	}
	t := z.at(epochNanos)
	for {
		_, end := t.ZoneBounds()
		if end.IsZero() || !iso.IsValidEpoch(nanosOf(end)) {
			return nil, false
		}
		if offsetAt(end) != offsetAt(t) {
			return nanosOf(end), true
		}
		t = end
	}
}

// Previous gives the last change of the offset before an exact time.
func (z *Zone) Previous(epochNanos *big.Int) (*big.Int, bool) {
	if z.rules == nil {
		return nil, false
	}
	t := z.at(new(big.Int).Sub(epochNanos, big.NewInt(1)))
	for {
		start, _ := t.ZoneBounds()
		if start.IsZero() || !iso.IsValidEpoch(nanosOf(start)) {
			return nil, false
		}
		before := start.Add(-time.Second)
		if offsetAt(before) != offsetAt(start) {
			return nanosOf(start), true
		}
		t = before
	}
}
