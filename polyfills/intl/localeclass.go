package intl

import (
	"regexp"
	"slices"
	"strings"

	"paddock/jsruntime"
)

// localeObject is one Intl.Locale.
type localeObject struct{ id identifier }

var localeClass = jsruntime.NewClass[localeObject]("Locale").BuiltIn().
	Constructor(1, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *localeObject {
		const missing = "First argument to Intl.Locale constructor can't be empty or missing"
		if !jsruntime.IsString(args.At(0)) && jsruntime.AsObject(args.At(0)) == nil {
			vm.Throwf(jsruntime.TypeError, missing)
		}
		text := vm.Text(args.At(0))
		if text == "" {
			vm.Throwf(jsruntime.RangeError, missing)
		}
		id, ok := parseIdentifier(text)
		if l, is := aLocale.From(args.At(0)); is {
			id, ok = l.id, true
		}
		if !ok {
			vm.Throwf(jsruntime.RangeError, "Incorrect locale information provided")
		}
		o := options{vm: vm, service: "Intl.Locale"}
		if v := args.At(1); !jsruntime.IsUndefined(v) {
			o = readOptions(vm, "Intl.Locale", jsruntime.Undefined(), v, false)
		}
		return &localeObject{o.apply(id)}
	}).
	NeedsNew("Constructor Intl.Locale requires 'new'").
	Tells(func(member string, _ bool) string { return told("Locale", member, false) }).
	Method("toString", 0, func(vm *jsruntime.VM, l *localeObject, _ jsruntime.Args) jsruntime.Value {
		return vm.ToValue(l.id.String())
	}).
	Method("maximize", 0, func(vm *jsruntime.VM, l *localeObject, _ jsruntime.Args) jsruntime.Value {
		return newLocale(vm, l.id.maximized())
	}).
	Method("minimize", 0, func(vm *jsruntime.VM, l *localeObject, _ jsruntime.Args) jsruntime.Value {
		return newLocale(vm, l.id.minimized())
	}).
	Getter("language", func(vm *jsruntime.VM, l *localeObject) jsruntime.Value { return vm.ToValue(l.id.language) }).
	Getter("script", func(vm *jsruntime.VM, l *localeObject) jsruntime.Value { return orUndefined(vm, l.id.script) }).
	Getter("region", func(vm *jsruntime.VM, l *localeObject) jsruntime.Value { return orUndefined(vm, l.id.region) }).
	Getter("variants", func(vm *jsruntime.VM, l *localeObject) jsruntime.Value {
		return orUndefined(vm, strings.Join(l.id.variants, "-"))
	}).
	Getter("baseName", func(vm *jsruntime.VM, l *localeObject) jsruntime.Value { return vm.ToValue(l.id.base()) }).
	Getter("calendar", keyGetter("ca")).
	Getter("caseFirst", keyGetter("kf")).
	Getter("collation", keyGetter("co")).
	Getter("firstDayOfWeek", keyGetter("fw")).
	Getter("hourCycle", keyGetter("hc")).
	Getter("numeric", func(vm *jsruntime.VM, l *localeObject) jsruntime.Value {
		v, has := l.id.key("kn")
		return vm.ToValue(has && v == "")
	}).
	Getter("numberingSystem", keyGetter("nu")).
	Method("getCalendars", 0, func(vm *jsruntime.VM, l *localeObject, _ jsruntime.Args) jsruntime.Value {
		return l.usual(vm, "ca", theWorld().Calendars.of(l.region()))
	}).
	Method("getCollations", 0, func(vm *jsruntime.VM, l *localeObject, _ jsruntime.Args) jsruntime.Value {
		return l.usual(vm, "co", theWorld().Collations.of(l.id.language))
	}).
	Method("getHourCycles", 0, func(vm *jsruntime.VM, l *localeObject, _ jsruntime.Args) jsruntime.Value {
		if cycles, ok := theWorld().HoursOf[l.id.language+"-"+l.region()]; ok {
			return l.usual(vm, "hc", cycles)
		}
		return l.usual(vm, "hc", theWorld().Hours.of(l.region()))
	}).
	Method("getNumberingSystems", 0, func(vm *jsruntime.VM, l *localeObject, _ jsruntime.Args) jsruntime.Value {
		t := tag{name: available(l.id)}
		return l.usual(vm, "nu", t.numbering(""))
	}).
	Method("getTimeZones", 0, func(vm *jsruntime.VM, l *localeObject, _ jsruntime.Args) jsruntime.Value {
		if l.id.region == "" {
			return jsruntime.Undefined()
		}
		return words(vm, theWorld().Zones[l.id.region])
	}).
	Method("getTextInfo", 0, func(vm *jsruntime.VM, l *localeObject, _ jsruntime.Args) jsruntime.Value {
		return record(vm, "direction", map[bool]string{true: "rtl", false: "ltr"}[listed(leftward, l.id.maximized().script)])
	}).
	Method("getWeekInfo", 0, func(vm *jsruntime.VM, l *localeObject, _ jsruntime.Args) jsruntime.Value { return l.week(vm) }).
	Setup(func(vm *jsruntime.VM, ctor, proto *jsruntime.Object) {
		localeCtor.Get(vm).ctor = ctor
		must(proto.DefineDataPropertySymbol(jsruntime.SymToStringTag, vm.ToValue("Intl.Locale"), jsruntime.No, jsruntime.Yes, jsruntime.No))
	})

