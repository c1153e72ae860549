package rewrite

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

func selector(t testing.TB, s string) *Selector {
	t.Helper()
	sel, err := ParseSelector(s)
	if err != nil {
		t.Fatalf("selector %q: %v", s, err)
	}
	return sel
}

// rewritten writes the document in pieces of size bytes.
func rewritten(t testing.TB, doc []byte, size int, o Options) ([]byte, error) {
	t.Helper()
	var out bytes.Buffer
	r := New(&out, o)
	for len(doc) > 0 {
		n := min(size, len(doc))
		if _, err := r.Write(bytes.Clone(doc[:n])); err != nil {
			return out.Bytes(), err
		}
		doc = doc[n:]
	}
	err := r.End()
	return out.Bytes(), err
}

// looking are handlers that look at everything and change nothing.
func looking(t testing.TB, seen func(string)) Options {
	return Options{
		Rules: []Rule{{selector(t, "*"), ElementHandlers{
			Element: func(e *Element) error {
				seen("<" + e.Name())
				for _, a := range e.Attributes() {
					seen(a[0] + "=" + a[1])
				}
				if err := e.OnEndTag(func(tag *EndTag) error { seen("</" + tag.Name()); return nil }); err != nil {
					seen("no end")
				}
				return nil
			},
			Text: func(c *Chunk) error { seen(c.Text()); return nil },
		}}},
		Document: []DocumentHandlers{{
			Comments: func(c *Comment) error { seen("!" + c.Text()); return nil },
			Doctype:  func(*Doctype) error { seen("doctype"); return nil },
			End:      func(*DocumentEnd) error { seen("end"); return nil },
		}},
	}
}

// messy has something of everything that a tokenizer may stumble over.
const messy = "\xef\xbb\xbf<!DOCTYPE html PUBLIC \"a\" 'b'><!-- a --!><!><?php ?><HTML Lang=\"en\"  data-x='<>' y=1/2 z><title>a<b>&amp;</TITLE >" +
	"<script>if (a<b) '<!--<script>x</script>' --></script><style>a</b></style><textarea></text</textarea><p a=>x< y </ z></p\n" +
	"><svg viewBox=0/><g/><![CDATA[ ]]>]]]><title>t<b>u</b></title></svg><![CDATA[c]]><br/><p>\x00\r\né€😀<a href=?a&b>q</a></ul><li><!--x--->--<!--<!-->" +
	"<math><mi><b></b></mi><annotation-xml encoding=text/html><p></annotation-xml></math><font size=1><plaintext></plaintext><a>"

func TestRewriter_WhatIsNotChanged(t *testing.T) {
	t.Parallel()
	for size := 1; size <= len(messy)+1; size += 1 + size/8 {
		for name, o := range map[string]Options{"nobody looks": {}, "all is looked at": looking(t, func(string) {})} {
			out, err := rewritten(t, []byte(messy), size, o)
			if err != nil || string(out) != messy {
				t.Fatalf("%s, pieces of %d: %v\n got %q\nwant %q", name, size, err, out, messy)
			}
		}
	}
}

func TestRewriter_PiecesMakeTheSameTokens(t *testing.T) {
	t.Parallel()
	tokens := func(size int) string {
		var b strings.Builder
		out, err := rewritten(t, []byte(messy), size, looking(t, func(s string) { b.WriteString(s) }))
		if err != nil || string(out) != messy {
			t.Fatalf("pieces of %d: %v", size, err)
		}
		return b.String()
	}
	want := tokens(len(messy))
	for size := 1; size < len(messy); size += 1 + size/8 {
		if got := tokens(size); got != want {
			t.Fatalf("pieces of %d:\n got %q\nwant %q", size, got, want)
		}
	}
}

// closer counts how often readers of content are closed.
type closer struct {
	io.Reader
	closed *int
}

func (c closer) Close() error { *c.closed++; return nil }

