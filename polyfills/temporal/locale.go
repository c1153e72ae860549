package temporal

import (
	"time"

	"paddock/jsruntime"
	"paddock/polyfills/intl"
	"paddock/polyfills/temporal/iso"
)

// Dated tells the parts of Intl that format dates what a value is; it is in UTC.
func (d *plainDate) Dated() (intl.Kind, string, time.Time) {
	return intl.Date, d.calendar.ID(), inUTC(iso.DateTime{Date: d.Date})
}

// Dated tells what a value is; the day is the first one.
func (t *plainTime) Dated() (intl.Kind, string, time.Time) {
	return intl.Clock, "", inUTC(iso.DateTime{Date: iso.FromEpochDays(0), Time: t.Time})
}

// Dated tells what a value is.
func (dt *plainDateTime) Dated() (intl.Kind, string, time.Time) {
	return intl.DateAndClock, dt.calendar.ID(), inUTC(dt.DateTime)
}

// Dated tells what a value is.
func (m *yearMonth) Dated() (intl.Kind, string, time.Time) {
	return intl.YearAndMonth, m.calendar.ID(), inUTC(iso.DateTime{Date: m.Date})
}

// Dated tells what a value is.
func (m *monthDay) Dated() (intl.Kind, string, time.Time) {
	return intl.MonthAndDay, m.calendar.ID(), inUTC(iso.DateTime{Date: m.Date})
}

// Dated tells what a value is.
func (i *instant) Dated() (intl.Kind, string, time.Time) {
	return intl.Exact, "", inUTC(iso.DateTimeOf(i.epoch))
}

// Dated tells what a value is. Formats refuse it, as they have a zone of their own.
func (z *zoned) Dated() (intl.Kind, string, time.Time) {
	return intl.Unwritable, z.calendar.ID(), inUTC(iso.DateTimeOf(z.epoch))
}

func inUTC(dt iso.DateTime) time.Time {
	return time.Date(dt.Year, time.Month(dt.Month), dt.Day, dt.Hour, dt.Minute, dt.Second, dt.SubSecond(), time.UTC)
}

// localized adds the method toLocaleString.
func localized[T any](d definition[T], zone func(*T) string) definition[T] {
	full := "Temporal." + d.class.Name() + ".prototype.toLocaleString"
	d.class.MethodThis("toLocaleString", 0, func(vm *jsruntime.VM, this *jsruntime.Object, self *T, args jsruntime.Args) jsruntime.Value {
		return intl.LocaleString(vm, full, this, args, zone(self))
	})
	return d
}

// noZone is for what is in no zone.
func noZone[T any](*T) string { return "" }

// Parts gives Intl.DurationFormat the duration.
func (d *duration) Parts() iso.Duration { return d.Duration }
