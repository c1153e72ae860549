package rewrite

import "bytes"

func (t *tokenizer) markupDeclarationOpen() signal {
	t.startPart()
	waits := false
	for _, d := range []struct {
		word string
		fold bool
		then func(*tokenizer) signal
	}{
		{"--", false, (*tokenizer).commentOpen},
		{"DOCTYPE", true, (*tokenizer).doctypeOpen},
		{"[CDATA[", false, (*tokenizer).cdataOpen},
	} {
		found, short := t.ahead(d.word, d.fold)
		if found {
			t.pos += len(d.word)
			return d.then(t)
		}
		waits = waits || short
	}
	if waits {
		return starved
	}
	return t.to((*tokenizer).bogusComment)
}

func (t *tokenizer) cdataOpen() signal {
	if !t.tree.foreign() {
		return t.to((*tokenizer).bogusComment)
	}
	t.text = cdataText
	return t.emit(rawKind, t.pos, (*tokenizer).cdataSection)
}

func (t *tokenizer) bogusComment() signal {
	i := bytes.IndexByte(t.buf[t.pos:], '>')
	if i < 0 {
		t.pos = len(t.buf)
		t.comment = t.partSpan()
		return t.atEnd(commentKind)
	}
	t.pos += i
	t.comment = t.partSpan()
	t.pos++
	return t.emit(commentKind, t.pos, (*tokenizer).data)
}

func (t *tokenizer) commentOpen() signal {
	t.startPart()
	t.comment = t.partSpan()
	return t.to((*tokenizer).commentStart)
}

// endComment emits the comment that ends with the ">" at pos.
func (t *tokenizer) endComment() signal {
	t.pos++
	return t.emit(commentKind, t.pos, (*tokenizer).data)
}

func (t *tokenizer) commentStart() signal {
	switch c, ok := t.peek(); {
	case ok && c == '-':
		return t.skipTo((*tokenizer).commentStartDash)
	case ok && c == '>':
		return t.endComment()
	case !ok && !t.last:
		return starved
	}
	return t.to((*tokenizer).commentText)
}

func (t *tokenizer) commentStartDash() signal {
	switch c, ok := t.peek(); {
	case !ok:
		return t.atEnd(commentKind)
	case c == '-':
		return t.skipTo((*tokenizer).commentEnd)
	case c == '>':
		return t.endComment()
	}
	return t.to((*tokenizer).commentText)
}

func (t *tokenizer) commentText() signal {
	i := bytes.IndexByte(t.buf[t.pos:], '-')
	if i < 0 {
		t.pos = len(t.buf)
		t.comment = t.partSpan()
		return t.atEnd(commentKind)
	}
	t.pos += i
	t.comment = t.partSpan()
	return t.skipTo((*tokenizer).commentEndDash)
}

func (t *tokenizer) commentEndDash() signal {
	switch c, ok := t.peek(); {
	case !ok:
		return t.atEnd(commentKind)
	case c == '-':
		return t.skipTo((*tokenizer).commentEnd)
	}
	return t.to((*tokenizer).commentText)
}

func (t *tokenizer) commentEnd() signal {
	for ; t.pos < len(t.buf); t.pos++ {
		switch t.buf[t.pos] {
		case '>':
			return t.endComment()
		case '!':
			return t.skipTo((*tokenizer).commentEndBang)
		case '-':
			t.comment.to++
		default:
			return t.to((*tokenizer).commentText)
		}
	}
	return t.atEnd(commentKind)
}

func (t *tokenizer) commentEndBang() signal {
	switch c, ok := t.peek(); {
	case !ok:
		return t.atEnd(commentKind)
	case c == '-':
		t.comment.to += 3
		return t.skipTo((*tokenizer).commentEndDash)
	case c == '>':
		return t.endComment()
	}
	return t.to((*tokenizer).commentText)
}

func (t *tokenizer) doctypeOpen() signal {
	t.doctype = doctypeSpans{noSpan, noSpan, noSpan}
	return t.to((*tokenizer).beforeDoctypeName)
}

func (t *tokenizer) endDoctype() signal {
	t.pos++
	return t.emit(doctypeKind, t.pos, (*tokenizer).data)
}

func (t *tokenizer) beforeDoctypeName() signal {
	for ; t.pos < len(t.buf); t.pos++ {
		switch c := t.buf[t.pos]; {
		case isSpace(c):
		case c == '>':
			return t.endDoctype()
		default:
			t.startPart()
			return t.skipTo((*tokenizer).doctypeName)
		}
	}
	return t.atEnd(doctypeKind)
}

func (t *tokenizer) doctypeName() signal {
	for ; t.pos < len(t.buf); t.pos++ {
		c := t.buf[t.pos]
		if c != '>' && !isSpace(c) {
			continue
		}
		t.doctype.name = t.partSpan()
		if c == '>' {
			return t.endDoctype()
		}
		return t.skipTo((*tokenizer).afterDoctypeName)
	}
	t.doctype.name = t.partSpan()
	return t.atEnd(doctypeKind)
}

func (t *tokenizer) afterDoctypeName() signal {
	for ; t.pos < len(t.buf) && isSpace(t.buf[t.pos]); t.pos++ {
	}
	c, ok := t.peek()
	if !ok {
		return t.atEnd(doctypeKind)
	}
	if c == '>' {
		return t.endDoctype()
	}
	public, shortPublic := t.ahead("PUBLIC", true)
	system, shortSystem := t.ahead("SYSTEM", true)
	switch {
	case shortPublic || shortSystem:
		return starved
	case public:
		t.pos += len("PUBLIC")
		return t.to((*tokenizer).beforePublicID)
	case system:
		t.pos += len("SYSTEM")
		return t.to((*tokenizer).beforeSystemID)
	}
	return t.to((*tokenizer).bogusDoctype)
}

// beforeID looks for the quote of an identifier.
func (t *tokenizer) beforeID(then state) signal {
	for ; t.pos < len(t.buf); t.pos++ {
		switch c := t.buf[t.pos]; {
		case isSpace(c):
		case c == '"' || c == '\'':
			t.quote = c
			t.pos++
			t.startPart()
			return t.to(then)
		case c == '>':
			return t.endDoctype()
		default:
			return t.to((*tokenizer).bogusDoctype)
		}
	}
	return t.atEnd(doctypeKind)
}

// identifier reads up to the closing quote.
func (t *tokenizer) identifier(id *span, then state) signal {
	for ; t.pos < len(t.buf); t.pos++ {
		c := t.buf[t.pos]
		if c != t.quote && c != '>' {
			continue
		}
		*id = t.partSpan()
		if c == '>' {
			return t.endDoctype()
		}
		return t.skipTo(then)
	}
	*id = t.partSpan()
	return t.atEnd(doctypeKind)
}

func (t *tokenizer) beforePublicID() signal { return t.beforeID((*tokenizer).publicID) }

func (t *tokenizer) beforeSystemID() signal { return t.beforeID((*tokenizer).systemID) }

func (t *tokenizer) publicID() signal {
	return t.identifier(&t.doctype.publicID, (*tokenizer).beforeSystemID)
}

func (t *tokenizer) systemID() signal {
	return t.identifier(&t.doctype.systemID, (*tokenizer).bogusDoctype)
}

func (t *tokenizer) bogusDoctype() signal {
	i := bytes.IndexByte(t.buf[t.pos:], '>')
	if i < 0 {
		t.pos = len(t.buf)
		return t.atEnd(doctypeKind)
	}
	t.pos += i
	return t.endDoctype()
}
