package eventsource_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"paddock/polyfills/eventsource"
)

// parse feeds a text in pieces of n bytes and writes the events down.
func parse(text string, n int) (string, eventsource.Parser) {
	var p eventsource.Parser
	var b strings.Builder
	for text != "" {
		piece := text[:min(n, len(text))]
		text = text[len(piece):]
		p.Feed([]byte(piece), func(e eventsource.Event) { fmt.Fprintf(&b, "%s|%s|%s;", e.Name, e.Data, e.ID) })
	}
	return b.String(), p
}

func TestParser_ReadsAlikeInPiecesOfAnySize(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"data: a\ndata: b\n\nevent: foo\nid: 7\ndata: c\n\n: comment\nid\ndata:  d\n\ndata\n\ndata: incomplete\n": "message|a\nb|;foo|c|7;message| d|;",
		"\ufeffdata: a\n\n\ufeffdata: b\n\n":                            "message|a|;",
		"data: a\rdata: b\r\rdata: c\r\n\r\ndata: d\r\ndata: e\n\n":     "message|a\nb|;message|c|;message|d\ne|;",
		"data: €\n\ndata: \xff\n\n":                                     "message|€|;message|\ufffd|;",
		"id: 1\ndata: a\n\nid: a\x00b\ndata: b\n\nid: 3\n\ndata: c\n\n": "message|a|1;message|b|a\x00b;message|c|3;",
		"event:\ndata: a\n\nevent: foo\n\ndata: b\n\n":                  "|a|;message|b|;",
		"DATA: x\ndata : x\n data: x\n\n":                               "",
		"data:\ndata:\n\n":                                              "message|\n|;",
	} {
		for n := 1; n <= len(text); n++ {
			if got, _ := parse(text, n); got != want {
				t.Errorf("%q in pieces of %d: %q, want %q", text, n, got, want)
				break
			}
		}
	}
}

func TestParser_TakesTheReconnectionTimeOfDigitsOnly(t *testing.T) {
	t.Parallel()
	_, p := parse("retry: 1500\nretry: 1x\nretry:\nretry: -1\n", 100)
	if p.Retry != 1500*time.Millisecond {
		t.Errorf("retry is %v", p.Retry)
	}
}

func FuzzParser(f *testing.F) {
	f.Add("data: a\r\n\r\nid: 1\revent: x\n\n", 3)
	f.Add("\ufeffdata: \xff\n\n", 1)
	f.Fuzz(func(t *testing.T, text string, n int) {
		if n < 1 {
			return
		}
		whole, _ := parse(text, len(text)+1)
		if pieces, _ := parse(text, n); pieces != whole {
			t.Errorf("%q in pieces of %d gives %q, whole %q", text, n, pieces, whole)
		}
	})
}
