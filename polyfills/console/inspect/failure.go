package inspect

import (
	"regexp"
	"strings"

	"paddock/jsruntime"
)

// failure is an error's stack, or its heading in brackets, and what else it carries.
func (p *printer) failure(o *jsruntime.Object, c class) *shape {
	text := func(name string) (string, bool) {
		v := o.Get(name)
		if !jsruntime.IsString(v) {
			return "", false
		}
		return v.String(), true
	}
	name, _ := text("name")
	message, _ := text("message")
	stack, _ := text("stack")
	stack = strings.TrimRight(p.vm.MapStack(stack), "\n")
	if stack == "" {
		stack = heading(name, message)
	}
	keys := p.keys(o, true)
	if !p.ShowHidden {
		for _, key := range []string{"name", "message", "stack"} {
			if v, ok := text(key); !ok || key == "stack" || strings.Contains(stack, v) {
				keys = without(keys, key)
			}
		}
	}
	for _, key := range []string{"cause", "errors"} {
		if d := p.descriptor(o, p.vm.ToValue(key)); d != nil && d.Get("value") != nil && !d.Get("enumerable").ToBoolean() && !p.ShowHidden {
			keys = append(keys, p.vm.ToValue(key))
		}
	}
	stack = named(stack, name, c)
	at := 0
	if i := strings.Index(stack, message); message != "" && i >= 0 {
		at = i + len(message)
	}
	if !strings.Contains(stack[at:], "\n    at") {
		stack = "[" + stack + "]"
	}
	stack = strings.ReplaceAll(stack, "\n", "\n"+strings.Repeat(" ", p.indent))
	return &shape{base: stack, style: "", open: "{", close: "}", keys: keys}
}

func heading(name, message string) string {
	if name == "" {
		name = "Error"
	}
	if message == "" {
		return name
	}
	return name + ": " + message
}

var anonymous = regexp.MustCompile(`^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n\s+at)|^([a-z_A-Z0-9-]*Error)$`)

// named puts the class's name at the beginning of a stack that names another.
func named(stack, name string, c class) string {
	regular := strings.HasSuffix(name, "Error") && strings.HasPrefix(stack, name) &&
		(len(stack) == len(name) || stack[len(name)] == ':' || stack[len(name)] == '\n')
	if !c.null && !regular {
		return stack
	}
	fallback, length := "Error", len(name)
	if c.null {
		length = 0
		if m := anonymous.FindStringSubmatch(stack); m != nil {
			fallback = m[1] + m[2]
			length = len(fallback)
		}
	}
	prefix := strings.TrimSuffix(c.prefix(fallback, ""), " ")
	switch {
	case name == prefix:
		return stack
	case !strings.Contains(prefix, name):
		return prefix + " [" + name + "]" + stack[length:]
	case length == 0:
		return prefix + ": " + stack
	}
	return prefix + stack[length:]
}
