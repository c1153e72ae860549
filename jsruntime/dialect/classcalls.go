package dialect

import (
	"regexp"
	"strings"

	"github.com/dop251/goja"
)

// classCall is for classes that are called without new.
func classCall(_ string, at site) string {
	if class, ok := at.fault.Called.(*goja.Object); ok {
		return calledClass(class)
	}
	if callbacks[at.native] && len(at.fault.Arguments) > 0 {
		if class, ok := at.fault.Arguments[0].(*goja.Object); ok {
			return calledClass(class)
		}
	}
	if class := classText.FindStringSubmatch(chainBefore(at.text, at.at)); class != nil && class[1] != "" {
		return "Class constructor " + class[1] + " cannot be invoked without 'new'"
	} else if class != nil {
		return "Class constructors cannot be invoked without 'new'"
	}
	callee := strings.TrimSuffix(strings.TrimSuffix(at.callee(), ".call"), ".apply") // those call what is before them
	if i := strings.LastIndexByte(callee, '.'); i >= 0 {
		callee = callee[i+1:]
	}
	if callee == "" || strings.ContainsAny(callee, "()[]") {
		return ""
	}
	return "Class constructor " + callee + " cannot be invoked without 'new'"
}

// calledClass is for a class that is called.
func calledClass(class *goja.Object) string {
	if proxy, ok := class.Export().(goja.Proxy); ok {
		return calledClass(proxy.Target())
	}
	name := class.Get("name")
	if builtIn := strings.HasSuffix(class.String(), "() { [native code] }"); builtIn && name != nil {
		return "Constructor " + name.String() + " requires 'new'"
	}
	if goja.IsString(name) && name.String() != "" {
		return "Class constructor " + name.String() + " cannot be invoked without 'new'"
	}
	return "Class constructors cannot be invoked without 'new'"
}

// classText matches a class that is called where it is written.
var classText = regexp.MustCompile(`^\(class(?:\s+([\w$]+))?[\s{]`)
