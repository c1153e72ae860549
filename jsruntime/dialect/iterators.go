package dialect

import (
	"errors"
	"reflect"
	"runtime"
	"strings"
	"unsafe"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
)

// iteratorName is the function that looks at what a script's own Symbol.iterator gives.
const iteratorName = "%iterator"

// iteratorWalk turns { [Symbol.iterator]() { return x; } } into one that returns %iterator(x), also where
// a function is assigned.
func iteratorWalk() walker {
	return walker{skip: without("Symbol.iterator"), element: checkElement, expr: checkProperty}
}

// checkProperty changes a function that is a property of an object.
func checkProperty(slot *ast.Expression) {
	switch e := (*slot).(type) {
	case *ast.PropertyKeyed:
		if e.Kind != ast.PropertyKindGet {
			checkIterator(e.Key, e.Value)
		}
	case *ast.AssignExpression:
		if left, ok := e.Left.(*ast.BracketExpression); ok {
			checkIterator(left.Member, e.Right)
		}
	}
}

// checkElement changes one that is a member of a class.
func checkElement(e ast.ClassElement) {
	switch e := e.(type) {
	case *ast.MethodDefinition:
		if e.Kind != ast.PropertyKindGet { // what that gives is the method
			checkIterator(e.Key, e.Body)
		}
	case *ast.FieldDefinition:
		checkIterator(e.Key, e.Initializer)
	}
}

// checkIterator changes what a function gives that is the value of the key Symbol.iterator.
func checkIterator(key, value ast.Expression) {
	dot, ok := key.(*ast.DotExpression)
	if !ok || dot.Identifier.Name != "iterator" {
		return
	}
	if symbol, ok := dot.Left.(*ast.Identifier); !ok || symbol.Name != "Symbol" {
		return
	}
	given := func(slot *ast.Expression) { *slot = hostCall(iteratorName, (*slot).Idx0(), *slot) }
	depth := 0
	w := walker{
		enter: func(ast.Node) { depth++ },
		leave: func(ast.Node) { depth-- },
		returned: func(s *ast.ReturnStatement) {
			if s.Argument != nil && depth == 1 {
				given(&s.Argument)
			}
		},
	}
	switch f := value.(type) {
	case *ast.FunctionLiteral:
		if !f.Generator && !f.Async {
			w.function(f)
		}
	case *ast.ArrowFunctionLiteral:
		if body, ok := f.Body.(*ast.ExpressionBody); ok && !f.Async {
			given(&body.Expression)
		} else if !f.Async {
			w.arrow(f)
		}
	}
}

// iterator gives its argument, or what stands for it: for an object without a method next one that has it, and throws
// what V8 throws for the lack of it, and for one whose method is no function of a script's one that can be stopped.
// No getter of the script is called.
func iterator(rt *goja.Runtime) func(goja.FunctionCall) goja.Value {
	plain, breathe := plainProperties(rt), breather(rt)
	return func(call goja.FunctionCall) goja.Value {
		v := call.Argument(0)
		given, ok := v.(*goja.Object)
		if !ok {
			return v
		}
		next, found := plain(given, "next")
		if !found {
			return v
		}
		fn, callable := goja.AssertFunction(next)
		switch {
		case !callable: // of which the engine's functions do not say what it is
			return standing(rt, given, func(goja.FunctionCall) goja.Value {
				methodOf(rt, next)
				return goja.Undefined()
			})
		case given.ClassName() == "Object" && isNative(next):
			return standing(rt, given, stoppable(fn, given, breathe))
		}
		return v
	}
}

// plainProperties gives a function for a property of an object or of its prototypes, undefined if there is none: found is
// false where asking for it would run something of a script's.
func plainProperties(rt *goja.Runtime) func(o *goja.Object, name string) (v goja.Value, found bool) {
	proxy := reflect.TypeFor[goja.Proxy]()
	describe, _ := goja.AssertFunction(rt.Get("Object").(*goja.Object).Get("getOwnPropertyDescriptor"))
	return func(o *goja.Object, name string) (goja.Value, bool) {
		for ; o != nil; o = o.Prototype() {
			if o.ExportType() == proxy {
				return nil, false
			}
			d, err := describe(goja.Undefined(), o, rt.ToValue(name))
			if err != nil {
				panic(err)
			}
			if d, described := d.(*goja.Object); described {
				v := d.Get("value")
				return v, v != nil // an accessor has none
			}
		}
		return goja.Undefined(), true
	}
}

// standing gives what stands for an iterator, with another method next.
func standing(rt *goja.Runtime, given *goja.Object, next func(goja.FunctionCall) goja.Value) *goja.Object {
	o := rt.NewObject()
	if err := errors.Join(o.SetPrototype(given), o.DefineDataProperty("next", rt.ToValue(next), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)); err != nil {
		panic(err)
	}
	return o
}

