package regex

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"
)

// RenamedGroups gives the names of a valid pattern's captures, by their number less one, if the engine
// has them under names of its own; else nil. It cannot have two groups of one name, which may stand in
// different alternatives, nor every name.
func RenamedGroups(pattern, flags string) []string {
	if !strings.Contains(pattern, "(?<") {
		return nil
	}
	c := &patternChecker{patternReader: patternReader{src: pattern, flags: flags, sets: strings.Contains(flags, "v")}}
	c.unicode = c.sets || strings.Contains(flags, "u")
	c.count()
	if err := c.disjunction(false); err != nil {
		return nil
	}
	strange := false
	seen := map[string]bool{}
	for _, g := range c.names {
		strange = strange || seen[g.name] || strings.ContainsFunc(g.name, func(r rune) bool { return r > 0xFFFF || r == utf8.RuneError })
		seen[g.name] = true
	}
	if !strange {
		return nil
	}
	var names []string
	next := 0
	scanGroups(pattern, c.sets, func(named bool, _ int) {
		if !named {
			names = append(names, "")
			return
		}
		names = append(names, c.names[next].name)
		next++
	})
	return names
}

// scanGroups visits the captures of a valid pattern with the place where each begins.
func scanGroups(pattern string, sets bool, visit func(named bool, at int)) {
	for i := range operators(pattern, sets) {
		if named, ok := captures(pattern[i:]); ok {
			visit(named, i)
		}
	}
}

// captures reports whether a group that captures begins, and whether it has a name.
func captures(rest string) (named, ok bool) {
	named = strings.HasPrefix(rest, "(?<") && !strings.HasPrefix(rest, "(?<=") && !strings.HasPrefix(rest, "(?<!")
	return named, named || rest[0] == '(' && !strings.HasPrefix(rest, "(?")
}

// operators gives the places of a valid pattern that are in no class and behind no backslash.
func operators(pattern string, sets bool) iter.Seq[int] {
	return func(yield func(int) bool) {
		class := 0
		for i := 0; i < len(pattern); i++ {
			switch c := pattern[i]; {
			case c == '\\':
				i++
			case c == '[' && (class == 0 || sets):
				class++
			case c == ']' && class > 0:
				class--
			case class == 0 && !yield(i):
				return
			}
		}
	}
}

// renameGroups gives the captures of a pattern names of ours. A reference to a name that several groups
// have asks for all of them: those that have matched nothing match the empty text.
func renameGroups(pattern string, names []string) string {
	var out strings.Builder
	group, class := 0, false
	for i := 0; i < len(pattern); {
		rest := pattern[i:]
		switch {
		case strings.HasPrefix(rest, `\k<`) && !class:
			end := strings.IndexByte(rest, '>')
			out.WriteString("(?:" + references(rest[len(`\k<`):end], names) + ")")
			i += end + 1
			continue
		case rest[0] == '\\':
			out.WriteString(rest[:min(2, len(rest))])
			i += 2
			continue
		case rest[0] == '[':
			class = true
		case rest[0] == ']':
			class = false
		case rest[0] != '(' || class:
		case strings.HasPrefix(rest, "(?<") && !strings.HasPrefix(rest, "(?<=") && !strings.HasPrefix(rest, "(?<!"):
			fmt.Fprintf(&out, "(?<g%d>", group+1)
			group++
			i += strings.IndexByte(rest, '>') + 1
			continue
		case !strings.HasPrefix(rest, "(?"):
			group++
		}
		out.WriteByte(rest[0])
		i++
	}
	return out.String()
}

// references are the ones to all groups of a name.
func references(written string, names []string) string {
	c := &patternChecker{patternReader: patternReader{src: written + ">"}, unicode: true}
	name, err := c.groupName()
	if err != nil {
		name = written
	}
	var out strings.Builder
	for i := range names {
		if names[i] == name {
			fmt.Fprintf(&out, `\k<g%d>`, i+1)
		}
	}
	return out.String()
}

// GroupsByName lists the numbers of the captures that have each name, in the order of the names' first.
func GroupsByName(names []string) (order []string, numbers map[string][]int) {
	numbers = map[string][]int{}
	for i, name := range names {
		if name == "" {
			continue
		}
		if !slices.Contains(order, name) {
			order = append(order, name)
		}
		numbers[name] = append(numbers[name], i+1)
	}
	return order, numbers
}
