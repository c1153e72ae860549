package dialect

import (
	"reflect"
	"unsafe"

	"github.com/dop251/goja"
)

// delegates is where the engine keeps what a generator hands on to.
type delegates struct {
	self      uintptr          // of an object: what is behind it
	generator unsafe.Pointer   // the type of that for a generator
	delegated uintptr          // of a generator
	iterator  uintptr          // of what it hands on to
	state     uintptr          // of a generator
	marks     []unsafe.Pointer // the instructions yield*, with and without a value that is wanted
}

// genRunning is the state of a generator whose code runs.
const genRunning = 2

// findDelegates looks for it, and for the instructions of yield*, which are the same for all programs.
func findDelegates(e *engine) (d delegates, marker reflect.Type) {
	generator, err := goja.New().RunString("(function* () {})()")
	if err != nil {
		panic(err)
	}
	object := generator.(*goja.Object)
	self := EngineField(reflect.TypeFor[goja.Object](), "self")
	behind := reflect.ValueOf(object).Elem().FieldByName("self").Elem().Type().Elem()
	delegated := EngineField(behind, "delegated")
	d = delegates{
		self: self.Offset, generator: field[words](unsafe.Pointer(object), self.Offset)[0],
		delegated: delegated.Offset, iterator: EngineField(delegated.Type.Elem(), "iterator").Offset, state: EngineField(behind, "state").Offset,
	}
	plain := map[unsafe.Pointer]bool{}
	for _, src := range []string{"function* g() { yield; const a = yield }", "function* g() { yield* a; const b = yield* a }"} {
		codes := e.codes(e.nested(unsafe.Pointer(goja.MustCompile("", src, true))))
		for i := range codes.Len() {
			if one := codes.Index(i).Elem(); instructionName(one.Type()) == "yieldMarker" {
				marker = one.Type()
				if at := one.UnsafePointer(); src[len("function* g() { yield")] != '*' {
					plain[at] = true
				} else if !plain[at] {
					d.marks = append(d.marks, at)
				}
			}
		}
	}
	if len(d.marks) != 2 {
		panic("the engine has other instructions for yield*")
	}
	return d, marker
}

// runs reports whether a generator, or what it hands on to, is the one whose code runs.
func (d *delegates) runs(o *goja.Object) bool {
	for o != nil {
		self := *field[words](unsafe.Pointer(o), d.self)
		if self[0] != d.generator {
			return false
		}
		if *field[uint8](self[1], d.state) == genRunning {
			return true
		}
		next := *field[unsafe.Pointer](self[1], d.delegated)
		if next == nil {
			return false
		}
		o = *field[*goja.Object](next, d.iterator)
	}
	return false
}

// yieldMarker is yield*. The engine does not look whether the generator that is handed on to runs already, and hands on
// until the process has no stack left.
type yieldMarker struct {
	*engine
	original instruction
}

func (y *yieldMarker) exec(vm unsafe.Pointer) {
	if o, ok := (*field[[]goja.Value](vm, y.stack))[*field[int](vm, y.sp)-1].(*goja.Object); ok && y.delegates.runs(o) {
		panic((*goja.Runtime)(*field[unsafe.Pointer](vm, y.runtime)).NewTypeError("Generator is already running"))
	}
	y.original.exec(vm)
}
