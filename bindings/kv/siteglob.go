package kv

import (
	"regexp"
	"slices"
	"strings"
)

// takes decides by name which files of a folder a site has.
type takes struct {
	include, exclude *globs // nil: none were given
}

func newTakes(include, exclude []string) takes {
	return takes{newGlobs(include), newGlobs(exclude)}
}

// has tells whether a file is one of the site's: the patterns of "include" win over those of
// "exclude", and what is never deployed is never there.
func (t takes) has(name string) bool {
	switch {
	case slices.ContainsFunc(strings.Split(name, "/"), undeployed):
		return false
	case t.include != nil:
		return t.include.match(name)
	case t.exclude != nil:
		return !t.exclude.match(name)
	}
	return true
}

// undeployed are the files and folders that wrangler leaves out when it deploys a site.
func undeployed(segment string) bool {
	return segment == "node_modules" || strings.HasPrefix(segment, ".") && segment != ".well-known"
}

// globs are patterns of one list; those with a leading ! take names out of it.
type globs struct{ in, out []*regexp.Regexp }

func newGlobs(patterns []string) *globs {
	if len(patterns) == 0 {
		return nil
	}
	g := &globs{}
	for _, p := range patterns {
		if negated, ok := strings.CutPrefix(p, "!"); ok {
			g.out = append(g.out, globExpression(negated))
		} else {
			g.in = append(g.in, globExpression(p))
		}
	}
	return g
}

func (g *globs) match(name string) bool {
	matches := func(e *regexp.Regexp) bool { return e.MatchString(name) }
	return !slices.ContainsFunc(g.out, matches) && slices.ContainsFunc(g.in, matches)
}

// globExpression is what wrangler makes of a glob: * stays within a folder, ** alone between
// slashes spans folders, all else is literal, and the match may be anywhere in the name.
func globExpression(glob string) *regexp.Regexp {
	var b strings.Builder
	for i := 0; i < len(glob); i++ {
		if glob[i] != '*' {
			b.WriteString(regexp.QuoteMeta(glob[i : i+1]))
			continue
		}
		first := i
		for i+1 < len(glob) && glob[i+1] == '*' {
			i++
		}
		alone := (first == 0 || glob[first-1] == '/') && (i+1 == len(glob) || glob[i+1] == '/')
		if i > first && alone {
			b.WriteString(`(?:[^/]*(?:/|$))*`)
			i++ // the slash is part of it
		} else {
			b.WriteString(`[^/]*`)
		}
	}
	return regexp.MustCompile(b.String())
}
