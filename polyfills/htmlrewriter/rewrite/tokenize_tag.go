package rewrite

import "bytes"

func (t *tokenizer) tagOpen() signal {
	c, ok := t.peek()
	switch {
	case !ok:
		return t.atEnd(textKind)
	case isAlpha(c):
		t.beginTag(startTagKind)
		return t.skipTo((*tokenizer).tagName)
	case c == '!':
		return t.skipTo((*tokenizer).markupDeclarationOpen)
	case c == '/':
		return t.skipTo((*tokenizer).endTagOpen)
	case c == '?':
		t.startPart()
		return t.to((*tokenizer).bogusComment)
	}
	return t.asText((*tokenizer).data)
}

func (t *tokenizer) endTagOpen() signal {
	c, ok := t.peek()
	switch {
	case !ok:
		return t.atEnd(textKind)
	case isAlpha(c):
		t.beginTag(endTagKind)
		return t.skipTo((*tokenizer).tagName)
	case c == '>':
		t.pos++
		return t.emit(rawKind, t.pos, (*tokenizer).data)
	}
	t.startPart()
	return t.to((*tokenizer).bogusComment)
}

func (t *tokenizer) beginTag(k kind) {
	t.kind, t.selfClosing, t.attributes = k, false, t.attributes[:0]
	t.startPart()
}

func (t *tokenizer) tagName() signal {
	for ; t.pos < len(t.buf); t.pos++ {
		switch c := t.buf[t.pos]; {
		case isSpace(c):
			t.name = t.partSpan()
			return t.skipTo((*tokenizer).beforeAttributeName)
		case c == '>':
			t.name = t.partSpan()
			return t.emitTag()
		case c == '/':
			t.name = t.partSpan()
			return t.skipTo((*tokenizer).selfClosingStartTag)
		}
	}
	return t.atEnd(rawKind)
}

func (t *tokenizer) selfClosingStartTag() signal {
	c, ok := t.peek()
	if !ok {
		return t.atEnd(rawKind)
	}
	if c == '>' {
		t.selfClosing = t.kind == startTagKind
		return t.emitTag()
	}
	return t.to((*tokenizer).beforeAttributeName)
}

// emitTag emits the tag that ends with the ">" at pos, and reads on as the tag demands.
func (t *tokenizer) emitTag() signal {
	t.pos++
	t.end = t.pos
	t.local = t.intern(t.bytes(t.name))
	t.text = dataText
	if t.err = t.tree.tag(t); t.err != nil {
		return failed
	}
	if t.kind == startTagKind {
		t.lastStartTag = t.local
	}
	t.state = t.textState()
	return emitted
}

// intern gives a name in lower case; the same names share their memory.
func (t *tokenizer) intern(name []byte) string {
	if s, ok := t.names[string(name)]; ok {
		return s
	}
	s := string(lower(name))
	if len(t.names) < 1000 { // a document may make names up
		t.names[string(name)] = s
	}
	return s
}

// lower is name with the letters of ASCII in lower case; it may be name itself.
func lower(name []byte) []byte {
	for i, c := range name {
		if 'A' <= c && c <= 'Z' {
			name = bytes.Clone(name)
			for j := i; j < len(name); j++ {
				if c := name[j]; 'A' <= c && c <= 'Z' {
					name[j] = c + 'a' - 'A'
				}
			}
			return name
		}
	}
	return name
}

func (t *tokenizer) beforeAttributeName() signal {
	for ; t.pos < len(t.buf); t.pos++ {
		switch c := t.buf[t.pos]; {
		case isSpace(c):
		case c == '/':
			return t.skipTo((*tokenizer).selfClosingStartTag)
		case c == '>':
			return t.emitTag()
		default:
			t.startAttribute()
			return t.skipTo((*tokenizer).attributeName)
		}
	}
	return t.atEnd(rawKind)
}

func (t *tokenizer) startAttribute() {
	t.startPart()
	if t.kind == startTagKind {
		t.attributes = append(t.attributes, attribute{})
	}
}

// endName ends the name of the attribute in work; it has no value yet.
func (t *tokenizer) endName() {
	if t.kind != startTagKind {
		return
	}
	a := &t.attributes[len(t.attributes)-1]
	a.name = t.partSpan()
	a.raw, a.value = a.name, span{a.name.to, a.name.to}
}

// endValue ends the value of the attribute in work, which takes quote bytes more.
func (t *tokenizer) endValue(quote int) {
	if t.kind != startTagKind {
		return
	}
	a := &t.attributes[len(t.attributes)-1]
	a.value = t.partSpan()
	a.raw.to = a.value.to + quote
}

func (t *tokenizer) attributeName() signal {
	for ; t.pos < len(t.buf); t.pos++ {
		switch c := t.buf[t.pos]; {
		case isSpace(c):
			t.endName()
			return t.skipTo((*tokenizer).afterAttributeName)
		case c == '=':
			t.endName()
			return t.skipTo((*tokenizer).beforeAttributeValue)
		case c == '/':
			t.endName()
			return t.skipTo((*tokenizer).selfClosingStartTag)
		case c == '>':
			t.endName()
			return t.emitTag()
		}
	}
	return t.atEnd(rawKind)
}

func (t *tokenizer) afterAttributeName() signal {
	for ; t.pos < len(t.buf); t.pos++ {
		switch c := t.buf[t.pos]; {
		case isSpace(c):
		case c == '/':
			return t.skipTo((*tokenizer).selfClosingStartTag)
		case c == '=':
			return t.skipTo((*tokenizer).beforeAttributeValue)
		case c == '>':
			return t.emitTag()
		default:
			t.startAttribute()
			return t.skipTo((*tokenizer).attributeName)
		}
	}
	return t.atEnd(rawKind)
}

func (t *tokenizer) beforeAttributeValue() signal {
	for ; t.pos < len(t.buf); t.pos++ {
		switch c := t.buf[t.pos]; {
		case isSpace(c):
		case c == '"' || c == '\'':
			t.quote = c
			t.pos++
			t.startPart()
			return t.to((*tokenizer).attributeValueQuoted)
		case c == '>':
			return t.emitTag()
		default:
			t.startPart()
			return t.to((*tokenizer).attributeValueUnquoted)
		}
	}
	return t.atEnd(rawKind)
}

func (t *tokenizer) attributeValueQuoted() signal {
	i := bytes.IndexByte(t.buf[t.pos:], t.quote)
	if i < 0 {
		t.pos = len(t.buf)
		return t.atEnd(rawKind)
	}
	t.pos += i
	t.endValue(1)
	return t.skipTo((*tokenizer).beforeAttributeName)
}

func (t *tokenizer) attributeValueUnquoted() signal {
	for ; t.pos < len(t.buf); t.pos++ {
		switch c := t.buf[t.pos]; {
		case isSpace(c):
			t.endValue(0)
			return t.skipTo((*tokenizer).beforeAttributeName)
		case c == '>':
			t.endValue(0)
			return t.emitTag()
		}
	}
	return t.atEnd(rawKind)
}