// breath is after how many steps that run nothing of a script's it is looked whether that must stop.
const breath = 1 << 12

// stoppable is the method next of an iterator that is no function of a script's: with one that never ends the
// engine would never look whether the script must stop.
func stoppable(next goja.Callable, of *goja.Object, breathe func()) func(goja.FunctionCall) goja.Value {
	steps := 0
	return func(call goja.FunctionCall) goja.Value {
		if steps++; steps%breath == 0 {
			breathe()
		}
		v, err := next(of, call.Arguments...)
		if err != nil {
			panic(err)
		}
		return v
	}
}

// isNative reports whether a function runs nothing of a script's by itself.
func isNative(v goja.Value) bool {
	fn, ok := v.(*goja.Object)
	if !ok {
		return false
	}
	switch reflect.ValueOf(fn).Elem().FieldByName("self").Elem().Elem().Type().Name() {
	case "nativeFuncObject", "boundFuncObject", "wrappedFuncObject", "templatedFuncObject", "proxyObject":
		return true
	}
	return false
}

// The instructions that begin to iterate have the names of those that they are in the place of. The engine calls next
// without asking whether it is a function, which ends more than the script.
type (
	_iterate struct { // [a] = v
		*engine
		original instruction
	}
	_iterateP struct { // for (a of v)
		*engine
		original instruction
	}
)

func (i *_iterate) exec(vm unsafe.Pointer) {
	i.original.exec(vm)
	i.refuses(vm)
}

func (i *_iterateP) exec(vm unsafe.Pointer) {
	i.original.exec(vm)
	i.refuses(vm)
}

// iterated is what the engine goes through: an iterator, or the keys of an object.
type iterated struct {
	value    goja.Value
	keys     enumeration
	iterator *struct {
		object *goja.Object
		next   func(goja.FunctionCall) goja.Value
	}
}

// refuses gives the iterator that was begun last a method next that throws if it has none.
func (e *engine) refuses(vm unsafe.Pointer) {
	all := *field[[]iterated](vm, e.iterators)
	if it := all[len(all)-1].iterator; it.next == nil {
		it.next = func(goja.FunctionCall) goja.Value {
			methodOf(*field[*goja.Runtime](vm, e.runtime), it.object.Get("next"))
			return goja.Undefined()
		}
	}
}

// iteratorNames are the built-in iterators, by the engine's functions that are their method next.
var iteratorNames = map[string]string{
	"arrayIterProto_next": "Array Iterator", "mapIterProto_next": "Map Iterator", "setIterProto_next": "Set Iterator",
	"stringIterProto_next": "String Iterator",
}

// unasked is for a value that is no object where one of the engine's functions wants one; "" for all others.
func (s site) unasked(value string) string {
	switch of := wantedBy(); {
	case of == "getIterator":
		return "Result of the Symbol.iterator method is not an object"
	case of == "callDelegated", strings.HasPrefix(of, "(*iteratorRecord)."):
		return "Iterator result " + value + " is not an object"
	case of == "typedArray_of", of == "typedArray_from":
		return value + " is not a constructor"
	case iteratorNames[of] != "":
		return "Method " + iteratorNames[of] + ".prototype.next called on incompatible receiver " + value
	}
	return ""
}

// wantedBy names the function of the engine that wants an object, "" if it is not on the stack.
func wantedBy() string {
	const engine = "github.com/dop251/goja."
	calls := make([]uintptr, 32)
	frames := runtime.CallersFrames(calls[:runtime.Callers(2, calls)])
	for frame, more := frames.Next(); more; frame, more = frames.Next() {
		if frame.Function == engine+"(*Runtime).toObject" {
			caller, _ := frames.Next()
			return strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(caller.Function, engine), "(*Runtime)."), "(*generatorObject).")
		}
	}
	return ""
}

// result gives what an iterator gave, which must be an object.
func result(rt *goja.Runtime) func(goja.FunctionCall) goja.Value {
	return func(call goja.FunctionCall) goja.Value {
		v := call.Argument(0)
		if _, ok := v.(*goja.Object); !ok {
			panic(rt.NewTypeError("Iterator result %s is not an object", keyText(v)))
		}
		return v
	}
}

// ended calls a method, its first argument, on an iterator.
func ended(rt *goja.Runtime) func(goja.FunctionCall) goja.Value {
	return func(call goja.FunctionCall) goja.Value {
		v, err := methodOf(rt, call.Argument(0))(call.Argument(1))
		if err != nil {
			panic(err)
		}
		return v
	}
}
