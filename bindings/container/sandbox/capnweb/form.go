package capnweb

import (
	"math/big"
	"reflect"
	"strings"
	"time"
)

// plainForm makes the outermost level of a Go value one of the types that values of this package have:
// of structs and maps objects, of slices arrays, of numbers float64. false: it has no such form.
func plainForm(v any) (any, bool) {
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Bool:
		return r.Bool(), true
	case reflect.String:
		return r.String(), true
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return float64(r.Int()), true
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return float64(r.Uint()), true
	case reflect.Float32, reflect.Float64:
		return r.Float(), true
	case reflect.Pointer:
		if r.IsNil() {
			return nil, true
		}
		return r.Elem().Interface(), true
	case reflect.Slice, reflect.Array:
		list := make([]any, r.Len())
		for i := range list {
			list[i] = r.Index(i).Interface()
		}
		return list, true
	case reflect.Map:
		return mapForm(r)
	case reflect.Struct:
		object := map[string]any{}
		addFields(object, r)
		return object, true
	}
	return nil, false
}

func mapForm(r reflect.Value) (any, bool) {
	if r.Type().Key().Kind() != reflect.String {
		return nil, false
	}
	object := make(map[string]any, r.Len())
	for key, value := range r.Seq2() {
		object[key.String()] = value.Interface()
	}
	return object, true
}

// addFields adds a struct's fields under the names that encoding/json gives them.
func addFields(object map[string]any, r reflect.Value) {
	for i := range r.NumField() {
		field, value := r.Type().Field(i), r.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case field.Anonymous && name == "" && value.Kind() == reflect.Struct:
			addFields(object, value)
		case !field.IsExported() || name == "-" || strings.Contains(options, "omitempty") && isEmpty(value):
		case name == "":
			object[field.Name] = value.Interface()
		default:
			object[name] = value.Interface()
		}
	}
}

// isEmpty is what omitempty of encoding/json leaves out.
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.Array, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

// known gives a value in a form that can be looked into.
func known(v any) any {
	for {
		switch v.(type) {
		case nil, Undefined, bool, float64, string, []byte, time.Time, *big.Int, []any, map[string]any, *Error, *Stub, *Object, *Stream, *Incoming, *Writer, Method, Prompt, *future:
			return v
		}
		w, ok := plainForm(v)
		if !ok {
			return v
		}
		v = w
	}
}
