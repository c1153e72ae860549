package regex

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

// recordedProperties is what the real runtime's engine says of each property of Unicode that
// patterns know, one on a line: its kind (gc, sc, scx or bin), its names, a colon, and ranges as
// the number of code points between the last one and it, a point, and its length less one if that
// is more than nothing, to the base 36. A test writes it:
//
//	PADDOCK_WORKERD=…/workerd go test ./jsruntime/dialect/regex -run Properties -record
//
//go:embed properties.txt
var recordedProperties string

// propertyRanges are the ranges of the properties, as they are recorded, by kind and name.
var propertyRanges = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(recordedProperties) {
		head, ranges, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ":")
		kind, names, _ := strings.Cut(head, " ")
		for name := range strings.FieldsSeq(names) {
			out[kind+" "+name] = ranges
		}
	}
	return out
})

// recorded gives a property by kind and name.
func recorded(key string) (set, bool) {
	ranges, ok := propertyRanges()[key]
	if !ok {
		return nil, false
	}
	var out set
	next := rune(0)
	for field := range strings.FieldsSeq(ranges) {
		distance, length, _ := strings.Cut(field, ".")
		first := next + number36(distance)
		last := first + number36(length)
		out = append(out, [2]rune{first, last})
		next = last + 1
	}
	return out, true
}

// number36 reads a number to the base 36; nothing is none.
func number36(digits string) rune {
	n, _ := strconv.ParseUint(digits, 36, 21)
	return rune(n)
}

// lookup returns the set that \p{expression} stands for.
func lookup(expression string) (set, bool) {
	key, value, named := strings.Cut(expression, "=")
	if !named {
		if s, ok := category(key); ok {
			return s, true
		}
		return recorded("bin " + key)
	}
	switch key {
	case "General_Category", "gc":
		return category(value)
	case "Script", "sc":
		return recorded("sc " + value)
	case "Script_Extensions", "scx":
		return recorded("scx " + value)
	}
	return nil, false
}

// groups are the general categories that others make up.
var groups = map[string]string{
	"C": "Cc Cf Cn Co Cs", "L": "Ll Lm Lo Lt Lu", "LC": "Ll Lt Lu", "M": "Mc Me Mn", "N": "Nd Nl No",
	"P": "Pc Pd Pe Pf Pi Po Ps", "S": "Sc Sk Sm So", "Z": "Zl Zp Zs",
}

// groupNames are their long names.
var groupNames = map[string]string{
	"Other": "C", "Letter": "L", "Cased_Letter": "LC", "Mark": "M", "Combining_Mark": "M", "Number": "N",
	"Punctuation": "P", "punct": "P", "Symbol": "S", "Separator": "Z",
}

// category returns the set of a general category by its short or long name.
func category(name string) (set, bool) {
	if short, ok := groupNames[name]; ok {
		name = short
	}
	parts, ok := groups[name]
	if !ok {
		return recorded("gc " + name)
	}
	var out set
	for part := range strings.FieldsSeq(parts) {
		s, _ := recorded("gc " + part)
		out = append(out, s...)
	}
	return out.normal(), true
}
