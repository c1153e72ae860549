package encoding

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
)

type jpState uint8

const (
	jpASCII jpState = iota
	jpRoman
	jpKatakana
	jpLead
	jpTrail
	jpEscapeStart
	jpEscape
)

// iso2022JP is the standard's ISO-2022-JP decoder; that of x/text takes what it must refuse.
type iso2022JP struct {
	older
	state, output jpState
	lead          byte
	escaped       bool // the last thing was an escape sequence; the standard's output flag
	bad           bool
	out           strings.Builder
}

func (d *iso2022JP) decode(data []byte, end bool) (string, bool) {
	d.out.Reset()
	d.bad = false
	for _, b := range data {
		d.step(b)
	}
	if end {
		d.finish()
	}
	return d.out.String(), d.bad
}

// finish is the end of the input.
func (d *iso2022JP) finish() {
	lead := d.lead
	switch d.state {
	case jpTrail:
		d.replace()
	case jpEscapeStart:
		d.giveUp()
	case jpEscape:
		d.giveUp()
		if !d.older {
			d.step(lead)
			d.finish()
		}
	}
}

func (d *iso2022JP) replace() {
	d.bad = true
	d.out.WriteRune(utf8.RuneError)
}

// giveUp leaves an escape sequence that is none; its bytes after the first are read again.
func (d *iso2022JP) giveUp() {
	d.state, d.escaped = d.output, false
	d.replace()
}

func (d *iso2022JP) step(b byte) {
	switch d.state {
	case jpTrail:
		d.trail(b)
		return
	case jpEscapeStart:
		if b == '$' || b == '(' {
			d.lead, d.state = b, jpEscape
			return
		}
		d.giveUp()
		d.step(b)
		return
	case jpEscape:
		d.escape(b)
		return
	}
	if b == 0x1B {
		d.state = jpEscapeStart
		return
	}
	d.escaped = false
	d.character(b)
}

// character reads a byte outside of escape sequences and pairs.
func (d *iso2022JP) character(b byte) {
	switch {
	case bool(d.older) && d.state != jpRoman && (b == '\n' || b == '\r'): // which ICU begins anew after
		d.state, d.output = jpASCII, jpASCII
		d.out.WriteByte(b)
	case d.state == jpLead && (inPairs(b) || bool(d.older) && b != 0x0E && b != 0x0F):
		d.lead, d.state = b, jpTrail
	case d.state == jpKatakana && 0x21 <= b && b <= 0x5F:
		d.out.WriteRune(0xFF61 - 0x21 + rune(b))
	case d.state == jpLead, d.state == jpKatakana, b >= 0x80, b == 0x0E, b == 0x0F:
		d.replace()
	case d.state == jpRoman && b == '\\':
		d.out.WriteRune('¥')
	case d.state == jpRoman && b == '~':
		d.out.WriteRune('‾')
	default:
		d.out.WriteByte(b)
	}
}

// trail reads the second byte of a pair.
func (d *iso2022JP) trail(b byte) {
	d.state = jpLead
	if b == 0x1B {
		d.state = jpEscapeStart
		d.replace()
		return
	}
	if bool(d.older) && (!inPairs(d.lead) || !inPairs(b)) {
		d.replace()
		if inPairs(b) || b == 0x0E || b == 0x0F {
			d.step(b) // only the first is wrong
		}
		return
	}
	if !inPairs(b) {
		d.replace()
		return
	}
	// The pairs are those of EUC-JP, with the eighth bits set.
	text, err := japanese.EUCJP.NewDecoder().Bytes([]byte{d.lead | 0x80, b | 0x80})
	if r, _ := utf8.DecodeRune(text); err != nil || r == utf8.RuneError {
		d.replace()
		return
	}
	d.out.Write(text)
}

// inPairs reports whether a byte may be one of two.
func inPairs(b byte) bool { return 0x21 <= b && b <= 0x7E }

// escape reads the last byte of an escape sequence.
func (d *iso2022JP) escape(b byte) {
	lead, next := d.lead, jpEscape
	switch string([]byte{lead, b}) {
	case "(B":
		next = jpASCII
	case "(J":
		next = jpRoman
	case "(I":
		next = jpKatakana
	case "$@", "$B":
		next = jpLead
	}
	if next == jpEscape {
		d.giveUp()
		d.step(lead)
		d.step(b)
		return
	}
	twice := d.escaped
	d.state, d.output, d.escaped = next, next, true
	if twice {
		d.replace()
	}
}
