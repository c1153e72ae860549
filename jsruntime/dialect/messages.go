package dialect

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/dop251/goja"
)

// sourceName is the name under which compiled programs look for what is told of each script's text,
// so that errors can quote it. Install makes it.
const sourceName = "%source"

// Errors gives the errors that the engine makes the words of V8, which programs match on. The
// engine's own words lack what V8 quotes from the source, "o.f" in "o.f is not a function"; it is
// read from the text at the place where the error is made.
type Errors struct {
	texts map[string]*scriptText // by the scripts' names
}

func (e *Errors) source(call goja.FunctionCall) goja.Value {
	e.texts[call.Argument(0).String()] = &scriptText{told: call.Argument(1)}
	return goja.Undefined()
}

// Speaks reports whether a message of the engine may have other words in V8.
func Speaks(message string) bool { return ruleFor(message) != nil }

// Say gives V8's words for a message that the engine has for an error.
func (e *Errors) Say(message string, fault Fault) string {
	rule := ruleFor(message)
	if rule == nil {
		return message
	}
	at := e.siteOf(fault.Frames)
	at.fault = fault
	at.direct()
	if at.script == ownScript || fault.Script && (at.native != "" || at.isNew() || !at.known()) {
		if strings.HasPrefix(message, unconverted) {
			return noPrimitive
		}
		return message
	}
	return cmp.Or(applied(rule, message, at), message)
}

// What the engine says of an object that is no primitive, with the object's insides, and what V8 says.
const (
	unconverted = "Could not convert &{"
	noPrimitive = "Cannot convert object to primitive value"
)

// applied runs a rule. The rules read a script's text by its brackets and quotes, which a
// contrived text can defeat; the engine's own message is then good enough.
func applied(r rule, message string, at site) (text string) {
	defer func() {
		if recover() != nil {
			text = ""
		}
	}()
	if text = at.misplaced(); text != "" {
		return text
	}
	return r(message, at)
}

// rule makes V8's message of the engine's; "" when it cannot.
type rule func(message string, at site) string

// ruleFor finds the rule for a message of the engine.
func ruleFor(message string) rule {
	if message == "" {
		return readOnlyElement
	}
	if words, ok := base64Messages[message]; ok {
		return words
	}
	if text, ok := plainMessages[message]; ok {
		return func(string, site) string { return text }
	}
	for _, r := range messageRules {
		if strings.HasPrefix(message, r.prefix) {
			return r.rule
		}
	}
	switch {
	case strings.HasSuffix(message, " is not a valid TypedArray"):
		return foreign
	case strings.HasSuffix(message, " is not a method"):
		return notMethod
	case strings.HasSuffix(message, " is not a function"):
		return notCallback
	}
	return nil
}

