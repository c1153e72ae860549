package main

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"
	"golang.org/x/text/width"
)

// terminal reports whether standard output is one.
func (a *app) terminal() bool {
	out, ok := a.Stdout.(*os.File)
	return ok && term.IsTerminal(int(out.Fd()))
}

// columns is how wide the terminal is that standard output is, or 0.
func (a *app) columns() int {
	if out, ok := a.Stdout.(*os.File); ok {
		if columns, _, err := term.GetSize(int(out.Fd())); err == nil {
			return columns
		}
	}
	return 0
}

// printTable draws rows, the first of which is the head, in the box that wrangler draws.
func (a *app) printTable(rows [][]string) {
	if len(rows) == 0 {
		return
	}
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], columnsOf(cell))
		}
	}
	rule := func(left, middle, right string) {
		parts := make([]string, len(widths))
		for i, w := range widths {
			parts[i] = strings.Repeat("─", w+2)
		}
		fmt.Fprintln(a.Stdout, left+strings.Join(parts, middle)+right)
	}
	rule("┌", "┬", "┐")
	for n, row := range rows {
		if n > 0 {
			rule("├", "┼", "┤")
		}
		a.printLines(row, widths)
	}
	rule("└", "┴", "┘")
}

// printLines draws one row, whose cells may have several lines.
func (a *app) printLines(row []string, widths []int) {
	cells, height := make([][]string, len(row)), 1
	for i, cell := range row {
		cells[i] = strings.Split(cell, "\n")
		height = max(height, len(cells[i]))
	}
	for n := range height {
		line := "│"
		for i, lines := range cells {
			text := ""
			if n < len(lines) {
				text = lines[n]
			}
			line += " " + text + strings.Repeat(" ", widths[i]-columnsOf(text)) + " │"
		}
		fmt.Fprintln(a.Stdout, line)
	}
}

// columnsOf is how many columns of a terminal a text takes: those of its longest line. What says how the
// character before looks counts as one, as wrangler has it.
func columnsOf(text string) int {
	most, n := 0, 0
	for _, r := range text {
		switch kind := width.LookupRune(r).Kind(); {
		case r == '\n':
			n = 0
		case kind == width.EastAsianWide || kind == width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
		most = max(most, n)
	}
	return most
}
