package dialect

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// scanner reads JavaScript token by token, well enough to tell where class bodies are. What
// a slash begins depends on the grammar; here it is judged by the token before it, which a
// contrived text can defeat. parse therefore checks what the scanner claims.
type scanner struct {
	src     string
	pos     int
	newline bool // a line ended before the current token

	prev   tokenKind
	word   string // text of prev if it is a word
	former string // the word right before that, "" if it was no word
	naming bool   // function has been read, and not yet its parameters
	torn   bool   // a comment or a regular expression does not end
	stack  []bracket
	heads  []int // depths at which a class has begun and its body not yet
}

// tokenKind is as much of a token as matters to what may follow it.
type tokenKind uint8

const (
	kindStart    tokenKind = iota // of the text
	kindOperator                  // an operand follows
	kindValue                     // an operand ended
	kindWord                      // identifier or keyword
	kindBodyOpen                  // { of a class body
	kindBlockEnd                  // } of a block or body
	kindSemicolon
)

// bracket is an open bracket and what its close will mean.
type bracket struct {
	open  byte // ( [ { or $ for ${
	class bool // { of a class body
	block bool // { of a block, or ( of if, for, while, with: a regular expression may follow
	call  bool // ( of a call
	at    int  // its offset
}

// operandWords are the keywords after which an operand, not an operator, follows.
const operandWords = " return typeof case in of instanceof delete void throw new else do yield await extends default "

// callLike are the words before a parenthesis that is not that of a call.
const callLike = operandWords + "switch catch function async "

// readTo reads the tokens before an offset.
func (s *scanner) readTo(at int) {
	for s.pos < at {
		before := s.pos
		if s.space(); s.pos >= at {
			return
		}
		if s.token(); s.pos <= before {
			s.pos = before + 1
		}
	}
}

// top is the innermost bracket that is open.
func (s *scanner) top() bracket {
	if len(s.stack) == 0 {
		return bracket{}
	}
	return s.stack[len(s.stack)-1]
}

// in reports whether that is one of a kind.
func (s *scanner) in(open byte) bool { return s.top().open == open }

// scanFields returns the offsets of class field names that the parser would mistake.
func scanFields(src string) []int {
	s := scanner{src: src}
	var found []int
	for s.pos < len(s.src) {
		before := s.pos
		s.space()
		if s.pos == len(s.src) {
			break
		}
		if s.elementStart() {
			if name := fieldAt(s.src, s.pos); name != "" && endsField(s.src, s.pos+len(name)) {
				found = append(found, s.pos)
			}
		}
		s.token()
		if s.pos <= before {
			s.pos = before + 1
		}
	}
	return found
}

// elementStart reports whether a member of a class body may begin here.
func (s *scanner) elementStart() bool {
	if len(s.stack) == 0 || !s.stack[len(s.stack)-1].class {
		return false
	}
	switch s.prev {
	case kindBodyOpen, kindBlockEnd, kindSemicolon:
		return true
	case kindWord:
		return s.word == "static" || s.newline
	case kindValue:
		return s.newline
	}
	return false
}

// space skips white space and comments.
func (s *scanner) space() {
	s.newline = false
	for s.pos < len(s.src) {
		rest := s.src[s.pos:]
		switch {
		case rest[0] == '\n' || rest[0] == '\r':
			s.newline = true
			s.pos++
		case rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\v' || rest[0] == '\f':
			s.pos++
		case strings.HasPrefix(rest, "//"):
			s.skipTo("\n", 0)
		case strings.HasPrefix(rest, "/*"):
			start := s.pos
			s.pos += 2
			s.skipTo("*/", 2)
			s.newline = s.newline || strings.Contains(s.src[start:s.pos], "\n")
		case rest[0] >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(rest)
			if !unicode.IsSpace(r) && r != '\uFEFF' {
				return
			}
			s.newline = s.newline || r == '\u2028' || r == '\u2029'
			s.pos += size
		default:
			return
		}
	}
}

func (s *scanner) skipTo(mark string, extra int) {
	i := strings.Index(s.src[s.pos:], mark)
	if i < 0 {
		s.pos, s.torn = len(s.src), extra > 0
		return
	}
	s.pos += i + extra
}

// token reads one token. pos stands on its first byte.
func (s *scanner) token() {
	c := s.src[s.pos]
	switch {
	case wordByte(c) || c == '#' || c == '\\':
		s.readWord()
	case c == '"' || c == '\'':
		s.readString(c)
	case c == '`':
		s.pos++
		s.readTemplate()
	case c == '(' || c == '[' || c == '{':
		s.open(c)
	case c == ')' || c == ']' || c == '}':
		s.close(c)
	case c == ';':
		s.pos++
		s.prev = kindSemicolon
	case c == '/' && s.operandNext():
		s.readRegExp()
	case strings.HasPrefix(s.src[s.pos:], "++") || strings.HasPrefix(s.src[s.pos:], "--"):
		// A postfix ends a value; a prefix is followed by a name, never by a slash.
		s.pos += 2
		s.prev = kindValue
	case c == '.' && s.pos+1 < len(s.src) && s.src[s.pos+1] >= '0' && s.src[s.pos+1] <= '9':
		s.pos++
		s.readWord()
	default:
		s.pos++
		s.prev, s.word = kindOperator, string(c)
	}
}

