package inspect

import (
	"math"

	"paddock/jsruntime"
)

// Options choose what is shown, as those of util.inspect do; see [Defaults].
type Options struct {
	Depth int // how many levels of objects inside of the value
	Break int // columns after which entries go on lines of their own
}

// All is no limit.
const All = math.MaxInt32

// Defaults gives the options of console.log.
func Defaults() Options { return Options{Depth: 2, Break: 80} }

// Read takes the options of util.inspect from an object of a script, nil for the defaults.
func Read(vm *jsruntime.VM, o *jsruntime.Object) Options {
	options := Defaults()
	if o == nil {
		return options
	}
	limit := func(name string, into *int) {
		switch v := o.Get(name); {
		case jsruntime.IsNull(v):
			*into = All
		case !jsruntime.IsUndefined(v):
			*into = int(max(-1, min(v.ToFloat(), All)))
		}
	}
	limit("depth", &options.Depth)
	limit("breakLength", &options.Break)
	return options
}
