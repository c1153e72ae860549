package temporal

import (
	"math/big"

	"paddock/jsruntime"
	"paddock/polyfills/temporal/calendar"
	"paddock/polyfills/temporal/iso"
	"paddock/polyfills/temporal/zone"
)

// buildNow makes Temporal.Now. Its clock is that of Date, with milliseconds.
func buildNow(vm *jsruntime.VM) jsruntime.Value {
	o := vm.NewObject()
	must(o.DefineDataPropertySymbol(jsruntime.SymToStringTag, vm.ToValue("Temporal.Now"), jsruntime.No, jsruntime.Yes, jsruntime.No))
	function := func(name string, f func(c call, arg jsruntime.Value) jsruntime.Value) {
		c := call{vm, "Temporal.Now." + name}
		fn := vm.NewFunction(name, 0, func(call jsruntime.FunctionCall) jsruntime.Value { return f(c, call.Argument(0)) })
		must(o.DefineDataProperty(name, fn, jsruntime.Yes, jsruntime.Yes, jsruntime.No))
	}
	local := func(c call, arg jsruntime.Value) iso.DateTime { return c.zoneOrUTC(arg).DateTime(c.now()) }
	function("instant", func(c call, _ jsruntime.Value) jsruntime.Value { return newInstant(vm, c.now()) })
	function("timeZoneId", func(call, jsruntime.Value) jsruntime.Value { return vm.ToValue(zone.UTC.ID()) })
	function("plainDateTimeISO", func(c call, arg jsruntime.Value) jsruntime.Value { return newDateTime(vm, local(c, arg), calendar.ISO) })
	function("zonedDateTimeISO", func(c call, arg jsruntime.Value) jsruntime.Value {
		return newZoned(vm, zoned{c.now(), c.zoneOrUTC(arg), calendar.ISO})
	})
	function("plainDateISO", func(c call, arg jsruntime.Value) jsruntime.Value {
		return newDate(vm, local(c, arg).Date, calendar.ISO)
	})
	function("plainTimeISO", func(c call, arg jsruntime.Value) jsruntime.Value { return newTime(vm, local(c, arg).Time) })
	return o
}

// now gives the exact time, as Date has it.
func (c call) now() *big.Int {
	return iso.Multiple(c.Now().UnixMilli(), iso.Millisecond)
}

// zoneOrUTC reads a time zone that may be left out: the platform's own is UTC.
func (c call) zoneOrUTC(v jsruntime.Value) *zone.Zone {
	if jsruntime.IsUndefined(v) {
		return zone.UTC
	}
	return c.zone(v)
}
