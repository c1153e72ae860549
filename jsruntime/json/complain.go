package json

import (
	"strings"
	"unicode/utf16"

	"paddock/jsruntime"
)

func (p *parser) fail(what string) { p.failAt(what + " in JSON") }

// failAt throws a SyntaxError that names the place, counted in UTF-16 units.
func (p *parser) failAt(what string) {
	before := p.src[:min(p.pos, len(p.src))]
	line := strings.Count(before, "\n") + 1
	column := units(before[strings.LastIndexByte(before, '\n')+1:]) + 1
	p.vm.Throwf(jsruntime.SyntaxError, "%s at position %d (line %d column %d)", what, units(before), line, column)
}

// units counts the UTF-16 units of a text.
func units(s string) int { return len(utf16.Encode([]rune(s))) }

// surroundings is how many characters around a wrong token are shown.
const surroundings = 10

// unexpected throws for a token that cannot begin a value.
func (p *parser) unexpected() {
	if p.pos >= len(p.src) {
		p.vm.Throwf(jsruntime.SyntaxError, "Unexpected end of JSON input")
	}
	switch c := p.src[p.pos]; {
	case c == '-' || c >= '0' && c <= '9':
		p.fail("Unexpected number")
	case c == '"':
		p.fail("Unexpected string")
	}
	if p.src == "[object Object]" || p.src == "undefined" || p.src == "NaN" || p.src == "Infinity" {
		p.vm.Throwf(jsruntime.SyntaxError, "\"%s\" is not valid JSON", p.src)
	}
	all := utf16.Encode([]rune(p.src))
	at := units(p.src[:p.pos])
	text := func(from, to int) string { return string(utf16.Decode(all[from:to])) }
	var shown string
	switch n := len(all); {
	case n <= 2*surroundings:
		shown = `"` + p.src + `"`
	case at < surroundings:
		shown = `"` + text(0, at+surroundings) + `"...`
	case at < n-surroundings:
		shown = `..."` + text(at-surroundings, at+surroundings) + `"...`
	default:
		shown = `..."` + text(at-surroundings, n) + `"`
	}
	p.vm.Throwf(jsruntime.SyntaxError, "Unexpected token '%s', %s is not valid JSON", text(at, at+1), shown)
}
