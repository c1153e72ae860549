package jsruntime

import (
	"reflect"
	"strconv"
	"strings"
	"sync"
	"unsafe"

	"github.com/dop251/goja"

	"paddock/jsruntime/dialect"
)

// The engine reads what eval and the constructors of functions are given in its own dialect. This file does for
// them what their functions in the engine do, with a tree that the dialect has made of the text.

// evaluated has a string that a text came to, which eval would evaluate again.
type evaluated struct{ value Value }

// noText is V8's refusal to compile one.
const noText = "Code generation from strings disallowed for this context"

// ForbidTexts makes eval refuse all that it is given, as V8 does whether it is a text or not, and the constructors of
// functions texts, but for that of a function without one.
func (vm *VM) ForbidTexts() { vm.noTexts = true }

// installTexts puts the functions that evaluate texts in the place of the engine's.
func (vm *VM) installTexts() {
	eval := vm.Get("eval").(*Object)
	Patch(eval, func(Native) Native {
		return func(call FunctionCall) Value {
			if text, ok := call.Argument(0).(goja.String); ok {
				return vm.evaluate(dialect.EvalText{Source: escapeInvalidUtf16(text)}, false)
			}
			if !IsUndefined(call.Argument(0)) {
				vm.allowTexts()
			}
			return call.Argument(0)
		}
	})
	vm.replace(dialect.EvalName, func(call FunctionCall) Value {
		given := call.Argument(0)
		if call.Argument(1) != Value(eval) {
			return given
		}
		text, ok := given.(goja.String)
		if !ok {
			if !IsUndefined(given) {
				vm.allowTexts()
			}
			return given
		}
		v := vm.evaluate(dialect.EvalText{
			Source: escapeInvalidUtf16(text), Strict: call.Argument(2).ToBoolean(), Taken: strings.Split(call.Argument(3).String(), ","),
		}, true)
		if IsString(v) {
			return vm.ToValue(&evaluated{v})
		}
		return v
	})
	vm.replace(dialect.EvaluatedName, func(call FunctionCall) Value {
		if o, ok := call.Argument(0).(*Object); ok {
			if e, ok := o.Export().(*evaluated); ok {
				return e.value
			}
		}
		return call.Argument(0)
	})
	vm.replace(dialect.ImportName, func(call FunctionCall) Value {
		return vm.RejectedWith(Errorf(PlainError, "Module not found: %s", vm.Text(call.Argument(0))))
	})
	all := functionMakers.Run(vm).(*Object)
	for i, kind := range functionKinds {
		maker := all.Get(strconv.Itoa(i)).(*Object)
		prototype := maker.Get("prototype").(*Object)
		PatchConstruct(maker, func(NativeConstruct) NativeConstruct {
			return func(args []Value, newTarget *Object) *Object {
				f := vm.FunctionOf(kind, args)
				if newTarget == nil || newTarget == maker {
					return f
				}
				if own, ok := newTarget.Get("prototype").(*Object); ok && own != prototype {
					must(f.SetPrototype(own))
				}
				return f
			}
		})
		Patch(maker, func(Native) Native {
			return func(call FunctionCall) Value { return vm.FunctionOf(kind, call.Arguments) }
		})
	}
}

// ImportForTexts gives VM the function that import() is in a text.
func (vm *VM) ImportForTexts(load Value) {
	must(vm.GlobalObject().DefineDataProperty(dialect.ImportName, load, No, No, No))
}

// functionMakers gives the constructors of functions, in the order of functionKinds.
var functionMakers = NewScript("makers", "[function () {}, function* () {}, async () => {}].map((f) => f.constructor)")

var functionKinds = [...]string{"function", "function*", "async function"}

func (vm *VM) replace(name string, f Native) {
	must(vm.GlobalObject().DefineDataProperty(name, vm.ToValue(f), No, goja.ToFlag(name == dialect.ImportName), No))
}

// FunctionOf makes a function as the constructor of its kind does, "async function*" for one: of the texts of its
// parameters and of its body.
func (vm *VM) FunctionOf(kind string, args []Value) *Object {
	for _, arg := range args {
		if IsSymbol(arg) {
			vm.Text(arg) // which throws
		}
	}
	if len(args) > 0 || kind != "function" {
		vm.allowTexts()
	}
	texts, length := make([]string, len(args)), 0
	for i, arg := range args {
		texts[i] = vm.sourceOf(arg)
		if length += len(texts[i]); length > dialect.MaxString {
			vm.Throwf(RangeError, "Invalid string length")
		}
	}
	var parameters, body string
	if n := len(texts); n > 0 {
		parameters, body = strings.Join(texts[:n-1], ","), texts[n-1]
	}
	if strings.ContainsAny(parameters, "(){}/<-`") {
		vm.checkParameters(kind, parameters)
	}
	source := kind + " anonymous(" + parameters + "\n) {\n" + body + "\n}"
	f := vm.evaluateTree(dialect.EvalText{Source: "(" + source + ")", Function: true}, false).(*Object)
	*inside[string](f, "src") = source
	return f
}

// sourceOf gives a value as a source text. It throws for a symbol.
func (vm *VM) sourceOf(v Value) string {
	if o, ok := v.(*Object); ok {
		v = o.ToString() // some primitive value
	}
	if text, ok := v.(goja.String); ok {
		return escapeInvalidUtf16(text)
	}
	return vm.Text(v)
}

