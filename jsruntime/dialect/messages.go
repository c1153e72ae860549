package dialect

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/dop251/goja"
)

// Names under which compiled programs look for the functions that Install makes.
const (
	sourceName  = "%source"  // told of each script's text, so that errors can quote it
	caughtName  = "%caught"  // given each value that a catch clause catches
	stackName   = "%stack"   // given what was read from a property called stack
	settledName = "%settled" // given what a pattern takes a property called stack from
)

// Errors gives the errors that the engine makes the words and the stacks of V8, which
// programs match on. The engine's own words lack what V8 quotes from the source, "o.f" in "o.f is
// not a function"; it is read from the text at the place where the error was made.
//
// An error is mended when a script can first see it: in catch clauses (Compile), in
// handlers of rejections and on its way to the host (jsruntime).
type Errors struct {
	rt       *goja.Runtime
	mapStack func(string) string
	texts    map[string]string // of scripts, by name
	describe goja.Callable     // Object.getOwnPropertyDescriptor
}

// Install puts what compiled programs call on the global object of a runtime, where scripts
// neither see it among the keys nor can change it. mapStack brings the engine's stacks
// into V8's form; nil leaves them.
func Install(rt *goja.Runtime, mapStack func(string) string) (*Errors, error) {
	if mapStack == nil {
		mapStack = func(stack string) string { return stack }
	}
	e := &Errors{rt: rt, mapStack: mapStack, texts: map[string]string{}}
	e.describe, _ = goja.AssertFunction(rt.Get("Object").ToObject(rt).Get("getOwnPropertyDescriptor"))
	for _, f := range []struct {
		name string
		call func(goja.FunctionCall) goja.Value
	}{{ConcatName, Concat(rt)}, {sourceName, e.source}, {caughtName, e.caught}, {stackName, e.stack}, {settledName, e.settled}, {lengthName, length(rt)}, {targetName, target(rt)}, {PatternName, first}, {GeneratorsName, generators}} {
		if err := rt.GlobalObject().DefineDataProperty(f.name, rt.ToValue(f.call), goja.FLAG_FALSE, goja.ToFlag(f.name == PatternName || f.name == GeneratorsName), goja.FLAG_FALSE); err != nil {
			return nil, fmt.Errorf("install %s: %w", f.name, err)
		}
	}
	return e, nil
}

func (e *Errors) source(call goja.FunctionCall) goja.Value {
	e.texts[call.Argument(0).String()] = call.Argument(1).String()
	return goja.Undefined()
}

func first(call goja.FunctionCall) goja.Value { return call.Argument(0) }

func (e *Errors) caught(call goja.FunctionCall) goja.Value {
	_ = e.rt.Try(func() { e.Mend(call.Argument(0)) }) // whose getters may throw: then it stays as it is
	return call.Argument(0)
}

func (e *Errors) stack(call goja.FunctionCall) goja.Value {
	v := call.Argument(0)
	if goja.IsString(v) && strings.Contains(v.String(), engineFrame) {
		return e.rt.ToValue(e.limit(e.mapStack(v.String())))
	}
	return v
}

// settled gives its argument, with its stack settled.
func (e *Errors) settled(call goja.FunctionCall) goja.Value {
	e.Settle(call.Argument(0))
	return call.Argument(0)
}

