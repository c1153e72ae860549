package dialect

import (
	"strings"

	"github.com/dop251/goja"
)

// What V8 says where call, apply and their likes of Reflect are given something else than they call.

// listRequired is for what should be the arguments of a call.
const listRequired = "CreateListFromArrayLike called on non-object"

// kindOf says what a value is that cannot be called.
func kindOf(v goja.Value) string {
	switch {
	case v == goja.Undefined() || v == goja.Null():
		return v.String()
	case goja.IsString(v):
		return "a string"
	case goja.IsBigInt(v):
		return "a bigint"
	}
	switch v.(type) {
	case *goja.Symbol:
		return "a symbol"
	case *goja.Object:
		return "an object"
	}
	if _, ok := v.Export().(bool); ok {
		return "a boolean"
	}
	return "a number"
}

// calling is for what call, apply and Reflect.construct are called on or given; "" elsewhere.
func (s site) calling() string {
	of, method := s.fault.Receiver, s.native
	switch {
	case method == "construct" && callable(s.argument(0)) && (len(s.fault.Arguments) < 3 || callable(s.argument(2))):
		return listRequired
	case method == "bind" && of != nil && !callable(of):
		return "Bind must be called on a function"
	case method == "apply" && s.reflects():
		of = s.argument(0)
	case method != "apply" && method != "call":
		return ""
	}
	switch {
	case of == nil || s.fault.Kind == nil:
		return ""
	case !callable(of):
		return "Function.prototype." + method + " was called on " + s.shown(of) + ", which is " + kindOf(of) + " and not a function"
	case method == "apply":
		return listRequired
	}
	return ""
}

// reflects reports whether it is Reflect that runs.
func (s site) reflects() bool {
	method, _ := s.running()
	return strings.HasPrefix(method, "Reflect.")
}

func callable(v goja.Value) bool {
	_, is := goja.AssertFunction(v)
	return is
}

// reflectedConstructor is for what Reflect.construct and the functions of Promise cannot construct; "" elsewhere.
func (s site) reflectedConstructor() string {
	var of []goja.Value
	switch s.native {
	case "construct":
		of = []goja.Value{s.argument(0), s.argument(2)}
	case "resolve", "reject", "all", "race", "any", "allSettled":
		of = []goja.Value{s.fault.Receiver}
	}
	for _, v := range of {
		if o, ok := v.(*goja.Object); ok && s.fault.Kind != nil {
			if _, constructs := goja.AssertConstructor(o); !constructs {
				return s.shown(o) + " is not a constructor"
			}
		}
	}
	return ""
}
