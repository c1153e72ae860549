package inspect

import (
	"math"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	eastasian "golang.org/x/text/width"
)

var colors = regexp.MustCompile("\x1b\\[\\d\\d?m")

// Width is how many columns a text takes in a terminal, colours not counted: two for each wide
// character of East Asia, none for marks on the character before.
func Width(text string) int {
	n := 0
	for _, r := range colors.ReplaceAllString(text, "") {
		switch kind := eastasian.LookupRune(r).Kind(); {
		case kind == eastasian.EastAsianWide || kind == eastasian.EastAsianFullwidth:
			n += 2
		case r >= ' ' && (r < 0x7f || r >= 0xa0) && !unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
			n++
		}
	}
	return n
}

// width is how many characters a text has, colours not counted.
func width(text string) int {
	if strings.Contains(text, "\x1b") {
		text = colors.ReplaceAllString(text, "")
	}
	return utf8.RuneCountInString(text)
}

// join puts an object together, on one line if it fits.
func (p *printer) join(s *shape, level int) string {
	if p.Dense {
		return p.joinDense(s)
	}
	base := ""
	if s.base != "" {
		base = s.base + " "
	}
	entries := s.entries
	if p.Compact >= 1 && s.list && len(entries) > 6 {
		entries = p.columns(s)
	}
	if p.deepest-level < p.Compact && len(entries) == len(s.entries) && p.fits(entries, len(entries)+p.indent+len(s.open)+len(s.base)+10, s.base) {
		if line := strings.Join(entries, ", "); !strings.Contains(line, "\n") {
			return base + s.open + " " + line + " " + s.close
		}
	}
	indent := "\n" + strings.Repeat(" ", p.indent)
	return base + s.open + indent + "  " + strings.Join(entries, ","+indent+"  ") + indent + s.close
}

// joinDense is join for compact: true.
func (p *printer) joinDense(s *shape) string {
	base := ""
	if s.base != "" {
		base = " " + s.base
	}
	if p.fits(s.entries, 0, s.base) {
		return s.open + base + " " + strings.Join(s.entries, ", ") + " " + s.close
	}
	indent := strings.Repeat(" ", p.indent)
	line := base + "\n" + indent + "  "
	if s.base == "" && len(s.open) == 1 {
		line = " "
	}
	return s.open + line + strings.Join(s.entries, ",\n"+indent+"  ") + " " + s.close
}

// fits tells whether the entries are short enough for one line.
func (p *printer) fits(entries []string, start int, base string) bool {
	total := len(entries) + start
	if total+len(entries) > p.Break {
		return false
	}
	for _, e := range entries {
		total += width(e)
	}
	return total <= p.Break && !strings.Contains(base, "\n")
}

// columns groups the elements of a long array, as Node's groupArrayElements does.
func (p *printer) columns(s *shape) []string {
	output := s.entries
	count := len(output)
	extra := strings.HasPrefix(output[count-1], "... ")
	if extra {
		count--
	}
	const separator = 2
	widths := make([]int, count)
	total, longest := 0, 0
	for i := range count {
		widths[i] = Width(output[i])
		total += widths[i] + separator
		longest = max(longest, widths[i])
	}
	actual := longest + separator
	if actual*3+p.indent >= p.Break || (float64(total)/float64(actual) <= 5 && longest > 6) {
		return output
	}
	bias := math.Sqrt(float64(actual) - float64(total)/float64(len(output)))
	biased := math.Max(float64(actual)-3-bias, 1)
	n := min(int(math.Round(math.Sqrt(2.5*biased*float64(count))/biased)), (p.Break-p.indent)/actual, p.Compact*4, 15)
	if n <= 1 {
		return output
	}
	lines := make([]int, n)
	for i := range n {
		for j := i; j < count; j += n {
			lines[i] = max(lines[i], widths[j])
		}
		lines[i] += separator
	}
	var grouped []string
	for i := 0; i < count; i += n {
		var line strings.Builder
		last := min(i+n, count) - 1
		for j := i; j <= last; j++ {
			pad := strings.Repeat(" ", lines[j-i]-separator-widths[j])
			switch {
			case s.numbers && j == last:
				line.WriteString(pad + output[j])
			case s.numbers:
				line.WriteString(pad + output[j] + ", ")
			case j == last:
				line.WriteString(output[j])
			default:
				line.WriteString(output[j] + ", " + pad)
			}
		}
		grouped = append(grouped, line.String())
	}
	if extra {
		grouped = append(grouped, output[count])
	}
	return grouped
}
