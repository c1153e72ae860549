package bundle

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"paddock/wrangler/message"
)

// defaultRules are wrangler's own.
func defaultRules() []Rule {
	return []Rule{
		{Type: TypeText, Globs: []string{"**/*.txt", "**/*.html", "**/*.sql"}},
		{Type: TypeData, Globs: []string{"**/*.bin"}},
		{Type: TypeWasm, Globs: []string{"**/*.wasm", "**/*.wasm?module"}},
	}
}

// additionalRules apply to the additional modules of a worker that is not bundled.
func additionalRules() []Rule {
	return []Rule{
		{Type: TypeESModule, Globs: []string{"**/*.js", "**/*.mjs"}},
		{Type: TypeCommonJS, Globs: []string{"**/*.cjs"}},
	}
}

// ruleSet is the rules of a worker in order of precedence.
type ruleSet struct {
	active  []compiledRule
	ignored []compiledRule // shadowed by an earlier rule of the same type
	extra   []compiledRule // for additional modules, after the active ones
}

type compiledRule struct {
	Rule
	globs   []*regexp.Regexp
	by      *Rule // of an ignored rule: the one that shadows it
	builtIn bool  // it is one of the default rules
}

// newRules compiles the user's rules and the default ones.
func newRules(in Input) (ruleSet, error) {
	var set ruleSet
	var errs message.Errors
	ended := map[string]*Rule{}
	for i, r := range append(slices.Clone(in.Rules), defaultRules()...) {
		if !slices.Contains([]string{TypeESModule, TypeCommonJS, TypeText, TypeData, TypeWasm}, r.Type) {
			errs = append(errs, message.Message{Kind: message.Error, Text: fmt.Sprintf(
				`The module rule %s must have a string "type" field, which contains one of "ESModule", "CommonJS", "CompiledWasm", "Text", or "Data".`, r.describe())})
			continue
		}
		c := compileRule(r)
		c.builtIn = i >= len(in.Rules)
		if by := ended[r.Type]; by != nil {
			c.by = by
			set.ignored = append(set.ignored, c)
			continue
		}
		set.active = append(set.active, c)
		if r.Fallthrough == nil || !*r.Fallthrough {
			ended[r.Type] = &r
		}
	}
	if in.NoBundle {
		for _, r := range additionalRules() {
			set.extra = append(set.extra, compileRule(r))
		}
	}
	if len(errs) > 0 {
		return set, errs
	}
	return set, nil
}

func compileRule(r Rule) compiledRule {
	c := compiledRule{Rule: r}
	for _, g := range r.Globs {
		c.globs = append(c.globs, globExpression(g))
	}
	return c
}

// globExpression translates a glob: ** spans folders, * does not, all else is literal.
func globExpression(glob string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString("^")
	for i := 0; i < len(glob); {
		switch {
		case strings.HasPrefix(glob[i:], "**/"):
			b.WriteString(`(?:[^/]*(?:/|$))*`)
			i += 3
		case strings.HasPrefix(glob[i:], "**"):
			b.WriteString(`.*`)
			i += 2
		case glob[i] == '*':
			b.WriteString(`[^/]*`)
			i++
		default:
			b.WriteString(regexp.QuoteMeta(glob[i : i+1]))
			i++
		}
	}
	b.WriteString("$")
	return regexp.MustCompile(b.String())
}

func (c compiledRule) matches(path string) bool {
	return slices.ContainsFunc(c.globs, func(g *regexp.Regexp) bool { return g.MatchString(path) })
}

// find returns the rule for an imported path, and whether it is in force or ignored.
func (s ruleSet) find(path string) (rule compiledRule, active, ok bool) {
	for _, r := range s.active {
		if r.matches(path) {
			return r, true, true
		}
	}
	for _, r := range s.ignored {
		if r.matches(path) {
			return r, false, true
		}
	}
	return compiledRule{}, false, false
}

// additional returns the type of an additional module.
func (s ruleSet) additional(path string) (string, bool) {
	for _, r := range append(slices.Clone(s.active), s.extra...) {
		if r.matches(path) {
			return r.Type, true
		}
	}
	return "", false
}

// describe writes a rule as the configuration does.
func (r Rule) describe() string {
	text, err := json.Marshal(struct {
		Type        string   `json:"type"`
		Globs       []string `json:"globs"`
		Fallthrough *bool    `json:"fallthrough,omitempty"`
	}{r.Type, r.Globs, r.Fallthrough})
	if err != nil {
		return r.Type // strings and a bool always marshal
	}
	return string(text)
}

// RuleWarnings says which of the rules, or of the default ones, are ignored because of which. Wrong rules
// are not told of; they are errors of [Build].
func RuleWarnings(rules []Rule) []message.Message {
	set, err := newRules(Input{Rules: rules})
	if err != nil {
		return nil
	}
	return set.warnings()
}

// warnings says which rules are ignored because of which, if that one does not say itself that it is so.
func (s ruleSet) warnings() (all []message.Message) {
	at := map[*Rule]int{} // in all
	for _, r := range s.ignored {
		if r.by.Fallthrough != nil {
			continue
		}
		i, told := at[r.by]
		if !told {
			i, at[r.by] = len(all), len(all)
			all = append(all, message.Message{
				Kind: message.Warning, Text: fmt.Sprintf("The module rule %s does not have a fallback, the following rules will be ignored:", r.by.describe()),
				Hint: `add "fallthrough": true to the rule to keep them, or false to silence this warning`,
			})
		}
		note := r.describe()
		if r.builtIn {
			note += " (DEFAULT)"
		}
		all[i].Notes = append(all[i].Notes, note)
	}
	return all
}

// ignoredText is the error of importing a file whose rule is ignored.
func (c compiledRule) ignoredText(path string) string {
	return fmt.Sprintf("The file %s matched a module rule in your configuration (%s), but was ignored because a previous rule with the same type was not marked as `fallthrough = true`.",
		path, c.describe())
}
