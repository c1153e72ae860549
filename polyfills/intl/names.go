package intl

import (
	"regexp"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"paddock/jsruntime"
)

// displayNames is one Intl.DisplayNames.get().
type displayNames struct {
	tag                   tag
	data                  *locale
	kind, style, fallback string
	dialects              bool // British English, not English (United Kingdom)
}

var namesClass = class("DisplayNames", 2, func(vm *jsruntime.VM, args jsruntime.Args) *displayNames {
	o := readOptions(vm, "Intl.DisplayNames", args.At(0), args.At(1), true)
	if o.object == nil {
		vm.Throwf(jsruntime.TypeError, "invalid_argument")
	}
	o.matcher()
	d := &displayNames{}
	d.style = o.text("style", "long", "narrow", "short", "long")
	d.kind = o.text("type", "", "language", "region", "script", "currency", "calendar", "dateTimeField")
	if d.kind == "" {
		vm.Throwf(jsruntime.TypeError, "invalid_argument")
	}
	d.fallback = o.text("fallback", "code", "code", "none")
	d.dialects = o.text("languageDisplay", "dialect", "dialect", "standard") == "dialect"
	d.tag, d.data = o.resolve()
	return d
}).
	Method("of", 1, func(vm *jsruntime.VM, d *displayNames, args jsruntime.Args) jsruntime.Value {
		code := vm.Text(args.At(0))
		canonical, name, valid := d.name(code)
		switch {
		case !valid:
			vm.Throwf(jsruntime.RangeError, "invalid_argument")
		case name != "":
			return vm.ToValue(name)
		case d.fallback == "code":
			return vm.ToValue(canonical)
		}
		return jsruntime.Undefined()
	}).
	Method("resolvedOptions", 0, func(vm *jsruntime.VM, d *displayNames, _ jsruntime.Args) jsruntime.Value {
		o := record(vm, "locale", d.tag.name, "style", d.style, "type", d.kind, "fallback", d.fallback)
		if d.kind == "language" {
			put(vm, o, "languageDisplay", map[bool]string{true: "dialect", false: "standard"}[d.dialects])
		}
		return o
	})

// dateTimeFields are the codes of the type dateTimeField.
var dateTimeFields = regexp.MustCompile(`^(era|year|quarter|month|weekOfYear|weekday|day|dayPeriod|hour|minute|second|timeZoneName)$`)

// name gives the canonical form of a code and its name, "" if it has none.
func (d *displayNames) name(code string) (canonical, name string, valid bool) {
	in := language.Make(d.tag.name)
	small := lower(code)
	switch d.kind {
	case "region":
		if !regionSubtag.MatchString(small) {
			return "", "", false
		}
		code = strings.ToUpper(code)
		if name := d.data.Short.get()[code]; name != "" && d.style != "long" {
			return code, name, true
		}
		if name := d.data.Regions.get()[code]; name != "" {
			return code, name, true
		}
		region, err := language.ParseRegion(code)
		if err != nil || isDigit(code[0]) && code != "419" { // continents and the like have no names but for Latin America
			return code, "", true
		}
		return code, namer(display.Regions(in), region), true
	case "script":
		if !scriptSubtag.MatchString(small) {
			return "", "", false
		}
		code = strings.ToUpper(small[:1]) + small[1:]
		return code, d.script(in, code), true
	case "language":
		r := &subtags{rest: strings.Split(small, "-")}
		id, ok := r.languageID()
		if !ok || len(r.rest) > 0 {
			return "", "", false
		}
		return id.base(), d.language(in, id), true
	case "currency":
		code = strings.ToUpper(code)
		name := d.data.Number.DisplayNames.get()[code]
		return code, either(name != "", name, d.data.Number.Symbols[code]), currencyCode.MatchString(code)
	case "calendar":
		return small, d.data.Calendars.get()[small], typeValue.MatchString(code)
	}
	return code, d.data.Fields.get()[d.style][code], dateTimeFields.MatchString(code)
}

func (d *displayNames) script(in language.Tag, code string) string {
	if name := d.data.Scripts.get()[code]; name != "" {
		return name
	}
	script, err := language.ParseScript(code)
	if err != nil {
		return ""
	}
	return namer(display.Scripts(in), script)
}

// language names a language, and in parentheses what its own name does not say.
func (d *displayNames) language(in language.Tag, id identifier) string {
	script, region := id.script, id.region
	name := ""
	if d.dialects {
		for _, try := range []identifier{{language: id.language, script: script, region: region}, {language: id.language, region: region}, {language: id.language, script: script}} {
			if try.script == "" && try.region == "" {
				continue
			}
			if name = d.plainLanguage(in, try.base()); name != "" {
				if try.script != "" {
					script = ""
				}
				if try.region != "" {
					region = ""
				}
				break
			}
		}
	}
	if name == "" {
		name = d.plainLanguage(in, id.language)
	}
	if name == "" {
		return ""
	}
	var more []string
	if script != "" {
		more = append(more, d.orCode(d.script(in, script), script))
	}
	if region != "" {
		_, regionName, _ := (&displayNames{data: d.data, tag: d.tag, kind: "region", style: "long"}).name(region)
		more = append(more, d.orCode(regionName, region))
	}
	for _, v := range id.variants {
		more = append(more, strings.ToUpper(v))
	}
	if len(more) == 0 {
		return name
	}
	switch d.tag.language() {
	case "zh":
		return name + "（" + strings.Join(more, "，") + "）"
	case "ko":
		return name + "(" + strings.Join(more, ", ") + ")"
	}
	return name + " (" + strings.Join(more, ", ") + ")"
}

func (d *displayNames) orCode(name, code string) string {
	if name == "" {
		return code
	}
	return name
}

// plainLanguage gives a name for exactly this tag; "" if there is none.
func (d *displayNames) plainLanguage(in language.Tag, tag string) string {
	if name := d.data.Languages.get()[tag]; name != "" {
		return name
	}
	t, err := language.Raw.Parse(tag)
	if language, _, _ := strings.Cut(tag, "-"); err != nil || !listed(theWorld().Named, language) {
		return ""
	}
	name := namer(display.Languages(in), t)
	if base, _, more := strings.Cut(tag, "-"); more && name == namer(display.Languages(in), language.Raw.Make(base)) {
		return "" // of the language alone
	}
	return name
}

func namer(n display.Namer, x any) string {
	if n == nil {
		return ""
	}
	return n.Name(x)
}
