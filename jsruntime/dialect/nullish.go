package dialect

import (
	"regexp"
	"strings"
)

// What V8 says of null and undefined where there should be an object.

func notCoercible(_ string, at site) string {
	if at.native != "" {
		method, known := at.native, ""
		switch {
		case method == "fromEntries" && len(at.fault.Arguments) > 0:
			return at.fault.Arguments[0].String() + " is not iterable"
		case method == "fromEntries":
			return "undefined is not iterable"
		case method == "setPrototypeOf":
			return "Object.setPrototypeOf called on null or undefined"
		}
		if other := map[string]string{"trimStart": "trimLeft", "trimEnd": "trimRight"}[method]; other != "" {
			method = other
		} else if known, _ = at.running(); known != "" {
			return known + " called on null or undefined"
		}
		return strings.Replace("String.prototype."+method, ".[", "[", 1) + " called on null or undefined"
	}
	source, key, nested := at.destructured()
	if p := at.fault.Pattern; p != nil && p.Known {
		key, nested = p.Key, p.Nested || p.Default
	}
	if p := at.fault.Pattern; p != nil && !p.Known && at.fault.Instruction == "_createDestructSrc" {
		key = "" // a pattern that begins with the rest
	}
	if source == "undefined" {
		source = at.object()
	}
	switch {
	case nested && key != "":
		return "Cannot read properties of " + at.nullish() + " (reading '" + key + "')"
	case key == "":
		return "Cannot destructure '" + source + "' as it is " + at.nullish() + "."
	}
	return "Cannot destructure property '" + key + "' of '" + source + "' as it is " + at.nullish() + "."
}

// arrayMethods take their receiver for an object.
var arrayMethods = map[string]bool{"map": true, "filter": true, "forEach": true, "reduce": true, "reduceRight": true, "some": true, "every": true,
	"find": true, "findIndex": true, "findLast": true, "findLastIndex": true, "concat": true, "indexOf": true}

func nullish(_ string, at site) string {
	if at.native != "" {
		switch {
		case at.ofNothing():
			method, _ := at.running()
			if class, name, _ := strings.Cut(method, ".prototype."); class == "Array" && arrayMethods[name] || class == "Object" && name == "toLocaleString" {
				return method + " called on null or undefined"
			}
			return ""
		case at.native == "from" || at.native == "all" || at.native == "race" || at.native == "any" || at.native == "allSettled":
			return notIterable("", at)
		case callbacks[at.native]:
			return at.callbackText(at.callback()) + " is not a function"
		}
		return ""
	}
	if parts := assignedMember.FindStringSubmatch(at.text[max(at.end(), 0):]); parts != nil && strings.Contains(at.fault.Instruction, "Ref") {
		if parts[2] != "" {
			return "Cannot read properties of " + at.nullish() + " (reading '" + parts[1] + "')"
		}
		return "Cannot set properties of " + at.nullish() + " (setting '" + parts[1] + "')"
	}
	if strings.HasPrefix(at.fault.Instruction, "_getElemRef") && at.fault.Key != nil {
		if readElement.MatchString(at.text[max(at.end(), 0):]) {
			return "Cannot read properties of " + at.nullish() + " (reading '" + at.key("") + "')"
		}
		return "Cannot set properties of " + at.nullish() + " (setting '" + at.key("") + "')"
	}
	if key, ok := at.assigned(); ok && !strings.HasPrefix(at.fault.Instruction, "_iterate") {
		if strings.HasPrefix(at.fault.Instruction, "_setElem") {
			key = at.key(key)
		}
		return "Cannot set properties of " + at.nullish() + " (setting '" + key + "')"
	}
	if strings.HasPrefix(at.fault.Instruction, "setProp") && at.word() != "" {
		return "Cannot set properties of " + at.nullish() + " (setting '" + at.word() + "')" // where a loop or a pattern assigns
	}
	if at.isNew() && at.callee() == "AggregateError" {
		return "undefined" + cannotIterate
	}
	if at.isNew() || deletion.MatchString(at.line()) {
		return ""
	}
	return notIterable("", at)
}

// assignedMember is a property that is assigned to, with the operator if it reads it before.
var assignedMember = regexp.MustCompile(`^\s*\.\s*([\w$]+)\s*(?:(\?\?|\|\||&&|[-+*/%&|^]|<<|>>>?|\*\*)=)?`)

// readElement is what follows v, or k, of v[k] ||= x.
var readElement = regexp.MustCompile(`^\s*(?:\[[^\]]*)?\]\s*(?:\?\?|\|\||&&)=`)

var deletion = regexp.MustCompile(`\bdelete\s+[\w$.()\[\]]*$`)
