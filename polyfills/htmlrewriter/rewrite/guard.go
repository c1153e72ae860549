package rewrite

import "fmt"

// guard refuses documents in which it is not certain, without a tree, whether a tag that switches
// to raw text counts: in <select>, and in or behind <frameset>, a browser ignores most. What is
// text here would be markup there.
type guard struct {
	mode      guardMode
	templates int // open templates in the select
}

type guardMode uint8

const (
	anywhere guardMode = iota
	inSelect
	inTemplateInSelect
	behindFrameset
)

// ambiguity is the platform's error, in its words.
const ambiguity = "The parser has encountered a text content tag (`<%s>`) in the context where it is ambiguous whether this tag should be ignored or not. And, thus, it is unclear whether consequent content should be parsed as raw text or HTML markup.\n\n" +
	"This error occurs due to the limited capabilities of the streaming parsing. However, almost all of the cases of this error are caused by a non-conforming markup (e.g. a `<script>` element in `<select>` element)."

func (g *guard) startTag(name string) error {
	switch g.mode {
	case anywhere:
		switch name {
		case "select":
			g.mode = inSelect
		case "frameset":
			g.mode = behindFrameset
		}
		return nil
	case inSelect:
		switch name {
		case "select", "textarea", "input", "keygen":
			g.mode = anywhere
			return nil
		case "template":
			g.mode, g.templates = inTemplateInSelect, 1
			return nil
		case "script":
			return nil
		}
	case inTemplateInSelect:
		if name == "template" {
			g.templates++
			return nil
		}
	case behindFrameset:
		if name == "noframes" {
			return nil
		}
	}
	if contentOf(name) != dataText {
		return fmt.Errorf(ambiguity, name)
	}
	return nil
}

func (g *guard) endTag(name string) {
	switch {
	case g.mode == inSelect && name == "select":
		g.mode = anywhere
	case g.mode == inTemplateInSelect && name == "template":
		if g.templates--; g.templates == 0 {
			g.mode = inSelect
		}
	}
}
