package dialect

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// site is the place in a script's text where the engine made an error.
type site struct {
	script string // "" if unknown
	native string // the built-in in which it happened; the place is then that of its call
	text   string
	at     int // offset within text; -1 if unknown
	fault  Fault
}

// null reports whether the engine stumbled on null.
func (f Fault) null() bool { return f.Operand == goja.Null() }

// nullish reports whether it was null or undefined.
func (f Fault) nullish() bool { return f.null() || f.Operand == goja.Undefined() }

// nullish names what is there in place of an object.
func (s site) nullish() string {
	if s.fault.null() {
		return "null"
	}
	return "undefined"
}

// object is nullish with the type that V8 puts before null.
func (s site) object() string {
	if s.fault.null() {
		return "object null"
	}
	return "undefined"
}

// kind names what the engine stumbled on as V8 does.
func (s site) kind() string {
	if s.fault.Kind == nil || s.written() == nil || s.fault.nullish() {
		return "object '#<Object>'"
	}
	kind := s.fault.Kind(s.written())
	if s.native != "" && strings.HasPrefix(kind, "string '") { // of which it has made an object
		return "object '[object String]'"
	}
	return kind
}

// written is what an instruction or a built-in could not write to; nil if unknown.
func (s site) written() goja.Value {
	method, this := s.running()
	switch {
	case s.fault.Operand != nil:
		return s.fault.Operand
	case strings.Contains(method, ".prototype."):
		return this
	case s.native == "assign":
		return s.argument(0)
	}
	return nil
}

// shown names a value as V8 does behind a colon: "5", "#<A>".
func (s site) shown(v goja.Value) string {
	if _, isObject := v.(*goja.Object); isObject {
		_, kind, _ := strings.Cut(strings.TrimSuffix(s.fault.Kind(v), "'"), " '")
		return kind
	}
	return keyText(v)
}

// keyText writes a primitive value as V8 does: symbols as Symbol(x).
func keyText(v goja.Value) string {
	if symbol, ok := v.(*goja.Symbol); ok {
		return "Symbol(" + symbol.String() + ")"
	}
	return v.String()
}

// key is the property that the engine stumbled on; or if it is not known.
func (s site) key(or string) string {
	switch key := s.fault.Key.(type) {
	case nil:
		return or
	case *goja.Object:
		return s.shown(key)
	default:
		return keyText(key)
	}
}

// subject is what an instruction or a method of the language stumbled on; nil if unknown.
func (s site) subject() goja.Value {
	if s.fault.Operand != nil {
		return s.fault.Operand
	}
	return s.fault.Receiver
}

// patternIsTarget reports whether what is iterated over is taken apart by an array pattern whose
// source is a member, or that is a parameter.
func (s site) patternIsTarget() bool {
	if rest := s.rest(); strings.HasPrefix(rest, "(") || strings.HasPrefix(rest, "[") {
		return strings.HasPrefix(rest, "([")
	}
	source := s.expression()
	before := strings.TrimRight(s.text[:max(s.end()-len(source), 0)], " \n")
	return strings.Contains(source, ".") && strings.HasSuffix(strings.TrimRight(strings.TrimSuffix(before, "="), " "), "]")
}

// ownScript is the script name of the platform's own code, whose errors have their own words.
const ownScript = "paddock:"

// siteOf reads the place off the frames of the engine.
func (e *Errors) siteOf(frames []goja.StackFrame) site {
	s := site{at: -1}
	for i, frame := range frames {
		name := frame.SrcName()
		if name == "<native>" {
			if i == 0 {
				s.native = frame.FuncName()
			}
			continue
		}
		if strings.HasPrefix(name, ownScript) {
			s.script = ownScript
			return s
		}
		s.script, s.text = name, e.texts[name].read()
		if p := frame.Position(); s.text != "" && p.Filename == name { // else it is a place in the source
			s.at = offsetOf(s.text, p.Line, p.Column)
		}
		return s
	}
	return s
}

func (s site) known() bool { return s.at >= 0 && s.at < len(s.text) }

func (s site) rest() string {
	if !s.known() {
		return ""
	}
	return s.text[s.at:]
}

func (s site) isCall() bool {
	return strings.HasPrefix(s.rest(), "(") || strings.HasPrefix(s.rest(), "?.(")
}

// privateWord is the identifier after # at the place.
func (s site) privateWord() string {
	s.at += strings.IndexByte(s.rest(), '#') + 1
	return s.word()
}

