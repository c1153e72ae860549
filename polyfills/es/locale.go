package es

import (
	"math"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"paddock/jsruntime"
)

// numberLocale is Number.prototype.toLocaleString: the engine takes the locale for a radix.
var numberLocale = gap{probe: "(() => { try { (1).toLocaleString('en-US') } catch { return undefined } return 1 })()", install: func(vm *jsruntime.VM) {
	proto := vm.Get("Number").(*jsruntime.Object).Get("prototype").(*jsruntime.Object)
	must(proto.DefineDataProperty("toLocaleString", vm.NewFunction("toLocaleString", 0, func(call jsruntime.FunctionCall) jsruntime.Value {
		return vm.ToValue(formatNumber(vm, call.This.ToFloat(), call.Argument(0), jsruntime.AsObject(call.Argument(1))))
	}), jsruntime.Yes, jsruntime.Yes, jsruntime.No))
}}

// locale reads a locales argument; what is unknown stands for en-US.
func locale(vm *jsruntime.VM, v jsruntime.Value) language.Tag {
	if o := jsruntime.AsObject(v); o != nil {
		v = o.Get("0")
	}
	if jsruntime.IsUndefined(v) {
		return language.AmericanEnglish
	}
	tag, err := language.Parse(v.String())
	if err != nil {
		vm.Throwf(jsruntime.RangeError, "Incorrect locale information provided")
	}
	return tag
}

func formatNumber(vm *jsruntime.VM, x float64, locales jsruntime.Value, options *jsruntime.Object) string {
	switch {
	case math.IsNaN(x):
		return "NaN"
	case math.IsInf(x, 1):
		return "∞"
	case math.IsInf(x, -1):
		return "-∞"
	}
	digits := func(name string, or int) int {
		if options == nil || jsruntime.IsUndefined(options.Get(name)) {
			return or
		}
		n := options.Get(name).ToInteger()
		if n < 0 || n > 100 {
			vm.Throwf(jsruntime.RangeError, "%s value is out of range.", name)
		}
		return int(n)
	}
	style := "decimal"
	if options != nil && !jsruntime.IsUndefined(options.Get("style")) {
		style = options.Get("style").String()
	}
	lowest, highest := 0, 3
	switch style {
	case "percent":
		highest = 0
	case "currency":
		lowest, highest = 2, 2
	}
	lowest = digits("minimumFractionDigits", lowest)
	highest = digits("maximumFractionDigits", max(highest, lowest))
	opts := []number.Option{number.MinFractionDigits(min(lowest, highest)), number.MaxFractionDigits(highest)}
	if options != nil && options.Get("useGrouping") != nil && !options.Get("useGrouping").ToBoolean() {
		opts = append(opts, number.NoSeparator())
	}
	printer := message.NewPrinter(locale(vm, locales))
	switch style {
	case "percent":
		return printer.Sprint(number.Percent(x, opts...))
	case "currency":
		sign := ""
		if x < 0 {
			sign, x = "-", -x
		}
		return sign + currencySign(options.Get("currency")) + printer.Sprint(number.Decimal(x, opts...))
	}
	return printer.Sprint(number.Decimal(x, opts...))
}

func currencySign(v jsruntime.Value) string {
	if v == nil {
		return ""
	}
	switch code := v.String(); code {
	case "USD":
		return "$"
	case "EUR":
		return "€"
	case "GBP":
		return "£"
	case "JPY":
		return "¥"
	default:
		return code + "\u00a0"
	}
}

// dateLocale is Date.prototype.toLocaleString and its parts in the form of en-US, whatever
// the locale, with the options timeZone and hour12.
var dateLocale = gap{probe: "(new Date(0).toLocaleDateString('en-US', {timeZone: 'UTC'}) === '1/1/1970' || undefined)", install: func(vm *jsruntime.VM) {
	proto := vm.Get("Date").(*jsruntime.Object).Get("prototype").(*jsruntime.Object)
	getTime, _ := jsruntime.AsFunction(proto.Get("getTime"))
	for _, f := range []struct{ name, layout, layout24 string }{
		{"toLocaleString", "1/2/2006, 3:04:05\u202fPM", "1/2/2006, 15:04:05"},
		{"toLocaleDateString", "1/2/2006", "1/2/2006"},
		{"toLocaleTimeString", "3:04:05\u202fPM", "15:04:05"},
	} {
		must(proto.DefineDataProperty(f.name, vm.NewFunction(f.name, 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			ms := vm.Call(getTime, call.This).ToFloat()
			if math.IsNaN(ms) {
				return vm.ToValue("Invalid Date")
			}
			locale(vm, call.Argument(0))
			layout, zone := f.layout, time.UTC
			if options := jsruntime.AsObject(call.Argument(1)); options != nil {
				if v := options.Get("hour12"); jsruntime.IsBoolean(v) && !v.ToBoolean() {
					layout = f.layout24
				}
				zone = timeZone(vm, options.Get("timeZone"))
			}
			return vm.ToValue(time.UnixMilli(int64(ms)).In(zone).Format(layout))
		}), jsruntime.Yes, jsruntime.Yes, jsruntime.No))
	}
}}

func timeZone(vm *jsruntime.VM, v jsruntime.Value) *time.Location {
	if jsruntime.IsUndefined(v) {
		return time.UTC
	}
	zone, err := time.LoadLocation(v.String())
	if err != nil || v.String() == "Local" {
		vm.Throwf(jsruntime.RangeError, "Invalid time zone specified: %s", v.String())
	}
	return zone
}