// plainMessages are those that need nothing from the source.
var plainMessages = map[string]string{
	"Uint8Array.fromHex requires a string":                                 "input argument must be a string",
	"Uint8Array.fromBase64 requires a string":                              "input argument must be a string",
	"Uint8Array.prototype.setFromHex requires a string":                    "input argument must be a string",
	"Uint8Array.prototype.setFromBase64 requires a string":                 "input argument must be a string",
	"string should have an even number of characters":                      oddHex,
	"Options is not an object":                                             "invalid_argument",
	"object is not a function %!s(MISSING)":                                "object is not a function",
	"No initial value":                                                     "Reduce of empty array with no initial value",
	"Malformed URI":                                                        "URI malformed",
	"Illegal generator state":                                              "Generator is already running",
	"RegExp doesn't have global flag set":                                  "String.prototype.matchAll called with a non-global RegExp argument",
	"Constructor Promise requires 'new'":                                   "Promise constructor cannot be invoked without 'new'",
	"toFixed() precision must be between 0 and 100":                        "toFixed() digits argument must be between 0 and 100",
	"toPrecision() precision must be between 1 and 100":                    "toPrecision() argument must be between 1 and 100",
	"toExponential() precision must be between 0 and 100":                  "toExponential() argument must be between 0 and 100",
	"exponent must be positive":                                            "Exponent must be positive",
	"proxy has been revoked":                                               "Cannot perform 'preventExtensions' on a proxy that has been revoked",
	"offset should be >= 0":                                                "offset is out of bounds",
	"Source is too large":                                                  "offset is out of bounds",
	"Promise self-resolution":                                              "Chaining cycle detected for promise #<Promise>",
	"The iterator does not provide a 'throw' method":                       "The iterator does not provide a 'throw' method.",
	"radix must be an integer between 2 and 36":                            "toString() radix argument must be between 2 and 36",
	"[object Object] is not extensible":                                    "#<Object> is not extensible",
	"The normalization form should be one of NFC, NFD, NFKC, NFKD":         "The normalization form should be one of NFC, NFD, NFKC, NFKD.",
	"Must call super constructor in derived class before accessing 'this'": "Must call super constructor in derived class before accessing 'this' or returning from derived constructor",
	"[object Object] is not a function":                                    "object is not a function",
	"length is not writable":                                               "Cannot assign to read only property 'length' of object '[object Array]'",
	"size is NaN":                                                          "The .size property is NaN",
	"String.prototype.toString is called on incompatible receiver":         "String.prototype.toString requires that 'this' be a String",
	"String.prototype.valueOf is called on incompatible receiver":          "String.prototype.valueOf requires that 'this' be a String",
	"Must call super constructor in derived class before returning from derived constructor": "Must call super constructor in derived class before accessing 'this' or returning from derived constructor",
}