// typed names a value as V8 does where it cannot quote the source: "number 5", "object null".
func (s site) typed(v goja.Value) string {
	switch {
	case v == goja.Null():
		return "object null"
	case goja.IsString(v):
		return `string "` + v.String() + `"`
	case goja.IsBigInt(v):
		return "bigint"
	case v == goja.Undefined():
		return "undefined"
	}
	switch v.(type) {
	case *goja.Symbol:
		return "symbol"
	case *goja.Object:
		if _, callable := goja.AssertFunction(v); callable {
			return "function"
		}
		return "object"
	}
	return s.quoted(v.String())
}

func (s site) isNew() bool { return strings.HasPrefix(s.rest(), "new ") }

// word is the identifier at the place.
func (s site) word() string {
	rest := s.rest()
	n := 0
	for n < len(rest) && wordByte(rest[n]) {
		n++
	}
	return rest[:n]
}

// tagged reports whether the place is that of a template with a tag.
func (s site) tagged() bool {
	word := s.word()
	return word != "" && strings.HasPrefix(s.rest()[len(word):], "`")
}

// callee is what is called or constructed at the place, in V8's words.
func (s site) callee() string {
	switch {
	case s.isNew():
		text := strings.TrimLeft(s.rest()[len("new "):], " ")
		if inner, ok := parenthesised(text); ok {
			return inner
		}
		return printChain(text[:chainEnd(text)])
	case s.isCall():
		chain := chainBefore(s.text, len(strings.TrimSuffix(s.text[:s.at], "?.")))
		call := strings.IndexByte(chain, '(')
		if strings.HasSuffix(s.text[:s.at-len(chain)], "new ") && call > 0 {
			return "(intermediate value)" + printChain(chain[call+closing(chain[call:]):])
		}
		return printChain(chain)
	}
	return ""
}

// parenthesised writes the expression in brackets at the beginning of text, where nothing but a call follows and it is
// a chain of members or new.
func parenthesised(text string) (string, bool) {
	if made, ok := strings.CutPrefix(text, "new "); ok { // a member of what new gives
		n := chainEnd(made)
		if n == 0 || n == len(made) || made[n] != '(' {
			return "", false
		}
		member := made[n+closing(made[n:]):]
		return "(intermediate value)" + printChain(member[:chainEnd(member)]), true
	}
	if !strings.HasPrefix(text, "(") {
		return "", false
	}
	n := closing(text)
	inner := text[1 : n-1]
	if n < len(text) && (text[n] == '.' || text[n] == '[') {
		return "", false
	}
	made, isNew := strings.CutPrefix(inner, "new ")
	if n := chainEnd(made); isNew && n < len(made) && made[n] == '(' {
		return "(intermediate value)" + printChain(made[n+closing(made[n:]):]), true
	}
	if strings.ContainsAny(inner, " `\"'") {
		return "", false
	}
	return printChain(inner), !strings.HasPrefix(inner, "(")
}

// expression is the member chain whose last part is at the place.
func (s site) expression() string {
	if !s.known() {
		return ""
	}
	if literal, ok := s.literal(); ok {
		return literal
	}
	return printChain(chainBefore(s.text, s.end()))
}

// end is the offset after the token or the brackets at the place.
func (s site) end() int {
	rest := s.rest()
	switch {
	case rest == "":
		return s.at
	case rest[0] == '(' || rest[0] == '[' || rest[0] == '{':
		return s.at + closing(rest)
	}
	return s.at + max(len(s.word()), 1)
}

// closing is the offset after the bracket that closes the first one of text.
func closing(text string) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth--; depth == 0 {
				return i + 1
			}
		case '"', '\'', '`':
			for i++; i < len(text) && text[i] != c; i++ {
				if text[i] == '\\' {
					i++
				}
			}
		}
	}
	return len(text)
}

// opening is the offset of the bracket that the one at text[end-1] closes.
func opening(text string, end int) int { return openingAt(text, end, 0) }

// bracketAround is the offset of the bracket that what is at an offset lies in. Texts may be megabytes, so nothing of
// them is copied.
func bracketAround(text string, at int) int { return openingAt(text, at, 1) }

// openingAt is the offset of the bracket before end with which as many are closed as were open after it.
func openingAt(text string, end, depth int) int {
	for i := end - 1; i >= 0; i-- {
		switch c := text[i]; c {
		case ')', ']', '}':
			depth++
		case '(', '[', '{':
			if depth--; depth == 0 {
				return i
			}
		case '"', '\'', '`':
			for i--; i >= 0 && (text[i] != c || i > 0 && text[i-1] == '\\'); i-- {
			}
		}
	}
	return 0
}

// chainEnd is the length of the member chain at the beginning of text.
func chainEnd(text string) int {
	i := 0
	for i < len(text) {
		switch c := text[i]; {
		case wordByte(c) || c == '.' || c == '#':
			i++
		case c == '[' || c == '(' && i == 0:
			i += closing(text[i:])
		default:
			return i
		}
	}
	return i
}

