package rewrite

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// Content is what is put into a document: text, or what a reader gives, which must be UTF-8. It is
// escaped unless it is HTML. A reader is read when its place in the output is reached, and closed.
type Content struct {
	Text   string
	Reader io.ReadCloser // nil: Text
	HTML   bool
}

// errUTF8 is what a reader's content gets that is not UTF-8, in the platform's words.
var errUTF8 = errors.New("Invalid UTF-8")

// edit is what is to become of a token.
type edit struct {
	before, after, replacement []Content
	removed                    bool
}

func (e *edit) replace(c Content) {
	e.removed = true
	closeAll(e.replacement)
	e.replacement = []Content{c}
}

// closeAll closes the readers of content that will not be written.
func closeAll(list []Content) {
	for _, c := range list {
		if c.Reader != nil {
			_ = c.Reader.Close()
		}
	}
}

func (e *edit) discard() {
	closeAll(e.before)
	closeAll(e.replacement)
	closeAll(e.after)
}

// prepended is list behind c.
func prepended(list []Content, c Content) []Content { return append([]Content{c}, list...) }

// write writes a token with its edits; self writes the token itself.
func (w *output) write(e *edit, self func()) error {
	if err := w.contents(e.before); err != nil {
		return err
	}
	if !e.removed {
		self()
	} else if err := w.contents(e.replacement); err != nil {
		return err
	}
	return w.contents(e.after)
}

// output is where the rewritten document goes. While it is muted nothing is written.
type output struct {
	io.Writer
	charset Charset
	muted   bool
	err     error // the first of Writer
	partial []byte
	reading func(io.Reader) // see Options
}

func (w *output) bytes(b []byte) {
	if w.muted || len(b) == 0 || w.err != nil {
		return
	}
	_, w.err = w.Writer.Write(b)
}

// contents writes content in order. A character that one reader broke off becomes U+FFFD.
func (w *output) contents(list []Content) error {
	for i, c := range list {
		if c.Reader == nil {
			w.brokenOff()
			w.text(c.Text, c.HTML)
			continue
		}
		err := w.copy(c)
		_ = c.Reader.Close()
		if err != nil {
			closeAll(list[i+1:])
			return err
		}
	}
	return w.err
}

func (w *output) brokenOff() {
	if len(w.partial) > 0 {
		w.text("\uFFFD", true)
	}
	w.partial = nil
}

var bodyText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func (w *output) text(s string, html bool) {
	if !html {
		s = bodyText.Replace(s)
	}
	w.bytes(w.charset.encode(s))
}

// copy writes what a reader gives.
func (w *output) copy(c Content) error {
	if w.reading != nil {
		w.reading(c.Reader)
		defer w.reading(nil)
	}
	buf := make([]byte, 32<<10)
	for {
		n, err := c.Reader.Read(buf)
		if badUTF8 := w.chunk(buf[:n], c.HTML); badUTF8 != nil {
			return badUTF8
		}
		switch {
		case w.err != nil:
			return w.err
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// chunk writes bytes that may end inside of a character.
func (w *output) chunk(b []byte, html bool) error {
	if len(w.partial) > 0 {
		b = append(w.partial, b...)
		w.partial = nil
	}
	n := validPrefix(b)
	w.text(string(b[:n]), html)
	if n == len(b) {
		return nil
	}
	if utf8.FullRune(b[n:]) {
		return errUTF8
	}
	w.partial = bytes.Clone(b[n:])
	return nil
}
