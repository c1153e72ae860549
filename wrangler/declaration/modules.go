package declaration

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"paddock/wrangler/config"
)

// ruleTypes are the types of what modules of a rule export.
var ruleTypes = map[string]string{"CompiledWasm": "WebAssembly.Module", "Data": "ArrayBuffer", "Text": "string"}

// defaultRules are those that follow the configuration's.
var defaultRules = []config.Rule{
	{Type: "Text", Globs: []string{"**/*.txt", "**/*.html", "**/*.sql"}},
	{Type: "Data", Globs: []string{"**/*.bin"}},
	{Type: "CompiledWasm", Globs: []string{"**/*.wasm", "**/*.wasm?module"}},
}

// effective adds the default rules, and drops those behind one of the same type that does not fall through.
func effective(rules []config.Rule) (kept []config.Rule) {
	done := map[string]bool{}
	for _, rule := range slices.Concat(rules, defaultRules) {
		if !done[rule.Type] {
			kept = append(kept, rule)
			done[rule.Type] = rule.Fallthrough == nil || !*rule.Fallthrough
		}
	}
	return kept
}

// ruleSet are the rules of one environment.
type ruleSet struct {
	rules    []config.Rule
	globstar bool // a star ends at a slash, as where modules are looked for in folders
}

// ruleSets gives the rules of all environments, each set once.
func (g *generator) ruleSets() (sets []ruleSet) {
	seen := map[string]bool{}
	for _, p := range g.Projects {
		set := ruleSet{p.Rules, p.FindAdditionalModules}
		text, _ := json.Marshal([]any{set.rules, set.globstar}) // plain data
		if !seen[string(text)] {
			seen[string(text)] = true
			sets = append(sets, set)
		}
	}
	return sets
}

// modules declares the files that rules make modules of.
func (g *generator) modules() string {
	sets := g.ruleSets()
	for i := range sets {
		sets[i].rules = effective(sets[i].rules)
	}
	return combine(sets)
}

// shownModules are the declarations that are shown on the console: those of the configuration's own rules.
func (g *generator) shownModules() string {
	if len(g.Projects) > 1 {
		return combine(g.ruleSets())
	}
	var all []string
	for _, rule := range g.top.Rules {
		for _, glob := range rule.Globs {
			if kind, ok := ruleTypes[rule.Type]; ok {
				all = append(all, declareModule(patternOf(glob).name, []string{kind}))
			}
		}
	}
	return strings.Join(all, "\n")
}

func declareModule(name string, kinds []string) string {
	return fmt.Sprintf("declare module %q {\n\tconst value: %s;\n\texport default value;\n}", name, strings.Join(kinds, " | "))
}

// pattern is how TypeScript, which knows one star, can name the modules of a glob.
type pattern struct {
	glob     string
	kind     string
	name     string // of the modules
	fallback string // the wider name by the end of the glob; "" if that has none
	exact    bool   // name has all that the glob says
}

func patternOf(glob string) pattern {
	p := pattern{glob: glob, name: glob, fallback: ending(glob), exact: true}
	if !strings.Contains(glob, "*") {
		return p
	}
	for _, r := range [][2]string{{"**/*", "*"}, {"**/", "*/"}, {"/**", "/*"}} {
		p.name = strings.ReplaceAll(p.name, r[0], r[1])
	}
	if strings.Count(p.name, "*") > 1 {
		p.exact, p.name = false, p.fallback
		if p.name == "" {
			p.name = "*"
		}
	}
	return p
}

