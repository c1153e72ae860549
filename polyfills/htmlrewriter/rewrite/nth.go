package rewrite

import "strings"

// nth parses An+B (CSS Syntax, "The An+B microsyntax").
func (p *selectorParser) nth() (nth, error) {
	p.skipSpace()
	if p.closed(")") {
		return nth{}, errUnexpectedEnd
	}
	t := p.next()
	name := strings.ToLower(t.text)
	switch {
	case t.kind == cssNumber && t.whole:
		return nth{0, t.number}, nil
	case t.kind == cssDimension && t.whole:
		return p.afterStep(t.number, name)
	case t.kind == cssIdent && name == "even":
		return nth{2, 0}, nil
	case t.kind == cssIdent && name == "odd":
		return nth{2, 1}, nil
	case t.kind == cssIdent && strings.HasPrefix(name, "-"):
		return p.afterStep(-1, name[1:])
	case t.kind == cssIdent:
		return p.afterStep(1, name)
	case t.is("+") && p.peek().kind == cssIdent:
		return p.afterStep(1, strings.ToLower(p.next().text))
	}
	return nth{}, errUnexpectedToken
}

// afterStep parses what follows the number of n: the n itself, and what may be behind it.
func (p *selectorParser) afterStep(step int, n string) (nth, error) {
	switch {
	case n == "n":
		return p.offset(step)
	case n == "n-":
		return p.signless(step, -1)
	case strings.HasPrefix(n, "n-") && len(n) > 2 && digits(n[2:]) == len(n)-2:
		return nth{step, toInt32(n[1:])}, nil
	}
	return nth{}, errUnexpectedToken
}

func (p *selectorParser) offset(step int) (nth, error) {
	p.skipSpace()
	switch t := p.peek(); {
	case t.is("+"):
		p.next()
		return p.signless(step, 1)
	case t.is("-"):
		p.next()
		return p.signless(step, -1)
	case t.kind == cssNumber && t.signed && t.whole:
		p.next()
		return nth{step, t.number}, nil
	}
	return nth{step, 0}, nil
}

func (p *selectorParser) signless(step, sign int) (nth, error) {
	p.skipSpace()
	if p.closed(")") {
		return nth{}, errUnexpectedEnd
	}
	t := p.next()
	if t.kind != cssNumber || t.signed || !t.whole {
		return nth{}, errUnexpectedToken
	}
	return nth{step, sign * t.number}, nil
}