// chainBefore is the member chain that ends at an offset: names, calls and subscripts.
func chainBefore(text string, end int) string {
	i := end
	for i > 0 {
		before := i
		switch c := text[i-1]; {
		case c == ')' || c == ']':
			i = opening(text, i)
			if p := strings.TrimRight(text[:i], " "); p != "" && continues(p) {
				continue
			}
		case c == '"' || c == '\'' || c == '`':
			for i -= 2; i > 0 && text[i] != c; i-- {
			}
			i = max(i, 0)
		default:
			for i > 0 && (wordByte(text[i-1]) || text[i-1] == '#') {
				i--
			}
		}
		rest := strings.TrimRight(text[:i], " \n")
		if i < before && strings.HasSuffix(rest, ".") && !strings.HasSuffix(rest, "..") {
			i = len(rest) - 1
			i = len(strings.TrimRight(strings.TrimSuffix(text[:i], "?"), " \n"))
			continue
		}
		return text[i:end]
	}
	return text[i:end]
}

// longestKeyword is the length of the longest of keywords: more of a text is not looked at, which may be megabytes.
const longestKeyword = len("instanceof")

// keywords stand before a parenthesis without being called.
var keywords = regexp.MustCompile(`(^|[^\w$.])(return|typeof|await|yield|void|throw|in|of|case|else|new|delete|instanceof|if|while|for)$`)

// continues reports whether what ends with p goes on in a bracket after it.
func continues(p string) bool {
	c := p[len(p)-1]
	return (wordByte(c) || c == ')' || c == ']') && !keywords.MatchString(p[max(0, len(p)-longestKeyword-1):])
}

// printChain writes an expression as V8 does: what is called without its arguments, what
// is no chain as an intermediate value.
func printChain(chain string) string {
	var out strings.Builder
	for i := 0; i < len(chain); {
		switch c := chain[i]; {
		case c == '(' && i == 0:
			n := closing(chain)
			inner := chain[1 : n-1]
			if rest, ok := strings.CutPrefix(inner, "0, "); ok { // a bundler's call of what a module has
				out.WriteString("(0 , " + printChain(rest) + ")")
				i += n
				continue
			}
			if n == len(chain) && strings.Contains(inner, " ? ") {
				return "(intermediate value)(intermediate value)(intermediate value)"
			}
			if n == len(chain) && (strings.HasPrefix(inner, "await ") || strings.Contains(inner, "?.")) {
				return "(intermediate value)"
			}
			if inner == "{}" {
				out.WriteString(inner)
				i += n
				continue
			}
			if n == len(chain) && !strings.ContainsAny(inner, "{`\"'=>") {
				return chain
			}
			out.WriteString("(intermediate value)")
			i += n
		case c == '(':
			out.WriteString("(...)")
			i += closing(chain[i:])
		case c == '[':
			n := closing(chain[i:])
			key := chain[i+1 : i+n-1]
			if text := out.String(); strings.HasSuffix(text, "?.") && (strings.HasPrefix(key, `"`) || strings.HasPrefix(key, `'`)) {
				out.WriteString(strings.Trim(key, `"'`))
				i += n
				continue
			}
			switch {
			case strings.HasPrefix(key, `"`) || strings.HasPrefix(key, `'`):
				out.WriteString("." + strings.Trim(key, `"'`))
			case i > 0 && strings.ContainsAny(key, " +-*/"):
				out.WriteString("[(" + key + ")]")
			default:
				out.WriteString("[" + key + "]")
			}
			i += n
		case c == '"' || c == '\'' || c == '`':
			n := closing("(" + chain[i:])
			_ = n
			end := strings.IndexByte(chain[i+1:], c)
			if end < 0 {
				return "(intermediate value)"
			}
			out.WriteString(`"` + chain[i+1:i+1+end] + `"`)
			i += end + 2
		case c == ' ' || c == '\n':
			i++
		case strings.HasPrefix(chain[i:], ".#"):
			n := 2
			for i+n < len(chain) && wordByte(chain[i+n]) {
				n++
			}
			out.WriteString("[" + chain[i+1:i+n] + "]")
			i += n
		default:
			out.WriteByte(c)
			i++
		}
	}
	text := out.String()
	if rest, ok := strings.CutPrefix(text, "super"); ok {
		return "(intermediate value)" + rest
	}
	return text
}

// quoted writes a value that is no function as V8 names it.
func (s site) quoted(value string) string {
	if value == "undefined" || value == "null" {
		return value
	}
	if _, err := strconv.ParseFloat(value, 64); err == nil {
		return "number " + value
	}
	if value == "true" || value == "false" {
		return "boolean " + value
	}
	return `string "` + value + `"`
}

