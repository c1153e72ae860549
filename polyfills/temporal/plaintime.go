package temporal

import (
	"math/big"

	"paddock/jsruntime"
	"paddock/polyfills/temporal/iso"
)

func newTime(vm *jsruntime.VM, t iso.Time) jsruntime.Value {
	return known.Get(vm).time.New(vm, &plainTime{t})
}

// timed adds the accessors of what has a time.
func timed[T any](d definition[T], of func(*T) iso.Time) definition[T] {
	d.getter("hour", func(self *T) any { return of(self).Hour })
	d.getter("minute", func(self *T) any { return of(self).Minute })
	d.getter("second", func(self *T) any { return of(self).Second })
	d.getter("millisecond", func(self *T) any { return of(self).Millisecond })
	d.getter("microsecond", func(self *T) any { return of(self).Microsecond })
	return d.getter("nanosecond", func(self *T) any { return of(self).Nanosecond })
}

// timeArguments reads the six arguments of a time, from the first one on.
func (c call) timeArguments(args jsruntime.Args, first int) iso.Time {
	var parts [6]int
	for i := range parts {
		parts[i] = c.either(args.At(first+i), 0)
	}
	return iso.Time{Hour: parts[0], Minute: parts[1], Second: parts[2], Millisecond: parts[3], Microsecond: parts[4], Nanosecond: parts[5]}
}

// validTime refuses times that there are not.
func (c call) validTime(t iso.Time) iso.Time {
	if !t.IsValid() {
		c.check(iso.Rangef("Invalid time"))
	}
	return t
}

func defineTime() *jsruntime.Class[plainTime] {
	d := define("PlainTime", 0, func(c call, args jsruntime.Args) *plainTime {
		return &plainTime{c.validTime(c.timeArguments(args, 0))}
	})
	d.static("from", 1, func(c call, args jsruntime.Args) any { return newTime(c.VM, c.plainTime(args.At(0), args.At(1))) })
	d.static("compare", 2, func(c call, args jsruntime.Args) any {
		a := c.plainTime(args.At(0), jsruntime.Undefined())
		return a.Compare(c.plainTime(args.At(1), jsruntime.Undefined()))
	})
	timed(d, func(self *plainTime) iso.Time { return self.Time })
	both(d, "add", "subtract", 1, func(c call, s sense, self *plainTime, args jsruntime.Args) any {
		t, _ := self.Add(s.apply(c.duration(args.At(0))).Time())
		return newTime(c.VM, t)
	})
	d.method("with", 1, func(c call, self *plainTime, args jsruntime.Args) any {
		return newTime(c.VM, c.timeRecord(c.partial(args.At(0)), self.Time, args.At(1)))
	})
	both(d, "until", "since", 1, func(c call, s sense, self *plainTime, args jsruntime.Args) any {
		other := c.plainTime(args.At(0), jsruntime.Undefined())
		r := c.options(args.At(1)).difference(s, times, nil, iso.Nanosecond, iso.Hour)
		return c.sumDuration(s, instantsBetween(big.NewInt(self.Nanos()), big.NewInt(other.Nanos()), r), r.largest)
	})
	d.method("round", 1, func(c call, self *plainTime, args jsruntime.Args) any {
		r := c.unitOptions(args.At(0), "smallestUnit", missingRound).rounding(times)
		t, _ := self.Round(r.increment, r.smallest, r.mode)
		return newTime(c.VM, t)
	})
	d.method("equals", 1, func(c call, self *plainTime, args jsruntime.Args) any {
		return c.plainTime(args.At(0), jsruntime.Undefined()) == self.Time
	})
	localized(d, noZone)
	d.method("toString", 0, func(c call, self *plainTime, args jsruntime.Args) any {
		o := c.options(args.At(0))
		digits, mode, smallest := o.digits(), o.mode(iso.Trunc), o.unit("smallestUnit")
		c.timeUnit(smallest)
		if smallest == iso.Hour {
			c.check(iso.Rangef("smallestUnit must be a valid time unit."))
		}
		w := c.precision(smallest, digits, mode)
		t, _ := self.Round(w.increment, w.unit, w.mode)
		return t.Text(w.precision)
	})
	d.method("toJSON", 0, func(_ call, self *plainTime, _ jsruntime.Args) any { return self.Text(iso.Auto) })
	return d.valueOf().class
}
