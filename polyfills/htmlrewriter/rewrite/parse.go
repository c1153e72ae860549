package rewrite

import (
	"errors"
	"slices"
	"strings"
)

// Errors of [ParseSelector], in the platform's words.
var (
	errUnexpectedToken = errors.New("Unexpected token in selector.")
	errUnexpectedEnd   = errors.New("Unexpected end of selector.")
	errEmpty           = errors.New("The selector is empty.")
	errDangling        = errors.New("Dangling combinator in selector.")
	errUnsupported     = errors.New("Unsupported pseudo-class or pseudo-element in selector.")
	errNamespace       = errors.New("Selectors with explicit namespaces are not supported.")
	errClassName       = errors.New("Invalid or unescaped class name in selector.")
	errAttributeName   = errors.New("Missing attribute name in attribute selector.")
	errAttributeToken  = errors.New("Unexpected token in the attribute selector.")
	errNextSibling     = errors.New("Unsupported combinator `+` in selector.")
	errLaterSibling    = errors.New("Unsupported combinator `~` in selector.")
)

// maxNesting bounds how deep :not() may be nested.
const maxNesting = 100

// ParseSelector parses a list of selectors: type, universal, ID, class and attribute selectors,
// :not(), :nth-child(), :first-child, :nth-of-type(), :first-of-type, descendants and children. Its
// errors have the platform's words.
func ParseSelector(s string) (*Selector, error) {
	p := &selectorParser{tokens: tokenizeCSS(s)}
	list, unsupported, err := p.list("")
	if err == nil {
		err = unsupported
	}
	if err != nil {
		return nil, err
	}
	return &Selector{list}, nil
}

// selectorParser reads tokens. What CSS has and the platform has not is told only when the whole
// selector is well-formed; the parsing methods give it as a second error.
type selectorParser struct {
	tokens []cssToken
	depth  int
}

func (p *selectorParser) peek() cssToken {
	if len(p.tokens) == 0 {
		return cssToken{}
	}
	return p.tokens[0]
}

func (p *selectorParser) next() cssToken {
	t := p.peek()
	if len(p.tokens) > 0 {
		p.tokens = p.tokens[1:]
	}
	return t
}

// skipSpace reports whether there was any.
func (p *selectorParser) skipSpace() bool {
	spaced := false
	for p.peek().kind == cssSpace {
		p.next()
		spaced = true
	}
	return spaced
}

// closed is what a token that ends a construct is: the given bracket, or the end, which closes
// everything.
func (p *selectorParser) closed(bracket string) bool {
	t := p.peek()
	return t.kind == cssEnd || bracket != "" && t.is(bracket)
}

// list parses selectors up to the closing bracket.
func (p *selectorParser) list(bracket string) (list []complexSelector, unsupported, err error) {
	for {
		c, missing, err := p.complex(bracket)
		if err != nil {
			return nil, nil, err
		}
		if unsupported == nil {
			unsupported = missing
		}
		list = append(list, c)
		if p.closed(bracket) {
			return list, unsupported, nil
		}
		if !p.next().is(",") {
			return nil, nil, errUnexpectedToken
		}
	}
}

func (p *selectorParser) complex(bracket string) (c complexSelector, unsupported, err error) {
	for {
		one, missing, err := p.compound()
		if err != nil {
			return c, nil, err
		}
		if len(one) == 0 {
			if len(c.compounds) > 0 {
				return c, nil, errDangling
			}
			return c, nil, errEmpty
		}
		if missing != nil { // the last counts
			unsupported = missing
		}
		c.compounds = append(c.compounds, one)
		spaced := p.skipSpace()
		switch t := p.peek(); {
		case p.closed(bracket) || t.is(","):
			return c, unsupported, nil
		case t.is(">"):
			p.next()
			c.children = append(c.children, true)
		case t.is("+"):
			p.next()
			unsupported = cmpError(unsupported, errNextSibling)
			c.children = append(c.children, false)
		case t.is("~"):
			p.next()
			unsupported = cmpError(unsupported, errLaterSibling)
			c.children = append(c.children, false)
		case spaced:
			c.children = append(c.children, false)
		default:
			return c, nil, errUnexpectedToken
		}
	}
}

