package intl

import (
	"slices"
	"strings"
	"time"

	"paddock/jsruntime"
)

// rangeParts formats two times. Where both look the same it is one; else the greatest field that
// differs chooses the pattern, and without one the two stand side by side.
func (f *dateFormat) rangeParts(vm *jsruntime.VM, args jsruntime.Args) []rangePart {
	if jsruntime.IsUndefined(args.At(0)) || jsruntime.IsUndefined(args.At(1)) {
		vm.Throwf(jsruntime.TypeError, "Invalid time value")
	}
	if kind := kindOf(args.At(0)); kind != kindOf(args.At(1)) {
		if kind == Unknown {
			args.At(0).ToNumber()
		}
		refuse(vm, args.At(1))
	}
	_, start := f.formatOf(vm, args.At(0))
	f, end := f.formatOf(vm, args.At(1))
	a, b := f.parts(start), f.parts(end)
	if slices.Equal(a, b) {
		return from(a, ofBoth)
	}
	if pattern := f.rangePattern(start.In(f.zone), end.In(f.zone)); pattern != "" {
		return f.writeRange(pattern, start, end)
	}
	out := append(from(a, ofStart), rangePart{part{"literal", f.data.RangeGlue}, ofBoth})
	return append(out, from(b, ofEnd)...)
}

// rangePattern finds the pattern for two times; "" if there is none.
func (f *dateFormat) rangePattern(start, end time.Time) string {
	if f.fields["era"] != "" || f.zoneForm != "" || f.fraction > 0 {
		return ""
	}
	a, b := f.civil(start), f.civil(end)
	day := -1
	switch {
	case a.year != b.year || a.era != b.era:
		day = 0
	case a.month != b.month || a.leap != b.leap:
		day = 1
	case a.day != b.day:
		day = 2
	}
	switch {
	case day >= 0 && f.calendar != f.data.usualCalendar():
		return ""
	case day >= 0 && f.clock == "":
		return f.dateRange(day)
	case day >= 0:
		return ""
	}
	pattern := f.timeRange(start, end)
	date, glue := f.date, f.glue
	if date == "" && f.fields["weekday"] != "" {
		date, glue = f.datePattern(), f.data.Glue[f.glueIndex()]
	}
	switch {
	case pattern == "" && glue != "" && f.clock != "":
		pattern = "<" + f.clock + "=" + quoted(f.data.RangeGlue) + ">" + f.clock + "="
	case glue == "" || f.dateText != "" || pattern == "":
		return pattern
	}
	return strings.Replace(strings.Replace(glue, "{1}", "="+date+"=", 1), "{0}", pattern, 1)
}

// dateRange looks the fields up in the order in which they were recorded; diff is 0 for the year, 1
// for the month, 2 for the day.
func (f *dateFormat) dateRange(diff int) string {
	if f.dateText != "" {
		return f.data.RangePatterns.get()[f.data.RangeStyles[slices.Index(styleValues, f.dateText)*3+diff]]
	}
	index := 0
	for _, field := range []struct {
		name   string
		values []string
	}{
		{"weekday", []string{"", "short", "long"}},
		{"year", []string{"", "numeric", "2-digit"}},
		{"month", []string{"", "numeric", "2-digit", "short", "long"}},
		{"day", []string{"", "numeric", "2-digit"}},
	} {
		at := slices.Index(field.values, f.fields[field.name])
		if at < 0 {
			return ""
		}
		index = index*len(field.values) + at
	}
	if at := f.data.RangeDates.get()[index*3+diff]; at >= 0 {
		return f.data.RangePatterns.get()[at]
	}
	return ""
}

// timeRange is for two times of one day, with hours and perhaps minutes.
func (f *dateFormat) timeRange(start, end time.Time) string {
	twelve := f.cycle == "h12"
	seconds := f.fields["second"] != "" || f.timeText != "" && f.timeText != "short"
	if seconds || f.fields["dayPeriod"] != "" || !twelve && f.cycle != "h23" {
		return ""
	}
	diff := 2
	switch {
	case twelve && start.Hour()/12 != end.Hour()/12:
		diff = 0
	case start.Hour() != end.Hour():
		diff = 1
	}
	if f.timeText != "" {
		index := slices.Index([]string{"", "full", "long", "medium", "short"}, f.dateText)
		if !twelve {
			index += 5
		}
		return f.data.RangePatterns.get()[f.data.RangeTimes[24+index*3+diff]]
	}
	index := 0
	if !twelve {
		index = 4
	}
	if strings.Contains(f.pattern, "HH") && f.fields["hour"] == "2-digit" || strings.Contains(f.pattern, "hh") {
		index += 2
	}
	if strings.Contains(strip(f.clock), "m") {
		index++
	}
	return f.data.RangePatterns.get()[f.data.RangeTimes[index*3+diff]]
}

// writeRange writes a pattern in which < begins what is of the start, > of the end, = of both.
func (f *dateFormat) writeRange(pattern string, start, end time.Time) []rangePart {
	pattern = strings.ReplaceAll(pattern, narrowSpace, " ")
	var out []rangePart
	source, begin := ofBoth, 0
	flush := func(to int) {
		t := start
		if source == ofEnd {
			t = end
		}
		for _, p := range from(f.write(pattern[begin:to], t), source) {
			if last := len(out) - 1; last >= 0 && p.kind == "literal" && out[last].kind == "literal" && out[last].source == source {
				out[last].text += p.text
				continue
			}
			out = append(out, p)
		}
	}
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; c {
		case '\'':
			i++
		case '<', '>', '=':
			flush(i)
			source, begin = map[byte]string{'<': ofStart, '>': ofEnd, '=': ofBoth}[c], i+1
		}
	}
	flush(len(pattern))
	return out
}

// quoted is a text as patterns have it.
func quoted(text string) string {
	var out strings.Builder
	for _, r := range text {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("{}'<>=", r) {
			out.WriteByte('\'')
		}
		out.WriteRune(r)
	}
	return out.String()
}
