package intl

import (
	"math"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"paddock/jsruntime"
)

// options reads an options object of the class.
type options struct {
	vm     *jsruntime.VM
	class  string
	object *jsruntime.Object // nil: undefined
}

func readOptions(vm *jsruntime.VM, class string, v jsruntime.Value) options {
	if jsruntime.IsNull(v) {
		vm.Throwf(jsruntime.TypeError, "Cannot convert undefined or null to object")
	}
	if jsruntime.IsUndefined(v) {
		return options{vm, class, nil}
	}
	return options{vm, class, v.ToObject(vm.Runtime)}
}

func (o options) value(name string) (jsruntime.Value, bool) {
	if o.object == nil {
		return nil, false
	}
	v := o.object.Get(name)
	return v, !jsruntime.IsUndefined(v)
}

// text reads a string that must be one of allowed, if there are any.
func (o options) text(name, or string, allowed ...string) string {
	v, ok := o.value(name)
	if !ok {
		return or
	}
	s := v.String()
	if len(allowed) > 0 && !slices.Contains(allowed, s) {
		o.vm.Throwf(jsruntime.RangeError, "Value %s out of range for Intl.%s options property %s", s, o.class, name)
	}
	return s
}

func (o options) number(name string, low, high, or int) int {
	v, ok := o.value(name)
	if !ok {
		return or
	}
	n := v.ToFloat()
	if math.IsNaN(n) || n < float64(low) || n > float64(high) {
		o.vm.Throwf(jsruntime.RangeError, "%s value is out of range.", name)
	}
	return int(math.Floor(n))
}

// flag reads a boolean; set tells whether it is there.
func (o options) flag(name string, or bool) (value, set bool) {
	v, ok := o.value(name)
	if !ok {
		return or, false
	}
	return v.ToBoolean(), true
}

// tag is a locale that was asked for: its canonical name without extensions, and the keys of
// its Unicode extension.
type tag struct {
	name string
	keys map[string]string
}

const defaultLocale = "en-US"

// parseTag canonicalizes a language tag.
func parseTag(s string) (language.Tag, bool) {
	if s == "" || strings.ContainsAny(s, "_ ") || strings.HasPrefix(s, "-") {
		return language.Und, false
	}
	if first, _, _ := strings.Cut(s, "-"); len(first) < 2 || len(first) == 4 || len(first) > 8 {
		return language.Und, false
	}
	t, err := language.Raw.Parse(s)
	if _, unknown := err.(language.ValueError); err != nil && !unknown {
		return t, false
	}
	if canonical, err := language.DeprecatedBase.Canonicalize(t); err == nil {
		t = canonical
	}
	return t, true
}

// requested reads a locales argument: canonical tags without duplicates.
func requested(vm *jsruntime.VM, v jsruntime.Value) []language.Tag {
	var out []language.Tag
	var seen []string
	add := func(v jsruntime.Value) {
		if jsruntime.AsObject(v) == nil && !jsruntime.IsString(v) {
			vm.Throwf(jsruntime.TypeError, "Incorrect locale information provided")
		}
		t, ok := parseTag(v.String())
		if !ok {
			vm.Throwf(jsruntime.RangeError, "Invalid language tag: %s", v.String())
		}
		if s := t.String(); !slices.Contains(seen, s) {
			seen = append(seen, s)
			out = append(out, t)
		}
	}
	switch o := jsruntime.AsObject(v); {
	case jsruntime.IsUndefined(v):
	case jsruntime.IsNull(v):
		vm.Throwf(jsruntime.TypeError, "Cannot convert undefined or null to object")
	case jsruntime.IsString(v):
		add(v)
	case o == nil: // other primitives are objects without elements
	default:
		if _, ok := localeClass.From(o); ok {
			add(v)
			break
		}
		for i := range jsruntime.Integer(o.Get("length")) {
			add(o.Get(vm.ToValue(i).String()))
		}
	}
	return out
}

// resolve chooses the locale to use among those asked for.
func resolve(vm *jsruntime.VM, v jsruntime.Value) (tag, *locale) {
	for _, t := range requested(vm, v) {
		name := bare(t)
		if data, ok := dataFor(name); ok {
			return tag{name, extensionKeys(t)}, data
		}
	}
	data, _ := dataFor("en")
	return tag{defaultLocale, map[string]string{}}, data
}

// resolveLanguage chooses a locale for what needs no data of ours.
func resolveLanguage(vm *jsruntime.VM, v jsruntime.Value) tag {
	for _, t := range requested(vm, v) {
		if base, confidence := t.Base(); confidence > language.No && base.String() != "und" {
			return tag{bare(t), extensionKeys(t)}
		}
	}
	return tag{defaultLocale, nil}
}

func extensionKeys(t language.Tag) map[string]string {
	keys := map[string]string{}
	for _, key := range []string{"nu", "hc", "ca", "co", "kn", "kf"} {
		if value := t.TypeForKey(key); value != "" {
			keys[key] = value
		}
	}
	return keys
}

// bare is a tag without its extensions.
func bare(t language.Tag) string {
	name := t.String()
	for _, mark := range []string{"-u-", "-t-", "-x-"} {
		name, _, _ = strings.Cut(name, mark)
	}
	return name
}

// supported is the function supportedLocalesOf of every class.
func supported(vm *jsruntime.VM, _ jsruntime.Value, args jsruntime.Args) jsruntime.Value {
	var out []jsruntime.Value
	for _, t := range requested(vm, args.At(0)) {
		if _, ok := dataFor(bare(t)); ok {
			out = append(out, vm.ToValue(t.String()))
		}
	}
	return vm.NewArrayOf(out...)
}

// class begins the definition of a class of Intl.
func class[T any](name string, length int, create func(vm *jsruntime.VM, args jsruntime.Args) *T) *jsruntime.Class[T] {
	return jsruntime.NewClass[T](name).BuiltIn().
		Constructor(length, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *T { return create(vm, args) }).
		NeedsNew("Constructor Intl."+name+" requires 'new'").
		Static("supportedLocalesOf", 1, supported).
		Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) {
			must(proto.DefineDataPropertySymbol(jsruntime.SymToStringTag, vm.ToValue("Intl."+name), jsruntime.No, jsruntime.Yes, jsruntime.No))
		})
}

// record makes a plain object of names and values in turn; nil values are left out.
func record(vm *jsruntime.VM, pairs ...any) *jsruntime.Object {
	o := vm.NewObject()
	for i := 0; i < len(pairs); i += 2 {
		if s, ok := pairs[i+1].(string); ok && s == "" || pairs[i+1] == nil {
			continue
		}
		must(o.Set(pairs[i].(string), pairs[i+1]))
	}
	return o
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// part is a piece of formatted text.
type part struct{ kind, text string }

func join(parts []part) string {
	var out strings.Builder
	for _, p := range parts {
		out.WriteString(p.text)
	}
	return out.String()
}

// list makes the result of formatToParts.
func list(vm *jsruntime.VM, parts []part) jsruntime.Value {
	out := make([]jsruntime.Value, len(parts))
	for i, p := range parts {
		out[i] = record(vm, "type", p.kind, "value", p.text)
	}
	return vm.NewArrayOf(out...)
}
