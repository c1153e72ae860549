package calendar

import (
	"testing"

	"paddock/polyfills/temporal/iso"
)

func BenchmarkCalendar(b *testing.B) {
	now, then := iso.Date{Year: 2026, Month: 11, Day: 27}, iso.Date{Year: 2099, Month: 2, Day: 3}
	old := iso.Date{Year: -271_000, Month: 2, Day: 3}
	number, code, day := 2030, "M02", 30
	for _, c := range []Calendar{ISO, find(b, "gregory"), find(b, "persian"), find(b, "hebrew"), find(b, "chinese")} {
		b.Run(c.ID()+"/date", func(b *testing.B) {
			for b.Loop() {
				c.Date(now)
			}
		})
		b.Run(c.ID()+"/date long ago", func(b *testing.B) {
			for b.Loop() {
				c.Date(old)
			}
		})
		b.Run(c.ID()+"/from", func(b *testing.B) {
			for b.Loop() {
				c.DateOf(Fields{Year: &number, MonthCode: &code, Day: &day}, Constrain)
			}
		})
		b.Run(c.ID()+"/month and day", func(b *testing.B) {
			for b.Loop() {
				c.MonthDayOf(Fields{MonthCode: &code, Day: &day}, Constrain)
			}
		})
		b.Run(c.ID()+"/add", func(b *testing.B) {
			for b.Loop() {
				c.Add(now, iso.DateDuration{Years: 3, Months: 20, Days: 9}, Constrain)
			}
		})
		b.Run(c.ID()+"/until", func(b *testing.B) {
			for b.Loop() {
				c.Until(old, then, iso.Year)
			}
		})
	}
}

func find(b *testing.B, id string) Calendar {
	c, ok := Lookup(id)
	if !ok {
		b.Fatal(id)
	}
	return c
}
