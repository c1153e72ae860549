package dev_test

import (
	"errors"
	"strings"
	"testing"

	"paddock/wrangler/message"
)

// TestBadInput starts what cannot run: the message names the place, the reason and the repair.
func TestBadInput(t *testing.T) {
	t.Parallel()
	const good = "\nexport default { fetch() { return new Response(); } };"
	for _, c := range []struct {
		name   string
		source string
		want   []string // parts of place, text, notes and hint
	}{
		{"a file with a slip in its name", `import x from "./helpr.js";` + good, []string{"index.js:1:", `Could not resolve "./helpr.js"`, `Did you mean "./helper.js"?`}},
		{"a package that is not installed", `import x from "honno";` + good, []string{"index.js:1:", `Could not resolve "honno"`, "alias"}},
		{"a name that a file does not export", `import { helo } from "./helper.js"; helo();` + good, []string{"index.js:1:", `No matching export in "helper.js" for import "helo"`}},
		{"two declarations of one name", "const a = 1;\nconst a = 2;" + good, []string{"index.js:2:", `The symbol "a" has already been declared`}},
		{"a circular import that is used too early", `import { early } from "./circle.js";` + "\nexport const late = { early };" + good, []string{"Uncaught TypeError: Cannot read properties of undefined (reading 'early')", "circle.js:2:"}},
		{"no default export", "const a = 1;", []string{"Uncaught Error: No event handlers were registered. This script does nothing.", "export default {"}},
		{"a default export that is undefined", "export default undefined;", []string{"index.js:1:1", "Uncaught TypeError: Cannot initialize ExportedHandler with required members from an undefined or null value.", "export default { async fetch"}},
		{"a default export that is no object", "\n\n  export default 'text';", []string{"index.js:3:3", "Uncaught TypeError: Incorrect type for map entry 'default': the provided value is not of type 'function or ExportedHandler'."}},
		{"an export that is a constant", "export const LIMIT = 5;" + good, []string{"index.js:1:1", "Incorrect type for map entry 'LIMIT'", `move "LIMIT" to another file`}},
		{"a module that the platform has not", `import x from "cloudflare:worker";` + good, []string{`No such module "cloudflare:worker".`}},
		{"a thrown string", `throw "a string";`, []string{"Uncaught Error: a string"}},
		{"a rejected top-level await", "await 1;\nawait Promise.reject(new RangeError('tla'));" + good, []string{"Uncaught RangeError: tla", "index.js:2:"}},
		{"recursion without end", "function f() { f(); }\nf();" + good, []string{"Maximum call stack size exceeded"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, plain, c.source)
			p.write(t, "helper.js", "export const hello = () => 1;")
			p.write(t, "circle.js", "import { late } from \"./index.js\";\nexport const early = late.early;")
			_, err := p.start(t)
			var told message.Errors
			if !errors.As(err, &told) {
				t.Fatalf("no message: %v", err)
			}
			text := told.Error()
			for _, m := range told {
				text += "\n" + strings.Join(m.Notes, "\n") + "\n" + m.Hint
			}
			for _, want := range c.want {
				if !strings.Contains(text, want) {
					t.Errorf("%q is missing in:\n%s", want, text)
				}
			}
		})
	}
}

func TestBadInput_DateInTheFuture(t *testing.T) {
	t.Parallel()
	p := newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2999-01-01" }`, `export default {};`)
	if _, err := p.start(t); err == nil || !strings.Contains(err.Error(), `Compatibility date "2999-01-01" is in the future and unsupported`) {
		t.Errorf("the error is %v", err)
	}
}

func TestBadInput_UnknownFlag(t *testing.T) {
	t.Parallel()
	p := newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2026-04-01",
		"compatibility_flags": ["rpc",
			"nodejs_compt"] }`, `export default {};`)
	_, err := p.start(t)
	var told message.Errors
	if !errors.As(err, &told) || len(told) != 1 {
		t.Fatalf("the error is %v", err)
	}
	m := told[0]
	if m.Text != "No such compatibility flag: nodejs_compt" || m.Hint != `Did you mean "nodejs_compat"?` || m.Place == nil || m.Place.Line != 3 {
		t.Errorf("told %+v at %+v", m, m.Place)
	}
}

// Migrations are of classes that there are, or are not yet: within one, what goes comes first.
func TestBadInput_Migrations(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, migrations, want string }{
		{"a class that there is not is deleted", `{ "tag": "v1",
			"deleted_classes": ["X"] }`, "Cannot apply deleted_classes migration to non-existent class X"},
		{"a class that there is not is renamed", `{ "tag": "v1",
			"renamed_classes": [{ "from": "X", "to": "A" }] }`, "Cannot apply renamed_classes migration to non-existent class X"},
		{"a class of the same migration is renamed", `{ "tag": "v1", "new_sqlite_classes": ["B"],
			"renamed_classes": [{ "from": "B", "to": "A" }] }`, "Cannot apply renamed_classes migration to non-existent class B"},
		{"a class is made again", `{ "tag": "v1", "new_classes": ["A"] }, { "tag": "v2",
			"new_classes": ["A"] }`, "Cannot apply new_classes migration to existing class A"},
		{"a class with SQLite is made again", `{ "tag": "v1", "new_sqlite_classes": ["A"] }, { "tag": "v2",
			"new_sqlite_classes": ["A"] }`, "Cannot apply new_sqlite_classes migration to existing class A"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2026-04-01",
				"migrations": [`+c.migrations+`] }`, `export default {};`)
			_, err := p.start(t)
			var told message.Errors
			if !errors.As(err, &told) || len(told) != 1 {
				t.Fatalf("the error is %v", err)
			}
			if m := told[0]; m.Text != c.want || m.Place == nil || m.Place.Line != 3 {
				t.Errorf("told %+v at %+v", m, m.Place)
			}
		})
	}
}

func TestBadInput_Warnings(t *testing.T) {
	t.Parallel()
	p := newProject(t, plain, `import fs from "node:fs"; import x from "cloudflare:worker"; export default {};`)
	if _, err := p.start(t); err == nil {
		t.Error("it started")
	}
	p.console.says(t, `The package "node:fs" wasn't found on the file system but is built into node.`)
	p.console.says(t, `There is no module "cloudflare:worker".`)
}
