package intl

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"paddock/jsruntime"
)

var offsetZone = regexp.MustCompile(`^([+-])([01]\d|2[0-3])(?::?([0-5]\d))?$`)

// readZone reads the option timeZone, which must not be there if there is a zone already. Without both the zone is UTC, as
// on the platform.
func (f *dateFormat) readZone(o options, name string) {
	f.zone, f.zoneName = time.UTC, "UTC"
	switch v, ok := o.value("timeZone"); {
	case ok && name != "":
		o.vm.Throwf(jsruntime.TypeError, "Invalid time zone specified: %s", name)
	case ok:
		name = o.vm.Text(v)
	case name == "":
		return
	}
	if m := offsetZone.FindStringSubmatch(name); m != nil {
		hours, _ := strconv.Atoi(m[2])
		minutes, _ := strconv.Atoi("0" + m[3])
		offset := hours*3600 + minutes*60
		if m[1] == "-" {
			offset = -offset
		}
		if offset == 0 {
			m[1] = "+"
		}
		f.zoneName = fmt.Sprintf("%s%02d:%02d", m[1], hours, minutes)
		f.zone = time.FixedZone(f.zoneName, offset)
		return
	}
	zone, canonical, ok := FindZone(name)
	if !ok {
		o.vm.Throwf(jsruntime.RangeError, "Invalid time zone specified: %s", name)
	}
	f.zone, f.zoneName = zone, canonical
}

// FindZone finds a time zone by its name in the IANA database, in letters of any case, and gives the name as it is written
// there.
func FindZone(name string) (zone *time.Location, canonical string, ok bool) {
	for _, candidate := range []string{zoneNames()[strings.ToLower(name)], titled(name), strings.ToUpper(name), name} {
		if !strings.EqualFold(candidate, name) || candidate == "" || strings.EqualFold(candidate, "local") || strings.EqualFold(candidate, "Factory") {
			continue
		}
		if zone, err := time.LoadLocation(candidate); err == nil {
			return zone, candidate, true
		}
	}
	return nil, "", false
}

// zoneNames are the names of zones, by the names in small letters.
var zoneNames = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	add := func(names string) {
		for name := range strings.FieldsSeq(names) {
			out[strings.ToLower(name)] = name
		}
	}
	for _, names := range theWorld().Zones {
		add(names)
	}
	add(theWorld().Values["timeZone"])
	for hours := range 15 {
		add(fmt.Sprintf("Etc/GMT+%d Etc/GMT-%d", hours, hours))
	}
	add(zoneLinksText)
	return out
})

// titled writes a zone's name with its usual capitals.
func titled(name string) string {
	parts := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == '/' })
	for i, p := range parts {
		words := strings.Split(p, "_")
		for j, w := range words {
			if w != "" && w != "of" && w != "es" {
				words[j] = strings.ToUpper(w[:1]) + w[1:]
			}
		}
		parts[i] = strings.Join(words, "_")
	}
	return strings.Join(parts, "/")
}

// Times at which names of zones are compared: all rules of today hold at them.
var (
	inJanuary = time.Date(2024, 1, 15, 0, 0, 0, 0, time.UTC)
	inJuly    = time.Date(2024, 7, 15, 0, 0, 0, 0, time.UTC)
)

// zoneText writes the zone of a time in the form that was asked for; zones without a name in the
// locale are written as offsets.
func zoneText(t time.Time, f *dateFormat) string {
	initials, offset := t.Zone()
	long := strings.HasPrefix(f.zoneForm, "long")
	if !strings.HasSuffix(f.zoneForm, "Offset") && offset%60 == 0 {
		at := map[string]int{"short": 0, "long": 2, "shortGeneric": 4, "longGeneric": 6}[f.zoneForm]
		if name := f.data.zone(f.zone, f.zoneName, offset, at); name != "" {
			return name
		}
		if f.zoneName == "UTC" && f.zoneForm == "short" { // which some languages say for GMT
			return strings.TrimSpace(strings.Replace(f.data.GMT, "{0}", "", 1))
		}
		if offset == 0 && (initials == "GMT" || initials == "+00:00") {
			names := f.data.tables().Greenwich
			return either(long, names[1], names[0])
		}
	}
	return f.offsetText(offset, long)
}

