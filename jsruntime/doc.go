// Package jsruntime is the engine room: it runs JavaScript and knows nothing of
// what the JavaScript is for.
//
// The ideas to hold:
//
//   - An [Isolate] is one JavaScript world and the one goroutine, its loop, that
//     may touch it. A [VM] is the handle that a task on the loop works with.
//   - A turn is one task and the microtasks that it leaves behind. What JavaScript
//     sends out of the isolate during a turn leaves at the turn's end ([VM.Emit]),
//     after the hooks of [VM.AtTurnEnd] have run: an output gate. Those of [VM.AtOutput] may be
//     shared by turns that follow at once.
//   - Every piece of JavaScript runs in a [Scope], the I/O context of the event that
//     caused it. It is carried through promises and through [Async], cancels what it
//     started, and may stand behind a [Gate] that holds its events back.
//   - A promise belongs to the scope that made it: others follow it, and settle it in a turn of that
//     scope ([VM.SettleAtHome]).
//   - Host classes ([Class]) are native prototypes over Go structs. Bytes, parsing and
//     sockets stay in Go.
//
// This is the only package (with jsruntime/dialect) that imports goja; the aliases
// below are what the others use.
package jsruntime

import (
	"reflect"

	"github.com/dop251/goja"
)

// Names of the engine that host code needs.
type (
	Value           = goja.Value
	Object          = goja.Object
	Symbol          = goja.Symbol
	FunctionCall    = goja.FunctionCall
	ConstructorCall = goja.ConstructorCall
	Callable        = goja.Callable
	Program         = goja.Program
	ArrayBuffer     = goja.ArrayBuffer
	Promise         = goja.Promise
	PromiseState    = goja.PromiseState
	Proxy           = goja.Proxy
	ProxyTraps      = goja.ProxyTrapConfig
	// PropertyDescriptor is what getOwnPropertyDescriptor gives.
	PropertyDescriptor = goja.PropertyDescriptor
	PropertyFlag       = goja.Flag
)

// Flags of a property.
const (
	Yes = goja.FLAG_TRUE
	No  = goja.FLAG_FALSE
)

// States of a promise.
const (
	Pending   = goja.PromiseStatePending
	Fulfilled = goja.PromiseStateFulfilled
	Rejected  = goja.PromiseStateRejected
)

// Well-known symbols that the engine has.
var (
	SymIterator    = goja.SymIterator
	SymToStringTag = goja.SymToStringTag
	SymHasInstance = goja.SymHasInstance
	SymToPrimitive = goja.SymToPrimitive
	SymSplit       = goja.SymSplit
	SymSpecies     = goja.SymSpecies
	SymUnscopables = goja.SymUnscopables

	SymIsConcatSpreadable = goja.SymIsConcatSpreadable
)

// Undefined is the value undefined.
func Undefined() Value { return goja.Undefined() }

// Null is the value null.
func Null() Value { return goja.Null() }

// IsUndefined reports whether v is undefined or absent.
func IsUndefined(v Value) bool { return v == nil || goja.IsUndefined(v) }

// IsNull reports whether v is null.
func IsNull(v Value) bool { return v != nil && goja.IsNull(v) }

// IsNullish reports whether v is undefined, null or absent.
func IsNullish(v Value) bool { return v == nil || goja.IsUndefined(v) || goja.IsNull(v) }

// IsString reports whether v is a primitive string.
func IsString(v Value) bool { return v != nil && goja.IsString(v) }

// IsNumber reports whether v is a primitive number.
func IsNumber(v Value) bool { return v != nil && goja.IsNumber(v) }

// IsBigInt reports whether v is a bigint.
func IsBigInt(v Value) bool { return v != nil && goja.IsBigInt(v) }

// IsSymbol reports whether v is a symbol.
func IsSymbol(v Value) bool { _, ok := v.(*goja.Symbol); return ok }

// IsBoolean reports whether v is a primitive boolean.
func IsBoolean(v Value) bool {
	if v == nil {
		return false
	}
	if _, isObject := v.(*Object); isObject {
		return false
	}
	_, ok := v.Export().(bool)
	return ok
}

// AsObject gives v as an object, or nil when it is a primitive.
func AsObject(v Value) *Object {
	o, _ := v.(*Object)
	return o
}

// AsFunction gives v as something to call.
func AsFunction(v Value) (Callable, bool) { return goja.AssertFunction(v) }

// IsFunction reports whether v can be called.
func IsFunction(v Value) bool { _, ok := goja.AssertFunction(v); return ok }

// NewSymbol makes a symbol with a description.
func NewSymbol(description string) *Symbol { return goja.NewSymbol(description) }

var promiseType = reflect.TypeFor[*Promise]()

// AsPromise gives v as a native promise.
func AsPromise(v Value) (*Promise, bool) {
	o, ok := v.(*Object)
	if !ok {
		return nil, false
	}
	return theMachine().promise(o)
}