var binaryOperator = regexp.MustCompile(`(?:"([^"]*)"|'([^']*)'|[\w$.)\]}]+)\s*\b(instanceof|in)\s`)

// operator is the operator in or instanceof whose expression begins at the place, with its
// left side if that is a string.
func (s site) operator() (op, left string) {
	rest, _, _ := strings.Cut(s.rest(), "\n")
	if m := binaryOperator.FindStringSubmatch(rest); m == nil {
		rest = s.line() + rest
	}
	if m := binaryOperator.FindStringSubmatch(rest); m != nil {
		return m[3], m[1] + m[2]
	}
	return "", ""
}

// line is the text before the place, from the beginning of its line.
func (s site) line() string {
	if !s.known() {
		return ""
	}
	return s.text[strings.LastIndexByte(s.text[:s.at], '\n')+1 : s.at]
}

var assignment = regexp.MustCompile(`^\s*=[^=>]`)

// assigned reports whether the place is the target of an assignment, and the key's name.
func (s site) assigned() (string, bool) {
	if !s.known() {
		return "", false
	}
	end := s.end()
	if end >= len(s.text) || !assignment.MatchString(s.text[end:]) {
		return "", false
	}
	rest := s.rest()
	if rest[0] == '[' {
		return strings.Trim(s.text[s.at+1:end-1], `"'`), true
	}
	if dot := strings.TrimRight(s.text[:s.at], " \n"); !strings.HasSuffix(dot, ".") {
		return "", false
	}
	return s.word(), true
}

// spreadIntoCall reports whether the place is the operand of ... among the arguments of a call.
func (s site) spreadIntoCall() bool {
	if !s.known() {
		return false
	}
	end := s.end()
	start := end - len(chainBefore(s.text, end))
	if !strings.HasSuffix(s.text[:start], "...") {
		return false
	}
	depth := 0
	for i := start - 1; i >= 0; i-- {
		switch s.text[i] {
		case ')', ']', '}':
			depth++
		case '(', '[', '{':
			if depth == 0 {
				return s.text[i] == '('
			}
			depth--
		case '\n', ';':
			return false
		}
	}
	return false
}

var patternKey = regexp.MustCompile(`^\{\s*(?:"([^"]*)"|'([^']*)'|([\w$]+))`)

var initializer = regexp.MustCompile(`^[\]}]\s*=\s*([\w$.]+)`)

// literal is the source of a pattern whose end is at the place: literals have no place of their own.
func (s site) literal() (string, bool) {
	m := initializer.FindStringSubmatch(s.rest())
	if m == nil {
		return "", false
	}
	if m[1] == "void" {
		return "undefined", true
	}
	return m[1], true
}

// calledForPattern reports whether the place is a call whose result a pattern takes apart.
func (s site) calledForPattern() bool {
	before, _ := withoutAwait(s.text[:s.at-len(chainBefore(s.text, s.at))])
	return s.isCall() && strings.HasSuffix(before, "=") && strings.HasSuffix(strings.TrimRight(before[:len(before)-1], " \n"), "}")
}

// withoutAwait takes an await and spaces from the end of text, and reports whether there was one.
func withoutAwait(text string) (string, bool) {
	text = strings.TrimRight(text, " \n")
	if strings.HasSuffix(text, "await new") {
		text = strings.TrimSuffix(text, " new")
	}
	before, found := strings.CutSuffix(text, "await")
	if !found || before != "" && (wordByte(before[len(before)-1]) || strings.HasSuffix(before, ".") && !strings.HasSuffix(before, "...")) {
		return text, false
	}
	return strings.TrimRight(before, " \n"), true
}

// awaited reports whether the expression at the place is awaited: what came of it has no source.
func (s site) awaited() bool {
	if !s.known() {
		return false
	}
	end := s.end()
	_, found := withoutAwait(s.text[:end-len(chainBefore(s.text, end))])
	return found
}

var nullSource = regexp.MustCompile(`(\{[^{}=]*\}) = (null|void 0)[;,)]`)

// nullLiteral finds the pattern that takes apart null or undefined written out, which have no place of their own:
// the place is that of the function. It gives the pattern and the literal.
func (s site) nullLiteral() []string {
	if !s.atFunction() {
		return nil
	}
	rest := s.rest()
	if open := strings.IndexByte(rest, '{'); open > 0 && strings.HasSuffix(strings.TrimRight(rest[:open], " "), "=>") {
		rest = rest[:open+closing(rest[open:])]
	} else {
		return nil
	}
	m := nullSource.FindStringSubmatch(rest)
	if m == nil || (m[2] == "null") != s.fault.null() {
		return nil
	}
	return m
}