// zone gives the name of a zone at an offset, or that of one that has the same rules and initials; "" if
// there is none. at is the place of the form among names.
func (l *locale) zone(zone *time.Location, name string, offset, at int) string {
	names, ok := l.Zones.get()[name]
	if !ok {
		names, ok = l.Zones.get()[alike(l, zone)]
	}
	if !ok {
		return ""
	}
	if _, winter := inJanuary.In(zone).Zone(); winter != offset && names[at+1] != "" {
		return names[at+1]
	}
	return names[at]
}

// alike finds a zone with names that has the same offsets and initials through the year.
func alike(l *locale, zone *time.Location) string {
	same := func(t time.Time, other *time.Location) bool {
		initials, offset := t.In(zone).Zone()
		otherInitials, otherOffset := t.In(other).Zone()
		return initials == otherInitials && offset == otherOffset && initials[0] != '+' && initials[0] != '-'
	}
	best := ""
	for name := range l.Zones.get() {
		other, err := time.LoadLocation(name)
		if err == nil && same(inJanuary, other) && same(inJuly, other) && (best == "" || name < best) {
			best = name
		}
	}
	return best
}

// withZone adds the name of a zone to a pattern of a date: as a time where the month is named, or the weekday stands alone.
func (f *dateFormat) withZone(pattern string) string {
	if at := f.glueIndex(); pattern != "" && (at < 3 || dateIndex(f.fields)%54 == 0) {
		return strings.NewReplacer("{1}", pattern, "{0}", "z").Replace(f.data.Glue[min(at, 3)])
	}
	model, fields := f.data.ZoneDate, "yMd年月日"
	if first := strings.IndexAny(model, fields); strings.IndexByte(model, 'z') < first {
		return model[:first] + pattern
	}
	last := strings.LastIndexAny(model, fields)
	_, size := utf8.DecodeRuneInString(model[last:])
	rest := model[last+size:]
	for n := strings.IndexByte(rest, 'z'); n > 0; n-- { // what ends a date, where it is written so
		if strings.HasSuffix(pattern, rest[:n]) {
			return pattern + rest[n:]
		}
	}
	return pattern + rest
}

// zoneTime is the pattern of a time with the zone, for the key and the pattern of it without.
func (f *dateFormat) zoneTime(key, without string) string {
	pattern, ok := f.data.tables().ZoneTimes[key]
	if !ok {
		return without + " z"
	}
	if f.temporal && strings.Contains(without, "HH") && !strings.Contains(pattern, "HH") {
		pattern = strings.Replace(pattern, "H", "HH", 1)
	}
	return withSet(pattern, without)
}

// withSet puts into a pattern of the archive the set of names of parts of the day that the pattern of the plain time has.
func withSet(pattern, plain string) string {
	if at := strings.Index(plain, "{a"); at >= 0 {
		pattern = strings.Replace(pattern, "{a}", plain[at:at+strings.IndexByte(plain[at:], '}')+1], 1)
	}
	return pattern
}

func (f *dateFormat) offsetText(seconds int, long bool) string {
	gmt := f.data.GMT
	if gmt == "" {
		gmt = "GMT{0}"
	}
	sign := "+"
	if seconds < 0 {
		sign, seconds = f.data.GMTMinus, -seconds
	}
	hours, minutes := seconds/3600, seconds/60%60
	text := fmt.Sprintf("%s%d", sign, hours)
	switch {
	case long:
		text = fmt.Sprintf("%s%02d:%02d", sign, hours, minutes)
	case minutes != 0 || seconds%60 != 0:
		text = fmt.Sprintf("%s%d:%02d", sign, hours, minutes)
	}
	if seconds%60 != 0 {
		text += fmt.Sprintf(":%02d", seconds%60)
	}
	return strings.Replace(gmt, "{0}", withDigits(text, []rune(theWorld().Digits[f.nu])), 1)
}
