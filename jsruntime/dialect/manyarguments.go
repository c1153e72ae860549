package dialect

import (
	"unsafe"

	"github.com/dop251/goja"
)

// MostArguments is how many a call may have: V8 keeps them on its stack, which has no room for some thousand more. The engine's
// grows by so little at a time that a million takes minutes.
const MostArguments = 120_000

// _pushSpread is f(...list), and has the name of what it is in the place of, as the others have.
type _pushSpread struct {
	*engine
	original instruction
}

func (i *_pushSpread) exec(vm unsafe.Pointer) {
	list := (*field[[]goja.Value](vm, i.stack))[*field[int](vm, i.sp)-1]
	if o, ok := list.(*goja.Object); ok && o.ClassName() == "Array" && o.ExportType() != proxyType && o.Get("length").ToInteger() > MostArguments {
		panic(i.overflow(vm))
	}
	i.original.exec(vm)
}
