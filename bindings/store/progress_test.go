package store

import (
	"slices"
	"strconv"
	"testing"
)

func TestTeller(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		total int
		want  []string
	}{
		"work on few files is not told of":         {9, nil},
		"of much it is told how far it has come":   {10, []string{"Writing (0 of 10)...", "Writing (1 of 10)...", "Writing (2 of 10)...", "Writing (3 of 10)...", "Writing (4 of 10)...", "Writing (5 of 10)...", "Writing (6 of 10)...", "Writing (7 of 10)...", "Writing (8 of 10)...", "Writing (9 of 10)..."}},
		"of very much it is told after each tenth": {45, []string{"Writing (0 of 45)...", "Writing (5 of 45)...", "Writing (10 of 45)...", "Writing (15 of 45)...", "Writing (20 of 45)...", "Writing (25 of 45)...", "Writing (30 of 45)...", "Writing (35 of 45)...", "Writing (40 of 45)..."}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var told []string
			p := teller{func(text string) { told = append(told, text) }, 10}.begin("Writing", test.total)
			for range test.total {
				p.add(1)
			}
			if !slices.Equal(told, test.want) {
				t.Errorf("told: %q", told)
			}
		})
	}
}

// Many small values are written to a state folder whose last session was killed, and the session ends.
func TestOptions_Status(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var told []string
	open := func() *entriesFixture {
		f := openEntries(t, dir, Options{Shared: true, Status: func(text string) { told = append(told, text) }})
		f.blobs.teller.from = 3
		return f
	}
	f := open()
	for i := range 3 {
		f.put(t, "key"+strconv.Itoa(i), "body")
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if want := []string{"Writing values to their files (0 of 3)..."}; !slices.Equal(told, want) {
		t.Errorf("who waits for the end is told: %q", told)
	}
	told = nil
	if err := f.blobs.removeOthers(f.names(t)[1:]); err != nil || told != nil {
		t.Errorf("of one orphan is told: %q (%v)", told, err)
	}
	f = open()
	for i := range 3 {
		f.put(t, "key"+strconv.Itoa(i), "other")
	}
	if err := f.Flush(); err != nil || told != nil {
		t.Errorf("nobody waits, and is told: %q (%v)", told, err)
	}
	if err := f.blobs.removeOthers(nil); err != nil {
		t.Fatal(err)
	}
	if len(told) == 0 || told[0] != "Removing files of values that a killed session left (0 of 5)..." || len(f.names(t)) != 0 {
		t.Errorf("who waits for the start is told: %q", told)
	}
}
