package jsruntime

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/dop251/goja"
)

// Class names for [Error] and [VM.Throwf]. Any global constructor's name will do.
const (
	PlainError  = "Error"
	TypeError   = "TypeError"
	RangeError  = "RangeError"
	SyntaxError = "SyntaxError"
	DOMError    = "DOMException:" // prefix: DOMError + "AbortError"
)

// Error is a Go error that JavaScript sees as an instance of Class with message Msg.
type Error struct {
	Class string // "TypeError", "DOMException:DataCloneError"
	Msg   string
	Err   error          // cause, for Go
	Props map[string]any // own properties of the instance, as remote: true
}

func (e *Error) Error() string { return e.Msg }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an *Error.
func Errorf(class, format string, args ...any) *Error {
	return &Error{Class: class, Msg: fmt.Sprintf(format, args...)}
}

// ConnectionLost is what scripts are told of a connection that broke because of err, which may be nil. It
// says of itself that trying again may help.
func ConnectionLost(err error) *Error {
	return &Error{Class: PlainError, Msg: "Network connection lost.", Err: err, Props: map[string]any{"retryable": true}}
}

// Exception is something that JavaScript threw, as Go code sees it. It may be used outside
// of the loop, except for Value.
type Exception struct {
	Name, Message string
	Stack         string // mapped to the sources, with the "Name: message" line; "" for what is no Error
	Cause         *Exception
	DOMException  bool
	Flags         map[string]bool // own properties that are true: remote, retryable, overloaded…
	Value         Value           // the thrown value; for the loop of its own isolate only
	vm            *VM
	fatal         error // why the isolate died of it; nil if it did not
}

// Unwrap gives ErrCPULimit, ErrMemoryLimit or ErrStackOverflow for what the isolate died of.
func (e *Exception) Unwrap() error { return e.fatal }

func (e *Exception) Error() string {
	if e.Name == "" {
		return e.Message
	}
	if e.Message == "" {
		return e.Name
	}
	return e.Name + ": " + e.Message
}

// Wrap captures a thrown value.
func (vm *VM) Wrap(v Value) *Exception { return vm.wrap(v, (*Object).Get) }

// Regard is Wrap of a value that is reported only: no getter or trap of a script runs.
func (vm *VM) Regard(v Value) *Exception { return vm.wrap(v, vm.quietProperty) }

func (vm *VM) wrap(v Value, read func(*Object, string) Value) *Exception {
	ex := &Exception{Value: v, vm: vm}
	o := AsObject(v)
	if o == nil {
		ex.Name = "Error"
		if v != nil {
			ex.Message = vm.Sketch(v)
		}
		return ex
	}
	if err := vm.Runtime.Try(func() { vm.exception(ex, o, read, 0) }); err != nil && ex.Message == "" {
		ex.Message = "exception whose properties throw"
	}
	return ex
}

func (vm *VM) exception(ex *Exception, o *Object, read func(*Object, string) Value, depth int) {
	text := func(name string) string {
		v := read(o, name)
		if IsNullish(v) {
			return ""
		}
		return v.String()
	}
	ex.Name, ex.Message = text("name"), text("message")
	if ex.Name == "" && ex.Message == "" {
		ex.Name, ex.Message = "Error", vm.Sketch(o)
	}
	_, ex.DOMException = DOMExceptionClass.From(o)
	for _, flag := range []string{"remote", "retryable", "overloaded", "durableObjectReset"} {
		if v := read(o, flag); IsBoolean(v) && v.ToBoolean() {
			if ex.Flags == nil {
				ex.Flags = map[string]bool{}
			}
			ex.Flags[flag] = true
		}
	}
	if stack := read(o, "stack"); IsString(stack) {
		ex.Stack = vm.MapStack(stack.String())
	}
	if cause := AsObject(read(o, "cause")); cause != nil && depth < 8 {
		ex.Cause = &Exception{Value: cause, vm: vm}
		vm.exception(ex.Cause, cause, read, depth+1)
	}
}

// isNative reports whether a function is the engine's or the host's own. The engine does not tell,
// but for the type of what it keeps; one that keeps it elsewhere costs time, no more.
func isNative(fn *Object) bool {
	if selfIndex < 0 {
		return false
	}
	self := reflect.ValueOf(fn).Elem().Field(selfIndex).Elem()
	return self.IsValid() && self.Type().String() == "*goja.nativeFuncObject"
}

// selfIndex is where the engine's objects keep what they are; -1 when it is nowhere.
var selfIndex = func() int {
	f, ok := reflect.TypeFor[Object]().FieldByName("self")
	if !ok || f.Type.Kind() != reflect.Interface {
		return -1
	}
	return f.Index[0]
}()

// The engine ends a frame with its program counter: "at f (file:1:2(34))".
var (
	programCounter = regexp.MustCompile(`\(\d+\)\)`)
	bareCounter    = regexp.MustCompile(`(?m)(:\d+:\d+)\(\d+\)$`)
)

