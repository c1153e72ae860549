package intl

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/feature/plural"

	"paddock/jsruntime"
)

// rangePart is a part of a range: of its start, of its end, or of both.
type rangePart struct {
	part
	source string
}

const (
	ofStart = "startRange"
	ofEnd   = "endRange"
	ofBoth  = "shared"
)

func from(parts []part, source string) []rangePart {
	out := make([]rangePart, len(parts))
	for i, p := range parts {
		out[i] = rangePart{p, source}
	}
	return out
}

func joinRange(parts []rangePart) string {
	var out strings.Builder
	for _, p := range parts {
		out.WriteString(p.text)
	}
	return out.String()
}

// listRange makes the result of formatRangeToParts.
func listRange(vm *jsruntime.VM, parts []rangePart) jsruntime.Value {
	out := make([]jsruntime.Value, len(parts))
	for i, p := range parts {
		out[i] = record(vm, "type", p.kind, "value", p.text, "source", p.source)
	}
	return vm.NewArrayOf(out...)
}

// rangeEnds reads the arguments of a range of numbers, which errors name.
func rangeEnds(vm *jsruntime.VM, args jsruntime.Args, ends [2]string, read func(*jsruntime.VM, jsruntime.Value) decimal) (from, to decimal) {
	for i, end := range ends {
		if jsruntime.IsUndefined(args.At(i)) {
			vm.Throwf(jsruntime.TypeError, "Invalid %s : undefined", end)
		}
	}
	from, to = read(vm, args.At(0)), read(vm, args.At(1))
	for i, n := range []decimal{from, to} {
		if n.nan {
			vm.Throwf(jsruntime.RangeError, "Invalid %s : %s", ends[i], args.At(i))
		}
	}
	return from, to
}

// rangeParts formats a range as ICU does: what both numbers have around their digits is written once
// where it is a unit or more than one character; numbers that look the same become "about".
func (f *numberFormat) rangeParts(low, high decimal) []rangePart {
	a, b := f.parts(low), f.parts(high)
	if slices.Equal(a, b) {
		return from(f.about(low), ofBoth)
	}
	if f.hasName() {
		return f.namedRange(low, high)
	}
	i, j := core(a)
	k, l := core(b)
	alike := slices.Equal(a[:i], b[:k]) && slices.Equal(a[j:], b[l:])
	around := utf8.RuneCountInString(join(a[:i])) + utf8.RuneCountInString(join(a[j:]))
	between := f.data.Number.Range
	if alike && around > 1 {
		out := append(from(b[:k], ofBoth), from(a[i:j], ofStart)...)
		out = append(out, rangePart{part{"literal", between}, ofBoth})
		out = append(out, from(b[k:l], ofEnd)...)
		return append(out, from(b[l:], ofBoth)...)
	}
	around += utf8.RuneCountInString(join(b[:k])) + utf8.RuneCountInString(join(b[l:]))
	if first, _ := utf8.DecodeRuneInString(between); around > 0 && !unicode.IsSpace(first) {
		between = " " + between + " "
	}
	out := append(from(a, ofStart), rangePart{part{"literal", between}, ofBoth})
	return append(out, from(b, ofEnd)...)
}

// about formats one number as being near it: the sign for that stands where minus would.
func (f *numberFormat) about(d decimal) []part {
	about := part{"approximatelySign", f.data.Number.About}
	if !d.neg {
		g := *f
		g.sign, g.ledger, d.neg = "always", false, true
		parts := g.parts(d)
		if at := slices.IndexFunc(parts, func(p part) bool { return p.kind == "minusSign" }); at >= 0 {
			parts[at] = about
			return parts
		}
	}
	return append([]part{about}, f.parts(d)...)
}

// namedRange puts the name of a unit once around a range of numbers.
func (f *numberFormat) namedRange(low, high decimal) []rangePart {
	plain := *f
	plain.style = "decimal"
	parts := plain.rangeParts(low, high)
	category := f.data.rangeCategory(plain.category(low), plain.category(high))
	marker := []part{{"", ""}}
	var out []rangePart
	for _, p := range f.named(marker, category) {
		if p.kind == "" {
			out = append(out, parts...)
			continue
		}
		out = append(out, rangePart{p, ofBoth})
	}
	return out
}

// category is the plural category of a number as it is written.
func (f *numberFormat) category(d decimal) string {
	return f.digits.category(plural.Cardinal, f.tag.name, f.digits.round(d))
}

// rangeCategory is the plural category of a range.
func (l *locale) rangeCategory(from, to string) string {
	if c, ok := l.PluralRange.get()[from+" "+to]; ok {
		return c
	}
	return to
}

// core finds the digits among the parts of a number.
func core(parts []part) (start, end int) {
	digits := []string{"integer", "group", "decimal", "fraction", "nan", "infinity", "exponentSeparator", "exponentMinusSign", "exponentInteger"}
	is := func(p part) bool { return slices.Contains(digits, p.kind) }
	start = slices.IndexFunc(parts, is)
	for end = len(parts); end > start && !is(parts[end-1]); end-- {
	}
	return start, end
}
