package intl

import (
	"math"
	"slices"
	"strings"

	"paddock/jsruntime"
)

// options reads the arguments of a constructor: the locales asked for and an options object.
type options struct {
	vm        *jsruntime.VM
	service   string // who reads them, as errors name it
	requested []identifier
	object    *jsruntime.Object // nil: undefined
}

// readOptions takes the arguments in the standard's order. strict is that what is no object is refused.
func readOptions(vm *jsruntime.VM, service string, locales, v jsruntime.Value, strict bool) options {
	o := options{vm: vm, service: service, requested: requested(vm, locales)}
	switch {
	case jsruntime.IsUndefined(v):
		return o
	case strict && jsruntime.AsObject(v) == nil:
		vm.Throwf(jsruntime.TypeError, "invalid_argument")
	case jsruntime.IsNull(v):
		vm.Throwf(jsruntime.TypeError, "%s called on null or undefined", service)
	}
	o.object = v.ToObject(vm.Runtime)
	return o
}

// matcher reads localeMatcher, which changes nothing.
func (o options) matcher() { o.text("localeMatcher", "best fit", "lookup", "best fit") }

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
	s := o.vm.Text(v)
	if len(allowed) > 0 && !slices.Contains(allowed, s) {
		o.vm.Throwf(jsruntime.RangeError, "Value %s out of range for %s options property %s", s, o.service, name)
	}
	return s
}

func (o options) number(name string, low, high, or int) int {
	return o.raw(name).within(o, low, high, or)
}

// rawNumber is a number that is read before it is known what it must be.
type rawNumber struct {
	name string
	n    float64
	set  bool
}

// raw reads a number.
func (o options) raw(name string) rawNumber {
	v, ok := o.value(name)
	if !ok {
		return rawNumber{name: name}
	}
	return rawNumber{name, v.ToNumber().ToFloat(), true}
}

// within checks the number; without one it is or.
func (r rawNumber) within(o options, low, high, or int) int {
	switch {
	case !r.set:
		return or
	case math.IsNaN(r.n) || r.n < float64(low) || r.n > float64(high):
		o.vm.Throwf(jsruntime.RangeError, "%s value is out of range.", r.name)
	}
	return int(math.Floor(r.n))
}

// flag reads a boolean; set tells whether it is there.
func (o options) flag(name string, or bool) (value, set bool) {
	v, ok := o.value(name)
	if !ok {
		return or, false
	}
	return v.ToBoolean(), true
}

// keyValue reads a value for a key of the extension u, as calendar; "" if there is none.
func (o options) keyValue(name string) string {
	v, ok := o.value(name)
	if !ok {
		return ""
	}
	text := o.vm.Text(v)
	if !typeValue.MatchString(text) {
		o.vm.Throwf(jsruntime.RangeError, "Invalid %s : %s", name, text)
	}
	return canonicalValue(map[string]string{"calendar": "ca"}[name], lower(text))
}

// tag is the locale that is used: its name without extensions, what was asked for in its extension,
// and what of that is used.
type tag struct {
	name string
	keys map[string]string
	used []keyword
}

const defaultLocale = "en-US"

// use tells that the value of a key decides.
func (t *tag) use(key, value string) { t.used = append(t.used, keyword{key, value}) }

// String is the name with the keys that are used, as resolvedOptions tells it.
func (t tag) String() string {
	used := slices.SortedFunc(slices.Values(t.used), func(a, b keyword) int { return strings.Compare(a.key, b.key) })
	return t.name + identifier{keywords: used}.extension()
}

// choose gives the value of a key: what an option says if that is known, else the extension, else or.
func (t *tag) choose(key, option, or string, known func(string) bool) string {
	asked, has := t.keys[key]
	has = has && known(asked)
	switch {
	case option != "" && known(option) && !(has && option == asked):
		return option
	case has:
		t.use(key, asked)
		return asked
	}
	return or
}

// requested reads a locales argument: canonical tags without duplicates.
func requested(vm *jsruntime.VM, v jsruntime.Value) []identifier {
	var out []identifier
	add := func(v jsruntime.Value) {
		o := jsruntime.AsObject(v)
		if o == nil && !jsruntime.IsString(v) {
			vm.Throwf(jsruntime.TypeError, "Language ID should be string or object.")
		}
		var id identifier
		if l, ok := aLocale.From(v); ok {
			id = l.id
		} else if id, ok = parseIdentifier(vm.Text(v)); !ok {
			vm.Throwf(jsruntime.RangeError, "Invalid language tag: %s", vm.Text(v))
		}
		if text := id.String(); !slices.ContainsFunc(out, func(other identifier) bool { return other.String() == text }) {
			out = append(out, id)
		}
	}
	switch {
	case jsruntime.IsUndefined(v):
		return nil
	case jsruntime.IsNull(v):
		vm.Throwf(jsruntime.TypeError, "Cannot convert undefined or null to object")
	case jsruntime.IsString(v):
		add(v)
		return out
	}
	o := v.ToObject(vm.Runtime)
	if _, ok := aLocale.From(o); ok {
		add(v)
		return out
	}
	for _, v := range vm.Elements(o) {
		if v != nil {
			add(v)
		}
	}
	return out
}

