package dialect

import (
	"regexp"
	"strings"
)

// What V8 quotes of patterns that take apart what is missing.

var innerPattern = regexp.MustCompile(`[:\[,]\s*\{\s*(?:"([^"]*)"|'([^']*)'|([\w$]+))`)

// nestedPattern gives the first key of the pattern within another that takes apart what is missing, where what
// the outer one takes apart is a literal: that is there.
func (s site) nestedPattern() (string, bool) {
	rest := s.rest()
	before := strings.TrimRight(s.text[:s.at], " \n")
	if rest[0] != '{' && rest[0] != '[' || !strings.HasSuffix(before, "=") {
		return "", false
	}
	before = strings.TrimRight(strings.TrimSuffix(before, "="), " \n")
	if !strings.HasSuffix(before, "}") && !strings.HasSuffix(before, "]") {
		return "", false
	}
	m := innerPattern.FindStringSubmatch(before[opening(before, len(before)):])
	if strings.HasSuffix(before, "]") && m == nil {
		m = innerPattern.FindStringSubmatch("," + before[opening(before, len(before))+1:])
	}
	if m == nil {
		return "", false
	}
	return m[1] + m[2] + m[3], true
}

// eitherSource is the rest of an expression that gives a literal where its left side is missing.
var eitherSource = regexp.MustCompile(`^( (?:\?\?|\|\|) )(null|void 0)[;,)]`)

// isParameter reports whether what ends at an offset is a parameter of a function.
func isParameter(text string, end int) bool {
	open := bracketAround(text, end)
	if text[open] != '(' {
		return false
	}
	after := strings.TrimLeft(text[open+closing(text[open:]):], " ")
	return strings.HasPrefix(after, "=>") || strings.HasPrefix(after, "{")
}

// destructured is what an object pattern takes apart, with the pattern's first key. nested
// says that the pattern is a part of another.
func (s site) destructured() (source, key string, nested bool) {
	if !s.known() {
		return "undefined", "", false
	}
	pattern, source := s.rest(), "undefined"
	if name, ok := s.nestedPattern(); ok {
		return source, name, true
	}
	if s.elementOfLoop() {
		end := s.end()
		before := strings.TrimRight(strings.TrimSuffix(strings.TrimRight(s.text[:end-len(chainBefore(s.text, end))], " "), "of"), " ")
		pattern, source = before[opening(before, len(before)):], ".for"
	} else if m := s.nullLiteral(); m != nil {
		pattern, source = m[1], literalText(m[2])
	} else if literal, ok := s.literal(); ok {
		pattern, source = s.text[opening(s.text, s.at+1):], literal
	} else if s.word() == "throw" {
		return ".catch", "", false
	} else if (pattern[0] == '(' || s.word() == "function" || s.word() == "async" || s.atMethod()) && !s.calledForPattern() {
		parameters := pattern[strings.IndexByte(pattern, '('):]
		parameters = parameters[:closing(parameters)]
		if open := strings.IndexByte(parameters, '{'); open >= 0 {
			pattern = parameters[open:]
		}
	} else if pattern[0] != '{' {
		end := s.end()
		source = printChain(chainBefore(s.text, end))
		before, awaited := withoutAwait(s.text[:end-len(chainBefore(s.text, end))])
		if awaited || strings.Contains(source, "?.") {
			source = "(intermediate value)"
		}
		if m := eitherSource.FindStringSubmatch(s.text[end:]); m != nil {
			source = "(" + source + m[1] + literalText(m[2]) + ")"
		}
		before = strings.TrimRight(strings.TrimSuffix(before, "="), " \n")
		if !strings.HasSuffix(before, "}") {
			return source, "", false
		}
		if isParameter(s.text, len(before)) {
			source = "(intermediate value)(intermediate value)(intermediate value)"
		}
		pattern = before[opening(before, len(before)):]
	} else if before := strings.TrimRight(s.text[:s.at], " \n"); strings.HasSuffix(before, ":") || strings.HasSuffix(before, "[") {
		nested = true
	}
	if m := patternKey.FindStringSubmatch(pattern); m != nil {
		key = m[1] + m[2] + m[3]
	}
	if key != "" && nested {
		return source, key, true
	}
	return source, key, false
}
