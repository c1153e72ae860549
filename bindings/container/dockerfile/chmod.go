package dockerfile

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// chmod is a change of modes: a number, or clauses as in "u=rwx,go+rX".
type chmod struct {
	number  *fs.FileMode
	clauses []clause
}

type clause struct {
	who  fs.FileMode // the bits of those it is for
	op   byte        // + - =
	what string      // of rwxX
}

func readChmod(spec string) (*chmod, error) {
	if bits, err := strconv.ParseUint(spec, 8, 12); err == nil {
		m := fileMode(uint32(bits))
		return &chmod{number: &m}, nil
	}
	var c chmod
	for part := range strings.SplitSeq(spec, ",") {
		at := strings.IndexAny(part, "+-=")
		if at < 0 || strings.Trim(part[:at], "ugoa") != "" || strings.Trim(part[at+1:], "rwxX") != "" {
			return nil, fmt.Errorf("--chmod=%s is no mode; write it as 755 or u=rwx,go=rx", spec)
		}
		c.clauses = append(c.clauses, clause{bitsOf(part[:at]), part[at], part[at+1:]})
	}
	return &c, nil
}

// bitsOf are the permissions of those named; of all for "".
func bitsOf(who string) (bits fs.FileMode) {
	for name, mask := range map[rune]fs.FileMode{'u': 0o700, 'g': 0o070, 'o': 0o007, 'a': 0o777} {
		if strings.ContainsRune(who, name) {
			bits |= mask
		}
	}
	if who == "" {
		return 0o777
	}
	return bits
}

// apply gives the mode that a file of mode m gets.
func (c *chmod) apply(m fs.FileMode) fs.FileMode {
	if c.number != nil {
		return *c.number
	}
	for _, one := range c.clauses {
		var bits fs.FileMode
		for _, letter := range one.what {
			switch letter {
			case 'r':
				bits |= 0o444
			case 'w':
				bits |= 0o222
			case 'x':
				bits |= 0o111
			case 'X': // only for folders, and for what somebody may run already
				if m.IsDir() || m&0o111 != 0 {
					bits |= 0o111
				}
			}
		}
		switch bits &= one.who; one.op {
		case '+':
			m |= bits
		case '-':
			m &^= bits
		case '=':
			m = m&^one.who | bits
		}
	}
	return m
}

// fileMode translates the numbers of chmod.
func fileMode(bits uint32) fs.FileMode {
	m := fs.FileMode(bits & 0o777)
	for bit, flag := range map[uint32]fs.FileMode{0o4000: fs.ModeSetuid, 0o2000: fs.ModeSetgid, 0o1000: fs.ModeSticky} {
		if bits&bit != 0 {
			m |= flag
		}
	}
	return m
}