// ending is the pattern of what is behind the last star, or of the file's extension.
func ending(glob string) string {
	at := strings.LastIndexByte(glob, '*') + 1
	if at == 0 {
		if at = strings.LastIndexByte(glob, '.'); at < strings.LastIndexAny(glob, `/\`) {
			at = -1
		}
	}
	if at < 0 || at == len(glob) {
		return ""
	}
	return "*" + glob[at:]
}

// everywhere tells whether the fallback is all that the glob says, in any folder.
func (p pattern) everywhere() bool {
	return p.exact && p.name == p.fallback && strings.HasPrefix(p.glob, "**/")
}

// fallback is a wider name, with the kinds of the rules that it stands for.
type fallback struct {
	name  string
	kinds []string
	wild  bool // one of the rules has a star
	done  bool // a rule has all of it: those behind have no effect
}

// resolved are the names that a set of rules gives, in order.
type resolved struct {
	globstar  bool
	scoped    []string
	fallbacks []*fallback
	patterns  []pattern
}

func resolve(set ruleSet) *resolved {
	r := &resolved{globstar: set.globstar}
	seen := map[string]bool{}
	for _, rule := range set.rules {
		kind, ok := ruleTypes[rule.Type]
		for _, glob := range rule.Globs {
			if ok && !seen[glob] {
				seen[glob] = true
				p := patternOf(glob)
				p.kind = kind
				r.add(p)
			}
		}
	}
	return r
}

func (r *resolved) add(p pattern) {
	r.patterns = append(r.patterns, p)
	if p.fallback == "" {
		r.scoped = appendOnce(r.scoped, p.name)
		return
	}
	i := slices.IndexFunc(r.fallbacks, func(f *fallback) bool { return f.name == p.fallback })
	if i < 0 {
		i = len(r.fallbacks)
		r.fallbacks = append(r.fallbacks, &fallback{name: p.fallback})
	}
	f := r.fallbacks[i]
	if f.done {
		return
	}
	if p.exact && p.name != p.fallback {
		r.scoped = appendOnce(r.scoped, p.name)
	}
	f.kinds = appendOnce(f.kinds, p.kind)
	f.done = p.everywhere()
	f.wild = f.wild || strings.Contains(p.glob, "*")
}

func appendOnce(all []string, s string) []string {
	if slices.Contains(all, s) {
		return all
	}
	return append(all, s)
}

// combine declares the modules of sets of rules.
func combine(sets []ruleSet) string {
	var names []string
	var wider []*fallback
	var all []*resolved
	for _, set := range sets {
		r := resolve(set)
		all = append(all, r)
		for _, name := range r.scoped {
			names = appendOnce(names, name)
		}
		for _, f := range r.fallbacks {
			wider = merge(wider, f)
		}
	}
	for _, f := range wider {
		if f.wild || len(f.kinds) > 1 {
			names = appendOnce(names, f.name)
		}
	}
	declared := make([]string, len(names))
	for i, name := range names {
		var kinds []string
		for _, r := range all {
			for _, kind := range r.kindsOf(name) {
				kinds = appendOnce(kinds, kind)
			}
		}
		declared[i] = declareModule(name, kinds)
	}
	return strings.Join(declared, "\n")
}

// merge adds what another set says of a wider name.
func merge(all []*fallback, f *fallback) []*fallback {
	i := slices.IndexFunc(all, func(other *fallback) bool { return other.name == f.name })
	if i < 0 {
		i = len(all)
		all = append(all, &fallback{name: f.name})
	}
	for _, kind := range f.kinds {
		all[i].kinds = appendOnce(all[i].kinds, kind)
	}
	all[i].wild = all[i].wild || f.wild
	return all
}

// kindsOf gives the types that modules of a name may have: those of the rules that take some of them, as
// far as no earlier rule has them all.
func (r *resolved) kindsOf(name string) (kinds []string) {
	var covered []string
	single := !strings.Contains(name, "*")
	for _, p := range r.patterns {
		matches := single && !p.exact && globExpression(p.glob, r.globstar).MatchString(name)
		if single && !p.exact && !matches {
			continue
		}
		overlap, ok := intersection(name, p.name)
		if !ok || slices.ContainsFunc(covered, func(c string) bool { return contains(c, overlap) }) {
			continue
		}
		kinds = appendOnce(kinds, p.kind)
		if !p.exact && !matches {
			continue
		}
		covered = append(covered, overlap)
		if contains(p.name, name) {
			break
		}
	}
	return kinds
}

// intersection is the pattern of what two patterns have in common.
func intersection(a, b string) (string, bool) {
	aFront, aBack, aWild := strings.Cut(a, "*")
	bFront, bBack, bWild := strings.Cut(b, "*")
	switch {
	case !aWild:
		return a, contains(b, a)
	case !bWild:
		return b, contains(a, b)
	case !strings.HasPrefix(aFront, bFront) && !strings.HasPrefix(bFront, aFront), !strings.HasSuffix(aBack, bBack) && !strings.HasSuffix(bBack, aBack):
		return "", false
	}
	return longer(aFront, bFront) + "*" + longer(aBack, bBack), true
}

func longer(a, b string) string {
	if len(a) >= len(b) {
		return a
	}
	return b
}

// contains tells whether a pattern has all that another, or a name, has.
func contains(outer, inner string) bool {
	front, back, wild := strings.Cut(outer, "*")
	if !wild {
		return outer == inner
	}
	innerFront, innerBack, innerWild := strings.Cut(inner, "*")
	if !innerWild {
		return len(inner) >= len(front)+len(back) && strings.HasPrefix(inner, front) && strings.HasSuffix(inner, back)
	}
	return strings.HasPrefix(innerFront, front) && strings.HasSuffix(innerBack, back)
}

// globExpression is the regular expression of a glob. Without globstar a star goes over slashes.
func globExpression(glob string, globstar bool) *regexp.Regexp {
	text := regexp.QuoteMeta(glob)
	if globstar {
		text = regexp.MustCompile(`(^|/)\\\*(?:\\\*)+(?:/|$)`).ReplaceAllString(text, `$1(?:[^/]*(?:/|$))*`)
		text = regexp.MustCompile(`(?:\\\*)+`).ReplaceAllString(text, `[^/]*`)
	} else {
		text = regexp.MustCompile(`(?:\\\*)+`).ReplaceAllString(text, `.*`)
	}
	return regexp.MustCompile("^" + text + "$")
}
