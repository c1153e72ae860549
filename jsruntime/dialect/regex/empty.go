package regex

import "strings"

// matchesEmpty reports whether a valid pattern may match nothing. It may say so of one that does not.
func matchesEmpty(pattern string) bool {
	e := &emptiness{rest: pattern}
	return e.alternatives()
}

// emptiness reads a pattern.
type emptiness struct{ rest string }

// alternatives reads up to the end of a group, or of the pattern.
func (e *emptiness) alternatives() bool {
	empty, sequence := false, true
	for e.rest != "" && e.rest[0] != ')' {
		if e.rest[0] == '|' {
			e.rest = e.rest[1:]
			empty, sequence = empty || sequence, true
			continue
		}
		sequence = e.term() && sequence
	}
	return empty || sequence
}

// term reads an atom with what says how often.
func (e *emptiness) term() bool {
	empty := e.atom()
	switch {
	case e.rest == "":
		return empty
	case e.rest[0] == '*' || e.rest[0] == '?':
		empty = true
		e.rest = e.rest[1:]
	case e.rest[0] == '+':
		e.rest = e.rest[1:]
	default:
		found := interval.FindString(e.rest)
		if found == "" {
			return empty
		}
		least, _, _ := strings.Cut(strings.Trim(found, "{}"), ",")
		empty = empty || strings.Trim(least, "0") == ""
		e.rest = e.rest[len(found):]
	}
	e.rest = strings.TrimPrefix(e.rest, "?")
	return empty
}

func (e *emptiness) atom() bool {
	switch c := e.rest[0]; c {
	case '(':
		return e.group()
	case '^', '$':
		e.rest = e.rest[1:]
		return true
	default:
		n := atomLength(e.rest)
		atom := e.rest[:n]
		e.rest = e.rest[n:]
		return c == '\\' && n == 2 && strings.IndexByte("bBk123456789", atom[1]) >= 0
	}
}

func (e *emptiness) group() bool {
	looks := false
	for _, opening := range []string{"(?=", "(?!", "(?<=", "(?<!"} {
		looks = looks || strings.HasPrefix(e.rest, opening)
	}
	switch {
	case strings.HasPrefix(e.rest, "(?<") && !looks:
		e.rest = e.rest[strings.IndexByte(e.rest, '>')+1:]
	case looks:
		e.rest = e.rest[strings.IndexAny(e.rest, "=!")+1:]
	case strings.HasPrefix(e.rest, "(?"):
		e.rest = e.rest[strings.IndexByte(e.rest, ':')+1:]
	default:
		e.rest = e.rest[1:]
	}
	empty := e.alternatives()
	e.rest = strings.TrimPrefix(e.rest, ")")
	return empty || looks
}
