package rewrite

import (
	"slices"
	"strings"
)

// namespace is what an element belongs to.
type namespace uint8

const (
	htmlNamespace namespace = iota
	svgNamespace
	mathNamespace
)

// uri is the namespace's name (Infra, "Namespaces").
func (n namespace) uri() string {
	switch n {
	case svgNamespace:
		return "http://www.w3.org/2000/svg"
	case mathNamespace:
		return "http://www.w3.org/1998/Math/MathML"
	}
	return "http://www.w3.org/1999/xhtml"
}

// treeBuilder stands in for the tree construction: it follows namespaces, and knows after which
// tags text is to be read in another way.
type treeBuilder struct {
	outer   []namespace // around current
	current namespace   // of what follows
	element namespace   // of the last start tag
	guard   guard
}

// foreign reports whether the content is of SVG or MathML, where CDATA sections are allowed.
func (b *treeBuilder) foreign() bool { return b.current != htmlNamespace }

func (b *treeBuilder) enter(n namespace) {
	b.outer = append(b.outer, b.current)
	b.current = n
}

func (b *treeBuilder) leave() {
	if last := len(b.outer) - 1; last >= 0 {
		b.current, b.outer = b.outer[last], b.outer[:last]
	}
}

// tag follows the tag that t has read; it fails where the tag's effect is not certain.
func (b *treeBuilder) tag(t *tokenizer) error {
	if t.kind == endTagKind {
		b.guard.endTag(t.local)
		b.endTag(t.local)
		return nil
	}
	if err := b.guard.startTag(t.local); err != nil {
		return err
	}
	switch {
	case t.local == "svg":
		b.enter(svgNamespace)
	case t.local == "math":
		b.enter(mathNamespace)
	case b.foreign():
		b.foreignStartTag(t)
		return nil
	default:
		t.text = contentOf(t.local)
	}
	b.element = b.current
	return nil
}

// contentOf is the way in which an element's text is read.
func contentOf(name string) textType {
	switch name {
	case "textarea", "title":
		return rcdataText
	case "plaintext":
		return plainText
	case "script":
		return scriptText
	case "style", "iframe", "xmp", "noembed", "noframes", "noscript":
		return rawText
	}
	return dataText
}

// foreignStartTag is "parsing main inflow in foreign content" of a start tag. What has HTML in it
// is foreign itself.
func (b *treeBuilder) foreignStartTag(t *tokenizer) {
	if leavesForeignContent(t.local) || t.local == "font" && t.hasAny("color", "size", "face") {
		b.leave()
		b.element = b.current
		return
	}
	b.element = b.current
	switch {
	case b.integrationPoint(b.current, t.local) && !t.selfClosing:
		b.enter(htmlNamespace)
	case b.current == mathNamespace && t.local == "annotation-xml" && !t.selfClosing && t.isHTMLAnnotation():
		b.enter(htmlNamespace)
	}
}

func (b *treeBuilder) endTag(name string) {
	switch {
	case b.current == svgNamespace && name == "svg", b.current == mathNamespace && name == "math":
		b.leave()
	case b.foreign():
		if name == "p" || name == "br" {
			b.leave()
		}
	case len(b.outer) > 0:
		around := b.outer[len(b.outer)-1]
		if b.integrationPoint(around, name) || around == mathNamespace && name == "annotation-xml" {
			b.leave()
		}
	}
}

// integrationPoint reports whether a foreign element has HTML in it.
func (b *treeBuilder) integrationPoint(n namespace, name string) bool {
	switch n {
	case svgNamespace:
		return name == "desc" || name == "title" || name == "foreignobject"
	case mathNamespace:
		return name == "mi" || name == "mo" || name == "mn" || name == "ms" || name == "mtext"
	}
	return false
}

func leavesForeignContent(name string) bool {
	switch name {
	case "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "embed",
		"h1", "h2", "h3", "h4", "h5", "h6", "head", "hr", "i", "img", "li", "listing", "menu", "meta", "nobr",
		"ol", "p", "pre", "ruby", "s", "small", "span", "strong", "strike", "sub", "sup", "table", "tt", "u",
		"ul", "var":
		return true
	}
	return false
}

// hasAny reports whether the tag has an attribute of one of the names.
func (t *tokenizer) hasAny(names ...string) bool {
	return slices.ContainsFunc(t.attributes, func(a attribute) bool {
		return slices.Contains(names, string(lower(t.bytes(a.name))))
	})
}

// isHTMLAnnotation reports whether an annotation-xml says that HTML is in it.
func (t *tokenizer) isHTMLAnnotation() bool {
	return slices.ContainsFunc(t.attributes, func(a attribute) bool {
		value := string(t.bytes(a.value))
		return string(lower(t.bytes(a.name))) == "encoding" &&
			(strings.EqualFold(value, "text/html") || strings.EqualFold(value, "application/xhtml+xml"))
	})
}
