package temporal

import (
	"math/big"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/temporal/calendar"
	"paddock/polyfills/temporal/iso"
	"paddock/polyfills/temporal/zone"
)

// flag is the compatibility flag that Workers have Temporal by.
const flag = "temporal"

// API gives the global Temporal and Date.prototype.toTemporalInstant, to Workers that have the flag.
func API() jsruntime.API {
	return jsruntime.API{
		Name:    "temporal",
		BuiltIn: true,
		Globals: map[string]func(*jsruntime.VM) jsruntime.Value{"Temporal": build},
		Install: func(vm *jsruntime.VM) error {
			if !compat.Of(vm).Has(flag) {
				return vm.DeleteGlobal("Temporal")
			}
			return vm.Try(func() { installDate(vm) })
		},
	}
}

// What instances are made of.
type (
	plainDate struct {
		iso.Date
		calendar calendar.Calendar
	}
	plainTime     struct{ iso.Time }
	plainDateTime struct {
		iso.DateTime
		calendar calendar.Calendar
	}
	// yearMonth has the first day of the month.
	yearMonth struct {
		iso.Date
		calendar calendar.Calendar
	}
	// monthDay has the day in a reference year.
	monthDay struct {
		iso.Date
		calendar calendar.Calendar
	}
	instant struct{ epoch *big.Int }
	zoned   struct {
		epoch    *big.Int
		zone     *zone.Zone
		calendar calendar.Calendar
	}
	duration struct{ iso.Duration }
)

// classes are all classes, for what one of them makes of another.
type classes struct {
	date     *jsruntime.Class[plainDate]
	time     *jsruntime.Class[plainTime]
	dateTime *jsruntime.Class[plainDateTime]
	zoned    *jsruntime.Class[zoned]
	duration *jsruntime.Class[duration]
	instant  *jsruntime.Class[instant]
	month    *jsruntime.Class[yearMonth]
	monthDay *jsruntime.Class[monthDay]
}

// known has the classes of a VM. They cannot be named where they are defined, as each names others.
var known = jsruntime.NewSlot(func(*jsruntime.VM) *classes { return &classes{} })

var (
	dateClass     = defineDate()
	timeClass     = defineTime()
	dateTimeClass = defineDateTime()
	zonedClass    = defineZoned()
	durationClass = defineDuration()
	instantClass  = defineInstant()
	monthClass    = defineYearMonth()
	monthDayClass = defineMonthDay()
)

func build(vm *jsruntime.VM) jsruntime.Value {
	known.Set(vm, &classes{dateClass, timeClass, dateTimeClass, zonedClass, durationClass, instantClass, monthClass, monthDayClass})
	o := vm.NewObject()
	must(o.DefineDataPropertySymbol(jsruntime.SymToStringTag, vm.ToValue("Temporal"), jsruntime.No, jsruntime.Yes, jsruntime.No))
	define := func(name string, v jsruntime.Value) {
		must(o.DefineDataProperty(name, v, jsruntime.Yes, jsruntime.Yes, jsruntime.No))
	}
	define("Now", buildNow(vm))
	for _, ctor := range []*jsruntime.Object{
		dateClass.Object(vm), timeClass.Object(vm), dateTimeClass.Object(vm), zonedClass.Object(vm),
		durationClass.Object(vm), instantClass.Object(vm), monthClass.Object(vm), monthDayClass.Object(vm),
	} {
		define(ctor.Get("name").String(), ctor)
	}
	return o
}

// installDate gives Date its way to Temporal.
func installDate(vm *jsruntime.VM) {
	proto := vm.Get("Date").(*jsruntime.Object).Get("prototype").(*jsruntime.Object)
	getTime, _ := jsruntime.AsFunction(proto.Get("getTime"))
	convert := vm.NewFunction("toTemporalInstant", 0, func(call jsruntime.FunctionCall) jsruntime.Value {
		ms := vm.Call(getTime, call.This).ToFloat()
		if ms != ms {
			vm.Throwf(jsruntime.RangeError, "The number NaN cannot be converted to a BigInt because it is not an integer")
		}
		ensure(vm)
		return newInstant(vm, iso.Multiple(int64(ms), iso.Millisecond))
	})
	must(proto.DefineDataProperty("toTemporalInstant", convert, jsruntime.Yes, jsruntime.Yes, jsruntime.No))
}

// ensure makes sure that the classes are there, also when no script has asked for the global yet.
func ensure(vm *jsruntime.VM) {
	if known.Get(vm).instant == nil {
		build(vm)
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
