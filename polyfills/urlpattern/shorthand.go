package urlpattern

// shorthandState is a state of the constructor string parser: a component, or one of these.
type shorthandState int

const (
	stateInit      shorthandState = -2
	stateAuthority shorthandState = -1
	stateDone      shorthandState = componentCount
)

// shorthand is the standard's constructor string parser.
type shorthand struct {
	compile   compiler
	input     []rune
	tokens    []token
	out       *members
	start     int // the token at which the component begins
	index     int
	increment int
	depth     int // of groups
	brackets  int // of an IPv6 address
	special   bool
	state     shorthandState
}

// parseShorthand is "parse a constructor string".
func (compile compiler) parseShorthand(input string) (*members, error) {
	p := &shorthand{compile: compile, input: []rune(input), out: &members{}, state: stateInit}
	p.tokens, _ = tokenize(p.input, true)
	for p.index < len(p.tokens) {
		p.increment = 1
		if p.tokens[p.index].kind == tokenEnd {
			if p.end(); p.state == stateDone {
				break
			}
		} else if !p.insideGroup() {
			if err := p.step(); err != nil {
				return nil, err
			}
		}
		p.index += p.increment
	}
	if p.out.has(hostname) && !p.out.has(port) {
		p.out.parts[port] = new(string)
	}
	return p.out, nil
}

// end is what happens at the last token.
func (p *shorthand) end() {
	switch p.state {
	case stateInit: // no protocol: what is it?
		p.rewind(p.state)
		switch {
		case p.is(p.index, "#"):
			p.change(hash, 1)
		case p.searchPrefix():
			p.change(search, 1)
		default:
			p.change(pathname, 0)
		}
	case stateAuthority:
		p.rewind(hostname)
	default:
		p.change(stateDone, 0)
	}
}

// insideGroup tells whether the token is in braces.
func (p *shorthand) insideGroup() bool {
	switch p.tokens[p.index].kind {
	case tokenOpen:
		p.depth++
		return true
	case tokenClose:
		if p.depth > 0 {
			p.depth--
			return p.depth > 0
		}
	}
	return p.depth > 0
}

// step treats one token.
func (p *shorthand) step() error {
	is := func(c string) bool { return p.is(p.index, c) }
	switch p.state {
	case stateInit:
		if is(":") {
			p.rewind(protocol)
		}
	case protocol:
		if is(":") {
			return p.endProtocol()
		}
	case stateAuthority:
		if is("@") {
			p.rewind(username)
		} else if is("/") || p.searchPrefix() || is("#") {
			p.rewind(hostname)
		}
	case username:
		if is(":") {
			p.change(password, 1)
		} else if is("@") {
			p.change(hostname, 1)
		}
	case password:
		if is("@") {
			p.change(hostname, 1)
		}
	case hostname:
		switch {
		case is("["):
			p.brackets++
		case is("]"):
			p.brackets--
		case is(":") && p.brackets == 0:
			p.change(port, 1)
		default:
			p.afterHost()
		}
	case port:
		p.afterHost()
	case pathname:
		p.afterPath()
	case search:
		if is("#") {
			p.change(hash, 1)
		}
	}
	return nil
}

// endProtocol decides what follows the colon.
func (p *shorthand) endProtocol() error {
	c, err := p.compile.component(p.text(), plainSyntax, false, canonicalProtocol)
	if err != nil {
		return err
	}
	p.special = c.matchesSpecial()
	switch {
	case p.is(p.index+1, "/") && p.is(p.index+2, "/"):
		p.change(stateAuthority, 3)
	case p.special:
		p.change(stateAuthority, 1)
	default:
		p.change(pathname, 1)
	}
	return nil
}

func (p *shorthand) afterHost() {
	if p.is(p.index, "/") {
		p.change(pathname, 0)
		return
	}
	p.afterPath()
}

func (p *shorthand) afterPath() {
	if p.searchPrefix() {
		p.change(search, 1)
	} else if p.is(p.index, "#") {
		p.change(hash, 1)
	}
}

// at gives a token, the end beyond the last.
func (p *shorthand) at(index int) *token { return &p.tokens[min(index, len(p.tokens)-1)] }

// is tells whether a token is a character without a meaning of its own.
func (p *shorthand) is(index int, c string) bool {
	t := p.at(index)
	return t.value == c && (t.kind == tokenChar || t.kind == tokenEscaped || t.kind == tokenInvalid)
}

// searchPrefix tells a question mark from a modifier.
func (p *shorthand) searchPrefix() bool {
	if p.is(p.index, "?") {
		return true
	}
	if p.at(p.index).value != "?" {
		return false
	}
	if p.index == 0 {
		return true
	}
	switch p.at(p.index - 1).kind {
	case tokenName, tokenRegExp, tokenClose, tokenAsterisk:
		return false
	}
	return true
}

// text gives what the tokens since the component's start were made of.
func (p *shorthand) text() string {
	return string(p.input[p.at(p.start).index:p.tokens[p.index].index])
}

func (p *shorthand) rewind(s shorthandState) {
	p.index, p.increment, p.state = p.start, 0, s
}

// change is "change state": what was passed over is empty, not absent.
func (p *shorthand) change(next shorthandState, skip int) {
	if p.state >= 0 {
		text := p.text()
		p.out.parts[p.state] = &text
	}
	if p.state != stateInit && next != stateDone {
		p.skipped(next)
	}
	p.state = next
	p.index += skip
	p.start, p.increment = p.index, 0
}

func (p *shorthand) skipped(next shorthandState) {
	empty := func(c int, before shorthandState, after shorthandState, text string) {
		if p.state <= before && next >= after && !p.out.has(c) {
			p.out.parts[c] = &text
		}
	}
	path := ""
	if p.special {
		path = "/"
	}
	empty(hostname, password, port, "")
	empty(pathname, port, search, path)
	empty(search, pathname, hash, "")
}
