package encoding

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// characters is an encoding whose characters beyond ASCII have one to four bytes.
type characters struct {
	// read reads one that does not begin with ASCII.
	read    func(data []byte) character
	pending []byte // the beginning of the next one
}

// character is what was read: the zero value where data ends within it.
type character struct {
	r, second rune // second is 0 but for the four of Big5 that Unicode has none for
	size      int  // in bytes
	bad       bool // r stands for what is none
}

// invalid is bytes that are no character.
func invalid(size int) character { return character{r: utf8.RuneError, size: size, bad: true} }

// misread is invalid for a lead byte and one that cannot follow: of ASCII it is read again.
func misread(trail byte) character {
	if trail < utf8.RuneSelf {
		return invalid(1)
	}
	return invalid(2)
}

func (c *characters) decode(data []byte, end bool) (text string, bad bool) {
	if len(c.pending) > 0 {
		data = append(c.pending, data...)
		c.pending = nil
	}
	var out strings.Builder
	out.Grow(len(data))
	for len(data) > 0 {
		if data[0] < utf8.RuneSelf {
			out.WriteByte(data[0])
			data = data[1:]
			continue
		}
		found := c.read(data)
		if found.size == 0 { // there is more to come, or it is broken off
			if !end {
				c.pending = bytes.Clone(data)
				break
			}
			found = invalid(len(data))
		}
		bad = bad || found.bad
		out.WriteRune(found.r)
		if found.second != 0 {
			out.WriteRune(found.second)
		}
		data = data[found.size:]
	}
	return out.String(), bad
}
