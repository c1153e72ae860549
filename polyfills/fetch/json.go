package fetch

import (
	"errors"
	"fmt"
	"unicode/utf16"

	"paddock/jsruntime"
)

// parseJSON parses a body. The engine's parser does the work; what it says of text that is no
// JSON is replaced by what V8 says, because programs show and compare it.
func parseJSON(vm *jsruntime.VM, text string) (v jsruntime.Value, err error) {
	parser := vm.Get("JSON").(*jsruntime.Object)
	thrown := vm.Try(func() { v = vm.CallMethod(parser, "parse", vm.ToValue(text)) })
	var ex *jsruntime.Exception
	if errors.As(thrown, &ex) && ex.Name == jsruntime.SyntaxError {
		if complaint := jsonComplaint(text); complaint != "" {
			return nil, jsruntime.Errorf(jsruntime.SyntaxError, "%s", complaint)
		}
	}
	return v, thrown
}

// jsonComplaint is V8's message for text that is no JSON, "" for text that is.
func jsonComplaint(text string) (message string) {
	s := &jsonScanner{text: utf16.Encode([]rune(text))}
	defer func() {
		if x := recover(); x != nil {
			complaint, ok := x.(jsonError)
			if !ok {
				panic(x)
			}
			message = string(complaint)
		}
	}()
	s.document()
	return ""
}

// jsonError unwinds the scanner.
type jsonError string

// jsonScanner goes over JSON text like V8's JsonParser, in UTF-16 units, and panics with a
// jsonError where that stops.
type jsonScanner struct {
	text []uint16
	pos  int
}

// end stands for the unit behind the last.
const end = -1

func (s *jsonScanner) peek() int {
	if s.pos >= len(s.text) {
		return end
	}
	return int(s.text[s.pos])
}

func (s *jsonScanner) skipSpace() int {
	for s.pos < len(s.text) {
		switch s.text[s.pos] {
		case ' ', '\t', '\n', '\r':
			s.pos++
			continue
		}
		break
	}
	return s.peek()
}

func (s *jsonScanner) document() {
	// Containers are kept on a stack, so that no text can exhaust the goroutine's.
	var open []byte
	for {
		if s.opens(&open) {
			continue
		}
		for s.closes(&open) {
		}
		if len(open) == 0 {
			break
		}
		if open[len(open)-1] == '{' {
			s.name("Expected double-quoted property name in JSON")
		}
	}
	if s.skipSpace() != end {
		s.failAt("Unexpected non-whitespace character after JSON")
	}
}

// opens reads the start of a value; it reports whether another value comes next, inside of it.
func (s *jsonScanner) opens(open *[]byte) bool {
	switch c := s.skipSpace(); {
	case c == '{':
		s.pos++
		if s.skipSpace() == '}' {
			s.pos++
			return false
		}
		s.name("Expected property name or '}' in JSON")
		*open = append(*open, '{')
		return true
	case c == '[':
		s.pos++
		if s.skipSpace() == ']' {
			s.pos++
			return false
		}
		*open = append(*open, '[')
		return true
	case c == '"':
		s.str()
	case c == '-' || c >= '0' && c <= '9':
		s.number()
	case c == 't':
		s.literal("true")
	case c == 'f':
		s.literal("false")
	case c == 'n':
		s.literal("null")
	default:
		s.unexpected()
	}
	return false
}

// closes goes on behind a value; it reports whether that was the last of its container.
func (s *jsonScanner) closes(open *[]byte) bool {
	n := len(*open)
	if n == 0 {
		return false
	}
	closing, complaint := int('}'), "Expected ',' or '}' after property value in JSON"
	if (*open)[n-1] == '[' {
		closing, complaint = ']', "Expected ',' or ']' after array element in JSON"
	}
	switch s.skipSpace() {
	case ',':
		s.pos++
		return false
	case closing:
		s.pos++
		*open = (*open)[:n-1]
		return true
	}
	s.failAt(complaint)
	return false
}