// cmpError is a, or b when there is no a.
func cmpError(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// compound parses simple selectors that follow each other; there may be none.
func (p *selectorParser) compound() (c compound, unsupported, err error) {
	p.skipSpace()
	element, err := p.element()
	if err != nil {
		return nil, nil, err
	}
	c = append(c, element...)
	for {
		var conditions []condition
		var missing error
		switch t := p.peek(); {
		case t.kind == cssID:
			p.next()
			conditions = []condition{{test: testID, name: t.text}}
		case t.is("."):
			conditions, err = p.class()
		case t.is("["):
			conditions, missing, err = p.attribute()
		case t.is(":"):
			conditions, missing, err = p.pseudo()
		default:
			return c, unsupported, nil
		}
		if err != nil {
			return nil, nil, err
		}
		unsupported = cmpError(unsupported, missing)
		c = append(c, conditions...)
	}
}

// element parses a type selector, if there is one.
func (p *selectorParser) element() ([]condition, error) {
	switch t := p.peek(); {
	case t.kind == cssIdent:
		p.next()
		if p.peek().is("|") {
			return nil, errNamespace
		}
		return []condition{{test: testElement, name: string(lower([]byte(t.text)))}}, nil
	case t.is("*"):
		p.next()
		if !p.peek().is("|") {
			return []condition{{test: testAny}}, nil
		}
		return p.qualified(testAny)
	case t.is("|"):
		return p.qualified(testNone) // every element has a namespace
	}
	return nil, nil
}

// qualified parses what follows a prefix, with its bar; the prefix makes it hold or not.
func (p *selectorParser) qualified(prefix test) ([]condition, error) {
	p.next()
	switch t := p.next(); {
	case t.kind == cssIdent:
		return []condition{{test: prefix}, {test: testElement, name: string(lower([]byte(t.text)))}}, nil
	case t.is("*"):
		return []condition{{test: prefix}}, nil
	case t.kind == cssEnd:
		return nil, errUnexpectedEnd
	}
	return nil, errUnexpectedToken
}

func (p *selectorParser) class() ([]condition, error) {
	p.next()
	switch t := p.next(); t.kind {
	case cssIdent:
		return []condition{{test: testClass, name: t.text}}, nil
	case cssEnd:
		return nil, errUnexpectedEnd
	}
	return nil, errClassName
}

// attributeTests are the operators of attribute selectors.
var attributeTests = map[string]test{
	"=": testEqual, "~=": testWord, "|=": testDash, "^=": testPrefix, "$=": testSuffix, "*=": testPart,
}

func (p *selectorParser) attribute() (c []condition, unsupported, err error) {
	p.next()
	name, unsupported, err := p.attributeName()
	if err != nil {
		return nil, nil, err
	}
	p.skipSpace()
	if p.closed("]") {
		p.next()
		return []condition{{test: testExists, name: string(lower([]byte(name)))}}, unsupported, nil
	}
	operator := p.next()
	test, ok := attributeTests[operator.text]
	if !ok || operator.kind != cssMatch && operator.kind != cssDelim {
		return nil, nil, errAttributeToken
	}
	p.skipSpace()
	if p.closed("]") {
		return nil, nil, errUnexpectedEnd
	}
	value := p.next()
	if value.kind != cssIdent && value.kind != cssString {
		return nil, nil, errAttributeToken
	}
	a := condition{test: test, name: string(lower([]byte(name))), value: value.text}
	if slices.Contains(foldedAttributes, a.name) {
		a.fold = htmlIgnore
	}
	if err := p.attributeFlag(&a); err != nil {
		return nil, nil, err
	}
	return []condition{a}, unsupported, nil
}

// attributeFlag parses the flag that says how values are compared, if there is one, and the bracket.
func (p *selectorParser) attributeFlag(a *condition) error {
	p.skipSpace()
	if t := p.peek(); t.kind == cssIdent {
		switch strings.ToLower(t.text) {
		case "i":
			a.fold = ignoreCase
		case "s":
			a.fold = exact
		default:
			return errUnexpectedToken
		}
		p.next()
		p.skipSpace()
	}
	if !p.closed("]") {
		return errUnexpectedToken
	}
	p.next()
	return nil
}

func (p *selectorParser) attributeName() (name string, unsupported, err error) {
	p.skipSpace()
	if p.closed("]") {
		return "", nil, errUnexpectedEnd
	}
	t := p.next()
	switch {
	case t.kind == cssIdent:
		if p.peek().is("|") {
			return "", nil, errNamespace
		}
		return t.text, nil, nil
	case t.is("*"):
		if !p.next().is("|") {
			return "", nil, errAttributeToken
		}
		unsupported = errNamespace
	case !t.is("|"):
		return "", nil, errAttributeName
	}
	if t = p.next(); t.kind != cssIdent {
		return "", nil, errAttributeToken
	}
	return t.text, unsupported, nil
}

// foldedAttributes are those whose values HTML compares without regard to case (HTML, "Case-
// sensitivity of selectors").
var foldedAttributes = []string{
	"accept", "accept-charset", "align", "alink", "axis", "bgcolor", "charset", "checked", "clear", "codetype",
	"color", "compact", "declare", "defer", "dir", "direction", "disabled", "enctype", "face", "frame", "hreflang",
	"http-equiv", "lang", "language", "link", "media", "method", "multiple", "nohref", "noresize", "noshade",
	"nowrap", "readonly", "rel", "rev", "rules", "scope", "scrolling", "selected", "shape", "target", "text",
	"type", "valign", "valuetype", "vlink",
}

func (p *selectorParser) pseudo() (c []condition, unsupported, err error) {
	p.next()
	t := p.next()
	if t.kind == cssEnd || t.is(":") && p.peek().kind == cssEnd {
		return nil, nil, errUnexpectedEnd
	}
	switch name := strings.ToLower(t.text); {
	case t.kind == cssFunction && name == "not":
		return p.not()
	case t.kind == cssFunction:
		return p.nthFunction(name)
	case t.kind != cssIdent:
	case name == "first-child":
		return []condition{{test: testNthChild, nth: nth{0, 1}}}, nil, nil
	case name == "first-of-type":
		return []condition{{test: testNthOfType, nth: nth{0, 1}}}, nil, nil
	case slices.Contains(wellFormed, name):
		return []condition{{}}, errUnsupported, nil
	}
	return nil, nil, errUnsupported
}

// wellFormed are pseudo-classes that the parser knows and the platform does not support.
var wellFormed = []string{"last-child", "last-of-type", "only-child", "only-of-type", "root", "empty", "scope", "host"}

func (p *selectorParser) nthFunction(name string) (c []condition, unsupported, err error) {
	kind := testNthChild
	switch name {
	case "nth-child":
	case "nth-of-type":
		kind = testNthOfType
	case "nth-last-child", "nth-last-of-type":
		unsupported = errUnsupported
	default:
		return nil, nil, errUnsupported
	}
	n, err := p.nth()
	if err != nil {
		return nil, nil, err
	}
	p.skipSpace()
	if !p.closed(")") {
		return nil, nil, errUnexpectedToken
	}
	p.next()
	return []condition{{test: kind, nth: n}}, unsupported, nil
}

// not parses the rest of :not(), whose selectors are compounds.
func (p *selectorParser) not() (c []condition, unsupported, err error) {
	if p.depth++; p.depth > maxNesting {
		return nil, nil, errUnexpectedToken
	}
	defer func() { p.depth-- }()
	list, unsupported, err := p.list(")")
	if err != nil {
		return nil, nil, err
	}
	p.next()
	if unsupported == errNextSibling || unsupported == errLaterSibling {
		unsupported = errUnsupported
	}
	for _, s := range list {
		if len(s.compounds) > 1 {
			unsupported = errUnsupported
		}
		for _, one := range s.compounds[len(s.compounds)-1] {
			one.negate = !one.negate
			c = append(c, one)
		}
	}
	return c, unsupported, nil
}
