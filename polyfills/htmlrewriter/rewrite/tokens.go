package rewrite

import (
	"errors"
	"fmt"
	"strings"
)

// Comment is a comment, for the time of its handler.
type Comment struct {
	edit
	r       *Rewriter
	text    []byte
	changed bool
}

// Text is the comment's text.
func (c *Comment) Text() string { return c.r.charset.decode(c.text) }

// SetText changes the text. It must not end the comment.
func (c *Comment) SetText(text string) error {
	if strings.Contains(text, "-->") || strings.Contains(text, "--!>") || strings.HasPrefix(text, ">") || strings.HasPrefix(text, "->") {
		return errors.New("Comment text shouldn't contain a comment-closing sequence.")
	}
	b, ok := c.r.charset.exactly(text)
	if !ok {
		return errors.New("Comment text contains a character that can't be represented in the document's character encoding.")
	}
	c.text, c.changed = b, true
	return nil
}

// Chunk is a chunk of the text of a node, for the time of its handler. The last chunk of a node
// may be empty.
type Chunk struct {
	edit
	text string
	last bool
}

// Text is the chunk's text as it stands in the document, with character references.
func (c *Chunk) Text() string { return c.text }

// Last reports whether the text node ends with the chunk.
func (c *Chunk) Last() bool { return c.last }

// Doctype is a document type declaration, for the time of its handler. What it does not have is nil.
type Doctype struct{ Name, PublicID, SystemID *string }

// DocumentEnd is the end of the document, for the time of its handler.
type DocumentEnd struct{ appended []Content }

// Append puts content behind all that came. It is written when the handler has returned: its
// caller must not wait for a reader.
func (d *DocumentEnd) Append(c Content) { d.appended = append(d.appended, c) }

// EndTag is an end tag, for the time of its handler.
type EndTag struct {
	edit
	r       *Rewriter
	name    []byte
	changed bool
}

// Name is the tag's name in lower case.
func (t *EndTag) Name() string { return lowered(t.r.charset, t.name) }

// SetName changes the name.
func (t *EndTag) SetName(name string) { t.name, t.changed = t.r.charset.encode(name), true }

// Before puts content before the token, behind what was put there already.
func (e *edit) Before(c Content) { e.before = append(e.before, c) }

// After puts content behind the token, before what was put there already.
func (e *edit) After(c Content) { e.after = prepended(e.after, c) }

// Replace puts content in the place of the token.
func (e *edit) Replace(c Content) { e.replace(c) }

// Remove removes the token; content before and behind it stays.
func (e *edit) Remove() { e.removed = true }

// Removed reports whether the token was removed or replaced.
func (e *edit) Removed() bool { return e.removed }

// lowered is text with ASCII letters in lower case.
func lowered(c Charset, b []byte) string { return string(lower([]byte(c.decode(b)))) }

// tagName checks the name of an element.
func tagName(c Charset, name string) ([]byte, error) {
	if name == "" {
		return nil, errors.New("Tag name can't be empty.")
	}
	if !isAlpha(name[0]) {
		return nil, errors.New("The first character of the tag name should be an ASCII alphabetical character.")
	}
	if i := strings.IndexAny(name, " \n\r\t\f/>"); i >= 0 {
		return nil, fmt.Errorf("`%c` character is forbidden in the tag name", name[i])
	}
	b, ok := c.exactly(name)
	if !ok {
		return nil, errors.New("The tag name contains a character that can't be represented in the document's character encoding.")
	}
	return b, nil
}

// attributeName checks the name of an attribute, and gives it in lower case.
func attributeName(c Charset, name string) ([]byte, error) {
	if name == "" {
		return nil, errors.New("Attribute name can't be empty.")
	}
	if i := strings.IndexAny(name, " \n\r\t\f/>="); i >= 0 {
		return nil, fmt.Errorf("`%c` character is forbidden in the attribute name", name[i])
	}
	b, ok := c.exactly(string(lower([]byte(name))))
	if !ok {
		return nil, errors.New("The attribute name contains a character that can't be represented in the document's character encoding.")
	}
	return b, nil
}
