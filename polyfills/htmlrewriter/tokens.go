package htmlrewriter

import (
	"sync"

	"paddock/jsruntime"
	"paddock/polyfills/htmlrewriter/rewrite"
)

type (
	comment     = token[rewrite.Comment]
	chunk       = token[rewrite.Chunk]
	doctype     = token[rewrite.Doctype]
	documentEnd = token[rewrite.DocumentEnd]
	endTag      = token[rewrite.EndTag]
)

var (
	commentClass     = jsruntime.NewClass[comment]("Comment")
	textClass        = jsruntime.NewClass[chunk]("Text")
	doctypeClass     = jsruntime.NewClass[doctype]("Doctype")
	documentEndClass = jsruntime.NewClass[documentEnd]("DocumentEnd")
	endTagClass      = jsruntime.NewClass[endTag]("EndTag")
)

// define completes the classes of tokens, once per process.
var define = sync.OnceFunc(func() {
	defineComment()
	defineText()
	defineEndTag()
	defineElement()
	defineAttributes()
	textInsertion(documentEndClass, "append", self, (*rewrite.DocumentEnd).Append)
	part := func(name string, get func(*rewrite.Doctype) *string) {
		doctypeClass.Getter(name, func(vm *jsruntime.VM, t *doctype) jsruntime.Value {
			if s := get(t.live(vm)); s != nil {
				return vm.ToValue(*s)
			}
			return jsruntime.Null()
		})
	}
	part("name", func(d *rewrite.Doctype) *string { return d.Name })
	part("publicId", func(d *rewrite.Doctype) *string { return d.PublicID })
	part("systemId", func(d *rewrite.Doctype) *string { return d.SystemID })
})

// self is a token that is its own host struct.
func self[P any](t *token[P]) *token[P] { return t }

func defineComment() {
	c := commentClass
	text(c, "text", self, (*rewrite.Comment).Text, (*rewrite.Comment).SetText)
	flag(c, "removed", self, (*rewrite.Comment).Removed)
	textInsertion(c, "before", self, (*rewrite.Comment).Before)
	textInsertion(c, "after", self, (*rewrite.Comment).After)
	textInsertion(c, "replace", self, (*rewrite.Comment).Replace)
	command(c, "remove", self, (*rewrite.Comment).Remove)
}

func defineText() {
	c := textClass
	text(c, "text", self, (*rewrite.Chunk).Text, nil)
	flag(c, "lastInTextNode", self, (*rewrite.Chunk).Last)
	flag(c, "removed", self, (*rewrite.Chunk).Removed)
	insertion(c, "before", self, (*rewrite.Chunk).Before)
	insertion(c, "after", self, (*rewrite.Chunk).After)
	insertion(c, "replace", self, (*rewrite.Chunk).Replace)
	command(c, "remove", self, (*rewrite.Chunk).Remove)
}

func defineEndTag() {
	c := endTagClass
	text(c, "name", self, (*rewrite.EndTag).Name, func(t *rewrite.EndTag, name string) error {
		t.SetName(name)
		return nil
	})
	insertion(c, "before", self, (*rewrite.EndTag).Before)
	insertion(c, "after", self, (*rewrite.EndTag).After)
	command(c, "remove", self, (*rewrite.EndTag).Remove)
}

// object makes the object that a handler gets of a token.
func object[P any](c *jsruntime.Class[token[P]]) func(*jsruntime.VM, *P) (*jsruntime.Object, func()) {
	return func(vm *jsruntime.VM, p *P) (*jsruntime.Object, func()) {
		t := &token[P]{p}
		return c.New(vm, t), t.expire
	}
}

var (
	newComment     = object(commentClass)
	newText        = object(textClass)
	newDoctype     = object(doctypeClass)
	newDocumentEnd = object(documentEndClass)
	newEndTag      = object(endTagClass)
)