// leftward are the scripts that are written from right to left.
const leftward = "Adlm Arab Armi Avst Chrs Cprt Elym Hatr Hebr Hung Khar Lydi Mand Mani Mend Merc Mero Narb Nbat Nkoo Orkh Ougr Palm Phli Phlp Phnx Prti Rohg Samr Sarb Sogd Sogo Syrc Thaa Yezi"

// locales are instances of localeClass, which what is called by its own constructor cannot name.
var (
	aLocale    = jsruntime.NewClass[localeObject]("Locale")
	localeCtor = jsruntime.NewSlot(func(*jsruntime.VM) *struct{ ctor *jsruntime.Object } { return &struct{ ctor *jsruntime.Object }{} })
)

func newLocale(vm *jsruntime.VM, id identifier) jsruntime.Value {
	o, err := vm.New(localeCtor.Get(vm).ctor, vm.ToValue(id.String()))
	if err != nil {
		vm.Rethrow(err)
	}
	return o
}

func orUndefined(vm *jsruntime.VM, s string) jsruntime.Value {
	if s == "" {
		return jsruntime.Undefined()
	}
	return vm.ToValue(s)
}

func keyGetter(name string) func(*jsruntime.VM, *localeObject) jsruntime.Value {
	return func(vm *jsruntime.VM, l *localeObject) jsruntime.Value {
		if v, ok := l.id.key(name); ok {
			return vm.ToValue(v)
		}
		return jsruntime.Undefined()
	}
}

// region is the one whose customs hold: that of the key rg, the tag's, or the most likely one.
func (l *localeObject) region() string {
	if rg, ok := l.id.key("rg"); ok && len(rg) > 2 {
		return strings.ToUpper(rg[:2])
	}
	return l.id.maximized().region
}

// usual is the array of what the key says, or else of what is usual.
func (l *localeObject) usual(vm *jsruntime.VM, key, others string) jsruntime.Value {
	if v, ok := l.id.key(key); ok {
		return vm.NewArrayOf(vm.ToValue(v))
	}
	return words(vm, others)
}

// words is the array of the words of a text.
func words(vm *jsruntime.VM, text string) jsruntime.Value {
	var out []jsruntime.Value
	for w := range strings.FieldsSeq(text) {
		out = append(out, vm.ToValue(w))
	}
	return vm.NewArrayOf(out...)
}

// weekdays are the values of the key fw; 1 is Monday.
var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun"}

func (l *localeObject) week(vm *jsruntime.VM) jsruntime.Value {
	days := strings.Fields(theWorld().Week.of(l.region()))
	first := int(days[0][0] - '0')
	if fw, ok := l.id.key("fw"); ok {
		if i := slices.Index(weekdays[1:], fw); i >= 0 {
			first = i + 1
		}
	}
	weekend := make([]jsruntime.Value, 0, len(days)-1)
	for _, d := range days[1:] {
		weekend = append(weekend, vm.ToValue(int(d[0]-'0')))
	}
	return record(vm, "firstDay", first, "weekend", vm.NewArrayOf(weekend...))
}

// apply replaces the subtags and keys that the options name (ApplyOptionsToTag).
func (o options) apply(id identifier) identifier {
	part := func(name, was string, kind *regexp.Regexp) string {
		v, ok := o.value(name)
		if !ok {
			return was
		}
		text := o.vm.Text(v)
		if !kind.MatchString(lower(text)) {
			o.vm.Throwf(jsruntime.RangeError, "Incorrect locale information provided")
		}
		return text
	}
	base := id.base()
	changed := identifier{language: part("language", id.language, languageSubtag), script: part("script", id.script, scriptSubtag), region: part("region", id.region, regionSubtag)}
	changed.variants = id.variants
	if v, ok := o.value("variants"); ok {
		changed.variants = strings.Split(o.vm.Text(v), "-")
	}
	if changed.base() != base {
		again, ok := parseIdentifier(changed.base())
		if !ok {
			o.vm.Throwf(jsruntime.RangeError, "Incorrect locale information provided")
		}
		id.language, id.script, id.region, id.variants = again.language, again.script, again.region, again.variants
	}
	for _, k := range []struct {
		name, key string
		values    []string
	}{
		{"calendar", "ca", nil}, {"collation", "co", nil}, {"firstDayOfWeek", "fw", nil}, {"hourCycle", "hc", []string{"h11", "h12", "h23", "h24"}},
		{"caseFirst", "kf", []string{"upper", "lower", "false"}}, {"numeric", "kn", nil}, {"numberingSystem", "nu", nil},
	} {
		v, ok := o.value(k.name)
		switch {
		case !ok:
		case k.key == "kn":
			id.set(k.key, map[bool]string{true: "", false: "false"}[v.ToBoolean()])
		case k.key == "fw":
			id.set(k.key, o.weekday(o.vm.Text(v)))
		default:
			text := o.vm.Text(v)
			if len(k.values) > 0 && !slices.Contains(k.values, text) {
				o.vm.Throwf(jsruntime.RangeError, "Value %s out of range for locale options property %s", text, k.name)
			}
			if !typeValue.MatchString(text) {
				o.vm.Throwf(jsruntime.RangeError, "Incorrect locale information provided")
			}
			id.set(k.key, text)
		}
	}
	return id
}

// weekday reads firstDayOfWeek, a day's name or its number.
func (o options) weekday(text string) string {
	if len(text) == 1 && text[0] >= '0' && text[0] <= '7' {
		return weekdays[text[0]-'0']
	}
	if !typeValue.MatchString(text) {
		o.vm.Throwf(jsruntime.RangeError, "Incorrect locale information provided")
	}
	return text
}
