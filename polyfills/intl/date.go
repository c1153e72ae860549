package intl

import (
	"maps"
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
	calendar string
	nu       string // numberingSystem
	bound    jsruntime.Value
	zone     *time.Location
	zoneName string
	cycle    string // hourCycle; "" when no hour is shown
	pattern  string
	glue     string            // of a date and a time; "" where the pattern has only one of them
	date     string            // the part of pattern that is of the date
	clock    string            // and of the time
	fields   map[string]string // the options of the fields, as resolved
	fraction int               // fractionalSecondDigits
	zoneForm string            // timeZoneName
	dateText string            // dateStyle
	timeText string            // timeStyle

	// What formats for Temporal objects are made of.
	asked       map[string]string // the options of the fields, without defaults
	chosenCycle string            // hourCycle, also when no hour is shown
	usual       bool              // no cycle was asked for
	kinds       map[Kind]*dateFormat
	temporal    bool // this is such a one
}

var dateClass = class("DateTimeFormat", 0, func(vm *jsruntime.VM, args jsruntime.Args) *dateFormat {
	return newDateFormat(vm, "Intl.DateTimeFormat", args.At(0), args.At(1), "any", "date")
}).
	WithoutNew().
	Getter("format", func(vm *jsruntime.VM, f *dateFormat) jsruntime.Value {
		if f.bound == nil {
			f.bound = vm.NewFunction("", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
				return vm.ToValue(join(f.partsOf(vm, call.Argument(0))))
			})
		}
		return f.bound
	}).
	Method("formatToParts", 1, func(vm *jsruntime.VM, f *dateFormat, args jsruntime.Args) jsruntime.Value {
		return list(vm, f.partsOf(vm, args.At(0)))
	}).
	Method("formatRange", 2, func(vm *jsruntime.VM, f *dateFormat, args jsruntime.Args) jsruntime.Value {
		return vm.ToValue(joinRange(f.rangeParts(vm, args)))
	}).
	Method("formatRangeToParts", 2, func(vm *jsruntime.VM, f *dateFormat, args jsruntime.Args) jsruntime.Value {
		return listRange(vm, f.rangeParts(vm, args))
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

var hourCycles = []string{"h11", "h12", "h23", "h24"}

var styleValues = []string{"full", "long", "medium", "short"}

// newDateFormat makes a format. required and defaults are those of the standard's
// CreateDateTimeFormat: "date", "time", "any"; "date", "time", "all".
func newDateFormat(vm *jsruntime.VM, service string, locales, opts jsruntime.Value, required, defaults string) *dateFormat {
	return newDateFormatIn(vm, service, locales, opts, required, defaults, "")
}

// newDateFormatIn is newDateFormat for a time zone that no option may name; "" for none.
func newDateFormatIn(vm *jsruntime.VM, service string, locales, opts jsruntime.Value, required, defaults, zone string) *dateFormat {
	o := readOptions(vm, service, locales, opts, false)
	f := &dateFormat{fields: map[string]string{}}
	o.matcher()
	calendar, nu := o.keyValue("calendar"), o.keyValue("numberingSystem")
	hour12, hour12Set := o.flag("hour12", false)
	cycle := o.text("hourCycle", "", hourCycles...)
	f.tag, f.data = o.resolve()
	f.nu = f.tag.numbering(nu)
	f.chooseCalendar(calendar)
	if hour12Set {
		cycle = ""
	} else {
		cycle = f.tag.choose("hc", cycle, cycle, func(v string) bool { return slices.Contains(hourCycles, v) })
	}
	f.readZone(o, zone)
	for _, field := range fieldOptions {
		if v := o.text(field.name, "", field.values...); v != "" {
			f.fields[field.name] = v
		}
	}
	f.fraction = o.number("fractionalSecondDigits", 1, 3, 0)
	f.zoneForm = o.text("timeZoneName", "", "short", "long", "shortOffset", "longOffset", "shortGeneric", "longGeneric")
	o.text("formatMatcher", "best fit", "basic", "best fit")
	f.dateText, f.timeText = o.text("dateStyle", "", styleValues...), o.text("timeStyle", "", styleValues...)
	f.asked = maps.Clone(f.fields)
	if f.dateText != "" || f.timeText != "" {
		f.checkStyles(vm, required)
	} else {
		if f.addDefaults(required, defaults) && zone != "" && f.zoneForm == "" {
			f.zoneForm = "short"
		}
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
	f.chosenCycle, f.usual = f.cycle, !hour12Set && cycle == ""
	f.choosePattern(f.usual)
	return f
}

func (f *dateFormat) checkStyles(vm *jsruntime.VM, required string) {
	if len(f.fields) > 0 || f.fraction > 0 || f.zoneForm != "" {
		vm.Throwf(jsruntime.TypeError, "Invalid option : option")
	}
	if required == "date" && f.timeText != "" {
		vm.Throwf(jsruntime.TypeError, "Invalid option : timeStyle")
	}
	if required == "time" && f.dateText != "" {
		vm.Throwf(jsruntime.TypeError, "Invalid option : dateStyle")
	}
}

// addDefaults adds the usual fields where none of the required ones is asked for, and tells whether it did.
func (f *dateFormat) addDefaults(required, defaults string) bool {
	has := func(names ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return f.fields[n] != "" })
	}
	date := has("weekday", "year", "month", "day")
	clock := has("dayPeriod", "hour", "minute", "second") || f.fraction > 0
	if required != "time" && date || required != "date" && clock {
		return false
	}
	if defaults != "time" {
		f.fields["year"], f.fields["month"], f.fields["day"] = "numeric", "numeric", "numeric"
	}
	if defaults != "date" {
		f.fields["hour"], f.fields["minute"], f.fields["second"] = "numeric", "numeric", "numeric"
	}
	return true
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
			date = f.stylePattern()
			glue = f.data.GlueStyle[slices.Index(styleValues, f.dateText)]
		}
		if f.timeText != "" {
			clock = f.data.Styles[style+f.timeText]
			f.zoneForm = map[string]string{"full": "long", "long": "short"}[f.timeText]
		}
	} else if date, clock = "", f.weekdayTime(hour); clock == "" {
		date, clock, glue = f.datePattern(), f.timePattern(hour), f.data.Glue[f.glueIndex()]
	}
	if f.cycle == "h24" && f.fields["hour"] == "numeric" && f.data.Hour == "h23" {
		clock = strings.ReplaceAll(clock, "HH", "H")
	}
	f.date, f.clock = date, clock
	switch {
	case date == "":
		f.pattern = clock
	case clock == "":
		f.pattern = date
	default:
		f.glue = glue
		f.pattern = strings.Replace(strings.Replace(glue, "{1}", date, 1), "{0}", clock, 1)
	}
	f.pattern = strings.ReplaceAll(f.pattern, narrowSpace, " ")
	if !strings.ContainsAny(strip(clock), "hH") {
		f.cycle = ""
	}
	if f.zoneForm != "" && clock == "" && f.timeText == "" {
		f.pattern = f.withZone(date)
	}
}

