package r2

import (
	"strconv"
	"strings"
)

// parseRange reads a Range header: a single valid range counts, anything else is all of the body.
func parseRange(text string) Range {
	spec, ok := strings.CutPrefix(strings.TrimSpace(text), "bytes=")
	if !ok || strings.Contains(spec, ",") {
		return Range{}
	}
	from, to, ok := strings.Cut(strings.TrimSpace(spec), "-")
	if !ok {
		return Range{}
	}
	number := func(s string) (*int64, bool) {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n < 0 || strings.HasPrefix(s, "+") {
			return nil, false
		}
		return &n, true
	}
	if from == "" {
		suffix, ok := number(to)
		if !ok {
			return Range{}
		}
		return Range{Suffix: suffix}
	}
	offset, ok := number(from)
	if !ok {
		return Range{}
	}
	if to == "" {
		return Range{Offset: offset}
	}
	last, ok := number(to)
	if !ok || *last < *offset {
		return Range{}
	}
	length := *last - *offset + 1
	return Range{Offset: offset, Length: &length}
}
