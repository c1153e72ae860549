package dialect

import (
	"regexp"
	"strings"

	"github.com/dop251/goja"
)

// What V8 says of properties that cannot be read, written or deleted.

// movers are methods that write elements of their receiver, from the first on.
var movers = map[string]bool{"sort": true, "reverse": true, "splice": true, "fill": true, "copyWithin": true}

// readOnlyElement is for elements of a frozen array, of which the engine has no words.
func readOnlyElement(_ string, at site) string {
	if movers[at.native] {
		return "Cannot assign to read only property '0' of object '[object Array]'"
	}
	if !strings.HasPrefix(at.fault.Instruction, "_setElem") || at.fault.Key == nil {
		return at.untrue()
	}
	return "Cannot assign to read only property '" + at.fault.Key.String() + "' of " + at.kind()
}

// readOnly is for properties that cannot be written.
func readOnly(m string, at site) string {
	name := strings.TrimPrefix(strings.TrimSuffix(strings.TrimSuffix(m, " of a String"), "'"), "Cannot assign to read only property '")
	if strings.HasPrefix(name, "#") {
		return "'" + name + "' was defined without a setter"
	}
	kind := at.kind()
	shown := name
	if _, isSymbol := at.fault.Key.(*goja.Symbol); isSymbol {
		shown = at.key(name)
	}
	object, ok := strings.CutPrefix(kind, "object '")
	if !ok {
		object, ok = strings.CutPrefix(kind, "function '")
	}
	if of := at.written(); ok && of != nil && at.fault.Getter != nil && at.fault.Getter(of, name) {
		return "Cannot set property " + shown + " of " + strings.TrimSuffix(object, "'") + " which has only a getter"
	}
	return "Cannot assign to read only property '" + shown + "' of " + kind
}

var readMessage = regexp.MustCompile(`(?s)^Cannot read property '(.*)' of undefined( or null)?$`)

func readProperty(m string, at site) string {
	parts := readMessage.FindStringSubmatch(m)
	if parts == nil {
		return ""
	}
	if parts[1] == "Symbol.iterator" {
		return at.object() + " is not iterable (cannot read property Symbol(Symbol.iterator))"
	}
	name := symbolName(parts[1])
	switch key := at.fault.Key.(type) {
	case *goja.Symbol:
		if key.String() == parts[1] {
			name = at.key(name)
		}
	case *goja.Object: // which V8 names without making a text of it
		if name = at.key(name); strings.HasPrefix(name, "[object ") {
			return "Cannot read properties of " + at.nullish()
		}
	}
	return "Cannot read properties of " + at.nullish() + " (reading '" + name + "')"
}

// symbolName writes the name of a well-known symbol as V8 does.
func symbolName(name string) string {
	if strings.HasPrefix(name, "Symbol.") {
		return "Symbol(" + name + ")"
	}
	return name
}
