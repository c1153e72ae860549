package message

import (
	"strings"
	"testing"
)

func TestPrinter_Print(t *testing.T) {
	t.Parallel()
	at := &Place{File: "wrangler.toml", Line: 3, Column: 2, LineText: "\tname = 5", Length: 4}
	for _, c := range []struct {
		name    string
		printer Printer
		m       Message
		want    string
	}{
		{"a warning has its sign", Printer{}, Message{Kind: Warning, Text: "w\nmore"}, "▲ [WARNING] w\n  more\n\n"},
		{"the mark stands below its range", Printer{}, Message{Text: "bad", Place: at, Notes: []string{"n"}, Hint: "h"},
			"✘ [ERROR] bad\n\n    wrangler.toml:3:2:\n        3 │ \tname = 5\n          ╵ \t~~~~\n\n  n\n  Hint: h\n\n"},
		{"colour is only there when asked", Printer{Color: true}, Message{Text: "x"}, "\x1b[31m✘ [ERROR]\x1b[0m \x1b[1mx\x1b[0m\n\n"},
		{"a column past the end is held back", Printer{}, Message{Text: "x", Place: &Place{File: "f", Line: 1, Column: 99, LineText: "ab"}},
			"✘ [ERROR] x\n\n    f:1:99:\n        1 │ ab\n          ╵   ^\n\n"},
		{"a place is shown from the folder that one is in", Printer{Dir: "/a"}, Message{Text: "x", Place: &Place{File: "/a/b/f"}}, "✘ [ERROR] x\n\n    b/f\n\n"},
		{"a place elsewhere is shown whole", Printer{Dir: "/a/b"}, Message{Text: "x", Place: &Place{File: "/a/f"}}, "✘ [ERROR] x\n\n    /a/f\n\n"},
		{"of a long line, what is around the mark is shown", Printer{}, Message{Text: "x", Place: &Place{
			File: "f", Line: 1, Column: 1001, Length: 3, LineText: strings.Repeat("ä", 500) + "bad" + strings.Repeat("c", 500),
		}}, "✘ [ERROR] x\n\n    f:1:1001:\n        1 │ …" + strings.Repeat("ä", 100) + "bad" + strings.Repeat("c", 100) + "…\n          ╵ " + strings.Repeat(" ", 101) + "~~~\n\n"},
		{"machines get one object a line", Printer{JSON: true}, Message{Text: "a\nb", Place: &Place{File: "f", Line: 1, Column: 2}},
			`{"kind":"error","text":"a\nb","place":{"file":"f","line":1,"column":2}}` + "\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			c.printer.W = &b
			c.printer.Print(c.m)
			if b.String() != c.want {
				t.Errorf("got\n%q\nwant\n%q", b.String(), c.want)
			}
		})
	}
}

func TestErrors_Error(t *testing.T) {
	t.Parallel()
	got := Errors{{Text: "a"}, {Text: "b", Place: &Place{File: "f", Line: 1, Column: 2}}}.Error()
	if want := "a\nf:1:2: b"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestColorFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		env      map[string]string
		terminal bool
		want     bool
	}{
		{"a terminal is coloured", nil, true, true},
		{"a pipe is not", nil, false, false},
		{"NO_COLOR wins over all", map[string]string{"NO_COLOR": "1", "FORCE_COLOR": "1"}, true, false},
		{"FORCE_COLOR colours a pipe", map[string]string{"FORCE_COLOR": "1"}, false, true},
		{"FORCE_COLOR=0 colours nothing", map[string]string{"FORCE_COLOR": "0"}, true, false},
		{"a dumb terminal is not coloured", map[string]string{"TERM": "dumb"}, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := colorFor(func(k string) string { return c.env[k] }, func() bool { return c.terminal })
			if got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
