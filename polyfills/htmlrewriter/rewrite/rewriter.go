package rewrite

import (
	"errors"
	"io"
	"slices"
)

// ElementHandlers are told of what matches a selector: the elements, and the comments and text in
// them. They are called one after the other, and may be nil.
type ElementHandlers struct {
	Element  func(*Element) error
	Comments func(*Comment) error
	Text     func(*Chunk) error
}

// DocumentHandlers are told of everything in a document.
type DocumentHandlers struct {
	Doctype  func(*Doctype) error
	Comments func(*Comment) error
	Text     func(*Chunk) error
	End      func(*DocumentEnd) error
}

// Rule is handlers with the selector that says for what.
type Rule struct {
	Selector *Selector
	ElementHandlers
}

// Options say how a document is rewritten.
type Options struct {
	Charset  Charset
	Rules    []Rule
	Document []DocumentHandlers
	VoidESI  bool // <esi:include> and <esi:comment> have no content

	// Reading is told of the reader that is inserted next, and with nil that it was; nil: nobody is.
	Reading func(io.Reader)
}

// Error is a document that cannot be rewritten, with the platform's words.
type Error struct{ Err error }

func (e *Error) Error() string { return e.Err.Error() }

// Unwrap gives the reason.
func (e *Error) Unwrap() error { return e.Err }

// maxHeld is how many bytes of a token may wait for the rest of it.
const maxHeld = 3 << 20

// Rewriter rewrites one document: write it in pieces of any size, then call [Rewriter.End]. Errors of
// handlers are given as they are, others as *[Error]; after an error nothing more may be written.
type Rewriter struct {
	options Options
	charset Charset
	tok     *tokenizer
	held    []byte // input whose token is not whole
	sent    int    // how much of the tokenizer's input was written or dropped
	out     output
	text    textDecoder

	stack    *stack // nil without rules
	comments []int  // how many open elements match each rule, for its handlers
	texts    []int  // the same
	reading  int    // the sum of texts, and one for each handler of the document
	watching int    // the same of comments
	dropped  int    // open elements whose content is removed
}

// New makes a rewriter that writes to w.
func New(w io.Writer, options Options) *Rewriter {
	r := &Rewriter{
		options: options, charset: options.Charset, tok: newTokenizer(),
		out:      output{Writer: w, charset: options.Charset, reading: options.Reading},
		text:     textDecoder{charset: options.Charset},
		comments: make([]int, len(options.Rules)), texts: make([]int, len(options.Rules)),
	}
	for _, d := range options.Document {
		r.watching += present(d.Comments != nil)
		r.reading += present(d.Text != nil)
	}
	if len(options.Rules) > 0 {
		r.stack = newStack(options.VoidESI)
		r.stack.attribute = r.attributeOf
		for i, rule := range options.Rules {
			r.stack.add(rule.Selector.in(r.charset), i)
		}
	}
	return r
}

