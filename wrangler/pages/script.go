package pages

import (
	_ "embed" // of worker.js
	"encoding/json"
	"fmt"
	"strings"
)

//go:embed worker.js
var runner string

// script writes the Worker that runs the functions of routes.
func script(routes []route) string {
	var imports, table strings.Builder
	count := 0
	list := func(f function) string {
		if f == (function{}) {
			return "[]"
		}
		count++
		fmt.Fprintf(&imports, "import { %s as function%d } from %s;\n", f.export, count, quote(f.file))
		return fmt.Sprintf("[function%d]", count)
	}
	for _, r := range routes {
		p := compile(r.path)
		names := []string{}
		for _, n := range p.names {
			names = append(names, fmt.Sprintf("[%s, %t]", quote(n.name), n.many))
		}
		fmt.Fprintf(&table, "\t{ method: %s, whole: /%s/i, begin: /%s/i, mount: /%s/i, names: [%s], middlewares: %s, modules: %s },\n",
			quote(r.method), p.whole, p.begin, compile(r.mount).begin, strings.Join(names, ", "), list(r.middleware), list(r.module))
	}
	return imports.String() + "\nconst routes = [\n" + table.String() + "];\n\n" + runner
}

// quote writes a string as a literal of JavaScript.
func quote(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		return `""` // strings always marshal
	}
	return string(text)
}
