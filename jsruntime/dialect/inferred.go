package dialect

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Written is what the text around a function tells of it.
type Written struct {
	// Name is the name that V8 infers for a function or class without one, from what it is assigned to:
	// "exports.handler" of exports.handler = () => {}; "" if there is none.
	Name string
	// Owner is what kind of thing an arrow function is written into as a property, "Object" or the name of a
	// class; "" if it is none. On what it is called, the engine does not keep.
	Owner string
}

// Written tells of a function by its own text, src, and the place of a frame of it, or of one that was made
// within it. It reads the script's text, and only if somebody wants to see a stack.
func (e *Errors) Written(script, src string, line, column int) (w Written) {
	text := e.texts[script].read()
	if text == "" || src == "" {
		return Written{}
	}
	defer func() {
		if recover() != nil {
			w = Written{}
		}
	}()
	start := writtenAt(text, src, e.texts[script].offset(line, column))
	if start < 0 {
		return Written{}
	}
	if m := loweredGenerator.FindStringSubmatch(text[max(0, start-200):start]); m != nil && m[1] != "function" {
		return Written{Name: m[1]}
	}
	return Written{Name: joinNames(namesBefore(text, start)), Owner: ownerBefore(text, start)}
}

// loweredGenerator matches what the bundler writes before the generator that it makes of an async one, with the
// name of that.
var loweredGenerator = regexp.MustCompile(`([\w$]+)\s*\([^()]*\)\s*\{\s*return __asyncGenerator\d*\(this, (?:null|arguments), $`)

// Receives reports whether the call at a place has a receiver: o.f(), but not f().
func (e *Errors) Receives(script string, line, column int) bool {
	text := e.texts[script].read()
	s := site{text: text, at: e.texts[script].offset(line, column)}
	if !s.known() || !s.isCall() {
		return false
	}
	chain := chainBefore(text, len(strings.TrimSuffix(text[:s.at], "?.")))
	n := len(chain)
	return n > 0 && (chain[n-1] == ']' && !strings.HasPrefix(chain, "[") || strings.Contains(strings.TrimRightFunc(chain, isWordRune), ".") && wordByte(chain[n-1]))
}

// Constructs gives the last name of the class that is constructed at a place, "NumberFormat" of
// new Intl.NumberFormat(); "" if nothing is.
func (e *Errors) Constructs(script string, line, column int) string {
	text := e.texts[script].read()
	s := site{text: text, at: e.texts[script].offset(line, column)}
	if !s.isNew() {
		return ""
	}
	made := s.rest()[len("new "):]
	made = made[:chainEnd(made)]
	return made[strings.LastIndexByte(made, '.')+1:]
}

func isWordRune(r rune) bool { return r >= utf8.RuneSelf || r == '#' || wordByte(byte(r)) }

// writtenAt finds the last of the places where a text has another that reaches over an offset; the first of all, if none
// does.
func writtenAt(text, src string, at int) int {
	from := max(0, at-len(src)+1)
	if i := strings.LastIndex(text[from:min(len(text), at+len(src))], src); i >= 0 {
		return from + i
	}
	return strings.Index(text, src)
}

// inferredName is one part of a name that V8 infers.
type inferredName struct {
	text     string
	variable bool
}

// joinNames joins the parts; of variables that follow each other, the last counts.
func joinNames(names []inferredName) string {
	var parts []string
	for i, n := range names {
		if n.variable && i+1 < len(names) && names[i+1].variable {
			continue
		}
		parts = append(parts, n.text)
	}
	return strings.Join(parts, ".")
}

// writtenKey matches what is before a value in a literal of an object.
var writtenKey = regexp.MustCompile(`[{,]\s*(?:"([^"\n]*)"|'([^'\n]*)'|([\w$]+))\s*:$`)

// namesBefore collects what an expression that begins at an offset is assigned to, as V8's parser does.
func namesBefore(text string, start int) []inferredName {
	before := strings.TrimRight(text[:start], " \t\r\n")
	if before == "" {
		return nil
	}
	switch before[len(before)-1] {
	case '=':
		return namesOfTarget(text, before[:len(before)-1])
	case '[':
		return namesOfArray(text, len(before)-1)
	case ',':
		if open := bracketAround(text, len(before)); text[open] == '[' {
			return namesOfArray(text, open)
		}
	case ':':
		if key := writtenKey.FindStringSubmatch(before[max(0, len(before)-100):]); key != nil {
			if open := bracketAround(text, len(before)); text[open] == '{' {
				return append(namesBefore(text, open), inferredName{text: key[1] + key[2] + key[3]})
			}
		}
		return namesAround(text, before)
	case '|', '&', '?':
		return namesAround(text, before)
	}
	return nil
}

// namesOfArray are those of an array's literal.
func namesOfArray(text string, open int) []inferredName {
	if p := strings.TrimRight(text[:open], " "); p != "" && continues(p) {
		return nil // a subscript
	}
	return namesBefore(text, open)
}