var messageRules = []struct {
	prefix string
	rule   rule
}{
	{"Cannot read property '", readProperty},
	{"Object has no member '", notFunction},
	{"Value is not an object: ", notObject},
	{"Constructor TypedArray requires 'new'", func(m string, at site) string {
		return strings.Replace(m, "TypedArray", cmp.Or(at.native, "TypedArray"), 1)
	}},
	{"setter must be a function", accessorDefined},
	{"getter must be a function", accessorDefined},
	{"Value is not a constructor", notConstructor},
	{"Value is not callable: ", notCallable},
	{"Value is not object coercible", notCoercible},
	{"Cannot convert undefined or null to object", nullish},
	{noIterable, notIterable},
	{"iterator.next is missing", func(string, site) string { return "undefined is not a function" }},
	{"Cannot access a variable before initialization", beforeInitialization},
	{"Class constructor cannot be invoked without 'new'", classCall},
	{"Class extends value is not a constructor or null", extended},
	{"Class extends value does not have valid prototype property", extended},
	{"Super constructor is not a constructor", superConstructor},
	{"Cannot read private member #", privateMember},
	{"Method [Generator].prototype.", func(m string, at site) string {
		of := at.fault.Receiver
		if of == nil || at.fault.Kind == nil || !strings.HasSuffix(m, " called on incompatible receiver") {
			return ""
		}
		return m + " " + at.shown(of)
	}},
	{"Proxy already revoked", revoked},
	{"'defineProperty' on proxy: trap returned falsish", func(m string, at site) string {
		if strings.Contains(m, " for ") {
			return ""
		}
		if key, ok := at.assigned(); ok {
			if strings.HasPrefix(at.fault.Instruction, "_setElem") {
				key = at.key(key)
			}
			return m + " for property '" + key + "'"
		}
		if len(at.fault.Arguments) < 2 {
			return ""
		}
		return m + " for property '" + keyText(at.fault.Arguments[1]) + "'"
	}},
	{"'getOwnPropertyDescriptor' on proxy: trap reported non-configurability for property '", func(m string, _ site) string {
		reported, _ := strings.CutSuffix(m, " which is non-existent in the proxy target")
		reported, _ = strings.CutSuffix(reported, " which is configurable in the proxy target")
		return reported + " which is either non-existent or configurable in the proxy target"
	}},
	{"'ownKeys' on proxy: trap result did not include non-configurable '", func(m string, _ site) string {
		return strings.Replace(m, "non-configurable ", "", 1)
	}},
	{"'set' on proxy: trap returned falsish for property '", func(m string, at site) string {
		symbol, ok := at.fault.Key.(*goja.Symbol)
		if !ok || !strings.HasPrefix(at.fault.Instruction, "_setElem") || strings.HasSuffix(m, keyText(symbol)+"'") {
			return ""
		}
		return strings.TrimSuffix(m, symbol.String()+"'") + keyText(symbol) + "'"
	}},
	{"'deleteProperty' on proxy: property '", func(m string, _ site) string {
		name, _, _ := strings.Cut(strings.TrimPrefix(m, "'deleteProperty' on proxy: property '"), "'")
		return "'deleteProperty' on proxy: trap returned truish for property '" + name + "' which is non-configurable in the proxy target"
	}},
	{"ArrayBuffer is detached", detached},
	{"Cannot add property ", func(m string, at site) string {
		if symbol, ok := at.fault.Key.(*goja.Symbol); ok {
			return "Cannot add property " + keyText(symbol) + ", object is not extensible"
		}
		return ""
	}},
	{"requires that 'this' be a BigInt", func(m string, at site) string { return "BigInt.prototype." + at.native + " " + m }},
	{unconverted, func(m string, at site) string {
		return cmp.Or(calledValue(m, at), notCallback(m, at), noPrimitive)
	}},
	{"Cannot assign to read only property '", readOnly},
	{"Cannot write private member #", privateMember},
	{"Cannot delete property '", notDeleted},
	{"Method ", wrongReceiver},
	{"Object is not ", foreign},
	{"Receiver must be a Uint8Array", notBytes},
	{"alphabet must be ", invalidOption("alphabet")},
	{"lastChunkHandling must be ", invalidOption("lastChunkHandling")},
	{"Value is not a Symbol", func(_ string, at site) string {
		method, _ := at.running()
		if at.native == "[Symbol.toPrimitive]" {
			method = "Symbol.prototype [ @@toPrimitive ]"
		}
		if !strings.Contains(method, ".prototype") {
			method = "Symbol.prototype.description" // which something else reads
		}
		return strings.TrimPrefix(method, "get ") + " requires that 'this' be a Symbol"
	}},
	{"Cannot convert a Symbol value to a string", calledValue},
	{"encoding/hex: ", func(string, site) string { return oddHex }},
	{"Invalid property descriptor. Cannot both specify accessors and a value", func(m string, _ site) string { return m + ", #<Object>" }},
	{noComparison, func(_ string, at site) string { return at.comparison() }},
	{"Invalid hint: ", func(m string, at site) string {
		if at.fault.Kind == nil || at.native != "[Symbol.toPrimitive]" {
			return ""
		}
		return "Invalid hint: " + at.shown(at.argument(0))
	}},
	{"Object prototype may only be an Object or null: ", func(_ string, at site) string {
		given := at.argument(0)
		if at.native == "setPrototypeOf" {
			given = at.argument(1)
		}
		if at.isObject(given) {
			return ""
		}
		return "Object prototype may only be an Object or null: " + keyText(given)
	}},
	{"Value is not a number", func(_ string, at site) string {
		return "Number.prototype." + at.native + " requires that 'this' be a Number"
	}},
	{"Invalid count value", func(m string, at site) string {
		if len(at.fault.Arguments) == 0 {
			return ""
		}
		return m + ": " + at.fault.Arguments[0].String()
	}},
	{"prototype is not an object", noPrototype},
	{"Expecting a function in instanceof check", func(string, site) string { return "Right-hand side of 'instanceof' is not callable" }},
	{"Invalid index ", func(m string, at site) string {
		switch n := strings.TrimPrefix(m, "Invalid index "); {
		case at.native == "with":
			return "Invalid index : " + n
		case at.native == "ArrayBuffer":
			return ""
		case strings.HasSuffix(at.callee(), "ArrayBuffer"):
			return "Invalid array buffer length"
		case strings.HasPrefix(at.native, "get"), strings.HasPrefix(at.native, "set"):
			return "Offset is outside the bounds of the DataView"
		default:
			return "Invalid typed array length: " + n
		}
	}},
	{"Index ", func(m string, at site) string {
		if strings.HasSuffix(m, "is out of bounds") && (strings.HasPrefix(at.native, "get") || strings.HasPrefix(at.native, "set")) {
			return "Offset is outside the bounds of the DataView"
		}
		return ""
	}},
	{"Byte length of ", func(m string, _ site) string { return "b" + m[1:] }},
	{"Start offset of ", func(m string, _ site) string { return "s" + m[1:] }},
	{"Receiver is not an object: ", func(_ string, at site) string {
		key, ok := at.assigned()
		if !ok {
			key = at.word() // where it is read first, as in o.a += 1
			if strings.HasPrefix(at.fault.Instruction, "_setElem") {
				key = at.key(key)
			}
		}
		_, isSymbol := at.fault.Key.(*goja.Symbol)
		if isSymbol && strings.HasPrefix(at.fault.Instruction, "_setElem") || strings.HasPrefix(at.fault.Instruction, "_putValue") {
			key = at.key(key)
		}
		if key != "" && at.fault.Operand != nil {
			return "Cannot create property '" + key + "' on " + at.kind()
		}
		return ""
	}},
	{"proxy target is not a function", func(_ string, at site) string {
		if callee := at.callee(); callee != "" && at.fault.Callee != nil && at.isProxy(at.fault.Callee) {
			return strings.TrimSuffix(callee, "?") + " is not a function"
		}
		return ""
	}},
	{"Not a function: ", func(_ string, at site) string {
		if callee := at.callee(); callee != "" {
			return callee + " is not a function"
		}
		return ""
	}},
	{"Cannot convert ", func(m string, at site) string {
		if number := wholeNumber.FindStringSubmatch(m); number != nil && at.native == "BigInt" && !strings.HasPrefix(strings.TrimLeft(at.rest(), "("), "\"") {
			return "The number " + number[1] + " cannot be converted to a BigInt because it is not an integer"
		}
		return ""
	}},
}

