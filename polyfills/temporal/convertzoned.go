package temporal

import (
	"math/big"

	"paddock/jsruntime"
	"paddock/polyfills/temporal/calendar"
	"paddock/polyfills/temporal/iso"
	"paddock/polyfills/temporal/zone"
)

// behaviour is what counts of a date and time with an offset in a zone.
type behaviour int

const (
	wall   behaviour = iota // there is no offset
	exact                   // it was given in UTC
	either                  // an option decides
)

// local is a date, perhaps a time, and perhaps an offset, in a zone.
type local struct {
	date      iso.Date
	time      *iso.Time // nil: the start of the day
	behaviour behaviour
	offset    int64 // nanoseconds
	toMinutes bool  // the offset may be that of the zone to the minute
	zone      *zone.Zone
}

// epoch gives the exact time of what is local (InterpretISODateTimeOffset).
func (c call) epoch(l local, d zone.Disambiguation, offsetOption string) *big.Int {
	if l.time == nil {
		n, err := l.zone.StartOfDay(l.date)
		c.check(err)
		return c.epochInRange(n)
	}
	dt := iso.DateTime{Date: l.date, Time: *l.time}
	if l.behaviour == wall || l.behaviour == either && offsetOption == "ignore" {
		return c.epochOf(l.zone, dt, d)
	}
	asUTC := dt.EpochNanos()
	if l.behaviour == exact || offsetOption == "use" {
		return c.epochInRange(asUTC.Sub(asUTC, big.NewInt(l.offset)))
	}
	c.daysInRange(l.date)
	possible, err := l.zone.Possible(dt)
	c.check(err)
	for _, n := range possible {
		offset := new(big.Int).Sub(asUTC, n)
		if offset.Int64() == l.offset {
			return n
		}
		if l.toMinutes && iso.Round(offset, iso.Multiple(1, iso.Minute), iso.HalfExpand).Int64() == l.offset {
			return n
		}
	}
	if offsetOption == "reject" {
		c.check(iso.Rangef("Offsets could not be determined without disambiguation"))
	}
	return c.epochOf(l.zone, dt, d)
}

// daysInRange refuses dates far from those that exact times can have (CheckISODaysRange).
func (c call) daysInRange(d iso.Date) {
	if days := d.EpochDays(); days < -100_000_000 || days > 100_000_000 {
		c.check(iso.Rangef("Date is not within ISO date time limits."))
	}
}

// epochOf gives the exact time of a date and time in a zone.
func (c call) epochOf(z *zone.Zone, dt iso.DateTime, d zone.Disambiguation) *big.Int {
	n, err := z.EpochNanos(dt, d)
	c.check(err)
	return c.epochInRange(n)
}

// zoned reads a date and time in a zone (ToTemporalZonedDateTime).
func (c call) zoned(v, opts jsruntime.Value) zoned {
	if o := jsruntime.AsObject(v); o != nil {
		if z, ok := known.Get(c.VM).zoned.From(o); ok {
			readZonedOptions(c.options(opts), "reject")
			return *z
		}
		cal := c.calendarIn(o)
		f := c.read(cal, o, wantZoned)
		if f.zone == nil {
			c.check(iso.Typef("Must specify time zone."))
		}
		d, offset, overflow := readZonedOptions(c.options(opts), "reject")
		l := c.localOf(cal, f, overflow)
		return zoned{c.epoch(l, d, offset), f.zone, cal}
	}
	p, err := iso.ParseDateTime(c.string(v, "ZonedDateTime"))
	c.check(err)
	if p.Zone == "" {
		c.check(iso.Rangef("Time zone annotation is required for parsing a zoned date time."))
	}
	z, err := zone.Find(p.Zone)
	c.check(err)
	cal := c.annotated(p)
	d, offset, _ := readZonedOptions(c.options(opts), "reject")
	return zoned{c.epoch(localOfText(p, z), d, offset), z, cal}
}

// readZonedOptions reads the options of from() and with().
func readZonedOptions(o options, or string) (d zone.Disambiguation, offset string, overflow calendar.Overflow) {
	return o.disambiguation(), o.offset(or), o.overflow()
}

// localOf gives what fields say, in their zone.
func (c call) localOf(cal calendar.Calendar, f fields, o calendar.Overflow) local {
	dt := c.dateTimeOf(cal, f, o)
	l := local{date: dt.Date, time: &dt.Time, zone: f.zone}
	if f.offset != nil {
		offset, _ := iso.ParseOffset(*f.offset)
		l.behaviour, l.offset = either, offset.Nanos
	}
	return l
}

// localOfText gives what a text says, in a zone.
func localOfText(p iso.Parsed, z *zone.Zone) local {
	l := local{date: p.Date, time: p.Time, zone: z}
	switch {
	case p.Z:
		l.behaviour = exact
	case p.Offset != nil:
		l.behaviour, l.offset, l.toMinutes = either, p.Offset.Nanos, !p.Offset.ToSeconds
	}
	return l
}

// start is what a duration is reckoned from: a date, or an exact time in a zone, or nothing.
type start struct {
	date  *plainDate
	zoned *zoned
}

// relativeTo reads the option relativeTo (GetTemporalRelativeToOption).
func (o options) relativeTo() start {
	v := o.get("relativeTo")
	if jsruntime.IsUndefined(v) {
		return start{}
	}
	if object := jsruntime.AsObject(v); object != nil {
		k := known.Get(o.VM)
		if z, ok := k.zoned.From(object); ok {
			return start{zoned: z}
		}
		if d, ok := k.date.From(object); ok {
			return start{date: d}
		}
		if d, ok := k.dateTime.From(object); ok {
			return start{date: &plainDate{d.Date, d.calendar}}
		}
		cal := o.calendarIn(object)
		f := o.read(cal, object, wantZoned)
		l := o.localOf(cal, f, calendar.Constrain)
		if l.zone == nil {
			return start{date: &plainDate{l.date, cal}}
		}
		return start{zoned: &zoned{o.epoch(l, zone.Compatible, "reject"), l.zone, cal}}
	}
	p, err := iso.ParseDateTime(o.string(v, "relativeTo"))
	if err == nil && p.Zone == "" && p.Z {
		err = iso.Rangef("UTC designator is not valid for DateTime parsing.")
	}
	o.check(err)
	if p.Zone == "" {
		return start{date: &plainDate{o.inRange(p.Date), o.annotated(p)}}
	}
	z, err := zone.Find(p.Zone)
	o.check(err)
	cal := o.annotated(p)
	return start{zoned: &zoned{o.epoch(localOfText(p, z), zone.Compatible, "reject"), z, cal}}
}
