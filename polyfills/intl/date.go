package intl

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"paddock/jsruntime"
)

// dateFormat is one Intl.DateTimeFormat.
type dateFormat struct {
	tag      tag
	data     *locale
	bound    jsruntime.Value
	zone     *time.Location
	zoneName string
	cycle    string // hourCycle; "" when no hour is shown
	pattern  string
	fields   map[string]string // the options of the fields, as resolved
	fraction int               // fractionalSecondDigits
	zoneForm string            // timeZoneName
	dateText string            // dateStyle
	timeText string            // timeStyle
}

var dateClass = class("DateTimeFormat", 0, func(vm *jsruntime.VM, args jsruntime.Args) *dateFormat {
	return newDateFormat(vm, args.At(0), args.At(1), "any", "date")
}).
	WithoutNew().
	Getter("format", func(vm *jsruntime.VM, f *dateFormat) jsruntime.Value {
		if f.bound == nil {
			f.bound = vm.NewFunction("", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
				return vm.ToValue(join(f.parts(moment(vm, call.Argument(0)))))
			})
		}
		return f.bound
	}).
	Method("formatToParts", 1, func(vm *jsruntime.VM, f *dateFormat, args jsruntime.Args) jsruntime.Value {
		return list(vm, f.parts(moment(vm, args.At(0))))
	}).
	Method("formatRange", 2, func(vm *jsruntime.VM, f *dateFormat, args jsruntime.Args) jsruntime.Value {
		return vm.ToValue(join(f.rangeParts(vm, args)))
	}).
	Method("formatRangeToParts", 2, func(vm *jsruntime.VM, f *dateFormat, args jsruntime.Args) jsruntime.Value {
		return list(vm, f.rangeParts(vm, args))
	}).
	Method("resolvedOptions", 0, func(vm *jsruntime.VM, f *dateFormat, _ jsruntime.Args) jsruntime.Value { return f.resolved(vm) })

// fieldOptions are the fields of a date with the values that they may have, in the order of
// resolvedOptions.
var fieldOptions = []struct {
	name   string
	values []string
}{
	{"weekday", []string{"narrow", "short", "long"}},
	{"era", []string{"narrow", "short", "long"}},
	{"year", []string{"2-digit", "numeric"}},
	{"month", []string{"2-digit", "numeric", "narrow", "short", "long"}},
	{"day", []string{"2-digit", "numeric"}},
	{"dayPeriod", []string{"narrow", "short", "long"}},
	{"hour", []string{"2-digit", "numeric"}},
	{"minute", []string{"2-digit", "numeric"}},
	{"second", []string{"2-digit", "numeric"}},
}

var styleValues = []string{"full", "long", "medium", "short"}

// newDateFormat makes a format. required and defaults are those of the standard's
// CreateDateTimeFormat: "date", "time", "any"; "date", "time", "all".
func newDateFormat(vm *jsruntime.VM, locales, opts jsruntime.Value, required, defaults string) *dateFormat {
	o := readOptions(vm, "DateTimeFormat", opts)
	f := &dateFormat{fields: map[string]string{}}
	f.tag, f.data = resolve(vm, locales)
	hour12, hour12Set := o.flag("hour12", false)
	cycle := o.text("hourCycle", f.tag.keys["hc"], "h11", "h12", "h23", "h24")
	f.readZone(o)
	for _, field := range fieldOptions {
		if v := o.text(field.name, "", field.values...); v != "" {
			f.fields[field.name] = v
		}
	}
	f.fraction = o.number("fractionalSecondDigits", 1, 3, 0)
	f.zoneForm = o.text("timeZoneName", "", "short", "long", "shortOffset", "longOffset", "shortGeneric", "longGeneric")
	o.text("formatMatcher", "best fit", "basic", "best fit")
	f.dateText, f.timeText = o.text("dateStyle", "", styleValues...), o.text("timeStyle", "", styleValues...)
	if f.dateText != "" || f.timeText != "" {
		f.checkStyles(vm, required)
	} else {
		f.addDefaults(required, defaults)
	}
	f.cycle = f.data.Hour
	switch {
	case hour12Set && hour12:
		f.cycle = "h12"
	case hour12Set:
		f.cycle = "h23"
	case cycle != "":
		f.cycle = cycle
	}
	f.choosePattern(!hour12Set && cycle == "")
	return f
}