// stylePattern is the pattern of dateStyle.
func (f *dateFormat) stylePattern() string {
	if f.calendar == f.data.usualCalendar() {
		return f.data.Styles["d"+f.dateText]
	}
	return f.data.tables().Styles[patternsOf(f.calendar)][slices.Index(styleValues, f.dateText)]
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

// dateIndex is where patterns of dates have that for some fields, from 1; 0 if there are none.
func dateIndex(fields map[string]string) int {
	index := slices.Index([]string{"", "short", "long", "narrow"}, fields["weekday"])
	for _, field := range []struct {
		name   string
		values []string
	}{
		{"year", []string{"", "numeric", "2-digit"}},
		{"month", []string{"", "numeric", "2-digit", "short", "long", "narrow"}},
		{"day", []string{"", "numeric", "2-digit"}},
	} {
		index = index*len(field.values) + slices.Index(field.values, fields[field.name])
	}
	return index
}

// datePattern looks the fields up.
func (f *dateFormat) datePattern() string {
	index, era := dateIndex(f.fields), f.fields["era"]
	switch {
	case index == 0 && era != "":
		return "{G" + era[:1] + "}"
	case index == 0:
		return ""
	case era != "":
		return f.data.tables().eraDateAs(patternsOf(f.calendar), index, era[:1])
	case f.calendar == f.data.usualCalendar():
		return f.data.Patterns[f.data.Dates[index-1]]
	}
	return f.data.tables().date(patternsOf(f.calendar), index)
}

// weekdayTime is the pattern of a weekday, without other fields of a date, and a time; "" if that is not asked for.
func (f *dateFormat) weekdayTime(hour string) string {
	width := f.fields["weekday"]
	if width == "" || width == "narrow" || f.fields["hour"] != "numeric" || dateIndex(f.fields)%54 != 0 || f.fields["era"] != "" || f.zoneForm != "" || f.fraction > 0 {
		return ""
	}
	key := f.timeKey(hour)
	pattern := f.data.tables().WeekdayTimes[width[:1]+strings.ReplaceAll(key, "M", "m")]
	return f.withPeriod(withSet(pattern, f.data.Time[key]))
}

// timeKey is where patterns of times have that for the fields.
func (f *dateFormat) timeKey(hour string) string {
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
	return key
}

func (f *dateFormat) timePattern(hour string) string {
	key := f.timeKey(hour)
	pattern := f.data.Time[key]
	if f.zoneForm != "" && pattern != "" {
		pattern = f.zoneTime(strings.ReplaceAll(key, "M", "m"), pattern)
	}
	pattern = f.withPeriod(pattern)
	if f.fraction == 0 {
		return pattern
	}
	if at := max(strings.LastIndex(pattern, "ss")+1, strings.LastIndex(strings.ReplaceAll(pattern, "'s", "''"), "s")); at > 0 || pattern == "s" {
		return pattern[:at+1] + f.decimal() + "S" + pattern[at+1:]
	}
	return strings.TrimSpace(pattern + " S")
}

// decimal is the mark before fractions of a second.
func (f *dateFormat) decimal() string {
	if signs, ok := numberSigns[f.nu]; ok && f.nu != f.tag.usualDigits() {
		return signs[0]
	}
	return f.data.Number.Decimal
}

// withPeriod puts the part of the day, if it is asked for, where AM and PM are.
func (f *dateFormat) withPeriod(pattern string) string {
	switch at := strings.Index(pattern, "{a"); {
	case f.fields["dayPeriod"] == "" || strings.ContainsRune(strip(pattern), 'H'):
		return pattern
	case pattern == "":
		return "B"
	case pattern == f.data.Time["h1"]:
		return f.data.PeriodAlone
	case pattern == f.data.Time["h1m"]:
		return f.data.PeriodTime
	case at >= 0:
		return pattern[:at] + "B" + pattern[at+strings.IndexByte(pattern[at:], '}')+1:]
	}
	return pattern + " B"
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

// partsOf formats a value.
func (f *dateFormat) partsOf(vm *jsruntime.VM, v jsruntime.Value) []part {
	f, t := f.formatOf(vm, v)
	return f.parts(t)
}

// parts formats a time.
func (f *dateFormat) parts(t time.Time) []part {
	return f.write(f.pattern, t)
}

// write formats a time by a pattern.
func (f *dateFormat) write(pattern string, t time.Time) []part {
	w := dateWriter{format: f, time: t.In(f.zone)}
	w.date = f.civil(w.time)
	for i := 0; i < len(pattern); {
		switch c := pattern[i]; {
		case c == '\'':
			w.literal(pattern[i+1 : i+2]) // one letter or sign is quoted as 'x
			i += 2
		case c == '{':
			end := i + strings.IndexByte(pattern[i:], '}')
			if set, err := strconv.Atoi(pattern[i+2 : end]); err == nil {
				w.name(pattern[i+1], set)
			} else {
				w.tableName(pattern[i+1], pattern[i+2:end])
			}
			i = end + 1
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			n := 1
			for i+n < len(pattern) && pattern[i+n] == c {
				n++
			}
			w.field(c, n)
			i += n
		default:
			_, size := utf8.DecodeRuneInString(pattern[i:])
			w.literal(pattern[i : i+size])
			i += size
		}
	}
	return w.out
}

// dateWriter collects the parts of one time.
type dateWriter struct {
	format *dateFormat
	time   time.Time
	date   civilDate
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
		index, as = w.date.month-1, "month"
	case 'E':
		index, as = int(w.time.Weekday()), "weekday"
	case 'a':
		index, as = w.time.Hour()/12, "dayPeriod"
		if len(w.format.data.Sets["a"][set]) == 24 {
			index = w.time.Hour()
		}
	case 'G':
		index, as = w.date.era, "era"
	}
	w.out = append(w.out, part{as, w.format.data.Sets[string(kind)][set][index]})
}

func (w *dateWriter) field(c byte, width int) {
	n, as := 0, ""
	switch c {
	case 'y':
		if w.writeFirstYear(width) {
			return
		}
		if n, as = w.date.year, "year"; w.date.related != 0 {
			n = w.cycleYear() + 1
		}
		if width == 2 {
			n %= 100
		}
	case 'r':
		n, as = w.date.related, "relatedYear"
	case 'U':
		w.out = append(w.out, part{"yearName", w.format.data.tables().Years[w.cycleYear()]})
		return
	case 'M':
		if n, as = w.date.number, "month"; w.date.leap {
			w.leapNumber(width)
			return
		}
	case 'd':
		n, as = w.date.day, "day"
	case 'h', 'H':
		if n, as = w.hour(), "hour"; c == 'h' && w.format.cycle == "" {
			n = (n+11)%12 + 1 // of the pattern of a date, which has it in Hebrew
		}
	case 'm':
		n, as = w.time.Minute(), "minute"
	case 's':
		n, as = w.time.Second(), "second"
	case 'S':
		digits := strconv.Itoa(1000 + w.time.Nanosecond()/1e6)[1:]
		w.number("fractionalSecond", digits[:w.format.fraction])
		return
	case 'B':
		p, hour := w.format.data.Periods.get()[w.format.fields["dayPeriod"]], w.time.Hour()
		if hour == 12 && w.time.Minute() > 0 && strings.Contains(strip(w.format.clock), "m") {
			hour++ // noon is no longer
		}
		w.out = append(w.out, part{"dayPeriod", p.names[p.hours[hour]]})
		return
	case 'z':
		w.out = append(w.out, part{"timeZoneName", zoneText(w.time, w.format)})
		return
	}
	w.number(as, padded(n, width))
}

// padded is a number of at least some digits.
func padded(n, width int) string {
	text := strconv.Itoa(n)
	if len(text) < width {
		text = strings.Repeat("0", width-len(text)) + text
	}
	return text
}

// number writes a field in the digits of the format.
func (w *dateWriter) number(kind, text string) {
	if rest, ok := strings.CutPrefix(text, "-"); ok {
		text = w.format.data.Number.Minus + rest
	}
	if w.format.nu != "latn" {
		text = withDigits(text, []rune(theWorld().Digits[w.format.nu]))
	}
	w.out = append(w.out, part{kind, text})
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

func (f *dateFormat) resolved(vm *jsruntime.VM) *jsruntime.Object {
	o := record(vm, "locale", f.tag.String(), "calendar", f.calendar, "numberingSystem", f.nu, "timeZone", f.zoneName)
	if f.cycle != "" {
		put(vm, o, "hourCycle", f.cycle)
		put(vm, o, "hour12", f.cycle == "h12" || f.cycle == "h11")
	}
	for _, field := range fieldOptions {
		v := f.fields[field.name]
		if v == "" {
			continue
		}
		put(vm, o, field.name, f.written(field.name, v))
	}
	if f.fraction > 0 {
		put(vm, o, "fractionalSecondDigits", f.fraction)
	}
	if f.zoneForm != "" && f.timeText == "" {
		put(vm, o, "timeZoneName", f.zoneForm)
	}
	for _, p := range [][2]string{{"dateStyle", f.dateText}, {"timeStyle", f.timeText}} {
		if p[1] != "" {
			put(vm, o, p[0], p[1])
		}
	}
	return o
}

// written is the option of a field as the pattern has it: numbers may have got two digits, or lost them.
func (f *dateFormat) written(field, option string) string {
	letter, numeric := map[string]string{"year": "y", "month": "M", "day": "d", "hour": "H", "minute": "m", "second": "s"}[field], option == "numeric" || option == "2-digit"
	pattern := strip(f.pattern)
	if field == "hour" && !strings.Contains(pattern, "H") {
		letter = "h"
	}
	switch {
	case letter == "" || !numeric || !strings.Contains(pattern, letter):
		return option
	case strings.Contains(pattern, letter+letter):
		return "2-digit"
	}
	return "numeric"
}