// available gives the name under which a locale is supported; "" if its language is not.
func available(id identifier) string {
	w := theWorld()
	if !listed(w.Supported, id.language) {
		return ""
	}
	name := id.language
	if id.script != "" && !listed(w.Available[id.language], id.script) {
		return name
	}
	for _, part := range []string{id.script, id.region} {
		if listed(w.Available[id.language], part) {
			name += "-" + part
		}
	}
	return name
}

// resolve chooses the locale to use among those asked for, with the data for it.
func (o options) resolve() (tag, *locale) {
	for _, id := range o.requested {
		name := available(id)
		data, ok := dataFor(name)
		if name == "" || !ok {
			continue
		}
		t := tag{name: name, keys: map[string]string{}}
		for _, k := range id.keywords {
			t.keys[k.key] = k.value
		}
		return t, data
	}
	data, _ := dataFor(defaultLocale)
	return tag{name: defaultLocale, keys: map[string]string{}}, data
}

// leaveOut forgets the requested locales of some languages.
func (o *options) leaveOut(languages string) {
	o.requested = slices.DeleteFunc(slices.Clone(o.requested), func(id identifier) bool { return listed(languages, id.language) })
}

// resolvePlurals is resolve for what needs only the rules of plurals, which are known of more languages: of those there is no
// locale.
func (o options) resolvePlurals() (tag, *locale) {
	for _, id := range o.requested {
		if available(id) != "" {
			break
		}
		if listed(theWorld().Plurals, id.language) {
			return tag{name: id.language, keys: map[string]string{}}, nil
		}
	}
	return o.resolve()
}

// supported makes the function supportedLocalesOf of a class.
func supported(class string) func(vm *jsruntime.VM, _ jsruntime.Value, args jsruntime.Args) jsruntime.Value {
	return func(vm *jsruntime.VM, _ jsruntime.Value, args jsruntime.Args) jsruntime.Value {
		o := readOptions(vm, "Intl."+class+".supportedLocalesOf", args.At(0), args.At(1), false)
		if class == "Collator" {
			o.leaveOut(uncollated)
		}
		o.matcher()
		var out []jsruntime.Value
		for _, id := range o.requested {
			if available(id) != "" || class == "PluralRules" && listed(theWorld().Plurals, id.language) {
				out = append(out, vm.ToValue(id.String()))
			}
		}
		return vm.NewArrayOf(out...)
	}
}

// class begins the definition of a class of Intl.
func class[T any](name string, length int, create func(vm *jsruntime.VM, args jsruntime.Args) *T) *jsruntime.Class[T] {
	return jsruntime.NewClass[T](name).BuiltIn().
		Constructor(length, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *T { return create(vm, args) }).
		NeedsNew("Constructor Intl."+name+" requires 'new'").
		Tells(func(member string, onObject bool) string { return told(name, member, onObject) }).
		Static("supportedLocalesOf", 1, supported(name)).
		Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) {
			must(proto.DefineDataPropertySymbol(jsruntime.SymToStringTag, vm.ToValue("Intl."+name), jsruntime.No, jsruntime.Yes, jsruntime.No))
		})
}

// unwrapped are the members of classes that may stand around an instance of their own (ECMA-402, section 11.1.1).
var unwrapped = map[string][]string{"DateTimeFormat": {"format", "resolvedOptions"}, "NumberFormat": {"format", "resolvedOptions"}}

// told names a member of a class of Intl as V8 does in errors.
func told(class, member string, onObject bool) string {
	switch {
	case onObject && slices.Contains(unwrapped[class], member):
		return "Unwrap" + class
	case class == "DateTimeFormat" && member == "format", class == "NumberFormat" && member == "format":
		return "get Intl." + class + ".prototype.format"
	case class == "Collator" && member == "compare":
		return "get Intl.Collator.prototype.compare"
	}
	return "Intl." + class + ".prototype." + member
}

// record makes a plain object of names and values in turn; nil values are left out.
func record(vm *jsruntime.VM, pairs ...any) *jsruntime.Object {
	o := vm.NewObject()
	for i := 0; i < len(pairs); i += 2 {
		if s, ok := pairs[i+1].(string); ok && s == "" || pairs[i+1] == nil {
			continue
		}
		put(vm, o, pairs[i].(string), pairs[i+1])
	}
	return o
}

// put adds a property, whatever setters Object.prototype may have been given.
func put(vm *jsruntime.VM, o *jsruntime.Object, name string, v any) {
	must(o.DefineDataProperty(name, vm.ToValue(v), jsruntime.Yes, jsruntime.Yes, jsruntime.Yes))
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
