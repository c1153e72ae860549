package temporal

import (
	"math"
	"math/big"

	"paddock/jsruntime"
	"paddock/polyfills/temporal/calendar"
	"paddock/polyfills/temporal/iso"
	"paddock/polyfills/temporal/zone"
)

func newInstant(vm *jsruntime.VM, epoch *big.Int) jsruntime.Value {
	return known.Get(vm).instant.New(vm, &instant{epoch})
}

func defineInstant() *jsruntime.Class[instant] {
	d := define("Instant", 1, func(c call, args jsruntime.Args) *instant {
		return &instant{c.epochInRange(c.bigInt(args.At(0)))}
	})
	d.static("from", 1, func(c call, args jsruntime.Args) any { return newInstant(c.VM, c.instant(args.At(0))) })
	d.static("fromEpochMilliseconds", 1, func(c call, args jsruntime.Args) any {
		f := args.At(0).ToNumber().ToFloat()
		if f != math.Trunc(f) || math.Abs(f) > 8.64e15 {
			c.check(iso.Rangef("Expected finite integer."))
		}
		return newInstant(c.VM, iso.Multiple(int64(f), iso.Millisecond))
	})
	d.static("fromEpochNanoseconds", 1, func(c call, args jsruntime.Args) any {
		return newInstant(c.VM, c.epochInRange(c.bigInt(args.At(0))))
	})
	d.static("compare", 2, func(c call, args jsruntime.Args) any {
		a := c.instant(args.At(0))
		return a.Cmp(c.instant(args.At(1)))
	})
	d.getter("epochMilliseconds", func(self *instant) any { return milliseconds(self.epoch) })
	d.getter("epochNanoseconds", func(self *instant) any { return new(big.Int).Set(self.epoch) })
	both(d, "add", "subtract", 1, func(c call, s sense, self *instant, args jsruntime.Args) any {
		by := s.apply(c.duration(args.At(0)))
		if by.Largest().IsDate() {
			c.check(iso.Rangef("Largest unit cannot be a date unit"))
		}
		n := by.Time()
		return newInstant(c.VM, c.epochInRange(n.Add(n, self.epoch)))
	})
	both(d, "until", "since", 1, func(c call, s sense, self *instant, args jsruntime.Args) any {
		other := c.instant(args.At(0))
		r := c.options(args.At(1)).difference(s, times, nil, iso.Nanosecond, iso.Second)
		return c.sumDuration(s, instantsBetween(self.epoch, other, r), r.largest)
	})
	d.method("round", 1, func(c call, self *instant, args jsruntime.Args) any {
		o := c.unitOptions(args.At(0), "smallestUnit", missingRound)
		r := rounding{increment: o.increment(), mode: o.mode(iso.HalfExpand), smallest: o.requiredUnit("smallestUnit")}
		c.timeUnit(r.smallest)
		c.divides(r.increment, int(iso.NanosPerDay/r.smallest.Nanoseconds()), true)
		n := iso.RoundAsIfPositive(self.epoch, iso.Multiple(int64(r.increment), r.smallest), r.mode)
		return newInstant(c.VM, c.epochInRange(n))
	})
	d.method("equals", 1, func(c call, self *instant, args jsruntime.Args) any {
		return self.epoch.Cmp(c.instant(args.At(0))) == 0
	})
	localized(d, noZone)
	d.method("toString", 0, func(c call, self *instant, args jsruntime.Args) any {
		o := c.options(args.At(0))
		digits, mode, smallest := o.digits(), o.mode(iso.Trunc), o.unit("smallestUnit")
		v := o.get("timeZone")
		c.timeUnit(smallest)
		if smallest == iso.Hour {
			c.check(iso.Rangef("smallestUnit cannot be Hour."))
		}
		var z *zone.Zone
		if !jsruntime.IsUndefined(v) {
			z = c.zone(v)
		}
		w := c.precision(smallest, digits, mode)
		n := iso.RoundAsIfPositive(self.epoch, iso.Multiple(int64(w.increment), w.unit), w.mode)
		return instantText(c.epochInRange(n), z, w.precision)
	})
	d.method("toJSON", 0, func(_ call, self *instant, _ jsruntime.Args) any { return instantText(self.epoch, nil, iso.Auto) })
	d.valueOf()
	d.method("toZonedDateTimeISO", 1, func(c call, self *instant, args jsruntime.Args) any {
		return newZoned(c.VM, zoned{self.epoch, c.zone(args.At(0)), calendar.ISO})
	})
	return d.class
}

// instantText writes an exact time with the offset of a zone, or without one with the letter Z (TemporalInstantToString).
func instantText(n *big.Int, z *zone.Zone, p iso.Precision) string {
	if z == nil {
		return iso.DateTimeOf(n).Text(p) + "Z"
	}
	return z.DateTime(n).Text(p) + iso.RoundedOffsetText(z.Offset(n))
}
