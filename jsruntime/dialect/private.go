package dialect

import (
	"regexp"
	"strings"

	"github.com/dop251/goja"
)

// privateMember is for private members of objects that do not have them.
func privateMember(m string, at site) string {
	name := at.privateWord()
	if method, static, class := at.declared(name); method {
		return receiverOf(static, class)
	}
	if strings.HasPrefix(m, "Cannot write") {
		return strings.Replace(m, " from an object", " to an object", 1)
	}
	return m
}

func receiverOf(static bool, class string) string {
	if static {
		return "Receiver must be class " + class
	}
	return "Receiver must be an instance of class " + class
}

// privateOfPrimitive is for those of what is no object at all.
func privateOfPrimitive(value string, at site) string {
	name := "#" + at.privateWord()
	method, static, class := at.declared(name[1:])
	writes := strings.HasPrefix(at.fault.Instruction, "setPrivate")
	switch {
	case strings.HasPrefix(at.fault.Instruction, "privateIn"):
		return "Cannot use 'in' operator to search for '" + name + "' in " + value
	case method && !at.fault.nullish():
		return receiverOf(static, class)
	case method && at.fault.nullish():
		return "Cannot read properties of " + value + " (reading '" + class + "')" // by which V8 knows its instances
	case at.fault.nullish() && writes:
		return "Cannot set properties of " + value + " (setting '" + name + "')"
	case at.fault.nullish():
		return "Cannot read properties of " + value + " (reading '" + name + "')"
	case writes:
		return "Cannot write private member " + name + " to an object whose class did not declare it"
	}
	return "Cannot read private member " + name + " from an object whose class did not declare it"
}

// declared looks for the private method or accessor of a name in the classes around the place, and tells the class.
func (s site) declared(name string) (method, static bool, class string) {
	if name == "" {
		return false, false, ""
	}
	declaration := regexp.MustCompile(`(?m)(?:^|[{};])[ \t]*(static )?(?:async )?\*?(?:[gs]et )?#` + regexp.QuoteMeta(name) + `\(`)
	innermost := -1
	for _, m := range declaration.FindAllStringSubmatchIndex(s.text, -1) {
		name, open := enclosingClass(s.text, m[1]-1)
		if open <= innermost || open > s.at || open+closing(s.text[open:]) <= s.at {
			continue // another class, with a member of the same name
		}
		if name == "" {
			name = "anonymous"
		}
		innermost, method, static, class = open, true, m[2] >= 0, name
	}
	return method, static, class
}

var classHead = regexp.MustCompile(`\bclass(?:\s+([\w$]+))?(?:\s+extends\s[^{;]*)?\s*$`)

// enclosingClass gives the name of the class in whose body an offset is, "" if it has none, and where the body
// begins; -1 if there is no such class.
func enclosingClass(text string, at int) (name string, open int) {
	for at > 0 {
		at = bracketAround(text, at)
		if at <= 0 || text[at] != '{' {
			break
		}
		if m := classHead.FindStringSubmatch(text[max(at-200, 0):at]); m != nil {
			return m[1], at
		}
	}
	return "", -1
}

// extended is for what a class cannot extend.
func extended(m string, at site) string {
	if at.fault.Operand == nil || at.fault.Kind == nil {
		return ""
	}
	if before, found := strings.CutSuffix(m, " is not a constructor or null"); found {
		return before + " " + at.shown(at.fault.Operand) + " is not a constructor or null"
	}
	parent, ok := at.fault.Operand.(*goja.Object)
	if !ok || at.fault.Getter != nil && at.fault.Getter(parent, "prototype") {
		return ""
	}
	if prototype := parent.Get("prototype"); prototype != nil {
		return m + " " + at.shown(prototype)
	}
	return m + " undefined"
}

// superConstructor is for instances of a class that extends null.
func superConstructor(_ string, at site) string {
	class, _ := enclosingClass(at.text, at.at)
	if at.isNew() {
		class = at.callee()
	}
	if class == "" || strings.ContainsAny(class, "()") {
		class = "anonymous class"
	}
	return "Super constructor null of " + class + " is not a constructor"
}