// checkParameters refuses a text of parameters that is one only together with the body behind it.
func (vm *VM) checkParameters(kind, text string) {
	_, err := dialect.EvalText{Source: "(" + kind + " anonymous(" + text + "\n) {\n})", Lower: vm.iso.opts.Lower, Function: true}.Parse()
	if err == nil {
		return
	}
	words := dialect.TextError(err).Text
	switch {
	case strings.Contains(text, "/*") && !strings.Contains(text[strings.LastIndex(text, "/*"):], "*/"):
		words = "Unexpected end of arg string"
	case words == "Unexpected token ')'":
		words = "Arg string terminates parameters early"
	}
	vm.Throwf(SyntaxError, "%s", words)
}

// evaluate runs what eval is given; direct says that it sees the variables around it.
func (vm *VM) evaluate(text dialect.EvalText, direct bool) Value {
	vm.allowTexts()
	return vm.evaluateTree(text, direct)
}

// allowTexts throws where no text may be evaluated.
func (vm *VM) allowTexts() {
	if vm.noTexts {
		vm.Throwf("EvalError", noText)
	}
}

// evaluateTree is the engine's Runtime.eval, but for where the tree comes from. If it is direct, the function that is
// running is a native one, which the script around the text called.
func (vm *VM) evaluateTree(text dialect.EvalText, direct bool) Value {
	text.Lower = vm.iso.opts.Lower
	tree, err := text.Parse()
	if err != nil {
		vm.Throwf(SyntaxError, "%s", dialect.TextError(err).Text)
	}
	m := vmParts()
	inner := *at[unsafe.Pointer](unsafe.Pointer(vm.Runtime), vm.machine.vm)
	global, function := true, goja.Undefined()
	var kind uint8 // of the function around the text
	for s := *at[unsafe.Pointer](inner, m.stash); direct && s != nil; s = *at[unsafe.Pointer](s, m.outer) {
		if kind = *at[uint8](s, m.kind); kind != 0 {
			global = false
		}
		if kind != 0 && kind != arrowFunction {
			break
		}
	}
	if kind != fieldInitializer && text.SharesArguments(tree) {
		global = true // or the engine gives the text arguments of its own; there is no other difference if it is strict
	}
	pushCtx(inner)
	if direct {
		if sb := vm.machine.callerBase(vm.Runtime); sb > 0 {
			function = (*at[[]Value](inner, vm.machine.stack))[sb-1]
		}
	} else {
		*at[unsafe.Pointer](inner, m.stash) = unsafe.Add(unsafe.Pointer(vm.Runtime), m.global)
		*at[unsafe.Pointer](inner, m.privEnv) = nil
	}
	prg, err := compileAST(tree, text.Strict, global, inner)
	if err != nil && dialect.DeferLiterals(tree) {
		prg, err = compileAST(tree, text.Strict, global, inner)
	}
	if err != nil {
		vm.Throwf(SyntaxError, "%s", text.Complain(err).Text)
	}
	dialect.Amend(prg)
	*at[*goja.Program](inner, vm.machine.prg), *at[int](inner, vm.machine.pc) = prg, 0
	*at[int](inner, m.args), *at[Value](inner, m.result) = 0, goja.Undefined()
	push(inner, function)
	*at[int](inner, vm.machine.sb) = *at[int](inner, vm.machine.sp)
	push(inner, nil) // this
	ex := runTry(inner)
	v := *at[Value](inner, m.result)
	popCtx(inner)
	if ex != nil {
		panic(ex)
	}
	*at[int](inner, vm.machine.sp) -= 2
	return v
}

// Kinds of functions, as the engine numbers them; 0 is none.
const (
	arrowFunction    = 2
	fieldInitializer = 4
)

// parts are the offsets of what evaluateTree needs of the engine beside the machine's.
type parts struct {
	stash, privEnv, args, result uintptr // of the vm
	outer, kind                  uintptr // of a stash: the one around it, the kind of function that it is for
	global                       uintptr // of the runtime: the stash of its global variables
}

var vmParts = sync.OnceValue(func() parts {
	rt := reflect.TypeFor[goja.Runtime]()
	vm := dialect.EngineField(rt, "vm").Type.Elem()
	stash, global := dialect.EngineField(vm, "stash"), dialect.EngineField(rt, "global")
	p := parts{
		stash: stash.Offset, privEnv: dialect.EngineField(vm, "privEnv").Offset, args: dialect.EngineField(vm, "args").Offset, result: dialect.EngineField(vm, "result").Offset,
		outer: dialect.EngineField(stash.Type.Elem(), "outer").Offset, kind: dialect.EngineField(stash.Type.Elem(), "funcType").Offset,
		global: global.Offset + dialect.EngineField(global.Type, "stash").Offset,
	}
	return p
})

// callerBase gives where the arguments of the function begin that called the running one, which has called pushCtx.
func (m *machine) callerBase(rt *goja.Runtime) int {
	vm := *at[unsafe.Pointer](unsafe.Pointer(rt), m.vm)
	calls := *at[[]byte](vm, m.calls)
	if len(calls) < 2 {
		return 0
	}
	base := unsafe.Pointer(unsafe.SliceData(calls))
	return *at[int](unsafe.Add(base, uintptr(len(calls)-2)*m.callSize), m.callSB)
}