func (f *dateFormat) checkStyles(vm *jsruntime.VM, required string) {
	for _, field := range fieldOptions {
		if f.fields[field.name] != "" {
			vm.Throwf(jsruntime.TypeError, "Invalid option : option")
		}
	}
	if required == "date" && f.timeText != "" {
		vm.Throwf(jsruntime.TypeError, "Invalid option : timeStyle")
	}
	if required == "time" && f.dateText != "" {
		vm.Throwf(jsruntime.TypeError, "Invalid option : dateStyle")
	}
}

func (f *dateFormat) addDefaults(required, defaults string) {
	has := func(names ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return f.fields[n] != "" })
	}
	date := has("weekday", "year", "month", "day")
	clock := has("dayPeriod", "hour", "minute", "second") || f.fraction > 0
	if required != "time" && date || required != "date" && clock {
		return
	}
	if defaults != "time" {
		f.fields["year"], f.fields["month"], f.fields["day"] = "numeric", "numeric", "numeric"
	}
	if defaults != "date" {
		f.fields["hour"], f.fields["minute"], f.fields["second"] = "numeric", "numeric", "numeric"
	}
}

// choosePattern joins the patterns of the date and of the time; usual says that no cycle was asked for.
func (f *dateFormat) choosePattern(usual bool) {
	date, clock, glue := "", "", ""
	hour, style := "H", "H"
	if f.cycle == "h12" || f.cycle == "h11" {
		hour, style = "h", "h"
	}
	if usual {
		hour = "j"
	}
	if f.dateText != "" || f.timeText != "" {
		if f.dateText != "" {
			date = f.data.Styles["d"+f.dateText]
			glue = f.data.GlueStyle[slices.Index(styleValues, f.dateText)]
		}
		if f.timeText != "" {
			clock = f.data.Styles[style+f.timeText]
			f.zoneForm = map[string]string{"full": "long", "long": "short"}[f.timeText]
		}
	} else {
		date, clock, glue = f.datePattern(), f.timePattern(hour), f.data.Glue[f.glueIndex()]
	}
	switch {
	case date == "":
		f.pattern = clock
	case clock == "":
		f.pattern = date
	default:
		f.pattern = strings.Replace(strings.Replace(glue, "{1}", date, 1), "{0}", clock, 1)
	}
	f.pattern = strings.ReplaceAll(f.pattern, narrowSpace, " ")
	if !strings.ContainsAny(strip(clock), "hH") {
		f.cycle = ""
	}
	if f.zoneForm != "" && f.timeText == "" {
		model := f.data.ZoneDate
		if clock != "" {
			model = " z"
		}
		f.pattern += model[strings.LastIndexAny(model, ",، ")-strings.Count(model, ","):]
	}
}

// strip removes what is quoted or a name set of a pattern.
func strip(pattern string) string {
	var out strings.Builder
	for i := 0; i < len(pattern); i++ {
		switch pattern[i] {
		case '\'':
			i++
		case '{':
			i += strings.IndexByte(pattern[i:], '}')
		default:
			out.WriteByte(pattern[i])
		}
	}
	return out.String()
}