func TestRewriter_ClosesContent(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	for name, edit := range map[string]func(e *Element, c Content) error{
		"that is written":                func(e *Element, c Content) error { e.Before(c); return nil },
		"at an end tag that never comes": func(e *Element, c Content) error { e.Append(c); return nil },
		"that is replaced":               func(e *Element, c Content) error { e.Replace(c); e.Replace(Content{}); return nil },
		"that the element cannot have":   func(e *Element, c Content) error { e.hasContent = false; e.Prepend(c); return nil },
		"when a handler fails":           func(e *Element, c Content) error { e.After(c); return boom },
		"in what is removed":             func(e *Element, c Content) error { e.Prepend(c); e.Remove(); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			closed := 0
			c := Content{Reader: closer{strings.NewReader("x"), &closed}}
			o := Options{Rules: []Rule{{selector(t, "p"), ElementHandlers{Element: func(e *Element) error { return edit(e, c) }}}}}
			if _, err := rewritten(t, []byte("<div><p>a"), 100, o); err != nil && !errors.Is(err, boom) {
				t.Error(err)
			}
			if closed != 1 {
				t.Errorf("closed %d times", closed)
			}
		})
	}
}

func TestRewriter_HoldsLittle(t *testing.T) {
	t.Parallel()
	r := New(io.Discard, looking(t, func(string) {}))
	piece := []byte(strings.Repeat("<p class=a>text<!--c--></p>", 1000))
	for range 100 {
		if _, err := r.Write(piece[:len(piece)-3]); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Write(piece[len(piece)-3:]); err != nil {
			t.Fatal(err)
		}
		if cap(r.held) > 1024 || len(r.stack.items) > 1 {
			t.Fatalf("%d bytes and %d elements are held", cap(r.held), len(r.stack.items))
		}
	}
	var err error
	for i := 0; err == nil && i < 100; i++ {
		_, err = r.Write(bytes.Repeat([]byte("<!-- "), 20000))
	}
	var refused *Error
	if !errors.As(err, &refused) || err.Error() != "The memory limit has been exceeded." {
		t.Errorf("a comment without end: %v", err)
	}
}

func FuzzRewriter(f *testing.F) {
	f.Add([]byte(messy), uint8(3))
	f.Add([]byte("<select><template><script>"), uint8(1))
	f.Fuzz(func(t *testing.T, doc []byte, size uint8) {
		n := int(size) + 1
		out, err := rewritten(t, doc, n, Options{})
		check(t, doc, out, err)
		if !bytes.Equal([]byte(strings.ToValidUTF8(string(doc), "")), doc) {
			doc = []byte(strings.ToValidUTF8(string(doc), "")) // text that handlers see is made valid
		}
		out, err = rewritten(t, doc, n, looking(t, func(string) {}))
		check(t, doc, out, err)
		_, _ = rewritten(t, doc, n, Options{Rules: []Rule{{selector(t, ":nth-child(2n)"), ElementHandlers{
			Element: func(e *Element) error { e.SetInnerContent(Content{Text: "<"}); return e.SetAttribute("a", `"`) },
		}}}})
	})
}

// check demands the document as it was, or what came before an error.
func check(t *testing.T, doc, out []byte, err error) {
	t.Helper()
	if err == nil && !bytes.Equal(out, doc) || err != nil && !bytes.HasPrefix(doc, out) {
		t.Fatalf("%v\n got %q\nwant %q", err, out, doc)
	}
}

func FuzzParseSelector(f *testing.F) {
	for _, s := range []string{"a > b, *|c:not(.d):nth-child(-2n + 1)", `[a="b" i]#c`, `\41 /*`, ":not(:not("} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		sel, err := ParseSelector(s)
		if err != nil {
			return
		}
		if _, err := rewritten(t, []byte("<a b=c><d><e></a>"), 100, Options{Rules: []Rule{{sel, ElementHandlers{}}}}); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkRewriter(b *testing.B) {
	doc := []byte(strings.Repeat(`<div class="item wide"><a href="/path?x=1&amp;y=2" title='t'>Some text of a link</a> and more text, which is longer.</div>`+"\n", 8500))
	o := Options{Rules: []Rule{{selector(b, "div.none > a[href]"), ElementHandlers{Element: func(*Element) error { return nil }}}}}
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		r := New(io.Discard, o)
		_, err := r.Write(doc)
		if err == nil {
			err = r.End()
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}
