package config

import (
	"encoding/json"
	"fmt"
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
			c.notInherited(m.name, "env."+p.Env, m.name, "")
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

// missingEntries warns of the variables and definitions that the environment does not repeat.
func (c *checker) missingEntries(m *member) {
	top := c.p.root.get(m.name)
	if m.name != "vars" && m.name != "define" || top == nil {
		return
	}
	for _, t := range top.members {
		if m.value.get(t.name) == nil {
			c.notInherited(m.name+"."+t.name, "env."+c.p.Env+"."+m.name, m.name, " configuration")
		}
	}
}

func (c *checker) notInherited(field, env, key, what string) {
	c.warn(c.p.root.find(field), "%q exists at the top level, but not on %q.\nThis is not what you probably want, since %q%s is not inherited by environments.\nPlease add %q to %q.",
		field, env, key, what, field, "env."+c.p.Env)
}

func (c *checker) noEnv(envs *node) {
	text := fmt.Sprintf("No environment found in configuration with name %q.", c.p.Env)
	if envs == nil {
		c.warn(c.p.root, "%s", text)
		return
	}
	var names []string
	for _, m := range envs.members {
		names = append(names, m.name)
	}
	list, err := json.Marshal(names)
	if err != nil {
		list = []byte("[]")
	}
	c.errs = append(c.errs, message.Message{
		Kind: message.Error, Place: c.p.src.place(envs.mark()),
		Text: fmt.Sprintf("%s\nBefore using `--env=%s` there should be an equivalent environment section in the configuration.\nThe available configured environment names are: %s", text, c.p.Env, list),
		Hint: Suggestion(c.p.Env, names),
	})
}

// Suggestion names what was probably meant, or gives "".
func Suggestion(name string, known []string) string {
	best, distance := "", 3
	for _, k := range known {
		if d := edits(strings.ToLower(name), strings.ToLower(k)); d < distance {
			best, distance = k, d
		}
	}
	if best == "" || len(name) < 3 {
		return ""
	}
	return fmt.Sprintf("Did you mean %q?", best)
}

// edits is the Levenshtein distance.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j]+1, row[j+1]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