// datePattern looks the fields up: see Dates of locale.
func (f *dateFormat) datePattern() string {
	index := slices.Index([]string{"", "short", "long", "narrow"}, f.fields["weekday"])
	for _, field := range []struct {
		name   string
		values []string
	}{
		{"year", []string{"", "numeric", "2-digit"}},
		{"month", []string{"", "numeric", "2-digit", "short", "long", "narrow"}},
		{"day", []string{"", "numeric", "2-digit"}},
	} {
		index = index*len(field.values) + slices.Index(field.values, f.fields[field.name])
	}
	pattern := ""
	if index > 0 {
		pattern = f.data.Patterns[f.data.Dates[index-1]]
	}
	if f.fields["era"] != "" {
		at := strings.Index(f.data.Era, "{G")
		pattern = strings.TrimSpace(pattern + " " + f.data.Era[at:at+4])
	}
	return pattern
}

func (f *dateFormat) timePattern(hour string) string {
	key := ""
	switch h, m, s := f.fields["hour"], f.fields["minute"], f.fields["second"]; {
	case h != "":
		key = hour + map[string]string{"numeric": "1", "2-digit": "2"}[h]
		if m != "" || s != "" {
			key += map[string]string{"2-digit": "M"}[m]
			if m != "2-digit" {
				key += "m"
			}
		}
		if s != "" {
			key += "s"
		}
	case m != "" && s != "":
		key = "-ms"
	case m != "":
		key = "-m"
	case s != "":
		key = "-s"
	}
	pattern := f.data.Time[key]
	if f.fraction == 0 {
		return pattern
	}
	if at := strings.LastIndex(pattern, "s"); at >= 0 {
		return pattern[:at+1] + f.data.Number.Decimal + "S" + pattern[at+1:]
	}
	return strings.TrimSpace(pattern + " S")
}

// glueIndex is the length of the date: the month's name, with or without the weekday's; or a
// weekday alone, before hours with minutes or without.
func (f *dateFormat) glueIndex() int {
	switch f.fields["month"] {
	case "long":
		if f.fields["weekday"] != "" {
			return 0
		}
		return 1
	case "short", "narrow":
		return 2
	case "":
		if f.fields["weekday"] != "" && f.fields["day"] == "" && f.fields["year"] == "" {
			if f.fields["minute"] == "" {
				return 5
			}
			return 4
		}
	}
	return 3
}

// moment reads the date argument of a format; undefined is now.
func moment(vm *jsruntime.VM, v jsruntime.Value) time.Time {
	if jsruntime.IsUndefined(v) {
		return vm.Now()
	}
	ms := v.ToNumber().ToFloat()
	if math.IsNaN(ms) || math.Abs(ms) > 8.64e15 {
		vm.Throwf(jsruntime.RangeError, "Invalid time value")
	}
	return time.UnixMilli(int64(math.Trunc(ms)))
}

// parts formats a time.
func (f *dateFormat) parts(t time.Time) []part {
	t = t.In(f.zone)
	w := dateWriter{format: f, time: t}
	for i := 0; i < len(f.pattern); {
		switch c := f.pattern[i]; {
		case c == '\'':
			w.literal(f.pattern[i+1 : i+2]) // one letter or sign is quoted as 'x
			i += 2
		case c == '{':
			end := i + strings.IndexByte(f.pattern[i:], '}')
			set, _ := strconv.Atoi(f.pattern[i+2 : end])
			w.name(f.pattern[i+1], set)
			i = end + 1
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			n := 1
			for i+n < len(f.pattern) && f.pattern[i+n] == c {
				n++
			}
			w.field(c, n)
			i += n
		default:
			_, size := utf8.DecodeRuneInString(f.pattern[i:])
			w.literal(f.pattern[i : i+size])
			i += size
		}
	}
	return w.out
}

// dateWriter collects the parts of one time.
type dateWriter struct {
	format *dateFormat
	time   time.Time
	out    []part
}

// narrowSpace is what CLDR has before AM; the platform writes a plain space instead.
const narrowSpace = "\u202f"

func (w *dateWriter) literal(s string) {
	if last := len(w.out) - 1; last >= 0 && w.out[last].kind == "literal" {
		w.out[last].text += s
		return
	}
	w.out = append(w.out, part{"literal", s})
}