// name reads a property's name and its colon.
func (s *jsonScanner) name(complaint string) {
	if s.skipSpace() != '"' {
		s.failAt(complaint)
	}
	s.str()
	if s.skipSpace() != ':' {
		s.failAt("Expected ':' after property name in JSON")
	}
	s.pos++
}

func (s *jsonScanner) str() {
	for s.pos++; ; s.pos++ {
		switch c := s.peek(); {
		case c == end:
			s.failAt("Unterminated string in JSON")
		case c == '"':
			s.pos++
			return
		case c == '\\':
			s.pos++
			s.escape()
		case c < ' ':
			s.failAt("Bad control character in string literal in JSON")
		}
	}
}

// escape reads what follows a backslash, up to its last unit.
func (s *jsonScanner) escape() {
	switch s.peek() {
	case end:
		s.unexpected()
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
	case 'u':
		for range 4 {
			s.pos++
			c := s.peek()
			if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F') {
				s.failAt("Bad Unicode escape in JSON")
			}
		}
	default:
		s.pos-- // V8 points at the backslash
		s.failAt("Bad escaped character in JSON")
	}
}

func (s *jsonScanner) digits() bool {
	from := s.pos
	for c := s.peek(); c >= '0' && c <= '9'; c = s.peek() {
		s.pos++
	}
	return s.pos > from
}

func (s *jsonScanner) number() {
	if s.peek() == '-' {
		s.pos++
		if c := s.peek(); c < '0' || c > '9' {
			s.failAt("No number after minus sign in JSON")
		}
	}
	if s.peek() == '0' {
		s.pos++
		if c := s.peek(); c >= '0' && c <= '9' {
			s.unexpected()
		}
	} else {
		s.digits()
	}
	if s.peek() == '.' {
		s.pos++
		if !s.digits() {
			s.failAt("Unterminated fractional number in JSON")
		}
	}
	if c := s.peek(); c == 'e' || c == 'E' {
		s.pos++
		if c := s.peek(); c == '+' || c == '-' {
			s.pos++
		}
		if !s.digits() {
			s.failAt("Exponent part is missing a number in JSON")
		}
	}
}

func (s *jsonScanner) literal(word string) {
	for i := range len(word) {
		if s.peek() != int(word[i]) {
			s.unexpected()
		}
		s.pos++
	}
}

// failAt stops with a message and the place.
func (s *jsonScanner) failAt(message string) {
	line, column := 1, 1
	for i, c := range s.text[:s.pos] {
		switch {
		case c == '\r' && i+1 < s.pos && s.text[i+1] == '\n': // the line ends with the next
			column++
		case c == '\n', c == '\r':
			line, column = line+1, 1
		default:
			column++
		}
	}
	panic(jsonError(fmt.Sprintf("%s at position %d (line %d column %d)", message, s.pos, line, column)))
}

// unexpected stops at a unit that begins nothing, with V8's message for its kind.
func (s *jsonScanner) unexpected() {
	switch c := s.peek(); {
	case c == end:
		panic(jsonError("Unexpected end of JSON input"))
	case c == '-' || c >= '0' && c <= '9':
		s.failAt("Unexpected number in JSON")
	case c == '"':
		s.failAt("Unexpected string in JSON")
	}
	whole := string(utf16.Decode(s.text))
	switch whole {
	case "NaN", "Infinity", "undefined", "[object Object]":
		panic(jsonError(fmt.Sprintf("%q is not valid JSON", whole)))
	}
	const around = 10
	from, to, before, after := 0, len(s.text), "", ""
	if len(s.text) > 2*around {
		if s.pos >= around {
			from, before = s.pos-around, "..."
		}
		if s.pos < len(s.text)-around {
			to, after = s.pos+around, "..."
		}
	}
	panic(jsonError(fmt.Sprintf("Unexpected token '%s', %s\"%s\"%s is not valid JSON",
		string(utf16.Decode(s.text[s.pos:s.pos+1])), before, string(utf16.Decode(s.text[from:to])), after)))
}