// operandNext reports whether a slash here begins a regular expression.
func (s *scanner) operandNext() bool {
	switch s.prev {
	case kindValue:
		return false
	case kindWord:
		return strings.Contains(operandWords, " "+s.word+" ")
	}
	return true
}

func (s *scanner) readWord() {
	start := s.pos
	for s.pos++; s.pos < len(s.src) && (wordByte(s.src[s.pos]) || s.src[s.pos] == '\\'); s.pos++ {
	}
	member := s.prev == kindOperator && s.word == "."
	if s.former = ""; s.prev == kindWord {
		s.former = s.word
	}
	s.prev, s.word = kindWord, s.src[start:s.pos]
	switch {
	case s.word[0] >= '0' && s.word[0] <= '9', s.word[0] == '.', member:
		s.prev = kindValue
	case s.word == "function":
		s.naming = true
	case s.word == "class" && !s.keyNext():
		s.heads = append(s.heads, len(s.stack))
	}
}

// keyNext reports whether the word just read is a property's or method's name, as class is
// in { class: 1 }.
func (s *scanner) keyNext() bool {
	ahead := scanner{src: s.src, pos: s.pos}
	ahead.space()
	return ahead.pos == len(s.src) || strings.IndexByte(":(=;,}", s.src[ahead.pos]) >= 0
}

func (s *scanner) readString(quote byte) {
	for s.pos++; s.pos < len(s.src) && s.src[s.pos] != quote && s.src[s.pos] != '\n'; s.pos++ {
		if s.src[s.pos] == '\\' {
			s.pos++
		}
	}
	s.pos = min(s.pos+1, len(s.src))
	s.prev = kindValue
}

// readTemplate reads to the end of a template or to its next ${.
func (s *scanner) readTemplate() {
	for ; s.pos < len(s.src); s.pos++ {
		switch {
		case s.src[s.pos] == '\\':
			s.pos++
		case s.src[s.pos] == '`':
			s.pos++
			s.prev = kindValue
			return
		case strings.HasPrefix(s.src[s.pos:], "${"):
			s.pos += 2
			s.stack = append(s.stack, bracket{open: '$'})
			s.prev, s.word = kindOperator, "${"
			return
		}
	}
	s.pos = len(s.src)
}

func (s *scanner) readRegExp() {
	class := false
	for s.pos++; s.pos < len(s.src) && s.src[s.pos] != '\n'; s.pos++ {
		switch c := s.src[s.pos]; {
		case c == '\\':
			s.pos++
		case c == '[':
			class = true
		case c == ']':
			class = false
		case c == '/' && !class:
			for s.pos++; s.pos < len(s.src) && wordByte(s.src[s.pos]); s.pos++ {
			}
			s.prev = kindValue
			return
		}
	}
	s.pos, s.torn = min(s.pos, len(s.src)), true
	s.prev = kindValue
}

func (s *scanner) open(c byte) {
	b := bracket{open: c, at: s.pos}
	switch c {
	case '(':
		b.block = s.prev == kindWord && strings.Contains(" if for while with ", " "+s.word+" ")
		b.call = !s.naming && (s.prev == kindValue || s.prev == kindWord && !b.block && !strings.Contains(callLike, " "+s.word+" ")) && !s.top().class
		s.naming = false
	case '{':
		if n := len(s.heads); n > 0 && s.heads[n-1] == len(s.stack) {
			s.heads = s.heads[:n-1]
			b.class = true
		} else {
			b.block = s.blockNext()
		}
	}
	s.stack = append(s.stack, b)
	s.pos++
	if b.class {
		s.prev = kindBodyOpen
		return
	}
	s.prev, s.word = kindOperator, string(c)
}

// blockNext reports whether a brace here opens a block rather than an object.
func (s *scanner) blockNext() bool {
	switch s.prev {
	case kindOperator:
		// > ends an arrow; { and : may go either way, a block is the likelier.
		return s.word == ">" || s.word == "{" || s.word == ":" && !s.inObject()
	case kindWord:
		return s.word == "else" || s.word == "do" || !strings.Contains(operandWords, " "+s.word+" ")
	}
	return true
}

// inObject reports whether the innermost bracket is that of an object literal or a list.
func (s *scanner) inObject() bool {
	return len(s.stack) > 0 && !s.stack[len(s.stack)-1].block
}

func (s *scanner) close(c byte) {
	s.pos++
	if len(s.stack) == 0 {
		s.prev = kindValue
		return
	}
	top := s.stack[len(s.stack)-1]
	s.stack = s.stack[:len(s.stack)-1]
	for n := len(s.heads); n > 0 && s.heads[n-1] > len(s.stack); n = len(s.heads) {
		s.heads = s.heads[:n-1]
	}
	switch {
	case top.open == '$' && c == '}':
		s.readTemplate()
	case c == '}' && (top.block || top.class):
		s.prev = kindBlockEnd
	case c == ')' && top.block:
		s.prev, s.word = kindOperator, ")"
	default:
		s.prev = kindValue
	}
}

// wordByte reports whether a byte may stand within an identifier or a number.
func wordByte(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf
}