// Settle brings the stack of an error that the engine made into V8's form, in place. Whatever
// gives an error's properties by other ways than its name in a script does it first.
func (e *Errors) Settle(v goja.Value) {
	o, ok := v.(*goja.Object)
	if !ok || o.ExportType() == proxyType || o.ClassName() != "Error" {
		return
	}
	property, err := e.describe(goja.Undefined(), o, e.rt.ToValue("stack"))
	if err != nil || goja.IsUndefined(property) {
		return
	}
	raw := property.(*goja.Object).Get("value")
	if raw == nil || !goja.IsString(raw) || !strings.Contains(raw.String(), engineFrame) {
		return
	}
	// Where it cannot be redefined, it stays as it is.
	_ = o.DefineDataProperty("stack", e.rt.ToValue(e.limit(e.mapStack(raw.String()))), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

var proxyType = reflect.TypeFor[goja.Proxy]()

// engineFrame begins a frame in the engine's form of a stack.
const engineFrame = "\n\tat "

// limit cuts a stack to Error.stackTraceLimit frames.
func (e *Errors) limit(stack string) string {
	limit := 10
	if ctor, ok := e.rt.Get("Error").(*goja.Object); ok {
		if v := ctor.Get("stackTraceLimit"); v != nil && goja.IsNumber(v) {
			limit = int(max(v.ToInteger(), 0))
		}
	}
	lines := strings.Split(stack, "\n")
	frames := 0
	for i, line := range lines {
		if strings.HasPrefix(line, "    at ") {
			if frames++; frames > limit {
				return strings.Join(lines[:i], "\n")
			}
		}
	}
	return stack
}

// Mend rewrites the message of an error that the engine made, in place, and its stack with it.
// Other values stay as they are.
func (e *Errors) Mend(v goja.Value) {
	o, ok := v.(*goja.Object)
	if !ok || o.ClassName() != "Error" {
		return
	}
	old := o.Get("message")
	if old == nil || !goja.IsString(old) {
		return
	}
	rule := ruleFor(old.String())
	if rule == nil {
		return
	}
	raw := o.Get("stack")
	if raw == nil || !strings.Contains(raw.String(), engineFrame) {
		return // not fresh from the engine
	}
	site := e.siteOf(raw.String())
	if site.script == ownScript {
		return
	}
	text := applied(rule, old.String(), site)
	if text == "" || text == old.String() {
		return
	}
	head, frames, _ := strings.Cut(raw.String(), engineFrame)
	head = strings.Replace(head, old.String(), text, 1)
	set := func(name, value string) error {
		return o.DefineDataProperty(name, e.rt.ToValue(value), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	if set("message", text) == nil {
		_ = set("stack", e.limit(e.mapStack(strings.TrimRight(head, "\n")+engineFrame+frames)))
	}
}

// applied runs a rule. The rules read a script's text by its brackets and quotes, which a
// contrived text can defeat; the engine's own message is then good enough.
func applied(r rule, message string, at site) (text string) {
	defer func() {
		if recover() != nil {
			text = ""
		}
	}()
	return r(message, at)
}

// rule makes V8's message of the engine's; "" when it cannot.
type rule func(message string, at site) string

// ruleFor finds the rule for a message of the engine.
func ruleFor(message string) rule {
	if text, ok := plainMessages[message]; ok {
		return func(string, site) string { return text }
	}
	for _, r := range messageRules {
		if strings.HasPrefix(message, r.prefix) {
			return r.rule
		}
	}
	return nil
}

// plainMessages are those that need nothing from the source.
var plainMessages = map[string]string{
	"No initial value":                       "Reduce of empty array with no initial value",
	"Malformed URI":                          "URI malformed",
	"Illegal generator state":                "Generator is already running",
	"Super constructor is not a constructor": "Super constructor null of anonymous class is not a constructor",
	// What is not a constructor is as good as always an import that is not there yet.
	"Class extends value is not a constructor or null":                                       "Class extends value undefined is not a constructor or null",
	"RegExp doesn't have global flag set":                                                    "String.prototype.matchAll called with a non-global RegExp argument",
	"Constructor Promise requires 'new'":                                                     "Promise constructor cannot be invoked without 'new'",
	"toFixed() precision must be between 0 and 100":                                          "toFixed() digits argument must be between 0 and 100",
	"toPrecision() precision must be between 1 and 100":                                      "toPrecision() argument must be between 1 and 100",
	"toExponential() precision must be between 0 and 100":                                    "toExponential() argument must be between 0 and 100",
	"exponent must be positive":                                                              "Exponent must be positive",
	"Source is too large":                                                                    "offset is out of bounds",
	"Proxy already revoked":                                                                  "Cannot perform 'get' on a proxy that has been revoked",
	"The normalization form should be one of NFC, NFD, NFKC, NFKD":                           "The normalization form should be one of NFC, NFD, NFKC, NFKD.",
	"Must call super constructor in derived class before returning from derived constructor": "Must call super constructor in derived class before accessing 'this' or returning from derived constructor",
}

var messageRules = []struct {
	prefix string
	rule   rule
}{
	{"Cannot read property '", readProperty},
	{"Object has no member '", notFunction},
	{"Value is not an object: ", notObject},
	{"Value is not a constructor", notConstructor},
	{"Value is not callable: ", notCallable},
	{"Value is not object coercible", notCoercible},
	{"Cannot convert undefined or null to object", nullish},
	{"object is not iterable", notIterable},
	{"Cannot access a variable before initialization", beforeInitialization},
	{"Class constructor cannot be invoked without 'new'", classCall},
	{"Could not convert &{", func(string, site) string { return "Cannot convert object to primitive value" }},
	{"Cannot assign to read only property '", func(m string, _ site) string {
		if strings.HasSuffix(m, "'") && !strings.HasPrefix(m, "Cannot assign to read only property '#") {
			return m + " of object '#<Object>'"
		}
		return ""
	}},
	{"Cannot write private member #", func(m string, _ site) string { return strings.Replace(m, " from an object", " to an object", 1) }},
	{"Cannot delete property '", objectObject},
	{"Method ", objectObject},
	{"Expecting a function in instanceof check", func(string, site) string { return "Right-hand side of 'instanceof' is not callable" }},
	{"Invalid index ", func(m string, at site) string {
		switch n := strings.TrimPrefix(m, "Invalid index "); {
		case at.native == "with" || at.native == "ArrayBuffer":
			return ""
		case strings.HasSuffix(at.callee(), "ArrayBuffer"):
			return "Invalid array buffer length"
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
	{"Receiver is not an object: ", func(m string, _ site) string { return "" }},
	{"Cannot convert ", func(m string, _ site) string {
		if number := wholeNumber.FindStringSubmatch(m); number != nil && number[1] != "" {
			return "The number " + number[1] + " cannot be converted to a BigInt because it is not an integer"
		}
		return ""
	}},
	{"SyntaxError: ", evalSyntax},
}

var wholeNumber = regexp.MustCompile(`^Cannot convert (-?[0-9.e+-]+|NaN|-?Infinity) to a BigInt$`)

func objectObject(m string, _ site) string {
	return strings.Replace(m, "[object Object]", "#<Object>", 1)
}

var readMessage = regexp.MustCompile(`(?s)^Cannot read property '(.*)' of undefined( or null)?$`)

// readProperty: the engine does not tell null from undefined.
func readProperty(m string, _ site) string {
	parts := readMessage.FindStringSubmatch(m)
	if parts == nil {
		return ""
	}
	if parts[1] == "Symbol.iterator" {
		return "undefined is not iterable (cannot read property Symbol(Symbol.iterator))"
	}
	return "Cannot read properties of undefined (reading '" + symbolName(parts[1]) + "')"
}

// symbolName writes the name of a well-known symbol as V8 does.
func symbolName(name string) string {
	if strings.HasPrefix(name, "Symbol.") {
		return "Symbol(" + name + ")"
	}
	return name
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
	"apply": "CreateListFromArrayLike called on non-object", "bind": "Bind must be called on a function",
}

// callbacks are built-ins that call what they are given.
var callbacks = map[string]bool{
	"forEach": true, "map": true, "filter": true, "some": true, "every": true, "find": true, "findIndex": true, "findLast": true,
	"findLastIndex": true, "reduce": true, "reduceRight": true, "flatMap": true, "from": true,
}

func notObject(m string, at site) string {
	value := strings.TrimPrefix(m, "Value is not an object: ")
	if at.native != "" {
		switch {
		case callbacks[at.native]:
			return at.quoted(value) + " is not a function"
		case at.native == "set" || at.native == "add":
			return ""
		}
		return reflected[at.native]
	}
	switch {
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
			return callee + " is not a function"
		}
	case at.tagged():
		return at.expression() + " is not a function"
	}
	if op, left := at.operator(); op == "instanceof" {
		return "Right-hand side of 'instanceof' is not an object"
	} else if op == "in" {
		return "Cannot use 'in' operator to search for '" + left + "' in " + value
	}
	if at.loops() {
		return "Iterator result " + value + " is not an object"
	}
	return ""
}

func notConstructor(_ string, at site) string {
	if callee := at.callee(); callee != "" && at.native == "" {
		return callee + " is not a constructor"
	}
	return ""
}

func notCallable(m string, at site) string {
	value := strings.TrimPrefix(m, "Value is not callable: ")
	if value == "[object Object]" {
		value = "object"
	}
	return value + " is not a function"
}

func notCoercible(_ string, at site) string {
	if at.native != "" {
		method := at.native
		if method == "call" || method == "apply" {
			if parts := strings.Split(at.callee(), "."); len(parts) > 2 {
				method = parts[len(parts)-2]
			}
		}
		if method == "fromEntries" {
			return "undefined is not iterable"
		}
		return "String.prototype." + method + " called on null or undefined"
	}
	source, key, nested := at.destructured()
	switch {
	case nested && key != "":
		return "Cannot read properties of undefined (reading '" + key + "')"
	case key == "":
		return "Cannot destructure '" + source + "' as it is undefined."
	}
	return "Cannot destructure property '" + key + "' of '" + source + "' as it is undefined."
}

// arrayMethods take their receiver for an object.
var arrayMethods = map[string]bool{"map": true, "filter": true, "forEach": true, "reduce": true, "some": true, "every": true,
	"find": true, "findIndex": true, "push": true, "pop": true, "slice": true, "splice": true, "concat": true, "join": true, "indexOf": true, "includes": true, "sort": true, "reverse": true}

func nullish(_ string, at site) string {
	if at.native != "" {
		switch {
		case at.native == "call" && arrayMethods[lastButOne(at.callee())]:
			return "Array.prototype." + lastButOne(at.callee()) + " called on null or undefined"
		case at.native == "from":
			return "undefined is not iterable (cannot read property Symbol(Symbol.iterator))"
		case callbacks[at.native]:
			return "undefined is not a function"
		}
		return ""
	}
	if key, ok := at.assigned(); ok {
		return "Cannot set properties of undefined (setting '" + key + "')"
	}
	if at.isNew() || deletion.MatchString(at.line()) {
		return ""
	}
	return notIterable("", at)
}

var deletion = regexp.MustCompile(`\bdelete\s+[\w$.()\[\]]*$`)

func lastButOne(chain string) string {
	parts := strings.Split(chain, ".")
	if len(parts) < 2 {
		return ""
	}
	return parts[len(parts)-2]
}

func notIterable(m string, at site) string {
	const cannot = " (cannot read property Symbol(Symbol.iterator))"
	source := at.expression()
	switch {
	case at.native != "" || at.isNew():
		return "object is not iterable" + cannot
	case at.spreadIntoCall():
		if m != "" {
			return "Spread syntax requires ...iterable[Symbol.iterator] to be a function"
		}
		return source + " is not iterable (cannot read property undefined)"
	case source == "" || source == "()":
		return ""
	case source == "undefined" || source == "null" || source == "void 0":
		return "undefined is not iterable" + cannot
	case strings.HasSuffix(source, "(...)"):
		return strings.TrimSuffix(source, "(...)") + " is not a function or its return value is not iterable"
	}
	return source + " is not iterable"
}

func beforeInitialization(_ string, at site) string {
	if word := at.word(); word != "" {
		return "Cannot access '" + word + "' before initialization"
	}
	return ""
}

func classCall(_ string, at site) string {
	callee := at.callee()
	if i := strings.LastIndexByte(callee, '.'); i >= 0 {
		callee = callee[i+1:]
	}
	if callee == "" || strings.ContainsAny(callee, "()[]") {
		return ""
	}
	return "Class constructor " + callee + " cannot be invoked without 'new'"
}

var evalMessage = regexp.MustCompile(`^SyntaxError: [^\n]*?: Line \d+:\d+ (.*?)(?: \(and \d+ more errors\))?$`)

// evalSyntax is for what eval and Function are given.
func evalSyntax(m string, _ site) string {
	parts := evalMessage.FindStringSubmatch(m)
	if parts == nil {
		return ""
	}
	switch token, ok := strings.CutPrefix(parts[1], "Unexpected token "); {
	case !ok:
		return parts[1]
	case token == "ILLEGAL":
		return "Invalid or unexpected token"
	default:
		return "Unexpected token '" + token + "'"
	}
}
