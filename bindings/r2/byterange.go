package r2

import (
	"strconv"
	"strings"
)

// Range is a part of a body. The zero value is all of it.
type Range struct {
	Offset, Length, Suffix *int64
	// Lenient makes all of the body of what cannot be satisfied, as for the Range header.
	Lenient bool
}

// resolve gives the offset and length of a range in a body of size bytes.
func (r Range) resolve(size int64) (offset, length int64, err error) {
	offset, length, ok := r.within(size)
	switch {
	case ok:
		return offset, length, nil
	case r.Lenient:
		return 0, size, nil
	}
	return 0, 0, &Error{"get", "The requested range is not satisfiable", 10039}
}

func (r Range) within(size int64) (offset, length int64, ok bool) {
	switch {
	case r.Suffix != nil:
		length = min(*r.Suffix, size)
		return size - length, length, length > 0
	case r.Offset == nil && r.Length == nil:
		return 0, size, true
	}
	if r.Offset != nil {
		offset = *r.Offset
	}
	length = size - offset
	if r.Length != nil {
		length = min(*r.Length, length)
	}
	return offset, length, length > 0
}

// parseRange reads a Range header: a single valid range counts, anything else is all of the body.
func parseRange(text string) Range {
	unit, spec, ok := strings.Cut(text, "=")
	if !ok || !strings.EqualFold(strings.TrimSpace(unit), "bytes") {
		return Range{}
	}
	from, to, ok := strings.Cut(spec, "-")
	if !ok {
		return Range{}
	}
	first, last := digits(from), digits(to)
	switch {
	case strings.TrimSpace(from) == "" && last != nil:
		return Range{Suffix: last, Lenient: true}
	case first == nil:
		return Range{}
	case strings.TrimSpace(to) == "":
		return Range{Offset: first, Lenient: true}
	case last == nil || *last < *first:
		return Range{}
	}
	length := *last - *first + 1
	return Range{Offset: first, Length: &length, Lenient: true}
}

// digits reads a whole number; nil when the text is none.
func digits(s string) *int64 {
	s = strings.TrimSpace(s)
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n == 1<<63-1 {
		return nil
	}
	return &n
}
