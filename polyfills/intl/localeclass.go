package intl

import (
	"strings"

	"golang.org/x/text/language"

	"paddock/jsruntime"
)

// localeObject is one Intl.Locale.
type localeObject struct{ tag language.Tag }

var localeClass = jsruntime.NewClass[localeObject]("Locale").BuiltIn().
	Constructor(1, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *localeObject {
		if !jsruntime.IsString(args.At(0)) && jsruntime.AsObject(args.At(0)) == nil {
			vm.Throwf(jsruntime.TypeError, "First argument to Intl.Locale constructor can't be empty or missing")
		}
		t, ok := parseTag(args.At(0).String())
		if !ok {
			vm.Throwf(jsruntime.RangeError, "Incorrect locale information provided")
		}
		return &localeObject{withOptions(readOptions(vm, "Locale", args.At(1)), t)}
	}).
	NeedsNew("Constructor Intl.Locale requires 'new'").
	Method("toString", 0, func(vm *jsruntime.VM, l *localeObject, _ jsruntime.Args) jsruntime.Value {
		return vm.ToValue(l.tag.String())
	}).
	MethodThis("maximize", 0, func(vm *jsruntime.VM, this *jsruntime.Object, l *localeObject, _ jsruntime.Args) jsruntime.Value {
		return another(vm, this, maximized(l.tag))
	}).
	MethodThis("minimize", 0, func(vm *jsruntime.VM, this *jsruntime.Object, l *localeObject, _ jsruntime.Args) jsruntime.Value {
		return another(vm, this, minimized(l.tag))
	}).
	Getter("baseName", func(vm *jsruntime.VM, l *localeObject) jsruntime.Value { return vm.ToValue(bare(l.tag)) }).
	Getter("language", func(vm *jsruntime.VM, l *localeObject) jsruntime.Value {
		language, _, _ := l.tag.Raw()
		return vm.ToValue(language.String())
	}).
	Getter("script", func(vm *jsruntime.VM, l *localeObject) jsruntime.Value { return subtag(vm, l.tag, 4) }).
	Getter("region", func(vm *jsruntime.VM, l *localeObject) jsruntime.Value { return subtag(vm, l.tag, 2) }).
	Getter("calendar", key("ca")).
	Getter("collation", key("co")).
	Getter("hourCycle", key("hc")).
	Getter("numberingSystem", key("nu")).
	Getter("caseFirst", key("kf")).
	Getter("numeric", func(vm *jsruntime.VM, l *localeObject) jsruntime.Value {
		v := l.tag.TypeForKey("kn")
		return vm.ToValue(v != "" && v != "false")
	}).
	Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) {
		must(proto.DefineDataPropertySymbol(jsruntime.SymToStringTag, vm.ToValue("Intl.Locale"), jsruntime.No, jsruntime.Yes, jsruntime.No))
	})

// another makes a Locale of the class of this.
func another(vm *jsruntime.VM, this *jsruntime.Object, t language.Tag) jsruntime.Value {
	o, err := vm.New(this.Get("constructor"), vm.ToValue(t.String()))
	if err != nil {
		vm.Rethrow(err)
	}
	return o
}

// subtag gives the script (4 letters) or the region (2 letters or 3 digits) of a tag.
func subtag(vm *jsruntime.VM, t language.Tag, size int) jsruntime.Value {
	for _, p := range strings.Split(bare(t), "-")[1:] {
		if len(p) == size || size == 2 && len(p) == 3 && p[0] <= '9' {
			return vm.ToValue(p)
		}
	}
	return jsruntime.Undefined()
}

func key(name string) func(*jsruntime.VM, *localeObject) jsruntime.Value {
	return func(vm *jsruntime.VM, l *localeObject) jsruntime.Value {
		if v := l.tag.TypeForKey(name); v != "" {
			return vm.ToValue(v)
		}
		return jsruntime.Undefined()
	}
}

// withOptions replaces the subtags and keys that the options name.
func withOptions(o options, t language.Tag) language.Tag {
	base, script, region := t.Raw()
	lang, scriptName, regionName := base.String(), script.String(), region.String()
	if scriptName == "Zzzz" {
		scriptName = ""
	}
	if regionName == "ZZ" {
		regionName = ""
	}
	parts := []string{o.text("language", lang)}
	for _, p := range []string{o.text("script", scriptName), o.text("region", regionName)} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	rest := strings.TrimPrefix(t.String(), bare(t))
	out, ok := parseTag(strings.Join(parts, "-") + rest)
	if !ok {
		o.vm.Throwf(jsruntime.RangeError, "Incorrect locale information provided")
	}
	for name, key := range map[string]string{"calendar": "ca", "collation": "co", "hourCycle": "hc", "numberingSystem": "nu", "caseFirst": "kf"} {
		if v := o.text(name, ""); v != "" {
			if changed, err := out.SetTypeForKey(key, v); err == nil {
				out = changed
			}
		}
	}
	if numeric, set := o.flag("numeric", false); set {
		value := "false"
		if numeric {
			value = "true"
		}
		if changed, err := out.SetTypeForKey("kn", value); err == nil {
			out = changed
		}
	}
	return out
}

// maximized adds the script and the region that are most likely.
func maximized(t language.Tag) language.Tag {
	base, _ := t.Base()
	script, _ := t.Script()
	region, _ := t.Region()
	out, err := language.Raw.Compose(base, script, region, t.Extensions())
	if err != nil {
		return t
	}
	return out
}

// minimized leaves out what maximized would add again.
func minimized(t language.Tag) language.Tag {
	full := maximized(t)
	base, script, region := full.Raw()
	for _, parts := range [][]any{{base}, {base, region}, {base, script}} {
		if short, err := language.Raw.Compose(append(parts, t.Extensions())...); err == nil && maximized(short) == full {
			return short
		}
	}
	return full
}
