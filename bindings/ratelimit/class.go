package ratelimit

import (
	"slices"
	"strings"

	"paddock/jsruntime"
)

// class is Ratelimit, to scripts a class of JavaScript: its instances have no tag.
var class = jsruntime.NewClass[resource]("Ratelimit").
	AsyncMethod("limit", 1, limit).
	Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) {
		if err := proto.DeleteSymbol(jsruntime.SymToStringTag); err != nil {
			vm.Throw(err)
		}
	})

var options = []string{"key", "limit", "period"}

func limit(vm *jsruntime.VM, r *resource, args jsruntime.Args) (jsruntime.Value, error) {
	given := jsruntime.AsObject(args.At(0))
	if given == nil || jsruntime.IsFunction(given) {
		return nil, refused("invalid rate limit options")
	}
	unknown := slices.DeleteFunc(given.Keys(), func(key string) bool { return slices.Contains(options, key) })
	if len(unknown) > 0 {
		return nil, refused("bad rate limit options: [%s]", strings.Join(unknown, ","))
	}
	key := ""
	if v := given.Get("key"); jsruntime.IsString(v) {
		key = vm.Text(v)
	} else if !jsruntime.IsUndefined(v) {
		return nil, refused("invalid key: %s", vm.Text(v))
	}
	most, err := number(vm, given, "limit", r.limit)
	if err != nil {
		return nil, err
	}
	period, err := number(vm, given, "period", r.period)
	if err != nil {
		return nil, err
	}
	if period != 10 && period != 60 {
		return nil, refused("unsupported period: %s", vm.Text(vm.ToValue(period)))
	}
	result := vm.NewObject()
	return result, result.Set("success", r.take(bucket{key, period}, most))
}

// number reads an option that the configuration gives a default.
func number(vm *jsruntime.VM, given *jsruntime.Object, name string, otherwise float64) (float64, error) {
	v := given.Get(name)
	if jsruntime.IsUndefined(v) {
		return otherwise, nil
	}
	if !jsruntime.IsNumber(v) {
		return 0, refused("%s must be a number: %s", name, vm.Text(v))
	}
	return v.ToFloat(), nil
}

func refused(format string, args ...any) error {
	return jsruntime.Errorf(jsruntime.PlainError, format, args...)
}
