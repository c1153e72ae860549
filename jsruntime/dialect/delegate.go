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
// until the process has no stack left; nor whether an iterator has a method next before it calls it.
type yieldMarker struct {
	*engine
	original instruction
}

func (y *yieldMarker) exec(vm unsafe.Pointer) {
	top := func() *goja.Value { return &(*field[[]goja.Value](vm, y.stack))[*field[int](vm, y.sp)-1] } // scripts let the stack grow
	rt := *field[*goja.Runtime](vm, y.runtime)
	switch v := (*top()).(type) {
	case *goja.Object:
		if y.delegates.runs(v) {
			panic(rt.NewTypeError("Generator is already running"))
		}
		if y.behind(v) == y.delegates.generator {
			methodOf(rt, v.Get("next"))
			break
		}
		method := v.GetSymbol(goja.SymIterator)
		if !isCallable(method) {
			panic(rt.NewTypeError(noIterable))
		}
		if v.ClassName() != "Object" && isNative(method) {
			break
		}
		ask, _ := goja.AssertFunction(rt.GlobalObject().Get(iterableName))
		given, err := ask(v, method)
		if err != nil {
			panic(err)
		}
		*top() = given
	default:
		if v == goja.Undefined() || v == goja.Null() || !isCallable(v.ToObject(rt).GetSymbol(goja.SymIterator)) {
			panic(rt.NewTypeError(noIterable))
		}
	}
	y.original.exec(vm)
}

// iterableName is the function that gives what stands for an object in yield*.
const iterableName = "%iterable"

// noIterable is what the engine says of what cannot be iterated over.
const noIterable = "object is not iterable"

func isCallable(v goja.Value) bool { _, ok := goja.AssertFunction(v); return ok }

// iterable gives what the engine finds an iterator with a method next of: what hands over the iterator that the method
// in its argument gives.
func iterable(rt *goja.Runtime) func(goja.FunctionCall) goja.Value {
	plain, breathe := plainProperties(rt), breather(rt)
	return func(call goja.FunctionCall) goja.Value {
		method, _ := goja.AssertFunction(call.Argument(0))
		v, err := method(call.This)
		if err != nil {
			panic(err)
		}
		iterator, ok := v.(*goja.Object)
		if !ok {
			panic(rt.NewTypeError("Result of the Symbol.iterator method is not an object"))
		}
		if next, found := plain(iterator, "next"); found {
			methodOf(rt, next)
		} else {
			iterator = standing(rt, iterator, stoppable(methodOf(rt, iterator.Get("next")), iterator, breathe))
		}
		given := rt.NewObject()
		if err := given.SetSymbol(goja.SymIterator, func() goja.Value { return iterator }); err != nil {
			panic(err)
		}
		return given
	}
}

// methodOf gives a method of an iterator, and throws V8's words for what is none.
func methodOf(rt *goja.Runtime, method goja.Value) goja.Callable {
	fn, ok := goja.AssertFunction(method)
	if method == nil {
		method = goja.Undefined()
	}
	if !ok {
		panic(rt.NewTypeError("%s is not a function", site{}.typed(method)))
	}
	return fn
}
