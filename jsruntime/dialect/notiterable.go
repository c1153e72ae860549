package dialect

import (
	"regexp"
	"strings"
)

// cannotIterate ends what V8 says of a value whose source it does not quote.
const cannotIterate = " is not iterable (cannot read property Symbol(Symbol.iterator))"

// notIterable is for what is iterated over and cannot be.
func notIterable(m string, at site) string {
	switch {
	case at.fault.Instruction == "yieldMarker":
		if before := at.text[:at.at]; strings.HasSuffix(before, ".") && !literalHandedOn.MatchString(before) || strings.HasPrefix(at.rest(), "(") || strings.HasPrefix(at.rest(), "[") && at.continued() {
			return "yield* (intermediate value) is not iterable"
		}
		return at.typed(at.fault.Operand) + cannotIterate
	case at.native == "" && at.isNew() && at.fault.Operand != nil && !at.fault.nullish() && at.fault.Instruction == "_new":
		return at.typed(at.fault.Operand) + cannotIterate
	case len(at.fault.Arguments) > 0:
		return at.typed(at.fault.Arguments[0]) + cannotIterate
	case at.native == "all" || at.native == "race" || at.native == "allSettled" || at.native == "from":
		return "undefined" + cannotIterate
	case at.native != "" || at.isNew() && (at.fault.Instruction == "_new" || at.fault.Instruction == ""):
		return "object" + cannotIterate
	case at.takesElement(), at.assignsToPattern():
		return at.typed(at.fault.Operand) + cannotIterate
	case at.takesMember():
		if source := at.expression(); at.fault.nullish() {
			return "Cannot destructure property 'Symbol(Symbol.iterator)' of '" + source + "' as it is " + at.nullish() + "."
		} else {
			return source + cannotIterate
		}
	case at.awaited():
		if at.fault.Instruction == "_pushSpread" && at.fault.nullish() {
			return "(intermediate value) is not iterable (cannot read property " + at.nullish() + ")"
		}
		if at.fault.Instruction != "_pushSpread" {
			return "(intermediate value) is not iterable"
		}
	}
	if text := at.spread(m); text != "" {
		return text
	}
	if text := at.literalSource(); text != "" {
		return text + " is not iterable"
	}
	if at.inPattern() && at.fault.Operand != nil {
		return at.typed(at.fault.Operand) + cannotIterate
	}
	source := at.expression()
	switch {
	case at.elementOfLoop():
		return ".for is not iterable"
	case strings.HasPrefix(source, "([") && at.fault.Operand != nil:
		return at.typed(at.fault.Operand) + cannotIterate
	case at.fault.null() && strings.HasPrefix(at.fault.Instruction, "_iterate") && at.patternIsTarget():
		return at.object() + cannotIterate
	case source == "" || source == "()":
		if at.fault.nullish() {
			return at.nullish() + " is not iterable"
		}
		return ""
	case source == "undefined" || source == "null" || source == "void 0":
		return at.nullish() + cannotIterate
	case strings.HasSuffix(source, "(...)"):
		return strings.TrimSuffix(source, "(...)") + " is not a function or its return value is not iterable"
	}
	return source + " is not iterable"
}

// literalHandedOn is a literal that yield* goes over, as far as the key of what is to iterate it.
var literalHandedOn = regexp.MustCompile(`yield\* (?:__yieldStar\()?[{[][^}]*$`)

var (
	// lastSpread is a literal that is spread as the last argument of a call, spreads one in an array.
	lastSpread = regexp.MustCompile(`\.\.\.(void 0|null|undefined)\)`)
	spreads    = regexp.MustCompile(`\.\.\.(void 0|null|true|false|[\d.]+|"[^"]*"|\(\) ?=>)`)
)

// declared matches what stands before an array pattern that declares variables, and its source: a name or the call
// of one is quoted.
var (
	declared = regexp.MustCompile(`(?:^|[^\w$.])(?:const|let|var)$|,$`)
	quotable = regexp.MustCompile(`^(?:[\w$]+(?:\(.*\))?|\(\[.*|)$`)
)

// assignsToPattern reports whether an array pattern takes apart what V8 does not quote: where it assigns rather than
// declares, and where the source is neither a name nor the call of one.
func (s site) assignsToPattern() bool {
	if s.fault.Instruction != "_iterate" || s.fault.Operand == nil || !s.known() || s.atFunction() || s.isNew() || strings.HasPrefix(s.rest(), "{") || strings.HasPrefix(s.rest(), "[") && !s.continued() {
		return false
	}
	end := s.end()
	source := chainBefore(s.text, end)
	before, awaited := withoutAwait(s.text[:end-len(source)])
	before = strings.TrimRight(before, " \n")
	before, assigned := strings.CutSuffix(before, "=")
	before = strings.TrimRight(before, " \n")
	if !assigned || !strings.HasSuffix(before, "]") {
		return false
	}
	if before = strings.TrimRight(before[:opening(before, len(before))], " \n"); !declared.MatchString(before[max(0, len(before)-8):]) {
		return true
	}
	return !awaited && !quotable.MatchString(source)
}

// takesElement reports whether an array pattern is an element of another.
func (s site) takesElement() bool {
	return s.fault.Pattern != nil && s.fault.Pattern.Element && s.fault.Operand != nil && s.fault.Instruction == "_iterate"
}

// takesMember reports whether an array pattern is a part of an object pattern, whose source is a name.
func (s site) takesMember() bool {
	p := s.fault.Pattern
	return p != nil && p.Nested && !p.Element && s.fault.Operand != nil && s.fault.Instruction == "_iterate" && s.word() != "" && s.word() == s.expression() && !s.atFunction()
}

// continued reports whether the bracket at the place is a subscript.
func (s site) continued() bool {
	before := strings.TrimRight(s.text[:s.at], " ")
	return before != "" && continues(before)
}

