package dialect

import "strings"

// backtracks is what makes the engine match an expression by backtracking: an assertion that always holds.
const backtracks = "(?=)"

// forgetsCaptures makes the engine backtrack where a group that is repeated holds captures that may be
// left out: each round forgets those of the one before, as in /(?:(a)|b)*/, and the engine's other
// machine keeps them.
func forgetsCaptures(pattern string, sets bool) string {
	if !strings.Contains(pattern, "(") || !strings.ContainsAny(pattern, "*+{") {
		return pattern
	}
	type group struct{ capture, captures, optional bool } // captures: within it
	var open []group
	for i := range operators(pattern, sets) {
		switch rest := pattern[i:]; {
		case rest[0] == '(':
			_, capture := captures(rest)
			open = append(open, group{capture: capture})
		case rest[0] == ')' && len(open) > 0:
			g := open[len(open)-1]
			open = open[:len(open)-1]
			if g.captures && g.optional && repeats(rest[1:]) {
				return pattern + backtracks
			}
			if len(open) > 0 {
				outer := &open[len(open)-1]
				outer.captures = outer.captures || g.captures || g.capture
				outer.optional = outer.optional || g.optional
			}
		case len(open) > 0 && (rest[0] == '|' || rest[0] == '*' || rest[0] == '{' || rest[0] == '?' && pattern[i-1] != '('):
			open[len(open)-1].optional = true
		}
	}
	return pattern
}

// repeats reports whether what follows a group is a quantifier that lets it match more than once.
func repeats(after string) bool {
	return after != "" && strings.IndexByte("*+{", after[0]) >= 0
}
