package inspect

import (
	"math"
	"strings"
	"unicode/utf8"
)

// compact is how many levels of objects may share a line.
const compact = 3

// join puts an object together, on one line if it fits.
func (p *printer) join(s *shape, level int) string {
	if len(s.entries) == 0 {
		if s.base != "" {
			return s.base
		}
		return s.open + s.close
	}
	base := ""
	if s.base != "" {
		base = s.base + " "
	}
	entries := s.entries
	if s.list && len(entries) > 6 {
		entries = p.columns(s)
	}
	if p.deepest-level < compact && len(entries) == len(s.entries) && p.fits(entries, len(s.open)+len(s.base), s.base) {
		line := strings.Join(entries, ", ")
		if !strings.Contains(line, "\n") {
			return base + s.open + " " + line + " " + s.close
		}
	}
	indent := "\n" + strings.Repeat(" ", p.indent)
	return base + s.open + indent + "  " + strings.Join(entries, ","+indent+"  ") + indent + s.close
}

// fits tells whether the entries are short enough for one line.
func (p *printer) fits(entries []string, around int, base string) bool {
	total := 2*len(entries) + p.indent + around + 10
	for _, e := range entries {
		total += utf8.RuneCountInString(e)
	}
	return total <= p.width && !strings.Contains(base, "\n")
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
		widths[i] = utf8.RuneCountInString(output[i])
		total += widths[i] + separator
		longest = max(longest, widths[i])
	}
	actual := longest + separator
	if actual*3+p.indent >= p.width || (float64(total)/float64(actual) <= 5 && longest > 6) {
		return output
	}
	bias := math.Sqrt(float64(actual) - float64(total)/float64(len(output)))
	biased := math.Max(float64(actual)-3-bias, 1)
	n := min(int(math.Round(math.Sqrt(2.5*biased*float64(count))/biased)), (p.width-p.indent)/actual, compact*4, 15)
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