// spread is for the operands of ...; "" where there is none.
func (s site) spread(m string) string {
	const required = "Spread syntax requires ...iterable[Symbol.iterator] to be a function"
	switch {
	case s.fault.Instruction == "_pushArraySpread" && strings.HasPrefix(s.rest(), "["):
		if literal := spreads.FindStringSubmatch(s.rest()[:closing(s.rest())]); literal != nil {
			return literalText(literal[1]) + " is not iterable"
		}
		return ""
	case s.fault.Instruction != "_pushSpread":
		return ""
	case s.spreadIntoCall():
		if rest := strings.TrimLeft(s.text[s.end():], " \n"); !strings.HasPrefix(rest, ")") && s.fault.Operand != nil {
			return s.typed(s.fault.Operand) + cannotIterate
		}
		if m != "" {
			return required
		}
		return s.expression() + " is not iterable (cannot read property " + s.nullish() + ")"
	case emptyLiteral.MatchString(s.rest()) && !s.fault.nullish():
		return required
	case s.fault.nullish():
		if literal := lastSpread.FindStringSubmatch(s.rest()[:closing(s.rest())]); literal != nil {
			return literalText(literal[1]) + " is not iterable (cannot read property " + s.nullish() + ")"
		}
		return ""
	}
	open := strings.IndexByte(s.rest(), '(')
	if open < 0 || s.fault.Operand == nil {
		return required
	}
	arguments := s.rest()[open:]
	arguments = arguments[:closing(arguments)]
	if !strings.Contains(arguments, "...") {
		return required
	}
	if i := strings.LastIndex(arguments, "..."); strings.ContainsRune(arguments[i:], ',') {
		return s.typed(s.fault.Operand) + cannotIterate
	}
	return required
}

// literalText writes a literal as V8 quotes it.
func literalText(literal string) string {
	switch {
	case literal == "void 0" || literal == "undefined":
		return "(void 0)"
	case strings.HasSuffix(literal, "=>"):
		return "(intermediate value)"
	}
	return literal
}

var (
	overLiteral  = regexp.MustCompile(` of (void 0|null|true|false|[\d.]+)\)`)
	intoPattern  = regexp.MustCompile(`(?:const|let|var) \[[^\n=]*\] = (void 0|true|false|[\d.]+)[;,]`)
	emptyLiteral = regexp.MustCompile(`^\{\}[;,)\]]`)
	constructed  = regexp.MustCompile(`^new ([\w$.]+)\(`)
)

// literalSource is the source of what is iterated over where that is a literal or new: literals have no place
// of their own, so that the place is that of the function.
func (s site) literalSource() string {
	instruction, rest := s.fault.Instruction, s.rest()
	if !strings.HasPrefix(instruction, "_iterate") && instruction != "_pushArraySpread" {
		return ""
	}
	if emptyLiteral.MatchString(rest) && !s.fault.nullish() {
		return "{}"
	}
	if m := constructed.FindStringSubmatch(rest); m != nil {
		return m[1] + " is not a function or its return value"
	}
	if !s.atFunction() {
		return ""
	}
	literals := intoPattern
	if instruction == "_iterateP" {
		literals = overLiteral
	}
	for _, m := range literals.FindAllStringSubmatch(bodyOf(rest), -1) {
		if s.fault.Operand != nil && (m[1] == s.fault.Operand.String() || m[1] == "void 0" && s.fault.nullish() && !s.fault.null()) {
			return literalText(m[1])
		}
	}
	return ""
}

// bodyOf gives the body of the function that a text begins with, without its parameters.
func bodyOf(text string) string {
	if open := strings.IndexByte(text, '('); open >= 0 {
		text = text[open+closing(text[open:]):]
	}
	text = strings.TrimLeft(strings.TrimPrefix(strings.TrimLeft(text, " "), "=>"), " ")
	if strings.HasPrefix(text, "{") {
		return text[:closing(text)]
	}
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// atFunction reports whether the place is that of the function that runs.
func (s site) atFunction() bool {
	rest := s.rest()
	if strings.HasPrefix(rest, "(") {
		return strings.HasPrefix(strings.TrimLeft(rest[closing(rest):], " "), "=>")
	}
	return s.word() == "function" || s.word() == "async" || s.atMethod()
}

// atMethod reports whether the place is that of a method that runs.
func (s site) atMethod() bool {
	rest := s.rest()[len(s.word()):]
	return s.word() != "" && strings.HasPrefix(rest, "(") && strings.HasPrefix(strings.TrimLeft(rest[closing(rest):], " "), "{")
}

// inPattern reports whether what a pattern takes apart is a parameter, or part of what another takes apart.
func (s site) inPattern() bool {
	if s.fault.Instruction != "_iterate" || !s.known() {
		return false
	}
	if s.word() == "function" || s.word() == "async" || s.atMethod() {
		return true
	}
	before := strings.TrimRight(s.text[:s.at], " \n")
	switch {
	case strings.HasSuffix(before, "="):
		return strings.HasPrefix(s.rest(), "[")
	case strings.HasSuffix(before, "[") || strings.HasSuffix(before, ","):
		return s.word() != "" && strings.HasPrefix(strings.TrimLeft(s.rest()[len(s.word()):], " "), ",")
	}
	return false
}

// elementOfLoop reports whether a pattern in the head of a for-of loop takes apart an element of what is at
// the place.
func (s site) elementOfLoop() bool {
	if !s.known() || s.fault.Instruction == "_iterateP" {
		return false
	}
	end := s.end()
	before := strings.TrimRight(s.text[:end-len(chainBefore(s.text, end))], " ")
	return strings.HasSuffix(before, "] of") || strings.HasSuffix(before, "} of")
}
