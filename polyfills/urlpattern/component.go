package urlpattern

import (
	"regexp"
	"strings"
)

// matcher matches a whole component; it gives what the groups have caught, nil for a group
// that took no part.
type matcher interface {
	match(input string) (groups []*string, ok bool)
}

// component is a component of a pattern, compiled.
type component struct {
	matcher
	text      string // the pattern string
	names     []string
	hasRegExp bool
}

// compiler is what makes matchers of regular expressions that patterns bring along.
type compiler func(source string, ignoreCase bool) (matcher, error)

// manyParts is how many parts a component may have to be left to Go's regexp, which takes their number times the length
// of what is matched, and remembers each at each step, and cannot be stopped.
const manyParts = 100

// compile is "compile a component".
func (compile compiler) component(pattern string, s syntax, ignoreCase bool, canonical func(string) (string, error)) (*component, error) {
	parts, err := parseParts(pattern, s, canonical)
	if err != nil {
		return nil, err
	}
	c := &component{text: patternOf(parts, s)}
	fixed := true
	for i := range parts {
		p := &parts[i]
		if p.kind != fixedText {
			c.names = append(c.names, p.name)
		}
		c.hasRegExp = c.hasRegExp || p.kind == regExp
		fixed = fixed && p.kind == fixedText && p.modifier == ""
	}
	switch {
	case c.hasRegExp || len(parts) > manyParts:
		c.matcher, err = compile(regExpOf(parts, s), ignoreCase)
	case fixed:
		c.matcher = literal{join(parts), ignoreCase}
	case len(parts) == 1 && parts[0].kind == fullWildcard && parts[0].prefix == "" && parts[0].suffix == "" && parts[0].modifier == "":
		c.matcher = wildcard{}
	default:
		c.matcher, err = linearOf(parts, s, ignoreCase)
	}
	return c, err
}

func join(parts []part) string {
	var b strings.Builder
	for i := range parts {
		b.WriteString(parts[i].value)
	}
	return b.String()
}

// literal is a component without groups.
type literal struct {
	text       string
	ignoreCase bool
}

func (l literal) match(input string) ([]*string, bool) {
	return nil, input == l.text || l.ignoreCase && strings.EqualFold(input, l.text)
}

// wildcard is a component that is one asterisk.
type wildcard struct{}

// lineEnds are what a dot of JavaScript does not match.
const lineEnds = "\n\r\u2028\u2029"

func (wildcard) match(input string) ([]*string, bool) {
	if strings.ContainsAny(input, lineEnds) {
		return nil, false
	}
	return []*string{&input}, true
}

// linear is a component whose groups are the standard's wildcards: Go's regexp finds the same
// match as JavaScript's, in linear time.
type linear struct {
	*regexp.Regexp
	vanishing []bool // groups that JavaScript leaves out when they match nothing
}

func linearOf(parts []part, s syntax, ignoreCase bool) (matcher, error) {
	segment := `[\s\S]+?`
	if s.delimiter != "" {
		segment = "[^" + regexp.QuoteMeta(s.delimiter) + "]+?"
	}
	source := generate(parts, segment, `[^\n\r\x{2028}\x{2029}]*`, regexp.QuoteMeta)
	if ignoreCase {
		source = "(?i)" + source
	}
	l := linear{}
	for i := range parts {
		if p := &parts[i]; p.kind != fixedText {
			l.vanishing = append(l.vanishing, p.kind == fullWildcard && p.modifier == "?" && p.prefix+p.suffix == "")
		}
	}
	var err error
	l.Regexp, err = regexp.Compile(source)
	return l, err
}

func (l linear) match(input string) ([]*string, bool) {
	at := l.FindStringSubmatchIndex(input)
	if at == nil {
		return nil, false
	}
	groups := make([]*string, len(at)/2-1)
	for i := range groups {
		if from, to := at[2*i+2], at[2*i+3]; from >= 0 && (from < to || !l.vanishing[i]) {
			group := input[from:to]
			groups[i] = &group
		}
	}
	return groups, true
}
