package rewrite

import "bytes"

// kind says what a lexeme is.
type kind uint8

const (
	textKind kind = iota
	startTagKind
	endTagKind
	commentKind
	doctypeKind
	rawKind // bytes that are no token: "</>", the ends of a CDATA section, a tag that the end cut off
	endKind // nothing comes any more
)

// span is a range of the input, counted from the start of its lexeme; to < 0: there is none.
type span struct{ from, to int }

var noSpan = span{0, -1}

// attribute is where an attribute of a start tag is. raw is all of it, with quotes.
type attribute struct{ name, value, raw span }

// signal is how a state ends.
type signal uint8

const (
	proceed signal = iota // in the tokenizer's new state
	starved               // until there is more input
	emitted               // a lexeme
	failed                // with tokenizer.err
)

// state is a state of the tokenizer (HTML, "Tokenization").
type state func(*tokenizer) signal

// tokenizer splits HTML into lexemes. Their bytes, one after the other, are the input.
type tokenizer struct {
	buf  []byte
	pos  int  // the next byte to look at
	last bool // no input follows buf
	state
	err error

	// The lexeme that next gave, or the one in work.
	kind        kind
	start, end  int
	part        int // start of the part in work
	name        span
	local       string // the tag's name in lower case
	attributes  []attribute
	selfClosing bool
	comment     span
	doctype     doctypeSpans

	text         textType
	lastStartTag string
	quote        byte
	back         state // the state of raw text to which a "<" that was none returns
	tree         treeBuilder
	names        map[string]string
}

type doctypeSpans struct{ name, publicID, systemID span }

// textType is in which way text is read.
type textType uint8

const (
	dataText textType = iota
	rcdataText
	rawText
	scriptText
	plainText
	cdataText
)

func newTokenizer() *tokenizer {
	return &tokenizer{state: (*tokenizer).data, names: map[string]string{}}
}

// feed gives the input that follows what consumed has not been told of.
func (t *tokenizer) feed(buf []byte, consumed int, last bool) {
	t.buf, t.last = buf, last
	t.pos -= consumed
	t.start -= consumed
	t.end -= consumed
}

// next goes to the next lexeme; false: the input is used up but for what begins at rest.
func (t *tokenizer) next() (bool, error) {
	t.start = t.end
	for {
		switch t.state(t) {
		case starved:
			return false, nil
		case failed:
			return false, t.err
		case emitted:
			return true, nil
		}
	}
}

// rest is where the lexeme in work begins.
func (t *tokenizer) rest() int { return t.start }

func (t *tokenizer) raw() []byte { return t.buf[t.start:t.end] }

func (t *tokenizer) bytes(s span) []byte { return t.buf[t.start+s.from : t.start+s.to] }

func (t *tokenizer) emit(k kind, end int, next state) signal {
	t.kind, t.end, t.state = k, end, next
	return emitted
}

func (t *tokenizer) to(next state) signal {
	t.state = next
	return proceed
}

// skipTo is to behind the byte at pos.
func (t *tokenizer) skipTo(next state) signal {
	t.pos++
	t.state = next
	return proceed
}

// peek gives the byte at pos, false where the input ends.
func (t *tokenizer) peek() (byte, bool) {
	if t.pos < len(t.buf) {
		return t.buf[t.pos], true
	}
	return 0, false
}

// partSpan is the part in work, up to pos.
func (t *tokenizer) partSpan() span { return span{t.part, t.pos - t.start} }

func (t *tokenizer) startPart() { t.part = t.pos - t.start }

// ahead reports whether word comes next, without regard to case when fold; short: the input ends
// before that is known.
func (t *tokenizer) ahead(word string, fold bool) (found, short bool) {
	rest := t.buf[t.pos:min(len(t.buf), t.pos+len(word))]
	for i, c := range rest {
		if fold && 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		if c != word[i] {
			return false, false
		}
	}
	if len(rest) == len(word) {
		return true, false
	}
	return false, !t.last
}

// atEnd waits for input; there is none: the end comes after what the lexeme in work has as k.
func (t *tokenizer) atEnd(k kind) signal {
	if !t.last {
		return starved
	}
	t.pos = len(t.buf)
	if t.pos > t.start {
		return t.emit(k, t.pos, (*tokenizer).finish)
	}
	return t.to((*tokenizer).finish)
}

func (t *tokenizer) finish() signal {
	return t.emit(endKind, t.pos, func(*tokenizer) signal { return starved })
}

// textUntil emits the text before the next c, and goes on behind c. What the input has of the text
// is emitted at its end.
func (t *tokenizer) textUntil(c byte, then state) signal {
	i := bytes.IndexByte(t.buf[t.pos:], c)
	if i < 0 {
		t.pos = len(t.buf)
		if t.pos > t.start {
			return t.emit(textKind, t.pos, t.state)
		}
		return t.atEnd(textKind)
	}
	if t.pos += i; t.pos > t.start {
		return t.emit(textKind, t.pos, t.state)
	}
	return t.skipTo(then)
}

// asText emits what turned out to be text, and goes on in next.
func (t *tokenizer) asText(next state) signal {
	if t.pos > t.start {
		return t.emit(textKind, t.pos, next)
	}
	return t.to(next)
}

func (t *tokenizer) data() signal { return t.textUntil('<', (*tokenizer).tagOpen) }

// textState is the state for the content that follows a tag.
func (t *tokenizer) textState() state {
	switch t.text {
	case rcdataText, rawText, scriptText:
		return (*tokenizer).rawText
	case plainText:
		return (*tokenizer).plaintext
	}
	return (*tokenizer).data
}

func (t *tokenizer) plaintext() signal {
	t.pos = len(t.buf)
	if t.pos > t.start {
		return t.emit(textKind, t.pos, t.state)
	}
	return t.atEnd(textKind)
}

func (t *tokenizer) cdataSection() signal { return t.textUntil(']', (*tokenizer).cdataBracket) }

func (t *tokenizer) cdataBracket() signal {
	found, short := t.ahead("]>", false)
	switch {
	case short:
		return starved
	case found:
		t.pos += 2
		t.text = dataText
		return t.emit(rawKind, t.pos, (*tokenizer).data)
	case t.pos == len(t.buf):
		return t.atEnd(textKind)
	}
	return t.asText((*tokenizer).cdataSection)
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

func isAlpha(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