func (w *dateWriter) name(kind byte, set int) {
	index, as := 0, ""
	switch kind {
	case 'M':
		index, as = int(w.time.Month())-1, "month"
	case 'E':
		index, as = int(w.time.Weekday()), "weekday"
	case 'a':
		index, as = w.time.Hour()/12, "dayPeriod"
	case 'G':
		as = "era"
		if w.time.Year() > 0 {
			index = 1
		}
	}
	w.out = append(w.out, part{as, w.format.data.Sets[string(kind)][set][index]})
}

func (w *dateWriter) field(c byte, width int) {
	n, as := 0, ""
	switch c {
	case 'y':
		n, as = w.time.Year(), "year"
		if n <= 0 {
			n = 1 - n
		}
		if width == 2 {
			n %= 100
		}
	case 'M':
		n, as = int(w.time.Month()), "month"
	case 'd':
		n, as = w.time.Day(), "day"
	case 'h', 'H':
		n, as = w.hour(), "hour"
	case 'm':
		n, as = w.time.Minute(), "minute"
	case 's':
		n, as = w.time.Second(), "second"
	case 'S':
		digits := strconv.Itoa(1000 + w.time.Nanosecond()/1e6)[1:]
		w.out = append(w.out, part{"fractionalSecond", digits[:w.format.fraction]})
		return
	case 'z':
		w.out = append(w.out, part{"timeZoneName", zoneText(w.time, w.format)})
		return
	}
	text := strconv.Itoa(n)
	if len(text) < width {
		text = strings.Repeat("0", width-len(text)) + text
	}
	w.out = append(w.out, part{as, text})
}

func (w *dateWriter) hour() int {
	h := w.time.Hour()
	switch w.format.cycle {
	case "h11":
		return h % 12
	case "h12":
		return (h+11)%12 + 1
	case "h24":
		return (h+23)%24 + 1
	}
	return h
}

// rangeParts formats two times with a dash between them; equal ones as one. Fields that
// both share are repeated.
func (f *dateFormat) rangeParts(vm *jsruntime.VM, args jsruntime.Args) []part {
	if jsruntime.IsUndefined(args.At(0)) || jsruntime.IsUndefined(args.At(1)) {
		vm.Throwf(jsruntime.TypeError, "startDate or endDate cannot be undefined")
	}
	from, to := f.parts(moment(vm, args.At(0))), f.parts(moment(vm, args.At(1)))
	if slices.Equal(from, to) {
		return from
	}
	return append(append(from, part{"literal", "\u2009–\u2009"}), to...)
}

func (f *dateFormat) resolved(vm *jsruntime.VM) *jsruntime.Object {
	o := record(vm, "locale", f.tag.name, "calendar", "gregory", "numberingSystem", "latn", "timeZone", f.zoneName)
	if f.cycle != "" {
		must(o.Set("hourCycle", f.cycle))
		must(o.Set("hour12", f.cycle == "h12" || f.cycle == "h11"))
	}
	for _, field := range fieldOptions {
		v := f.fields[field.name]
		if v == "" {
			continue
		}
		if field.name == "minute" || field.name == "second" { // with an hour they always have two digits
			v = "2-digit"
		}
		if field.name == "hour" && f.cycle == "h23" && strings.Contains(f.pattern, "HH") {
			v = "2-digit"
		}
		must(o.Set(field.name, v))
	}
	if f.fraction > 0 {
		must(o.Set("fractionalSecondDigits", f.fraction))
	}
	if f.zoneForm != "" && f.timeText == "" {
		must(o.Set("timeZoneName", f.zoneForm))
	}
	for _, p := range [][2]string{{"dateStyle", f.dateText}, {"timeStyle", f.timeText}} {
		if p[1] != "" {
			must(o.Set(p[0], p[1]))
		}
	}
	return o
}
