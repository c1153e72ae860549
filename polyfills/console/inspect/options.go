package inspect

import (
	"math"

	"paddock/jsruntime"
)

// Options choose what is shown, as those of util.inspect do; see [Defaults].
type Options struct {
	ShowHidden bool // properties that are not enumerable too
	Depth      int  // how many levels of objects inside of the value
	// Style marks a piece of text as "number", "string", "special"…; nil: it stays as it is.
	Style      func(text, kind string) string
	Custom     bool // let objects show themselves
	ShowProxy  bool // targets and handlers
	MaxItems   int  // elements of arrays, sets and maps
	MaxText    int  // UTF-16 code units of a string
	Break      int  // columns after which entries go on lines of their own
	Compact    int  // how many inner levels may share a line; 0: none
	Dense      bool // entries on as few lines as there can be: compact: true
	Sort       func(entries []string)
	Getters    string // which are called: "", "get" (without a setter), "set" (with one), "all"
	Separators bool   // between thousands

	given *jsruntime.Object // what the script gave, for objects that show themselves
}

// All is no limit.
const All = math.MaxInt32

// Defaults gives the options of console.log.
func Defaults() Options {
	return Options{Depth: 2, Custom: true, MaxItems: 100, MaxText: 10000, Break: 80, Compact: 3}
}

// Read takes the options of util.inspect from an object of a script; those that it lacks have
// their defaults.
func Read(vm *jsruntime.VM, o *jsruntime.Object) Options {
	options := Defaults()
	options.given = o
	limit(o.Get("depth"), &options.Depth)
	limit(o.Get("breakLength"), &options.Break)
	limit(o.Get("maxArrayLength"), &options.MaxItems)
	limit(o.Get("maxStringLength"), &options.MaxText)
	for name, into := range map[string]*bool{
		"showHidden": &options.ShowHidden, "customInspect": &options.Custom, "showProxy": &options.ShowProxy, "numericSeparator": &options.Separators,
	} {
		if v := o.Get(name); !jsruntime.IsUndefined(v) {
			*into = v.ToBoolean()
		}
	}
	switch v := o.Get("compact"); {
	case jsruntime.IsBoolean(v):
		options.Dense, options.Compact = v.ToBoolean(), 0
	case jsruntime.IsNumber(v):
		options.Compact = int(v.ToInteger())
	}
	switch v := o.Get("getters"); {
	case jsruntime.IsString(v):
		options.Getters = v.String()
	case v != nil && v.ToBoolean():
		options.Getters = "all"
	}
	if style, ok := jsruntime.AsFunction(o.Get("stylize")); ok && o.Get("colors") != nil && o.Get("colors").ToBoolean() {
		options.Style = func(text, kind string) string {
			return vm.Call(style, o, vm.ToValue(text), vm.ToValue(kind)).String()
		}
	}
	options.Sort = sorter(vm, o.Get("sorted"))
	return options
}

// limit reads a number; null and Infinity are none.
func limit(v jsruntime.Value, into *int) {
	switch {
	case jsruntime.IsNull(v):
		*into = All
	case !jsruntime.IsUndefined(v):
		*into = int(max(-1, min(v.ToFloat(), All)))
	}
}

// sorter makes the order of entries: that of their text, or a script's.
func sorter(vm *jsruntime.VM, v jsruntime.Value) func([]string) {
	compare, custom := jsruntime.AsFunction(v)
	if !custom && (v == nil || !v.ToBoolean()) {
		return nil
	}
	return func(entries []string) {
		values := make([]jsruntime.Value, len(entries))
		for i, e := range entries {
			values[i] = vm.ToValue(e)
		}
		array := vm.NewArrayOf(values...)
		if custom {
			vm.CallMethod(array, "sort", vm.ToValue(func(call jsruntime.FunctionCall) jsruntime.Value {
				return vm.Call(compare, jsruntime.Undefined(), call.Arguments...)
			}))
		} else {
			vm.CallMethod(array, "sort")
		}
		i := 0
		vm.Iterate(array, func(v jsruntime.Value) bool { entries[i] = v.String(); i++; return true })
	}
}
