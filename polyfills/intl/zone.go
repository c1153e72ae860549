package intl

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"paddock/jsruntime"
)

var offsetZone = regexp.MustCompile(`^([+-])(\d\d):?(\d\d)?$`)

// readZone reads the option timeZone; without it the zone is UTC, as on the platform.
func (f *dateFormat) readZone(o options) {
	f.zone, f.zoneName = time.UTC, "UTC"
	v, ok := o.value("timeZone")
	if !ok {
		return
	}
	name := v.String()
	if m := offsetZone.FindStringSubmatch(name); m != nil {
		hours, _ := strconv.Atoi(m[2])
		minutes, _ := strconv.Atoi("0" + m[3])
		offset := hours*3600 + minutes*60
		if m[1] == "-" {
			offset = -offset
		}
		if hours < 24 && minutes < 60 {
			f.zoneName = fmt.Sprintf("%s%02d:%02d", m[1], hours, minutes)
			f.zone = time.FixedZone(f.zoneName, offset)
			return
		}
	}
	for _, candidate := range []string{name, titled(name), strings.ToUpper(name)} {
		if zone, err := time.LoadLocation(candidate); err == nil && candidate != "" && candidate != "Local" {
			f.zone, f.zoneName = zone, candidate
			if slices.Contains([]string{"Etc/UTC", "Etc/GMT", "GMT", "Etc/UCT", "Zulu", "Etc/Zulu"}, candidate) {
				f.zoneName = "UTC"
			}
			return
		}
	}
	o.vm.Throwf(jsruntime.RangeError, "Invalid time zone specified: %s", name)
}

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

// american are the zones whose abbreviations English readers in America know, with the names.
var american = map[string]string{
	"EST": "Eastern Standard Time", "EDT": "Eastern Daylight Time", "CST": "Central Standard Time", "CDT": "Central Daylight Time",
	"MST": "Mountain Standard Time", "MDT": "Mountain Daylight Time", "PST": "Pacific Standard Time", "PDT": "Pacific Daylight Time",
	"AKST": "Alaska Standard Time", "AKDT": "Alaska Daylight Time", "HST": "Hawaii-Aleutian Standard Time", "HDT": "Hawaii-Aleutian Daylight Time",
}

// longNames are English names of zones elsewhere by their abbreviations and the beginning of
// the zone's own name.
var longNames = map[string]string{
	"Europe/GMT": "Greenwich Mean Time", "Europe/BST": "British Summer Time", "Europe/IST": "Irish Standard Time",
	"Europe/CET": "Central European Standard Time", "Europe/CEST": "Central European Summer Time",
	"Europe/EET": "Eastern European Standard Time", "Europe/EEST": "Eastern European Summer Time",
	"Europe/WET": "Western European Standard Time", "Europe/WEST": "Western European Summer Time", "Europe/MSK": "Moscow Standard Time",
	"Asia/JST": "Japan Standard Time", "Asia/CST": "China Standard Time", "Asia/IST": "India Standard Time", "Asia/KST": "Korean Standard Time",
	"Australia/AEST": "Australian Eastern Standard Time", "Australia/AEDT": "Australian Eastern Daylight Time",
	"Pacific/NZST": "New Zealand Standard Time", "Pacific/NZDT": "New Zealand Daylight Time",
}

// zoneText writes the zone of a time in the form that was asked for; zones without a known
// name are written as offsets.
func zoneText(t time.Time, f *dateFormat) string {
	abbreviation, offset := t.Zone()
	long := f.zoneForm == "long" || f.zoneForm == "longGeneric"
	english := strings.HasPrefix(f.tag.name, "en")
	if f.zoneName == "UTC" && (f.zoneForm == "short" || f.zoneForm == "shortGeneric" || !english && long) {
		return "UTC"
	}
	if english && !strings.HasSuffix(f.zoneForm, "Offset") {
		area, _, _ := strings.Cut(f.zoneName, "/")
		name := american[abbreviation]
		switch {
		case f.zoneName == "UTC":
			return "Coordinated Universal Time"
		case name != "" && (area == "America" || area == "US" || f.zoneName == "Pacific/Honolulu") && long:
			return name
		case name != "" && (area == "America" || area == "US" || f.zoneName == "Pacific/Honolulu"):
			return abbreviation
		case long && longNames[area+"/"+abbreviation] != "":
			return longNames[area+"/"+abbreviation]
		}
	}
	return offsetText(offset, long || f.zoneForm == "longOffset")
}

func offsetText(seconds int, long bool) string {
	if seconds == 0 {
		return "GMT"
	}
	sign := "+"
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	hours, minutes := seconds/3600, seconds/60%60
	switch {
	case long:
		return fmt.Sprintf("GMT%s%02d:%02d", sign, hours, minutes)
	case minutes != 0:
		return fmt.Sprintf("GMT%s%d:%02d", sign, hours, minutes)
	}
	return fmt.Sprintf("GMT%s%d", sign, hours)
}
