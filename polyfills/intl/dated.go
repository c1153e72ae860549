package intl

import (
	"maps"
	"slices"
	"strings"
	"time"

	"paddock/jsruntime"
)

// Dated is what the struct of a Temporal object tells of itself to be formatted (ECMA-402 with Temporal, section 15.6).
type Dated interface {
	// Dated gives the kind, the calendar ("" for times and exact times) and the time: of a kind other than Exact it is the
	// date and time in UTC.
	Dated() (kind Kind, calendar string, t time.Time)
}

// Kind is which fields a value has.
type Kind int

// The kinds. Unwritable is a time in a zone, which only its own method writes, Unknown what is no Temporal object.
const (
	Date Kind = iota
	Clock
	DateAndClock
	YearAndMonth
	MonthAndDay
	Exact
	Unwritable
	Unknown
)

var (
	dateNames  = []string{"weekday", "year", "month", "day"}
	clockNames = []string{"dayPeriod", "hour", "minute", "second"}
)

// kindFields are the options of fields that a kind can be asked for, and those it has without.
var kindFields = [...]struct{ allowed, defaults []string }{
	Date:         {dateNames, []string{"year", "month", "day"}},
	Clock:        {clockNames, []string{"hour", "minute", "second"}},
	DateAndClock: {slices.Concat(dateNames, clockNames), []string{"year", "month", "day", "hour", "minute", "second"}},
	YearAndMonth: {[]string{"year", "month"}, []string{"year", "month"}},
	MonthAndDay:  {[]string{"month", "day"}, []string{"month", "day"}},
	Exact:        {slices.Concat(dateNames, clockNames), []string{"year", "month", "day", "hour", "minute", "second"}},
}

func (k Kind) hasDate() bool  { return k != Clock }
func (k Kind) hasClock() bool { return k == Clock || k == DateAndClock || k == Exact }

// asDated gives what a Temporal object tells of itself.
func asDated(v jsruntime.Value) (Dated, bool) {
	o := jsruntime.AsObject(v)
	if o == nil {
		return nil, false
	}
	host, _ := jsruntime.Host(o)
	d, ok := host.(Dated)
	return d, ok
}

// kindOf gives the kind of a value; Unknown for what is no Temporal object.
func kindOf(v jsruntime.Value) Kind {
	d, ok := asDated(v)
	if !ok {
		return Unknown
	}
	kind, _, _ := d.Dated()
	return kind
}

// formatOf gives the format and the time to write for a value: for Temporal objects one that writes just what they have.
func (f *dateFormat) formatOf(vm *jsruntime.VM, v jsruntime.Value) (*dateFormat, time.Time) {
	d, ok := asDated(v)
	if !ok {
		return f, moment(vm, v)
	}
	kind, calendar, t := d.Dated()
	if kind == Unwritable {
		refuse(vm, v)
	}
	if partial := kind == YearAndMonth || kind == MonthAndDay; calendar != "" && calendar != f.calendar && (partial || calendar != "iso8601") {
		vm.Throwf(jsruntime.RangeError, "Mismatched calendars.")
	}
	adjusted := f.forKind(kind)
	if adjusted == nil {
		refuse(vm, v)
	}
	return adjusted, t
}

func refuse(vm *jsruntime.VM, v jsruntime.Value) {
	if _, ok := asDated(v); !ok {
		v = v.ToNumber()
	}
	text := vm.Sketch(v)
	if o := jsruntime.AsObject(v); o != nil {
		text = "[object " + vm.Text(o.GetSymbol(jsruntime.SymToStringTag)) + "]"
	}
	vm.Throwf(jsruntime.TypeError, "Invalid argument for Temporal %s", text)
}

// forKind gives the format for a kind; nil if it asks for nothing that the kind has.
func (f *dateFormat) forKind(k Kind) *dateFormat {
	if adjusted, ok := f.kinds[k]; ok {
		return adjusted
	}
	adjusted := *f
	adjusted.bound, adjusted.glue = nil, ""
	if k != Exact {
		adjusted.zone, adjusted.zoneForm = time.UTC, ""
	}
	result, usual := &adjusted, f.usual
	adjusted.cycle, adjusted.temporal = f.chosenCycle, true
	if f.dateText != "" || f.timeText != "" {
		if !adjusted.styleFor(k) {
			result = nil
		}
	} else if !adjusted.fieldsFor(k, f.shownFor(k)) {
		result = nil
	} else {
		usual = adjusted.hourFor(f.asked["hour"] != "")
	}
	if result != nil {
		result.choosePattern(usual)
	}
	if f.kinds == nil {
		f.kinds = map[Kind]*dateFormat{}
	}
	f.kinds[k] = result
	return result
}

// shownFor are the options of fields for a kind: where it lacks some of them, the others are as the pattern of all has them.
func (f *dateFormat) shownFor(k Kind) map[string]string {
	if k == Exact {
		return f.asked
	}
	whole := f.zoneForm == "" && !(f.asked["hour"] == "2-digit" && f.cycle == "h12")
	for name := range f.asked {
		whole = whole && (name == "era" || slices.Contains(kindFields[k].allowed, name))
	}
	if whole {
		return f.asked
	}
	numbers := strip(f.date)
	out := maps.Clone(f.asked)
	for _, name := range []string{"year", "month", "day"} {
		if width := numeric(numbers, name); width != "" && out[name] != "" {
			out[name] = width
		}
	}
	return out
}