var wholeNumber = regexp.MustCompile(`^Cannot convert (-?[0-9.e+-]+|NaN|-?Infinity) to a BigInt$`)

var receiverMessage = regexp.MustCompile(`^Method (Symbol|Boolean)\.prototype\.(\S+) (?:is )?called on incompatible receiver`)

var objectText = regexp.MustCompile(`\[object (\w+)\]$`)

// wrongReceiver is for methods of the language that are called on something else.
func wrongReceiver(m string, at site) string {
	parts := receiverMessage.FindStringSubmatch(m)
	switch {
	case parts == nil && at.fault.Kind != nil && at.fault.Receiver != nil && at.isObject(at.fault.Receiver):
		return objectText.ReplaceAllLiteralString(m, at.shown(at.fault.Receiver))
	case parts == nil:
		return objectText.ReplaceAllString(m, "#<$1>")
	}
	if at.native == "[Symbol.toPrimitive]" {
		return "Symbol.prototype [ @@toPrimitive ] requires that 'this' be a Symbol"
	}
	return parts[1] + ".prototype." + parts[2] + " requires that 'this' be a " + parts[1]
}

// notDeleted is for properties that stay.
func notDeleted(m string, at site) string {
	if i := strings.LastIndex(m, "' of "); i >= 0 && at.subject() != nil && at.fault.Kind != nil && at.native != "deleteProperty" {
		if _, isObject := at.subject().(*goja.Object); isObject {
			return m[:i] + "' of " + at.shown(at.subject())
		}
	}
	return strings.Replace(m, "[object Object]", "#<Object>", 1)
}

func notFunction(m string, at site) string {
	if at.native != "" {
		return ""
	}
	if callee := at.callee(); callee != "" {
		return callee + " is not a function"
	}
	return "(intermediate value)." + strings.TrimSuffix(strings.TrimPrefix(m, "Object has no member '"), "'") + " is not a function"
}

