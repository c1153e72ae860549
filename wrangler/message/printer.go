package message

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// Printer writes messages for people or, with JSON, one object a line for machines.
type Printer struct {
	W     io.Writer
	Color bool
	JSON  bool
	Dir   string // people read places from here; "": as they are
}

const (
	red    = "\x1b[31m"
	yellow = "\x1b[33m"
	green  = "\x1b[32m"
	cyan   = "\x1b[36m"
	bold   = "\x1b[1m"
	reset  = "\x1b[0m"
)

// Print writes one message. Errors of the writer are dropped: there is nobody left to tell.
func (p Printer) Print(m Message) {
	if p.JSON {
		if line, err := json.Marshal(m); err == nil {
			_, _ = p.W.Write(append(line, '\n'))
		}
		return
	}
	_, _ = io.WriteString(p.W, p.format(m))
}

func (p Printer) format(m Message) string {
	var b strings.Builder
	sign, color := "✘ [ERROR]", red
	if m.Kind == Warning {
		sign, color = "▲ [WARNING]", yellow
	}
	first, rest, _ := strings.Cut(m.Text, "\n")
	fmt.Fprintf(&b, "%s %s\n", p.paint(color, sign), p.paint(bold, first))
	block(&b, "  ", rest)
	b.WriteByte('\n')
	if m.Place != nil {
		p.frame(&b, *m.Place)
	}
	for _, note := range m.Notes {
		block(&b, "  ", note)
	}
	if m.Hint != "" {
		block(&b, "  ", p.paint(cyan, "Hint: ")+m.Hint)
	}
	if len(m.Notes) > 0 || m.Hint != "" {
		b.WriteByte('\n')
	}
	return b.String()
}

// frame writes the place and its line with a mark below.
func (p Printer) frame(b *strings.Builder, at Place) {
	fmt.Fprintf(b, "    %s", p.shown(at))
	if at.Line > 0 {
		b.WriteByte(':')
	}
	b.WriteByte('\n')
	if at.Line > 0 && at.LineText != "" {
		start := min(max(at.Column-1, 0), len(at.LineText))
		end := min(start+max(at.Length, 0), len(at.LineText))
		mark := "^"
		if n := len([]rune(at.LineText[start:end])); n > 1 {
			mark = strings.Repeat("~", n)
		}
		number := fmt.Sprintf("%5d", at.Line)
		before, after := lastOf(at.LineText[:start]), firstOf(at.LineText[end:])
		fmt.Fprintf(b, "    %s │ %s%s%s\n", number, before, p.paint(green, at.LineText[start:end]), after)
		fmt.Fprintf(b, "    %s ╵ %s%s\n", strings.Repeat(" ", len(number)), blank(before), p.paint(green, mark))
	}
	b.WriteByte('\n')
}

// shown gives a place below the printer's folder as seen from there.
func (p Printer) shown(at Place) Place {
	if p.Dir != "" && filepath.IsAbs(at.File) {
		if rel, err := filepath.Rel(p.Dir, at.File); err == nil && filepath.IsLocal(rel) {
			at.File = rel
		}
	}
	return at
}

// around is how many characters of a line are shown on each side of what is marked: files that programs have
// made may be one line.
const around = 100

func lastOf(text string) string {
	if r := []rune(text); len(r) > around {
		return "…" + string(r[len(r)-around:])
	}
	return text
}

func firstOf(text string) string {
	if r := []rune(text); len(r) > around {
		return string(r[:around]) + "…"
	}
	return text
}

// blank is as wide as s: tabs stay, so that the mark stands below what it marks.
func blank(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, s)
}

func block(b *strings.Builder, indent, text string) {
	if text == "" {
		return
	}
	for line := range strings.SplitSeq(text, "\n") {
		b.WriteString(strings.TrimRight(indent+line, " ") + "\n")
	}
}

func (p Printer) paint(color, s string) string {
	if !p.Color || s == "" {
		return s
	}
	return color + s + reset
}
