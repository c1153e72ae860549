package inspect

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"paddock/jsruntime"
)

func (p *printer) primitive(v jsruntime.Value) string {
	switch {
	case jsruntime.IsString(v):
		return p.text(v)
	case jsruntime.IsUndefined(v):
		return p.style("undefined", "undefined")
	case jsruntime.IsNull(v):
		return p.style("null", "null")
	case jsruntime.IsBigInt(v):
		return p.style(p.digits(v.String())+"n", "bigint")
	case jsruntime.IsSymbol(v):
		return p.style(symbolText(v), "symbol")
	case jsruntime.IsNumber(v):
		return p.style(p.number(v), "number")
	}
	return p.style(v.String(), "boolean")
}

func symbolText(v jsruntime.Value) string { return "Symbol(" + v.String() + ")" }

func (p *printer) number(v jsruntime.Value) string {
	if f := v.ToFloat(); f == 0 && math.Signbit(f) && !p.Separators { // which lose the sign, as on the platform
		return "-0"
	}
	return p.digits(v.String())
}

// digits puts separators between thousands, before and behind the point.
func (p *printer) digits(text string) string {
	if !p.Separators || strings.ContainsAny(text, "eNI") {
		return text
	}
	if big, ok := strings.CutSuffix(text, "n"); ok {
		return p.digits(big) + "n"
	}
	whole, fraction, point := strings.Cut(text, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	var out []string
	for len(whole) > 3 {
		out = append([]string{whole[len(whole)-3:]}, out...)
		whole = whole[:len(whole)-3]
	}
	text = sign + strings.Join(append([]string{whole}, out...), "_")
	if !point {
		return text
	}
	var groups []string
	for len(fraction) > 3 {
		groups = append(groups, fraction[:3])
		fraction = fraction[3:]
	}
	return text + "." + strings.Join(append(groups, fraction), "_")
}

// minLine is the length below which a text is never broken.
const minLine = 16

// text quotes a string; long ones with several lines get a line each.
func (p *printer) text(v jsruntime.Value) string {
	text, more := v.String(), ""
	length := len(text)
	if length > p.MaxText || strings.Contains(text, "\uFFFD") {
		units := jsruntime.Units(v)
		length = len(units)
		if length > p.MaxText {
			more = fmt.Sprintf("... %s", plural(length-p.MaxText, "more character"))
			units = units[:p.MaxText]
		}
		text = decode(units)
	}
	if !p.Dense && length > minLine && length > p.Break-p.indent-4 && strings.Contains(strings.TrimSuffix(text, "\n"), "\n") {
		var lines []string
		for line := range strings.Lines(text) {
			lines = append(lines, p.style(quote(line), "string"))
		}
		return strings.Join(lines, " +\n"+strings.Repeat(" ", p.indent+2)) + more
	}
	return p.style(quote(text), "string") + more
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// loneSurrogate begins the private code points that stand for surrogates without a partner.
const loneSurrogate = 0x10F800

func isLoneSurrogate(r rune) bool { return r >= loneSurrogate && r < loneSurrogate+0x800 }

// decode makes text of UTF-16, with lone surrogates as private code points, for quote.
func decode(units []uint16) string {
	var out strings.Builder
	for i := 0; i < len(units); i++ {
		r := rune(units[i])
		if utf16.IsSurrogate(r) {
			if i+1 < len(units) {
				if pair := utf16.DecodeRune(r, rune(units[i+1])); pair != utf8.RuneError {
					out.WriteRune(pair)
					i++
					continue
				}
			}
			r += loneSurrogate - 0xD800
		}
		out.WriteRune(r)
	}
	return out.String()
}

// quote writes a string literal with the quotes that need the least escaping.
func quote(s string) string {
	q := '\''
	if strings.Contains(s, "'") {
		if !strings.Contains(s, `"`) {
			q = '"'
		} else if !strings.Contains(s, "`") && !strings.Contains(s, "${") {
			q = '`'
		}
	}
	var out strings.Builder
	out.WriteRune(q)
	for _, r := range s {
		switch {
		case r == q || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case isLoneSurrogate(r):
			fmt.Fprintf(&out, `\u%x`, r-loneSurrogate+0xD800)
		case r < 0x20 || r >= 0x7f && r <= 0x9f:
			out.WriteString(escaped(r))
		default:
			out.WriteRune(r)
		}
	}
	out.WriteRune(q)
	return out.String()
}

func escaped(r rune) string {
	if i := strings.IndexRune("\b\t\n\v\f\r", r); i >= 0 {
		return `\` + "btnvfr"[i:i+1]
	}
	return fmt.Sprintf(`\x%02X`, r)
}