// reflected are built-ins whose argument the engine reports as no object.
var reflected = map[string]string{
	"ownKeys": "Reflect.ownKeys called on non-object", "getPrototypeOf": "Reflect.getPrototypeOf called on non-object",
	"isExtensible": "Reflect.isExtensible called on non-object", "preventExtensions": "Reflect.preventExtensions called on non-object",
	"has": "Reflect.has called on non-object", "deleteProperty": "Reflect.deleteProperty called on non-object",
	"all": "Promise.all called on non-object", "race": "Promise.race called on non-object",
	"any": "Promise.any called on non-object", "allSettled": "Promise.allSettled called on non-object",
	"apply":   "CreateListFromArrayLike called on non-object",
	"resolve": "PromiseResolve called on non-object", "reject": "PromiseReject called on non-object",
	"finally": "Promise.prototype.finally called on non-object",
}

// callbacks are built-ins that call what they are given.
var callbacks = map[string]bool{
	"forEach": true, "map": true, "filter": true, "some": true, "every": true, "find": true, "findIndex": true, "findLast": true,
	"findLastIndex": true, "reduce": true, "reduceRight": true, "flatMap": true, "from": true,
}

// reflection is for functions of Reflect and Object whose first argument is no object.
func reflection(at site) string {
	callee := at.callee()
	if len(at.fault.Arguments) == 0 || !strings.HasSuffix(callee, "."+at.native) {
		return ""
	}
	if _, isObject := at.fault.Arguments[0].(*goja.Object); isObject {
		if callee != "Reflect.setPrototypeOf" {
			return ""
		}
		return "Object prototype may only be an Object or null: " + keyText(at.argument(1))
	}
	switch callee {
	case "Reflect.get", "Reflect.set", "Reflect.defineProperty", "Reflect.getOwnPropertyDescriptor", "Reflect.setPrototypeOf", "Object.defineProperties":
		return callee + " called on non-object"
	}
	return ""
}

func accessorDefined(_ string, at site) string {
	if len(at.fault.Arguments) > 2 {
		if d, ok := at.fault.Arguments[2].(*goja.Object); ok {
			return accessorValue(at, d)
		}
	}
	return ""
}

// callback is the argument of a method that should be one.
func (s site) callback() goja.Value {
	if s.native == "from" {
		return s.argument(1)
	}
	return s.argument(0)
}

// callbackText names what should be a callback: the method map of typed arrays does not tell its type.
func (s site) callbackText(v goja.Value) string {
	if method, _ := s.running(); method == "%TypedArray%.prototype.map" {
		return s.shown(v)
	}
	return s.typed(v)
}

// ofNothing reports whether a method was called on null or undefined.
func (s site) ofNothing() bool {
	method, this := s.running()
	return method != "" && (this == goja.Null() || this == goja.Undefined())
}

// accessorValue is for descriptors whose getter or setter is no function.
func accessorValue(at site, descriptor *goja.Object) string {
	for name, title := range map[string]string{"get": "Getter", "set": "Setter"} {
		if v := descriptor.Get(name); v != nil && v != goja.Undefined() {
			if _, callable := goja.AssertFunction(v); !callable {
				return title + " must be a function: " + at.shown(v)
			}
		}
	}
	return ""
}

// accessorsDefined does it for all descriptors that defineProperties was given.
func (s site) accessorsDefined() string {
	all, ok := s.argument(1).(*goja.Object)
	if !ok || s.isProxy(all) {
		return ""
	}
	for _, key := range all.Keys() {
		if d, ok := all.Get(key).(*goja.Object); ok && !s.isProxy(d) {
			if text := accessorValue(s, d); text != "" {
				return text
			}
		}
	}
	return ""
}

var optionalCall = regexp.MustCompile(`^([\w$.]+)\?\.\(`)