// Caught makes an *[Exception] of the engine's own exception error; other errors pass. One that
// JavaScript cannot catch has killed the isolate.
func (vm *VM) Caught(err error) error {
	if ex := vm.uncatchable(err); ex != nil {
		vm.iso.kill(ex)
		return ex
	}
	if ex := thrownByScript(err); ex != nil {
		return vm.Wrap(ex.Value())
	}
	return err
}

// thrownByScript finds the engine's exception in an error. The engine's is not asked what it wraps, as the errors package
// would: it looks at the prototypes of what was thrown, for which traps of scripts run.
func thrownByScript(err error) *goja.Exception {
	for err != nil {
		if ex, ok := err.(*goja.Exception); ok {
			return ex
		}
		err = errors.Unwrap(err)
	}
	return nil
}

// uncatchable makes an exception of an error that JavaScript cannot catch, with the place
// where the script was; nil for other errors.
func (vm *VM) uncatchable(err error) *Exception {
	if err == nil || thrownByScript(err) != nil {
		return nil
	}
	var interrupted *goja.InterruptedError
	var overflow *goja.StackOverflowError
	ex := &Exception{vm: vm}
	var frames []goja.StackFrame
	switch {
	case errors.As(err, &interrupted):
		if ex.fatal, _ = interrupted.Value().(error); ex.fatal == nil {
			ex.fatal = context.Cause(vm.iso.interrupted)
		}
		ex.Name, ex.Message, frames = "Error", ex.fatal.Error(), interrupted.Stack()
	case errors.As(err, &overflow):
		ex.fatal = ErrStackOverflow
		ex.Name, ex.Message, frames = RangeError, ErrStackOverflow.Error(), overflow.Stack()
	default:
		return nil
	}
	var b bytes.Buffer
	b.WriteString(ex.Error())
	for _, f := range frames[:min(len(frames), 10)] {
		b.WriteString("\n\tat ")
		f.Write(&b)
	}
	ex.Stack = vm.MapStack(b.String())
	return ex
}

// ErrorValue makes what JavaScript sees of a Go error: the thrown value itself for an
// exception of this VM, an instance of the class for an *[Error], else an Error with the text.
func (vm *VM) ErrorValue(err error) Value {
	if engine, ok := err.(*goja.Exception); ok {
		return engine.Value()
	}
	var e *Error // before what it wraps: it says what scripts are to see of that
	if errors.As(err, &e) {
		o := vm.NewErrorObject(e.Class, e.Msg)
		for _, k := range slices.Sorted(maps.Keys(e.Props)) {
			must(o.Set(k, e.Props[k]))
		}
		return o
	}
	var ex *Exception
	if errors.As(err, &ex) {
		if ex.vm == vm && ex.Value != nil {
			return ex.Value
		}
		return vm.NewErrorObject(ex.Name, ex.Message)
	}
	if engine := thrownByScript(err); engine != nil {
		return engine.Value()
	}
	var valuer interface{ JSValue(*VM) Value }
	if errors.As(err, &valuer) {
		return valuer.JSValue(vm)
	}
	if errors.Is(err, context.Canceled) {
		return vm.NewErrorObject(DOMError+"AbortError", "The operation was aborted")
	}
	return vm.NewErrorObject(PlainError, err.Error())
}

// NewErrorObject makes an instance of a global error class, or of Error if there is none
// of that name.
func (vm *VM) NewErrorObject(class, msg string) *Object {
	if name, ok := strings.CutPrefix(class, DOMError); ok {
		return vm.NewDOMException(msg, name)
	}
	ctor := AsObject(vm.GlobalObject().Get(class))
	if ctor == nil {
		ctor = vm.GlobalObject().Get("Error").(*Object)
	}
	args := []Value{vm.ToValue(msg)}
	if class == "AggregateError" {
		args = []Value{vm.NewArrayOf(), args[0]}
	}
	vm.ownWords = true
	o, err := vm.New(ctor, args...)
	vm.ownWords = false
	if err != nil {
		return vm.NewGoError(errors.New(msg))
	}
	if class == "AggregateError" { // its errors are not known
		_ = o.Delete("errors")
	}
	return o
}

// Throw throws err's value. It does not return.
func (vm *VM) Throw(err error) { panic(vm.ErrorValue(err)) }

// Throwf throws an instance of class. It does not return.
func (vm *VM) Throwf(class, format string, args ...any) {
	panic(vm.NewErrorObject(class, fmt.Sprintf(format, args...)))
}

// Rethrow passes an error of a [Callable] on to the JavaScript caller. It does not return.
func (vm *VM) Rethrow(err error) {
	if ex := thrownByScript(err); ex != nil {
		panic(ex.Value())
	}
	var wrapped *Exception
	if errors.As(err, &wrapped) && wrapped.vm == vm {
		panic(wrapped.Value)
	}
	panic(err)
}