func present(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// Write rewrites more of the document. It does not keep p.
func (r *Rewriter) Write(p []byte) (int, error) {
	buf := p
	if len(r.held) > 0 {
		r.held = append(r.held, p...)
		buf = r.held
	}
	if err := r.run(buf, false); err != nil {
		return 0, err
	}
	return len(p), nil
}

// End rewrites what is left of the document.
func (r *Rewriter) End() error { return r.run(r.held, true) }

// run rewrites the lexemes of buf, which begins with what is held, and holds the rest.
func (r *Rewriter) run(buf []byte, last bool) error {
	r.tok.feed(buf, 0, last)
	for {
		more, err := r.tok.next()
		if err != nil {
			return r.fail(&Error{err})
		}
		if !more {
			break
		}
		if err := r.lexeme(); err != nil {
			return r.fail(err)
		}
		if r.out.err != nil {
			return r.fail(r.out.err)
		}
	}
	rest := r.tok.rest()
	r.passUpTo(rest)
	if len(buf)-rest > maxHeld {
		return r.fail(&Error{errMemory})
	}
	if last {
		r.abandon()
	}
	r.hold(buf[rest:])
	r.tok.feed(r.held, rest, last)
	r.sent = 0
	return r.out.err
}

// hold keeps the input that next begins with; it may be part of what is held already.
func (r *Rewriter) hold(rest []byte) {
	if len(rest) == 0 && cap(r.held) > 64<<10 {
		r.held = nil
	}
	r.held = append(r.held[:0], rest...)
}

// fail ends with an error of the token in work: what came before it is written.
func (r *Rewriter) fail(err error) error {
	if r.tok.start > r.sent {
		r.passUpTo(r.tok.start)
	}
	r.abandon()
	return err
}

// abandon closes what was to be written at end tags that do not come.
func (r *Rewriter) abandon() {
	if r.stack == nil {
		return
	}
	for _, e := range r.stack.items {
		if e.onEnd != nil && e.onEnd.edit != nil {
			e.onEnd.edit.discard()
		}
	}
}

// passUpTo writes the input before pos that was not yet.
func (r *Rewriter) passUpTo(pos int) {
	if pos > r.sent {
		r.out.bytes(r.tok.buf[r.sent:pos])
		r.sent = pos
	}
}

func (r *Rewriter) lexeme() error {
	switch r.tok.kind {
	case textKind:
		return r.onText()
	case startTagKind:
		return r.onStartTag()
	case endTagKind:
		return r.onEndTag()
	}
	if err := r.flushText(); err != nil {
		return err
	}
	switch r.tok.kind {
	case commentKind:
		return r.onComment()
	case doctypeKind:
		return r.onDoctype()
	case endKind:
		return r.onEnd()
	}
	return nil
}

// replaced writes what came before the lexeme, then what write does in the lexeme's place.
func (r *Rewriter) replaced(write func() error) error {
	r.passUpTo(r.tok.start)
	r.sent = r.tok.end
	return write()
}

func (r *Rewriter) onText() error {
	if r.reading == 0 {
		return nil
	}
	return r.replaced(func() error { return r.text.feed(r.tok.raw(), r.chunk) })
}

// flushText ends the text node that handlers have been told of.
func (r *Rewriter) flushText() error {
	if r.text.run == nil {
		return nil
	}
	r.passUpTo(r.tok.start)
	return r.text.flush(r.chunk)
}

func (r *Rewriter) chunk(text string, last bool) error {
	c := &Chunk{text: text, last: last}
	for i, rule := range r.options.Rules {
		if rule.Text != nil && r.texts[i] > 0 {
			if err := rule.Text(c); err != nil {
				c.discard()
				return err
			}
		}
	}
	for _, d := range r.options.Document {
		if d.Text != nil {
			if err := d.Text(c); err != nil {
				c.discard()
				return err
			}
		}
	}
	return r.write(&c.edit, func() { r.out.text(c.text, true) })
}

// write writes a token with its edits, or drops it where content is removed.
func (r *Rewriter) write(e *edit, self func()) error {
	if r.out.muted {
		e.discard()
		return nil
	}
	return r.classify(r.out.write(e, self))
}

// classify makes an *Error of the package's own errors.
func (r *Rewriter) classify(err error) error {
	if errors.Is(err, errUTF8) {
		return &Error{err}
	}
	return err
}

func (r *Rewriter) onComment() error {
	if r.watching == 0 {
		return nil
	}
	return r.replaced(func() error {
		c := &Comment{r: r, text: r.tok.bytes(r.tok.comment)}
		for i, rule := range r.options.Rules {
			if rule.Comments != nil && r.comments[i] > 0 {
				if err := rule.Comments(c); err != nil {
					return err
				}
			}
		}
		for _, d := range r.options.Document {
			if d.Comments != nil {
				if err := d.Comments(c); err != nil {
					return err
				}
			}
		}
		return r.write(&c.edit, func() {
			if !c.changed {
				r.out.bytes(r.tok.raw())
				return
			}
			r.out.bytes(slices.Concat([]byte("<!--"), c.text, []byte("-->")))
		})
	})
}

func (r *Rewriter) onDoctype() error {
	d := &Doctype{}
	if s := r.tok.doctype.name; s.to >= 0 {
		name := lowered(r.charset, r.tok.bytes(s))
		d.Name = &name
	}
	d.PublicID, d.SystemID = r.part(r.tok.doctype.publicID), r.part(r.tok.doctype.systemID)
	for _, h := range r.options.Document {
		if h.Doctype != nil {
			r.passUpTo(r.tok.start)
			if err := h.Doctype(d); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *Rewriter) part(s span) *string {
	if s.to < 0 {
		return nil
	}
	text := r.charset.decode(r.tok.bytes(s))
	return &text
}

// onEnd tells the handlers of the end, the last first, as the platform does.
func (r *Rewriter) onEnd() error {
	r.passUpTo(r.tok.end)
	r.out.muted = false
	for _, d := range slices.Backward(r.options.Document) {
		if d.End != nil {
			e := &DocumentEnd{}
			if err := d.End(e); err != nil {
				return err
			}
			if err := r.out.contents(e.appended); err != nil {
				return err
			}
		}
	}
	return nil
}

// attributeOf finds an attribute of the start tag in work.
func (r *Rewriter) attributeOf(name string) ([]byte, bool) {
	for _, a := range r.tok.attributes {
		if found := r.tok.bytes(a.name); len(found) == len(name) && string(lower(found)) == name {
			return r.tok.bytes(a.value), true
		}
	}
	return nil, false
}

func (r *Rewriter) onStartTag() error {
	if err := r.flushText(); err != nil {
		return err
	}
	if r.stack == nil {
		return nil
	}
	rules, open, err := r.stack.start(r.tok)
	if err != nil {
		return &Error{err}
	}
	wanted := false
	for _, i := range rules {
		wanted = wanted || r.options.Rules[i].Element != nil
		if open != nil {
			r.count(i, 1)
		}
	}
	if !wanted {
		return nil
	}
	err = r.replaced(func() error { return r.element(rules, open) })
	r.out.muted = r.dropped > 0
	return err
}

// count notes that an element of a rule was opened or closed.
func (r *Rewriter) count(rule, change int) {
	if r.options.Rules[rule].Comments != nil {
		r.comments[rule] += change
		r.watching += change
	}
	if r.options.Rules[rule].Text != nil {
		r.texts[rule] += change
		r.reading += change
	}
}

// element tells the handlers of an element, and writes its start tag.
func (r *Rewriter) element(rules []int, open *element) error {
	e := r.newElement(open != nil)
	for _, i := range rules {
		if f := r.options.Rules[i].Element; f != nil {
			if err := f(e); err != nil {
				e.discard()
				if e.end != nil {
					e.end.discard()
				}
				return err
			}
		}
	}
	if open != nil {
		open.onEnd = e.endHandler()
		if open.removed = e.dropContent; open.removed {
			r.dropped++
		}
	}
	return r.write(&e.edit, func() {
		if e.changed {
			r.out.bytes(e.tag())
			return
		}
		r.out.bytes(r.tok.raw())
	})
}

func (r *Rewriter) newElement(hasContent bool) *Element {
	e := &Element{
		r: r, name: r.tok.bytes(r.tok.name), space: r.tok.tree.element, selfClosing: r.tok.selfClosing,
		hasContent: hasContent, edit: edit{removed: r.dropped > 0},
		attributes: make([]elementAttribute, len(r.tok.attributes)),
	}
	for i, a := range r.tok.attributes {
		e.attributes[i] = elementAttribute{r.tok.bytes(a.name), r.tok.bytes(a.value), r.tok.bytes(a.raw)}
	}
	return e
}

func (r *Rewriter) onEndTag() error {
	if err := r.flushText(); err != nil {
		return err
	}
	if r.stack == nil {
		return nil
	}
	var handlers []*endHandler
	for _, e := range slices.Backward(r.stack.end(r.tok.local)) {
		for _, i := range e.rules {
			r.count(i, -1)
		}
		if e.removed {
			r.dropped--
		}
		if e.onEnd != nil {
			handlers = append(handlers, e.onEnd)
		}
	}
	if r.out.muted && r.dropped == 0 { // what was removed ends before this tag
		r.sent = r.tok.start
		r.out.muted = false
	}
	if len(handlers) == 0 {
		return nil
	}
	return r.replaced(func() error { return r.endTag(handlers) })
}

// endTag tells the handlers of the elements that the tag ends, the innermost first.
func (r *Rewriter) endTag(handlers []*endHandler) error {
	t := &EndTag{r: r, name: r.tok.bytes(r.tok.name)}
	for _, h := range handlers {
		if err := h.apply(t); err != nil {
			t.discard()
			return err
		}
	}
	return r.write(&t.edit, func() {
		if !t.changed {
			r.out.bytes(r.tok.raw())
			return
		}
		r.out.bytes(slices.Concat([]byte("</"), t.name, []byte(">")))
	})
}

// in gives the selector with names and values in the document's encoding. What that cannot have
// matches nothing.
func (s *Selector) in(c Charset) *Selector {
	if c.legacy == nil {
		return s
	}
	out := &Selector{list: slices.Clone(s.list)}
	for i := range out.list {
		out.list[i].compounds = slices.Clone(out.list[i].compounds)
		for j, one := range out.list[i].compounds {
			out.list[i].compounds[j] = one.in(c)
		}
	}
	return out
}

func (c compound) in(charset Charset) compound {
	c = slices.Clone(c)
	for i := range c {
		if c[i].test == testElement {
			continue // names are compared as text
		}
		name, ok := charset.exactly(c[i].name)
		value, okValue := charset.exactly(c[i].value)
		if !ok || !okValue {
			c[i] = condition{test: testNone}
			continue
		}
		c[i].name, c[i].value = string(name), string(value)
	}
	return c
}