func notObject(m string, at site) string {
	value := strings.TrimPrefix(m, "Value is not an object: ")
	if text := at.unasked(value); text != "" {
		return text
	}
	if at.native != "" {
		if text := at.ofTrap(value); text != "" {
			return text
		}
		if text := cmp.Or(reflection(at), at.calling()); text != "" {
			return text
		}
		switch method := at.native; {
		case at.ofPrimitive() != "":
			return at.ofPrimitive()
		case at.comparison() != "":
			return at.comparison()
		case at.native == "defineProperty" && len(at.fault.Arguments) > 2:
			if d, ok := at.fault.Arguments[2].(*goja.Object); ok {
				return accessorValue(at, d)
			}
		case at.native == "defineProperties":
			return at.accessorsDefined()
		case callbacks[method]:
			return at.callbackText(at.callback()) + " is not a function"
		case at.native == "fromEntries":
			return "Iterator value " + value + " is not an entry object"
		case at.native == "set" || at.native == "add":
			return ""
		case method == "catch" || method == "finally" && value == "undefined":
			return value + " is not a function" // the method then of the receiver
		case at.native == "construct":
			return value + " is not a constructor"
		}
		return reflected[at.native]
	}
	if strings.Contains(at.fault.Instruction, "rivate") {
		return privateOfPrimitive(value, at)
	}
	switch {
	case at.isNew() && at.fault.Operand != nil && at.isProxy(at.fault.Operand):
		return "'construct' on proxy: trap returned non-object ('" + value + "')"
	case at.isNew():
		if callee := at.callee(); callee == "Promise" {
			return "Promise resolver " + value + " is not a function"
		} else if callee == "Map" || callee == "WeakMap" {
			return "Iterator value " + value + " is not an entry object"
		} else if callee != "" {
			return callee + " is not a constructor"
		}
	case at.isCall():
		if callee := at.callee(); callee != "" {
			return strings.TrimSuffix(callee, "?") + " is not a function"
		}
	case at.tagged():
		return at.expression() + " is not a function"
	case optionalCall.MatchString(at.rest()):
		return optionalCall.FindStringSubmatch(at.rest())[1] + " is not a function"
	}
	if at.fault.Instruction == "_op_in" {
		if symbol, ok := at.fault.Operand.(*goja.Symbol); ok {
			value = keyText(symbol)
		}
		return "Cannot use 'in' operator to search for '" + at.key("") + "' in " + value
	}
	if op, left := at.operator(); op == "instanceof" {
		return "Right-hand side of 'instanceof' is not an object"
	} else if op == "in" {
		return "Cannot use 'in' operator to search for '" + left + "' in " + value
	}
	return ""
}

// noPrototype is for what is on the right of instanceof and has no object for its prototype.
func noPrototype(_ string, at site) string {
	prototype := goja.Undefined()
	if class, ok := at.fault.Operand.(*goja.Object); ok && at.fault.Prototype != nil {
		if v := at.fault.Prototype(class); v != nil {
			prototype = v
		}
	}
	return "Function has non-object prototype '" + keyText(prototype) + "' in instanceof check"
}

// calledValue is for what is called and cannot even be written as a text, which the engine tries.
func calledValue(_ string, at site) string {
	if !at.fault.Calls || !at.isCall() {
		return ""
	}
	if callee := at.callee(); callee != "" {
		return strings.TrimSuffix(callee, "?") + " is not a function"
	}
	return ""
}

func notConstructor(_ string, at site) string {
	if text := at.reflectedConstructor(); text != "" {
		return text
	}
	if callee := at.callee(); callee != "" && at.native == "" {
		return callee + " is not a constructor"
	}
	return ""
}

// comparison is for what sort is given and is no function; "" elsewhere.
func (s site) comparison() string {
	if s.native != "sort" && s.native != "toSorted" || s.fault.Kind == nil || len(s.fault.Arguments) == 0 || callable(s.argument(0)) {
		return ""
	}
	return noComparison + ": " + s.shown(s.argument(0))
}

const noComparison = "The comparison function must be either a function or undefined"

func notCallable(m string, at site) string {
	if text := at.comparison(); text != "" {
		return text
	}
	if text := at.calling(); text != "" && text != listRequired {
		return text
	}
	value := strings.TrimPrefix(m, "Value is not callable: ")
	switch {
	case callbacks[at.native] && len(at.fault.Arguments) > 0:
		return notCallback(m, at)
	case value == "[object Object]":
		value = "object"
	}
	return value + " is not a function"
}

func beforeInitialization(_ string, at site) string {
	if word := at.word(); word != "" {
		return "Cannot access '" + word + "' before initialization"
	}
	return ""
}
