package zone

import (
	"testing"

	"paddock/polyfills/temporal/iso"
)

func find(t *testing.T, id string) *Zone {
	t.Helper()
	z, err := Find(id)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// TestTransitions goes forward and back through the changes of a zone's offset.
func TestTransitions(t *testing.T) {
	z := find(t, "europe/berlin")
	if z.ID() != "Europe/Berlin" {
		t.Errorf("the name is %s", z.ID())
	}
	n, err := iso.ParseInstant("2026-01-01T00:00Z")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"2026-03-29T01:00:00", "2026-10-25T01:00:00", "2027-03-28T01:00:00"} {
		next, ok := z.Next(n)
		if !ok || iso.DateTimeOf(next).Text(iso.Auto) != want {
			t.Fatalf("after %s comes %s, want %s", iso.DateTimeOf(n).Text(iso.Auto), iso.DateTimeOf(next).Text(iso.Auto), want)
		}
		n = next
	}
	count := 0
	for previous, ok := z.Previous(n); ok; previous, ok = z.Previous(n) {
		if previous.Cmp(n) >= 0 {
			t.Fatal("a change is not before the one after it")
		}
		n = previous
		count++
	}
	if first := iso.DateTimeOf(n).Date; first.Year != 1893 || count < 100 {
		t.Errorf("%d changes since %v", count, first)
	}
	if _, ok := UTC.Next(n); ok {
		t.Error("UTC changes its offset")
	}
}

// TestNames knows zones by all their names, in any letters, and that they are one.
func TestNames(t *testing.T) {
	for _, names := range [][2]string{{"asia/CALCUTTA", "Asia/Kolkata"}, {"us/eastern", "America/New_York"}, {"gmt0", "Etc/UTC"}, {"+01", "+01:00"}} {
		if a, b := find(t, names[0]), find(t, names[1]); !a.Equals(b) {
			t.Errorf("%s is not %s", a.ID(), b.ID())
		}
	}
	if find(t, "Europe/Oslo").Equals(find(t, "Europe/Berlin")) {
		t.Error("Oslo is Berlin")
	}
	for _, id := range []string{"", "local", "Local", "Factory", "Nope/Zone", "../etc/passwd", "+1", "+25:00", "+01:00:01", "a b"} {
		if z, err := Find(id); err == nil {
			t.Errorf("%q is %s", id, z.ID())
		}
	}
}