// namesAround are those of what an operand belongs to: a = b || f.
func namesAround(text, before string) []inferredName {
	for i := len(before) - 1; i > 0; i-- {
		switch c := before[i]; c {
		case ')', ']', '}':
			i = opening(before, i+1)
		case '(', '[', '{', ';', ',':
			return nil
		case '=':
			if strings.IndexByte("=!<>", before[i-1]) < 0 && before[i+1] != '=' && before[i+1] != '>' {
				return namesOfTarget(text, before[:i])
			}
			i--
		}
	}
	return nil
}

// namesOfTarget are those of what is left of an equals sign, and before that of what that is assigned to.
func namesOfTarget(text, before string) []inferredName {
	for _, op := range []string{"??", "||", "&&"} {
		before = strings.TrimSuffix(before, op)
	}
	before = strings.TrimRight(before, " \t\r\n")
	if before == "" || strings.IndexByte("=!<>+-*/%|&^", before[len(before)-1]) >= 0 {
		return nil
	}
	chain := chainBefore(before, len(before))
	start := len(before) - len(chain)
	var names []inferredName
	if outer := strings.TrimRight(before[:start], " \t\r\n"); strings.HasSuffix(outer, "=") {
		names = namesBefore(text, start)
	}
	return append(names, namesOfChain(text, start, chain)...)
}

// namesOfChain are the parts of a member chain, without prototype; what is this counts for the function
// around, if that is a constructor by its name.
func namesOfChain(text string, start int, chain string) (names []inferredName) {
	for i := 0; i < len(chain); {
		switch c := chain[i]; {
		case c == '(':
			i += closing(chain[i:])
			names = nil
		case c == '[':
			n := closing(chain[i:])
			key := chain[i+1 : i+n-1]
			if text := strings.Trim(key, `"'`); len(text) == len(key)-2 {
				key = text
			} else {
				key = "<computed>"
			}
			names, i = append(names, inferredName{text: key}), i+n
		case isWordRune(rune(c)):
			n := i
			for n < len(chain) && isWordRune(rune(chain[n])) {
				n++
			}
			switch word := chain[i:n]; {
			case i == 0 && word == "this":
				if around := constructorAround(text, start); around != "" {
					names = append(names, inferredName{text: around})
				}
			case word != "prototype" && word != "super":
				names = append(names, inferredName{text: word, variable: i == 0})
			}
			i = n
		default:
			i++
		}
	}
	return names
}

// classAt gives the name of the class whose body begins at an offset, its own or that of what it is assigned to.
func classAt(text string, open int) string {
	from := max(open-200, 0)
	m := classHead.FindStringSubmatchIndex(text[from:open])
	switch {
	case m == nil:
		return ""
	case m[2] >= 0:
		return text[from+m[2] : from+m[3]]
	}
	return joinNames(namesBefore(text, from+m[0]))
}

var functionHead = regexp.MustCompile(`\b(?:class|function\*?)(\s+[\w$]+)?(?:\s+extends\s[^{;]*|\s*\([^{}]*\)\s*)?\s*$`)

// constructorAround gives the name of the innermost class or named function around an offset, "" if it does not
// begin as that of a constructor.
func constructorAround(text string, at int) string {
	for at > 0 {
		at = bracketAround(text, at)
		if at <= 0 || text[at] != '{' {
			continue
		}
		from := max(at-200, 0)
		m := functionHead.FindStringSubmatchIndex(text[from:at])
		if m == nil {
			continue
		}
		name := ""
		if m[2] >= 0 {
			name = strings.TrimSpace(text[from+m[2] : from+m[3]])
		} else {
			name = joinNames(namesBefore(text, from+m[0]))
		}
		if first, _ := utf8.DecodeRuneInString(name); unicode.IsUpper(first) {
			return name
		}
		return ""
	}
	return ""
}

var (
	writtenProperty = regexp.MustCompile(`[{,]\s*(?:[\w$]+|"[^"\n]*"|\[[^\]\n]*\])\s*:$`)
	writtenField    = regexp.MustCompile(`[{};]\s*(static\s+)?[\w$]+\s*=$`)
)

// namer matches the beginning of the bundler's call that gives a function its name.
var namer = regexp.MustCompile(`(?:/\* @__PURE__ \*/\s*)?\b__name\d*\($`)

// ownerBefore tells whose property what begins at an offset is: of a literal, or of a class whose field it is.
func ownerBefore(text string, start int) string {
	before := strings.TrimRight(text[:start], " \t\r\n")
	if m := namer.FindStringIndex(before[max(0, len(before)-100):]); m != nil {
		before = strings.TrimRight(before[:max(0, len(before)-100)+m[0]], " \t\r\n")
	}
	end := before[max(0, len(before)-100):]
	switch {
	case strings.HasSuffix(end, "[") || strings.HasSuffix(end, ","):
		if open := bracketAround(text, len(before)); text[open] == '[' && namesOfArray(text, open) != nil {
			return "Array"
		}
	case writtenProperty.MatchString(end):
		if open := bracketAround(text, len(before)); text[open] == '{' {
			return "Object"
		}
	case writtenField.MatchString(end):
		open := bracketAround(text, len(before))
		if text[open] == '{' {
			return classAt(text, open)
		}
	}
	return ""
}
