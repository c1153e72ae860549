package urlpattern

import (
	"strconv"
	"strings"
)

type partKind uint8

const (
	fixedText partKind = iota
	segmentWildcard
	fullWildcard
	regExp
)

// part is a piece of a component's pattern.
type part struct {
	kind           partKind
	value          string // of fixed text and of a regular expression
	modifier       string // "", "?", "*" or "+"
	name           string // of the group; numbers for those without one
	prefix, suffix string
}

// customName tells whether the pattern names the group.
func (p *part) customName() bool { return p.name != "" && (p.name[0] < '0' || p.name[0] > '9') }

// syntax are the options of a component: what delimits segments, and what may stand before a
// group without being set apart.
type syntax struct{ delimiter, prefix string }

// The syntaxes of hostname, of pathname in URLs that have paths, and of everything else.
var (
	plainSyntax    = syntax{}
	hostnameSyntax = syntax{delimiter: "."}
	pathnameSyntax = syntax{delimiter: "/", prefix: "/"}
)

const anything = ".*"

// segment gives the regular expression of a segment's wildcard.
func (s syntax) segment() string { return "[^" + escapeRegExp(s.delimiter) + "]+?" }

// partParser is the standard's pattern parser.
type partParser struct {
	tokens    []token
	index     int
	syntax    syntax
	canonical func(string) (string, error)
	parts     []part
	names     map[string]struct{}
	pending   []byte // fixed text that is not a part yet
	unnamed   int
}

// parseParts is "parse a pattern string". canonical normalizes fixed text.
func parseParts(pattern string, s syntax, canonical func(string) (string, error)) ([]part, error) {
	tokens, err := tokenize([]rune(pattern), false)
	if err != nil {
		return nil, err
	}
	p := &partParser{tokens: tokens, syntax: s, canonical: canonical, names: map[string]struct{}{}}
	for p.tokens[p.index].kind != tokenEnd {
		if err := p.next(); err != nil {
			return nil, err
		}
	}
	return p.parts, p.flush()
}

// take consumes a token of a kind, or gives nil.
func (p *partParser) take(kind tokenKind) *token {
	if t := &p.tokens[p.index]; t.kind == kind {
		p.index++
		return t
	}
	return nil
}

func (p *partParser) next() error {
	char := p.take(tokenChar)
	name, group := p.group()
	if name != nil || group != nil {
		prefix := ""
		if char != nil {
			prefix = char.value
		}
		if prefix != p.syntax.prefix {
			p.pending = append(p.pending, prefix...)
			prefix = ""
		}
		if err := p.flush(); err != nil {
			return err
		}
		return p.add(prefix, name, group, "")
	}
	if char == nil {
		char = p.take(tokenEscaped)
	}
	if char != nil {
		p.pending = append(p.pending, char.value...)
		return nil
	}
	if p.take(tokenOpen) == nil {
		return errSyntax
	}
	prefix := p.text()
	name, group = p.group()
	suffix := p.text()
	if p.take(tokenClose) == nil {
		return errSyntax
	}
	return p.add(prefix, name, group, suffix)
}

// group consumes a name and a regular expression, or a wildcard.
func (p *partParser) group() (name, group *token) {
	name = p.take(tokenName)
	if group = p.take(tokenRegExp); group == nil && name == nil {
		group = p.take(tokenAsterisk)
	}
	return name, group
}

func (p *partParser) text() string {
	var text strings.Builder
	for {
		t := p.take(tokenChar)
		if t == nil {
			t = p.take(tokenEscaped)
		}
		if t == nil {
			return text.String()
		}
		text.WriteString(t.value)
	}
}

// modifier consumes what says how often a part occurs.
func (p *partParser) modifier() string {
	t := p.take(tokenModifier)
	if t == nil {
		t = p.take(tokenAsterisk)
	}
	if t == nil {
		return ""
	}
	return t.value
}

// flush makes the pending text a part.
func (p *partParser) flush() error {
	if len(p.pending) == 0 {
		return nil
	}
	text, err := p.canonical(string(p.pending))
	p.pending = p.pending[:0]
	p.parts = append(p.parts, part{kind: fixedText, value: text})
	return err
}

// add is "add a part".
func (p *partParser) add(prefix string, name, group *token, suffix string) error {
	modifier := p.modifier()
	if name == nil && group == nil && modifier == "" {
		p.pending = append(p.pending, prefix...)
		return nil
	}
	if err := p.flush(); err != nil {
		return err
	}
	if name == nil && group == nil {
		if prefix == "" {
			return nil
		}
		text, err := p.canonical(prefix)
		p.parts = append(p.parts, part{kind: fixedText, value: text, modifier: modifier})
		return err
	}
	q := part{kind: regExp, modifier: modifier}
	switch {
	case group == nil, group.value == p.syntax.segment():
		q.kind = segmentWildcard
	case group.kind == tokenAsterisk, group.value == anything:
		q.kind = fullWildcard
	default:
		q.value = group.value
	}
	if name != nil {
		q.name = name.value
	} else {
		q.name = strconv.Itoa(p.unnamed)
		p.unnamed++
	}
	if _, taken := p.names[q.name]; taken {
		return errSyntax
	}
	p.names[q.name] = struct{}{}
	var err error
	if q.prefix, err = p.canonical(prefix); err != nil {
		return err
	}
	if q.suffix, err = p.canonical(suffix); err != nil {
		return err
	}
	p.parts = append(p.parts, q)
	return nil
}
