package r2

import (
	"math"
	"unicode/utf8"

	"paddock/jsruntime"
	"paddock/polyfills/headers"
)

// dictionary reads the members of an options object as the platform converts them. A nil object
// has no members.
type dictionary struct {
	vm   *jsruntime.VM
	name string // in messages, as "GetOptions"
	o    *jsruntime.Object
}

func wrongType(class, method string, parameter int, want string) error {
	return jsruntime.Errorf(jsruntime.TypeError, "Failed to execute '%s' on '%s': parameter %d is not of type '%s'.", method, class, parameter, want)
}

// optionsOf reads argument i of a method as a dictionary.
func optionsOf(vm *jsruntime.VM, class, method string, args jsruntime.Args, i int, name string) (dictionary, error) {
	d := dictionary{vm: vm, name: name}
	v := args.At(i)
	if jsruntime.IsNullish(v) {
		return d, nil
	}
	if d.o = jsruntime.AsObject(v); d.o == nil {
		return d, wrongType(class, method, i+1, name)
	}
	return d, nil
}

// keyOf reads argument i of a method as a string.
func keyOf(vm *jsruntime.VM, class, method string, args jsruntime.Args, i int) (string, error) {
	if i >= len(args) {
		return "", wrongType(class, method, i+1, "string")
	}
	return text(vm, args[i]), nil
}

// text makes a string as the platform's requests carry it: of half a surrogate pair they make three
// characters.
func text(vm *jsruntime.VM, v jsruntime.Value) string {
	s := vm.WTF8(v)
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

func (d dictionary) wrong(field, want string) error {
	return jsruntime.Errorf(jsruntime.TypeError, "Incorrect type for the '%s' field on '%s': the provided value is not of type '%s'.", field, d.name, want)
}

// get gives a member; ok is false when it is undefined.
func (d dictionary) get(field string) (v jsruntime.Value, ok bool) {
	if d.o == nil {
		return nil, false
	}
	if v = d.o.Get(field); v == nil {
		v = jsruntime.Undefined()
	}
	return v, !jsruntime.IsUndefined(v)
}

// text reads a member that must be a string; nil when there is none.
func (d dictionary) text(field string) (*string, error) {
	v, ok := d.get(field)
	if !ok {
		return nil, nil
	}
	if !jsruntime.IsString(v) {
		return nil, d.wrong(field, "string")
	}
	s := text(d.vm, v)
	return &s, nil
}

// coerced reads a member that is made a string; nil when there is none.
func (d dictionary) coerced(field string) *string {
	v, ok := d.get(field)
	if !ok {
		return nil
	}
	s := d.vm.Text(v)
	return &s
}

// date reads a member that must be a Date or a number of ms; nil when there is none.
func (d dictionary) date(field string) (*int64, error) {
	v, ok := d.get(field)
	if !ok {
		return nil, nil
	}
	o := jsruntime.AsObject(v)
	if !jsruntime.IsNumber(v) && (o == nil || d.vm.KindOf(o) != "Date") {
		return nil, d.wrong(field, "date")
	}
	ms := v.ToFloat()
	if math.IsNaN(ms) || math.IsInf(ms, 0) {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "The value cannot be converted because it is not a valid Date.")
	}
	n := int64(ms)
	return &n, nil
}

// integer reads a member as a 32-bit integer; nil when there is none.
func (d dictionary) integer(field string) (*int, error) {
	v, ok := d.get(field)
	if !ok {
		return nil, nil
	}
	n, err := jsruntime.Int(v)
	return &n, err
}

// nested reads a member that is a dictionary or Headers; of null it makes an empty dictionary.
func (d dictionary) nested(field, name string) (inner dictionary, h *headers.Headers, err error) {
	inner = dictionary{vm: d.vm, name: name}
	v, ok := d.get(field)
	if !ok || jsruntime.IsNull(v) {
		return inner, nil, nil
	}
	if h, ok := headers.From(v); ok {
		return inner, h, nil
	}
	if inner.o = jsruntime.AsObject(v); inner.o == nil {
		return inner, nil, d.wrong(field, name+" or Headers")
	}
	return inner, nil, nil
}

// dateOf is Date.parse, in ms; 0 for what is no date.
func dateOf(vm *jsruntime.VM, text string) int64 {
	ms := vm.CallMethod(vm.Get("Date").(*jsruntime.Object), "parse", vm.ToValue(text)).ToFloat()
	if math.IsNaN(ms) {
		return 0
	}
	return int64(ms)
}