// numeric is the option by which a pattern without names has a field as a number; "" if it has not.
func numeric(numbers, field string) string {
	letter := map[string]string{"year": "y", "month": "M", "day": "d"}[field]
	switch {
	case strings.Contains(numbers, letter+letter):
		return "2-digit"
	case strings.Contains(numbers, letter):
		return "numeric"
	}
	return ""
}

// fieldsFor takes the fields that were asked for and that the kind has, or its own (GetDateTimeFormat).
func (f *dateFormat) fieldsFor(k Kind, asked map[string]string) bool {
	own := kindFields[k]
	f.fields = map[string]string{}
	if k == Exact {
		maps.Copy(f.fields, asked)
	} else if era := asked["era"]; era != "" && k.hasDate() && k != MonthAndDay {
		f.fields["era"] = era
	}
	some := f.fraction > 0
	for _, field := range fieldOptions {
		some = some || field.name != "era" && asked[field.name] != ""
	}
	found := f.fraction > 0 && k.hasClock()
	if !k.hasClock() {
		f.fraction = 0
	}
	for _, name := range own.allowed {
		if v := asked[name]; v != "" {
			f.fields[name] = v
			found = true
		}
	}
	if found {
		return true
	}
	if some && k != Exact {
		return false
	}
	for _, name := range own.defaults {
		f.fields[name] = "numeric"
	}
	return true
}

// hourFor writes hours as V8 does for Temporal objects, and tells whether that is as usual in the locale: of twelve hours without
// a zero before them, and without an hour that was asked for by the locale's own cycle.
func (f *dateFormat) hourFor(asked bool) (usual bool) {
	if usual = f.usual; !asked {
		f.cycle, usual = f.data.Hour, true
		if own, ok := f.tag.keys["hc"]; ok && slices.Contains(hourCycles, own) {
			f.cycle, usual = own, false
		}
	}
	if f.cycle == "h11" {
		f.cycle = "h12"
	}
	if f.fields["hour"] == "2-digit" && (f.cycle == "h12" || f.cycle == "h11") {
		f.fields["hour"] = "numeric"
	}
	return usual
}

// styleFor drops of dateStyle and timeStyle what the kind does not have (AdjustDateTimeStyleFormat).
func (f *dateFormat) styleFor(k Kind) bool {
	if k == Exact {
		return true
	}
	zoned := f.timeText == "full" || f.timeText == "long"
	if zoned {
		f.timeText = "medium" // which is the same without the zone
	}
	if !k.hasClock() {
		f.timeText = ""
	}
	if !k.hasDate() {
		f.dateText = ""
	}
	if k == YearAndMonth || k == MonthAndDay {
		f.fields = f.styleFields(kindFields[k].allowed)
		style := f.dateText
		f.dateText = ""
		return style != ""
	}
	if zoned && f.dateText != "" && f.timeText != "" {
		f.fields = f.styleFields(dateNames)
		f.fields["hour"], f.fields["minute"], f.fields["second"] = "numeric", "2-digit", "2-digit"
		f.dateText, f.timeText = "", ""
		return true
	}
	return f.dateText != "" || f.timeText != ""
}

// styleFields reads from the pattern of the style how it writes some fields.
func (f *dateFormat) styleFields(names []string) map[string]string {
	if f.dateText == "" {
		return nil
	}
	pattern := f.stylePattern()
	numbers := strip(pattern)
	fields := map[string]string{}
	for _, name := range names {
		switch fields[name] = numeric(numbers, name); {
		case name == "weekday":
			fields[name] = either(strings.Contains(pattern, "{E"), "long", "")
		case name == "month" && fields[name] == "":
			fields[name] = either(f.dateText == "medium", "short", "long")
		}
	}
	maps.DeleteFunc(fields, func(_, option string) bool { return option == "" })
	return fields
}

// LocaleString writes a Temporal object as toLocaleString does. For a time in a zone, name is the zone and t the exact
// time; else name is "".
func LocaleString(vm *jsruntime.VM, method string, self jsruntime.Value, args jsruntime.Args, zone string) jsruntime.Value {
	d, ok := asDated(self)
	if !ok {
		vm.Throwf(jsruntime.TypeError, "not a Temporal object")
	}
	kind, calendar, t := d.Dated()
	required, defaults := "any", "all"
	switch kind {
	case Date, YearAndMonth, MonthAndDay:
		required, defaults = "date", "date"
	case Clock:
		required, defaults = "time", "time"
	}
	f := newDateFormatIn(vm, method, args.At(0), args.At(1), required, defaults, zone)
	if kind == Unwritable {
		if f.dateText == "" && f.timeText == "" {
			f.cycle = f.chosenCycle
			f.choosePattern(f.hourFor(f.asked["hour"] != ""))
		}
		if calendar != "iso8601" && calendar != f.calendar {
			vm.Throwf(jsruntime.RangeError, "Mismatched calendars.")
		}
		return vm.ToValue(join(f.parts(t)))
	}
	f, t = f.formatOf(vm, self)
	return vm.ToValue(join(f.parts(t)))
}
