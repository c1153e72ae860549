package dialect

import (
	"reflect"
	"unsafe" // also for go:linkname

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"
)

// BoundBuiltIns has methods of the language that call what they find in an object throw V8's RangeError where scripts
// have led them round and round: after a.join = a.toString, a.toString() calls itself within Go, which would end the process.
// It must have returned before any runtime looks for a property, and is to be called once.
//
// The engine makes properties of its prototypes when they are first asked for, by templates that all runtimes share.
func BoundBuiltIns() {
	rt := goja.New()
	parts := newPropertyParts(rt)
	for _, template := range []unsafe.Pointer{
		arrayTemplate(), dateTemplate(), functionTemplate(), objectTemplate(), stringTemplate(), viewTemplate(),
	} {
		boundAll(parts, *field[map[unistring.String]maker](template, parts.strings))
		boundAll(parts, *field[map[*goja.Symbol]maker](template, parts.symbols))
	}
}

// maker makes a property for a runtime.
type maker = func(*goja.Runtime) goja.Value

func boundAll[K comparable](parts *propertyParts, makers map[K]maker) {
	for key, original := range makers {
		makers[key] = func(rt *goja.Runtime) goja.Value {
			made := original(rt)
			w := wordsOf(&made)
			if w[0] != parts.property {
				return made
			}
			if fn, ok := (*field[goja.Value](w[1], parts.value)).(*goja.Object); ok {
				parts.bound(rt, fn)
			}
			if fn := *field[*goja.Object](w[1], parts.getter); fn != nil {
				parts.bound(rt, fn)
			}
			return made
		}
	}
}

// propertyParts is where things are in the engine's properties and functions.
type propertyParts struct {
	strings, symbols  uintptr // of a template
	value, getter     uintptr // of a property
	self, does        uintptr // of an object: what it is; of a function: what it does
	property, builtIn unsafe.Pointer
}

func newPropertyParts(rt *goja.Runtime) *propertyParts {
	global := reflect.ValueOf(rt.GlobalObject()).Elem().FieldByName("self").Elem().Type().Elem()
	template := EngineField(global, "tmpl").Type.Elem()
	p := &propertyParts{
		strings: EngineField(template, "props").Offset, symbols: EngineField(template, "symProps").Offset,
		self: EngineField(reflect.TypeFor[goja.Object](), "self").Offset,
	}
	method := (*field[map[unistring.String]maker](objectTemplate(), p.strings))[unistring.NewFromString("toString")](rt)
	property := reflect.TypeOf(method).Elem()
	p.property = wordsOf(&method)[0]
	p.value, p.getter = EngineField(property, "value").Offset, EngineField(property, "getterFunc").Offset
	fn := (*field[goja.Value](wordsOf(&method)[1], p.value)).(*goja.Object)
	p.builtIn = field[words](unsafe.Pointer(fn), p.self)[0]
	p.does = EngineField(reflect.ValueOf(fn).Elem().FieldByName("self").Elem().Type().Elem(), "f").Offset
	return p
}

func (p *propertyParts) bound(rt *goja.Runtime, fn *goja.Object) {
	self := field[words](unsafe.Pointer(fn), p.self)
	if self[0] != p.builtIn {
		return // a class
	}
	if does := field[func(goja.FunctionCall) goja.Value](self[1], p.does); *does != nil {
		*does = BoundBuiltIn(rt, *does)
	}
}

// BoundBuiltIn does what [BoundBuiltIns] does for one function of a runtime.
func BoundBuiltIn(rt *goja.Runtime, original func(goja.FunctionCall) goja.Value) func(goja.FunctionCall) goja.Value {
	calls := uint32(0)
	return func(call goja.FunctionCall) goja.Value {
		if _, ok := call.This.(*goja.Object); ok {
			if calls++; calls%sometimes == 0 && DeepInGo() {
				panic(newError(rt, getRangeError(rt), TooDeep))
			}
		}
		return original(call)
	}
}

// The templates of prototypes.
//
//go:linkname arrayTemplate github.com/dop251/goja.getArrayProtoTemplate
func arrayTemplate() unsafe.Pointer

//go:linkname dateTemplate github.com/dop251/goja.getDateProtoTemplate
func dateTemplate() unsafe.Pointer

//go:linkname functionTemplate github.com/dop251/goja.getFunctionProtoTemplate
func functionTemplate() unsafe.Pointer

//go:linkname objectTemplate github.com/dop251/goja.getObjectProtoTemplate
func objectTemplate() unsafe.Pointer

//go:linkname stringTemplate github.com/dop251/goja.getStringProtoTemplate
func stringTemplate() unsafe.Pointer

//go:linkname viewTemplate github.com/dop251/goja.getTypedArrayProtoTemplate
func viewTemplate() unsafe.Pointer
