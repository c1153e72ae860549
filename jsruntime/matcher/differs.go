package matcher

// Differs reports whether the engine's machines match a valid pattern, without properties and set notation, in another
// way than the standard has it: in repetitions of what may match nothing or leave captures out, and with captures within
// assertions or references to groups that have not ended.
func Differs(pattern string, unicode bool) bool {
	d := &differences{ended: map[int]bool{}}
	return d.in(newParser(pattern, unicode, modes{}).disjunction())
}

type differences struct{ ended map[int]bool } // the captures so far

func (d *differences) in(n *node) bool {
	switch n.kind {
	case kindCapture:
		if d.in(n.parts[0]) {
			return true
		}
		d.ended[n.group] = true
		return false
	case kindLook:
		if holdsCaptures(n.parts[0]) {
			return true
		}
	case kindRepeat:
		part := n.parts[0]
		if mayBeEmpty(part) || n.most != 1 && n.first < n.last && leavesOut(part, false) {
			return true
		}
	case kindReference:
		for _, g := range n.groups {
			if !d.ended[g] {
				return true
			}
		}
	}
	for _, part := range n.parts {
		if d.in(part) {
			return true
		}
	}
	return false
}

func holdsCaptures(n *node) bool {
	if n.kind == kindCapture {
		return true
	}
	for _, part := range n.parts {
		if holdsCaptures(part) {
			return true
		}
	}
	return false
}

// leavesOut reports whether there are captures in a part that need not take part when it matches.
func leavesOut(n *node, optional bool) bool {
	if n.kind == kindCapture && optional {
		return true
	}
	optional = optional || n.kind == kindChoice || n.kind == kindRepeat && n.least == 0
	for _, part := range n.parts {
		if leavesOut(part, optional) {
			return true
		}
	}
	return false
}
