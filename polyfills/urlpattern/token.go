package urlpattern

import (
	"errors"
	"unicode"
)

type tokenKind uint8

const (
	tokenEnd tokenKind = iota
	tokenOpen
	tokenClose
	tokenRegExp
	tokenName
	tokenChar
	tokenEscaped
	tokenModifier // ? or +
	tokenAsterisk
	tokenInvalid
)

// token is a token of a pattern string. Its index counts code points.
type token struct {
	kind  tokenKind
	index int
	value string
}

var errSyntax = errors.New("invalid pattern")

// tokenizer is the standard's tokenizer.
type tokenizer struct {
	input   []rune
	lenient bool // invalid input becomes tokens, not errors
	tokens  []token
	pos     int
}

// tokenize is the standard's "tokenize"; the last token is the end.
func tokenize(input []rune, lenient bool) ([]token, error) {
	t := &tokenizer{input: input, lenient: lenient, tokens: make([]token, 0, len(input)+1)}
	for t.pos < len(input) {
		if !t.next() {
			return nil, errSyntax
		}
	}
	t.tokens = append(t.tokens, token{kind: tokenEnd, index: len(input)})
	return t.tokens, nil
}

// add adds a token that ends before end, with a value that begins at from.
func (t *tokenizer) add(kind tokenKind, from, end int) bool {
	t.tokens = append(t.tokens, token{kind, t.pos, string(t.input[from:end])})
	t.pos = end
	return true
}

// invalid is what cannot be read: an error, or a token of one character.
func (t *tokenizer) invalid() bool {
	return t.lenient && t.add(tokenInvalid, t.pos, t.pos+1)
}

// next reads a token; false: it is invalid.
func (t *tokenizer) next() bool {
	switch after := t.pos + 1; t.input[t.pos] {
	case '*':
		return t.add(tokenAsterisk, t.pos, after)
	case '+', '?':
		return t.add(tokenModifier, t.pos, after)
	case '{':
		return t.add(tokenOpen, t.pos, after)
	case '}':
		return t.add(tokenClose, t.pos, after)
	case '\\':
		if after == len(t.input) {
			return t.invalid()
		}
		return t.add(tokenEscaped, after, after+1)
	case ':':
		end := after
		for end < len(t.input) && nameCharacter(t.input[end], end == after) {
			end++
		}
		if end == after {
			return t.invalid()
		}
		return t.add(tokenName, after, end)
	case '(':
		end := t.regExp(after)
		if end < 0 {
			return t.invalid()
		}
		if !t.add(tokenRegExp, after, end) {
			return false
		}
		t.pos++ // the closing parenthesis
		return true
	}
	return t.add(tokenChar, t.pos, t.pos+1)
}

// regExp gives where the regular expression that begins at start ends, -1 if it is invalid.
func (t *tokenizer) regExp(start int) int {
	depth := 1
	for i := start; i < len(t.input); i++ {
		c := t.input[i]
		switch {
		case c > unicode.MaxASCII, i == start && c == '?':
			return -1
		case c == '\\':
			if i++; i == len(t.input) || t.input[i] > unicode.MaxASCII {
				return -1
			}
		case c == ')':
			if depth--; depth == 0 {
				if i == start {
					return -1
				}
				return i
			}
		case c == '(':
			depth++
			if i+1 >= len(t.input) || t.input[i+1] != '?' {
				return -1 // groups that capture are the pattern's alone
			}
		}
	}
	return -1
}

// nameCharacter is "is a valid name code point": an identifier's of JavaScript.
func nameCharacter(c rune, first bool) bool {
	if c == '$' || c == '_' || unicode.IsLetter(c) || unicode.Is(unicode.Nl, c) || unicode.Is(unicode.Other_ID_Start, c) {
		return true
	}
	if first {
		return false
	}
	return c == '\u200c' || c == '\u200d' || unicode.In(c, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue)
}
