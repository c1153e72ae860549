package dialect

import (
	"errors"
	"reflect"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
)

// iteratorName is the function that looks at what a script's own Symbol.iterator gives.
const iteratorName = "%iterator"

// iteratorWalk turns { [Symbol.iterator]() { return x; } } into one that returns %iterator(x), also where
// a function is assigned. The engine calls next without asking whether it is there, which ends more
// than the script.
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
	proxy := reflect.TypeFor[goja.Proxy]()
	describe, _ := goja.AssertFunction(rt.Get("Object").(*goja.Object).Get("getOwnPropertyDescriptor"))
	breathe := breather(rt)
	return func(call goja.FunctionCall) goja.Value {
		v := call.Argument(0)
		given, ok := v.(*goja.Object)
		if !ok {
			return v
		}
		var next goja.Value = goja.Undefined()
		for o := given; o != nil; o = o.Prototype() {
			if o.ExportType() == proxy {
				return v
			}
			d, err := describe(goja.Undefined(), o, rt.ToValue("next"))
			if err != nil {
				panic(err)
			}
			if d, found := d.(*goja.Object); found {
				if next = d.Get("value"); next == nil {
					return v // an accessor
				}
				break
			}
		}
		fn, callable := goja.AssertFunction(next)
		switch {
		case !callable:
			return standing(rt, given, func(goja.FunctionCall) goja.Value {
				panic(rt.NewTypeError("%s is not a function", site{}.typed(next)))
			})
		case given.ClassName() == "Object" && isNative(next.(*goja.Object)):
			return standing(rt, given, stoppable(fn, given, breathe))
		}
		return v
	}
}

// standing gives what stands for an iterator, with another method next.
func standing(rt *goja.Runtime, given *goja.Object, next func(goja.FunctionCall) goja.Value) goja.Value {
	o := rt.NewObject()
	if err := errors.Join(o.SetPrototype(given), o.Set("next", next)); err != nil {
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
func isNative(fn *goja.Object) bool {
	switch reflect.ValueOf(fn).Elem().FieldByName("self").Elem().Elem().Type().Name() {
	case "nativeFuncObject", "boundFuncObject", "wrappedFuncObject", "templatedFuncObject", "proxyObject":
		return true
	}
	return false
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
