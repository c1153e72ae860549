package calendar

import (
	"testing"

	"paddock/polyfills/temporal/iso"
)

func TestLookup(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"iso8601": "iso8601", "ISO8601": "iso8601", "GREGORY": "gregory", "islamicc": "islamic-civil", "roc": "roc",
		"ethiopic-amete-alem": "ethioaa", "gregorian": "", "islamic": "", "": "", "İso8601": "", "hebrew ": "",
	} {
		c, ok := Lookup(id)
		got := ""
		if ok {
			got = c.ID()
		}
		if got != want {
			t.Errorf("Lookup(%q) is %q, not %q", id, got, want)
		}
	}
}

// TestSpan says that a duration of half a million years takes no longer than a short one.
func TestSpan(t *testing.T) {
	t.Parallel()
	a, b := iso.Date{Year: -271821, Month: 4, Day: 20}, iso.Date{Year: 275760, Month: 9, Day: 13}
	for _, c := range append([]Calendar{ISO}, every()...) {
		for _, largest := range []iso.Unit{iso.Year, iso.Month, iso.Week, iso.Day} {
			for _, ends := range [][2]iso.Date{{a, b}, {b, a}} {
				by := c.Until(ends[0], ends[1], largest)
				got, err := c.Add(ends[0], by, Constrain)
				if err != nil || got != ends[1] {
					t.Errorf("%s: %v and %v are %v, %v, not %v", c.ID(), ends[0], by, got, err, ends[1])
				}
			}
		}
	}
}

// TestYears says that each year begins where the one before it ends, and that its days and months are found in it. Of
// years outside of historic times it tries only some.
func TestYears(t *testing.T) {
	t.Parallel()
	for _, c := range calendars {
		first, last := c.at(iso.Date{Year: -271_822, Month: 1, Day: 1}.EpochDays()), iso.Date{Year: 275_761, Month: 1, Day: 1}.EpochDays()
		for y := first; y.start < last; {
			next := c.year(y.number + 1)
			if next.start != y.start+y.days() {
				t.Fatalf("%s: the year %d begins %d days late", c.id, next.number, next.start-y.start-y.days())
			}
			for _, day := range []int{y.start, next.start - 1} {
				if n := c.near(day); n < y.number-1 || n > y.number+1 {
					t.Fatalf("%s: a day of %d is taken for one of %d", c.id, y.number, n)
				}
			}
			if got, month := c.counted(c.count(&y, y.months)); got.number != y.number || month != y.months {
				t.Fatalf("%s: the last month of %d is taken for %d of %d", c.id, y.number, month, got.number)
			}
			if c.count(&next, 1) != c.count(&y, y.months)+1 {
				t.Fatalf("%s: the months of %d are not counted on", c.id, y.number)
			}
			if y = next; y.start < -800_000 || y.start > 400_000 {
				y = c.year(y.number + 100)
			}
		}
	}
}

func every() (all []Calendar) {
	for _, c := range calendars {
		all = append(all, c)
	}
	return all
}
