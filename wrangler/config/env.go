package config

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"paddock/wrangler/message"
)

// resolve gives the top level with the named environment applied: inheritable keys fall back to
// the top level, the others come from the environment alone.
func (c *checker) resolve() *node {
	p := c.p
	c.unknown(p.root, "", "top-level")
	envs := p.root.get("env")
	if envs != nil && envs.shape != object {
		c.fail(envs, `The field "env" should be an object but got %s.`, envs.json())
		envs = nil
	}
	if envs != nil {
		for _, m := range envs.members {
			c.unknown(m.value, "env."+m.name, "env."+m.name)
		}
	}
	if p.Env == "" {
		return p.root
	}
	env := envs.get(p.Env)
	if env == nil {
		c.noEnv(envs)
		return p.root
	}
	if env.shape != object {
		c.fail(env, `The field "env.%s" should be an object but got %s.`, p.Env, env.json())
		return p.root
	}
	p.env = env
	view := &node{shape: object, at: env.at, key: env.key}
	for _, m := range p.root.members {
		own := env.get(m.name)
		switch {
		case keys[m.name].scope == topOnly:
			view.set(m.name, m.value)
		case own != nil || keys[m.name].scope == unset:
		case keys[m.name].scope == inheritable:
			view.set(m.name, c.inherited(m))
		default:
			c.notInherited(m.name)
		}
	}
	for _, m := range env.members {
		if s := keys[m.name].scope; s == inheritable || s == repeated {
			view.set(m.name, m.value)
			c.missingEntries(m)
		}
	}
	return view
}

// inherited is the value an environment takes over; the name gets the environment's suffix.
func (c *checker) inherited(m *member) *node {
	name, ok := m.value.str()
	if m.name != "name" || !ok {
		return m.value
	}
	copied := *m.value
	copied.scalar = quote(name + "-" + c.p.Env)
	return &copied
}

// missingEntries warns of the variables, definitions and bindings that the environment does not repeat.
func (c *checker) missingEntries(m *member) {
	top := c.p.root.get(m.name)
	if top == nil || top.shape != m.value.shape {
		return
	}
	switch {
	case m.name == "vars":
		c.notRepeated(m, "vars", "these vars", names(top), names(m.value))
	case m.name == "define":
		c.notRepeated(m, "define entries", "these entries", names(top), names(m.value))
		for _, name := range without(names(m.value), names(top)) {
			c.warn(m.value.get(name), "%q exists on \"env.%s\", but not on the top level.\nThis is not what you probably want, since \"define\" configuration within environments can only override existing top level \"define\" configuration\nPlease remove \"env.%[2]s.define.%[1]s\", or add \"define.%[1]s\".",
				name, c.p.Env)
		}
	case m.name == "durable_objects":
		missing := without(bound(top.get("bindings"), "name"), bound(m.value.get("bindings"), "name"))
		if len(missing) > 0 {
			c.warn(m.value, "The following bindings are at the top level, but not on \"env.%s\".\nThis is not what you probably want, since %q configuration is not inherited by environments.\nPlease add a binding for each to \"env.%[1]s.%[2]s.bindings\":%[3]s",
				c.p.Env, m.name, bullets(missing))
		}
	case top.shape == list:
		for _, name := range without(bound(top, "binding"), bound(m.value, "binding")) {
			c.warn(m.value, "There is a %s binding with name %q at the top level, but not on \"env.%s\".\nThis is not what you probably want, since %[1]q configuration is not inherited by environments.\nPlease add a binding for %[2]q to \"env.%[3]s.%[1]s.bindings\".",
				m.name, name, c.p.Env)
		}
	}
}

// notRepeated warns of the members of a section that the environment has under other names alone.
func (c *checker) notRepeated(m *member, what, these string, top, own []string) {
	if missing := without(top, own); len(missing) > 0 {
		c.warn(m.value, "The following %s exist at the top level, but not on \"env.%s.%s\".\nThis is probably not what you want, since %[3]q configuration is not inherited by environments.\nPlease add %[4]s to \"env.%[2]s.%[3]s\":%[5]s",
			what, c.p.Env, m.name, these, bullets(missing))
	}
}

// names are those of the members of an object.
func names(n *node) (all []string) {
	for _, m := range n.members {
		all = append(all, m.name)
	}
	return all
}

// bound are the names that the entries of a section have on env, in the field that holds them.
func bound(n *node, field string) (all []string) {
	if n == nil {
		return nil
	}
	for _, item := range n.items {
		if name, ok := item.get(field).str(); ok {
			all = append(all, name)
		}
	}
	return all
}

// without gives the names that are not among others.
func without(all, others []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(name string) bool { return slices.Contains(others, name) })
}

// bullets makes a list of names, each on a line of its own.
func bullets(names []string) string { return "\n- " + strings.Join(names, "\n- ") }

func (c *checker) notInherited(field string) {
	c.warn(c.p.root.find(field), "%q exists at the top level, but not on \"env.%s\".\nThis is not what you probably want, since %[1]q is not inherited by environments.\nPlease add %[1]q to \"env.%[2]s\".",
		field, c.p.Env)
}

func (c *checker) noEnv(envs *node) {
	text := fmt.Sprintf("No environment found in configuration with name %q.", c.p.Env)
	if envs == nil {
		c.warn(c.p.root, "%s", text)
		return
	}
	known := names(envs)
	list, err := json.Marshal(known)
	if err != nil {
		list = []byte("[]")
	}
	c.errs = append(c.errs, message.Message{
		Kind: message.Error, Place: c.p.src.place(envs.mark()),
		Text: fmt.Sprintf("%s\nBefore using `--env=%s` there should be an equivalent environment section in the configuration.\nThe available configured environment names are: %s", text, c.p.Env, list),
		Hint: Suggestion(c.p.Env, known),
	})
}

// Suggestion names what was probably meant, or gives "": a name with other letters in few places, or the
// only one that is written out what this one has shortened, as "compat_date".
func Suggestion(name string, known []string) string {
	best, distance := "", 3
	if len(name) < 5 {
		distance = 2 // more would make it another word
	}
	for _, k := range known {
		if d := edits(strings.ToLower(name), strings.ToLower(k)); d < distance {
			best, distance = k, d
		}
	}
	if len(name) < 3 {
		best = ""
	}
	if best == "" {
		best = writtenOut(name, known)
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("Did you mean %q?", best)
}

// writtenOut gives the only name whose words begin with those of another, or "".
func writtenOut(short string, known []string) (found string) {
	words := nameWords(short)
	for _, k := range known {
		if !beginsWith(nameWords(k), words) {
			continue
		}
		if found != "" {
			return ""
		}
		found = k
	}
	return found
}

func nameWords(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == '_' || r == '-' })
}

// beginsWith tells whether each of words, at least one, is the beginning of the word of long at its place.
func beginsWith(long, words []string) bool {
	if len(words) == 0 || len(words) > len(long) {
		return false
	}
	for i, w := range words {
		if !strings.HasPrefix(long[i], w) {
			return false
		}
	}
	return len(words[0]) > 1
}

// edits counts the insertions, deletions, replacements and swaps of neighbours between two names.
func edits(a, b string) int {
	var before []int // the row before the last
	last := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(row[j]+1, last[j+1]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
