package rewrite

import (
	"bytes"
	"errors"
	"slices"
)

// Element is an element at its start tag, for the time of its handlers.
type Element struct {
	edit // of the start tag
	r    *Rewriter

	name        []byte
	space       namespace
	attributes  []elementAttribute
	selfClosing bool
	changed     bool // the tag is to be written anew
	hasContent  bool
	dropContent bool

	end    *edit  // of the end tag, when there is any
	rename []byte // of the end tag
	onEnd  func(*EndTag) error
}

// elementAttribute is an attribute; raw is how it came, nil when it was changed.
type elementAttribute struct{ name, value, raw []byte }

// endHandler is what the element wants of the tag that ends it.
type endHandler struct {
	edit   *edit
	rename []byte
	call   func(*EndTag) error
}

// apply prepares the tag and tells the handler.
func (h *endHandler) apply(t *EndTag) error {
	if h.rename != nil {
		t.name, t.changed = h.rename, true
	}
	if h.edit != nil {
		t.discard() // the outermost element that ends here decides
		t.edit = *h.edit
	}
	if h.call != nil {
		return h.call(t)
	}
	return nil
}

// Name is the tag's name in lower case.
func (e *Element) Name() string { return lowered(e.r.charset, e.name) }

// SetName changes the name of the start tag and the end tag.
func (e *Element) SetName(name string) error {
	b, err := tagName(e.r.charset, name)
	if err != nil {
		return err
	}
	e.name, e.changed = b, true
	if e.hasContent {
		e.rename = b
	}
	return nil
}

// NamespaceURI is the name of the element's namespace.
func (e *Element) NamespaceURI() string { return e.space.uri() }

// Attributes are names, in lower case, and values, with character references as they stand.
func (e *Element) Attributes() [][2]string {
	list := make([][2]string, len(e.attributes))
	for i, a := range e.attributes {
		list[i] = [2]string{lowered(e.r.charset, a.name), e.r.charset.decode(a.value)}
	}
	return list
}

// find gives the index of the first attribute of the name, or -1.
func (e *Element) find(name string) int {
	b, err := attributeName(e.r.charset, name)
	if err != nil {
		return -1
	}
	return e.index(b)
}

func (e *Element) index(name []byte) int {
	return slices.IndexFunc(e.attributes, func(a elementAttribute) bool { return bytes.Equal(lower(a.name), name) })
}

// Attribute gives the value of the first attribute of the name.
func (e *Element) Attribute(name string) (string, bool) {
	i := e.find(name)
	if i < 0 {
		return "", false
	}
	return e.r.charset.decode(e.attributes[i].value), true
}

// SetAttribute changes an attribute, or adds it at the end.
func (e *Element) SetAttribute(name, value string) error {
	b, err := attributeName(e.r.charset, name)
	if err != nil {
		return err
	}
	e.changed = true
	v := e.r.charset.encode(value)
	if i := e.index(b); i >= 0 {
		e.attributes[i].value, e.attributes[i].raw = v, nil
		return nil
	}
	e.attributes = append(e.attributes, elementAttribute{name: b, value: v})
	return nil
}

// RemoveAttribute removes all attributes of the name.
func (e *Element) RemoveAttribute(name string) {
	b, err := attributeName(e.r.charset, name)
	if err != nil || e.index(b) < 0 {
		return
	}
	e.changed = true
	e.attributes = slices.DeleteFunc(e.attributes, func(a elementAttribute) bool { return bytes.Equal(lower(a.name), b) })
}

// atEnd is the edit of the end tag.
func (e *Element) atEnd() *edit {
	if e.end == nil {
		e.end = &edit{}
	}
	return e.end
}

// After puts content behind the element.
func (e *Element) After(c Content) {
	if e.hasContent {
		e.atEnd().After(c)
		return
	}
	e.edit.After(c)
}

// Prepend puts content at the start of the element's; an element that cannot have any ignores it.
func (e *Element) Prepend(c Content) {
	if !e.hasContent {
		closeAll([]Content{c})
		return
	}
	e.edit.After(c)
}

// Append puts content at the end of the element's; an element that cannot have any ignores it.
func (e *Element) Append(c Content) {
	if !e.hasContent {
		closeAll([]Content{c})
		return
	}
	e.atEnd().Before(c)
}

// SetInnerContent puts content in the place of the element's.
func (e *Element) SetInnerContent(c Content) {
	if !e.hasContent {
		closeAll([]Content{c})
		return
	}
	e.removeContent()
	e.edit.After(c)
}

// Replace puts content in the place of the element.
func (e *Element) Replace(c Content) {
	e.edit.replace(c)
	e.removeRest()
}

// Remove removes the element with its content.
func (e *Element) Remove() {
	e.removed = true
	e.removeRest()
}

// RemoveAndKeepContent removes the tags.
func (e *Element) RemoveAndKeepContent() {
	e.removed = true
	if e.hasContent {
		e.atEnd().removed = true
	}
}

// removeRest removes what follows the start tag.
func (e *Element) removeRest() {
	if e.hasContent {
		e.removeContent()
		e.atEnd().removed = true
	}
}

// removeContent drops the content with what was put into it.
func (e *Element) removeContent() {
	closeAll(e.after)
	e.after = nil
	if e.end != nil {
		closeAll(e.end.before)
		e.end.before = nil
	}
	e.dropContent = true
}

// OnEndTag has f called with the tag that ends the element, in the place of what was set before. It
// is not called when no tag does.
func (e *Element) OnEndTag(f func(*EndTag) error) error {
	if !e.hasContent {
		return errors.New("No end tag.")
	}
	e.onEnd = f
	return nil
}

// endHandler is what the element wants of its end tag, nil for nothing.
func (e *Element) endHandler() *endHandler {
	if e.end == nil && e.rename == nil && e.onEnd == nil {
		return nil
	}
	return &endHandler{e.end, e.rename, e.onEnd}
}

// tag is the start tag written anew.
func (e *Element) tag() []byte {
	b := append([]byte("<"), e.name...)
	for _, a := range e.attributes {
		b = append(b, ' ')
		if a.raw != nil {
			b = append(b, a.raw...)
			continue
		}
		b = append(append(b, a.name...), `="`...)
		b = append(b, bytes.ReplaceAll(a.value, []byte(`"`), []byte("&quot;"))...)
		b = append(b, '"')
	}
	if !e.selfClosing {
		return append(b, '>')
	}
	if len(e.attributes) > 0 { // or the slash could be part of a value without quotes
		b = append(b, ' ')
	}
	return append(b, "/>"...)
}
