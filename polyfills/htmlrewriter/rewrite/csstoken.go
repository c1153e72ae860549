package rewrite

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// cssKind is the type of a token (CSS Syntax, "Tokenization").
type cssKind uint8

const (
	cssEnd cssKind = iota
	cssSpace
	cssIdent
	cssFunction
	cssID   // a hash that is an identifier
	cssHash // another
	cssString
	cssBadString
	cssNumber
	cssDimension
	cssMatch // ~= |= ^= $= *=
	cssDelim // any other character
	cssOther // at-keywords, percentages
)

// cssToken is one token.
type cssToken struct {
	kind   cssKind
	text   string // value of names and strings, the unit of a dimension, the characters of others
	number int
	whole  bool // number is an integer
	signed bool // number was written with a sign
}

func (t cssToken) is(delim string) bool { return t.kind == cssDelim && t.text == delim }

// tokenizeCSS splits a selector, without comments. A closing bracket is a delimiter.
func tokenizeCSS(s string) []cssToken {
	l := cssLexer{rest: strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n", "\x00", "\uFFFD").Replace(s)}
	var tokens []cssToken
	for {
		l.skipComments()
		t := l.next()
		if t.kind == cssEnd {
			return tokens
		}
		tokens = append(tokens, t)
	}
}

type cssLexer struct{ rest string }

func (l *cssLexer) skipComments() {
	for strings.HasPrefix(l.rest, "/*") {
		_, after, found := strings.Cut(l.rest[2:], "*/")
		if !found {
			after = ""
		}
		l.rest = after
	}
}

func (l *cssLexer) take(n int) string {
	s := l.rest[:n]
	l.rest = l.rest[n:]
	return s
}

func (l *cssLexer) next() cssToken {
	if l.rest == "" {
		return cssToken{}
	}
	c := l.rest[0]
	switch {
	case isSpace(c):
		trimmed := strings.TrimLeft(l.rest, " \t\n")
		return cssToken{kind: cssSpace, text: l.take(len(l.rest) - len(trimmed))}
	case c == '"' || c == '\'':
		return l.quoted(c)
	case startsNumber(l.rest):
		return l.number()
	case startsIdent(l.rest):
		return l.identLike()
	case c == '#' && len(l.rest) > 1 && (isNameStart(l.rest[1:]) || isNameByte(l.rest[1]) || isEscape(l.rest[1:])):
		l.take(1)
		kind := cssHash
		if startsIdent(l.rest) {
			kind = cssID
		}
		return cssToken{kind: kind, text: l.ident()}
	case c == '@' && startsIdent(l.rest[1:]):
		l.take(1)
		return cssToken{kind: cssOther, text: "@" + l.ident()}
	case len(l.rest) > 1 && l.rest[1] == '=' && strings.IndexByte("~|^$*", c) >= 0:
		return cssToken{kind: cssMatch, text: l.take(2)}
	}
	_, size := utf8.DecodeRuneInString(l.rest)
	return cssToken{kind: cssDelim, text: l.take(size)}
}

func (l *cssLexer) identLike() cssToken {
	name := l.ident()
	if strings.HasPrefix(l.rest, "(") {
		l.take(1)
		return cssToken{kind: cssFunction, text: name}
	}
	return cssToken{kind: cssIdent, text: name}
}

func isNameByte(c byte) bool {
	return isAlpha(c) || c == '_' || c == '-' || '0' <= c && c <= '9' || c >= 0x80
}

func isNameStart(s string) bool {
	return s != "" && (isAlpha(s[0]) || s[0] == '_' || s[0] >= 0x80)
}

func isEscape(s string) bool {
	return s != "" && s[0] == '\\' && !strings.HasPrefix(s[1:], "\n")
}

// startsIdent is "would start an ident sequence".
func startsIdent(s string) bool {
	if strings.HasPrefix(s, "-") {
		return isNameStart(s[1:]) || strings.HasPrefix(s[1:], "-") || isEscape(s[1:])
	}
	return isNameStart(s) || isEscape(s)
}

// ident is "consume an ident sequence".
func (l *cssLexer) ident() string {
	var b strings.Builder
	for l.rest != "" {
		switch {
		case isNameByte(l.rest[0]):
			b.WriteString(l.take(1))
		case isEscape(l.rest):
			l.take(1)
			b.WriteString(l.escaped())
		default:
			return b.String()
		}
	}
	return b.String()
}

// escaped is "consume an escaped code point", behind the backslash.
func (l *cssLexer) escaped() string {
	n := 0
	for n < min(6, len(l.rest)) && strings.IndexByte("0123456789abcdefABCDEF", l.rest[n]) >= 0 {
		n++
	}
	if n == 0 {
		if l.rest == "" {
			return "\uFFFD"
		}
		_, size := utf8.DecodeRuneInString(l.rest)
		return l.take(size)
	}
	code, _ := strconv.ParseUint(l.take(n), 16, 32) // six digits of it fit
	if l.rest != "" && isSpace(l.rest[0]) {
		l.take(1)
	}
	if code == 0 || !utf8.ValidRune(rune(code)) {
		code = utf8.RuneError
	}
	return string(rune(code))
}

// quoted is "consume a string token".
func (l *cssLexer) quoted(quote byte) cssToken {
	l.take(1)
	var b strings.Builder
	for l.rest != "" {
		switch c := l.rest[0]; {
		case c == quote:
			l.take(1)
			return cssToken{kind: cssString, text: b.String()}
		case c == '\n':
			return cssToken{kind: cssBadString}
		case c == '\\' && l.rest == `\`:
			l.take(1)
		case c == '\\' && l.rest[1] == '\n':
			l.take(2)
		case c == '\\':
			l.take(1)
			b.WriteString(l.escaped())
		default:
			b.WriteString(l.take(1))
		}
	}
	return cssToken{kind: cssString, text: b.String()}
}

func digits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

// startsNumber is "would start a number".
func startsNumber(s string) bool {
	s = strings.TrimPrefix(strings.TrimPrefix(s, "+"), "-")
	return digits(s) > 0 || strings.HasPrefix(s, ".") && digits(s[1:]) > 0
}

// number is "consume a numeric token".
func (l *cssLexer) number() cssToken {
	n := 0
	if l.rest[0] == '+' || l.rest[0] == '-' {
		n = 1
	}
	t := cssToken{kind: cssNumber, whole: true, signed: n == 1}
	n += digits(l.rest[n:])
	integer := l.rest[:n]
	if strings.HasPrefix(l.rest[n:], ".") && digits(l.rest[n+1:]) > 0 {
		n += 1 + digits(l.rest[n+1:])
		t.whole = false
	}
	if e := exponent(l.rest[n:]); e > 0 {
		n += e
		t.whole = false
	}
	l.take(n)
	t.number = toInt32(integer)
	switch {
	case strings.HasPrefix(l.rest, "%"):
		l.take(1)
		t.kind = cssOther
	case startsIdent(l.rest):
		t.kind, t.text = cssDimension, l.ident()
	}
	return t
}

// exponent is the length of an exponent at the start of s.
func exponent(s string) int {
	if s == "" || s[0]|0x20 != 'e' {
		return 0
	}
	n := 1
	if len(s) > 1 && (s[1] == '+' || s[1] == '-') {
		n = 2
	}
	if d := digits(s[n:]); d > 0 {
		return n + d
	}
	return 0
}

// toInt32 is a number of 32 bits; what is larger becomes the largest.
func toInt32(s string) int {
	n, _ := strconv.ParseInt(s, 10, 32) // out of range: the nearest
	return int(n)
}
