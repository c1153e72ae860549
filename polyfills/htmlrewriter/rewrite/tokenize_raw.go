package rewrite

// rawText is the content of title, textarea, style, script and their like: text up to the
// element's own end tag.
func (t *tokenizer) rawText() signal {
	t.back = (*tokenizer).rawText
	return t.textUntil('<', (*tokenizer).rawLessThan)
}

func (t *tokenizer) rawLessThan() signal {
	c, ok := t.peek()
	switch {
	case !ok:
		return t.atEnd(textKind)
	case c == '/':
		return t.skipTo((*tokenizer).rawEndTagOpen)
	case c == '!' && t.text == scriptText:
		return t.skipTo((*tokenizer).scriptEscapeStart)
	}
	return t.asText(t.back)
}

func (t *tokenizer) rawEndTagOpen() signal {
	c, ok := t.peek()
	switch {
	case !ok:
		return t.atEnd(textKind)
	case isAlpha(c):
		t.beginTag(endTagKind)
		return t.skipTo((*tokenizer).rawEndTagName)
	}
	return t.asText(t.back)
}

func (t *tokenizer) rawEndTagName() signal {
	for ; t.pos < len(t.buf); t.pos++ {
		c := t.buf[t.pos]
		if isAlpha(c) {
			continue
		}
		if !isSpace(c) && c != '/' && c != '>' || !t.appropriate() {
			return t.asText(t.back)
		}
		t.name = t.partSpan()
		switch c {
		case '>':
			return t.emitTag()
		case '/':
			return t.skipTo((*tokenizer).selfClosingStartTag)
		}
		return t.skipTo((*tokenizer).beforeAttributeName)
	}
	return t.atEnd(textKind)
}

// appropriate reports whether the name in work is that of the last start tag.
func (t *tokenizer) appropriate() bool {
	return string(lower(t.bytes(t.partSpan()))) == t.lastStartTag
}

func (t *tokenizer) scriptEscapeStart() signal {
	found, short := t.ahead("--", false)
	switch {
	case short:
		return starved
	case found:
		t.pos += 2
		return t.to((*tokenizer).scriptEscapedDashDash)
	case t.pos == len(t.buf):
		return t.atEnd(textKind)
	}
	return t.asText((*tokenizer).rawText)
}

func (t *tokenizer) scriptEscapedDashDash() signal {
	t.back = (*tokenizer).scriptEscaped
	for ; t.pos < len(t.buf); t.pos++ {
		switch t.buf[t.pos] {
		case '-':
		case '<':
			return t.escapedLessThan()
		case '>':
			return t.asText((*tokenizer).rawText)
		default:
			return t.skipTo((*tokenizer).scriptEscaped)
		}
	}
	return t.atEnd(textKind)
}

// escapedLessThan goes behind the "<" at pos, once the text before it is emitted.
func (t *tokenizer) escapedLessThan() signal {
	if t.pos > t.start {
		return t.emit(textKind, t.pos, t.state)
	}
	return t.skipTo((*tokenizer).scriptEscapedLessThan)
}

func (t *tokenizer) scriptEscaped() signal {
	t.back = (*tokenizer).scriptEscaped
	for ; t.pos < len(t.buf); t.pos++ {
		switch t.buf[t.pos] {
		case '-':
			found, short := t.ahead("--", false)
			if short {
				return starved
			}
			if found {
				t.pos += 2
				return t.to((*tokenizer).scriptEscapedDashDash)
			}
		case '<':
			return t.escapedLessThan()
		}
	}
	return t.atEnd(textKind)
}

func (t *tokenizer) scriptEscapedLessThan() signal {
	found, short := t.ahead("SCRIPT", true)
	switch {
	case short:
		return starved
	case found:
		t.pos += len("SCRIPT")
		return t.to((*tokenizer).scriptDoubleEscapeStart)
	}
	c, ok := t.peek()
	switch {
	case !ok:
		return t.atEnd(textKind)
	case c == '/':
		return t.skipTo((*tokenizer).rawEndTagOpen)
	}
	return t.asText((*tokenizer).scriptEscaped)
}

func (t *tokenizer) scriptDoubleEscapeStart() signal {
	return t.scriptTagEnd((*tokenizer).scriptDoubleEscaped, (*tokenizer).scriptEscaped)
}

// scriptTagEnd goes to one state when the name "script" ends at pos, to the other when not.
func (t *tokenizer) scriptTagEnd(yes, no state) signal {
	c, ok := t.peek()
	switch {
	case !ok:
		return t.atEnd(textKind)
	case isSpace(c) || c == '/' || c == '>':
		return t.skipTo(yes)
	}
	return t.to(no)
}

func (t *tokenizer) scriptDoubleEscaped() signal {
	for ; t.pos < len(t.buf); t.pos++ {
		switch t.buf[t.pos] {
		case '-':
			found, short := t.ahead("--", false)
			if short {
				return starved
			}
			if found {
				t.pos += 2
				return t.to((*tokenizer).scriptDoubleEscapedDashDash)
			}
		case '<':
			if t.pos > t.start {
				return t.emit(textKind, t.pos, t.state)
			}
			return t.skipTo((*tokenizer).scriptDoubleEscapedLessThan)
		}
	}
	return t.atEnd(textKind)
}

func (t *tokenizer) scriptDoubleEscapedDashDash() signal {
	for ; t.pos < len(t.buf); t.pos++ {
		switch t.buf[t.pos] {
		case '-':
		case '<':
			return t.skipTo((*tokenizer).scriptDoubleEscapedLessThan)
		case '>':
			return t.asText((*tokenizer).rawText)
		default:
			return t.skipTo((*tokenizer).scriptDoubleEscaped)
		}
	}
	return t.atEnd(textKind)
}

func (t *tokenizer) scriptDoubleEscapedLessThan() signal {
	c, ok := t.peek()
	switch {
	case !ok:
		return t.atEnd(textKind)
	case c == '/':
		return t.skipTo((*tokenizer).scriptDoubleEscapedEndTag)
	}
	return t.to((*tokenizer).scriptDoubleEscaped)
}

func (t *tokenizer) scriptDoubleEscapedEndTag() signal {
	found, short := t.ahead("SCRIPT", true)
	switch {
	case short:
		return starved
	case found:
		t.pos += len("SCRIPT")
		return t.to((*tokenizer).scriptDoubleEscapeEnd)
	case t.pos == len(t.buf):
		return t.atEnd(textKind)
	}
	return t.to((*tokenizer).scriptDoubleEscaped)
}

func (t *tokenizer) scriptDoubleEscapeEnd() signal {
	return t.scriptTagEnd((*tokenizer).scriptEscaped, (*tokenizer).scriptDoubleEscaped)
}
