package bundle

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A build that finds files without the types of their packages gives the very script of one that asks for everything,
// whatever has become of the packages since the build before.
func TestBuilder_untyped(t *testing.T) {
	t.Parallel()
	const typed = `{"type": "module", "exports": "./index.js"}`
	files := map[string]string{
		"worker.js": `import { a } from "a"; import { b } from "b"; import c from "c"; import { d } from "d"; import { e } from "e"; import f from "f";
			globalThis.result = [a(), b, c, d, e, f].join(); export default {};`,
		"node_modules/a/package.json":           typed,
		"node_modules/a/index.js":               `import { one } from "./lib/one.js"; import "./lib/effect.js"; import "./lib/silent.js"; import { deep } from "deep"; export const a = () => one + deep;`,
		"node_modules/a/lib/one.js":             `export const one = 1;`,
		"node_modules/a/lib/effect.js":          `globalThis.effect = 1; export {};`,
		"node_modules/a/lib/silent.js":          `globalThis.silent = 1;`, // only its type tells what it is
		"node_modules/deep/package.json":        `{"type": "module", "sideEffects": false, "exports": "./index.js"}`,
		"node_modules/deep/index.js":            `import { unused } from "./unused.js"; export const deep = "deep"; export { unused };`,
		"node_modules/deep/unused.js":           `globalThis.unused = 1; export const unused = 1;`,
		"node_modules/b/package.json":           typed, // imports CommonJS, of which the type decides the default export
		"node_modules/b/index.js":               `import common from "./common.cjs"; export const b = JSON.stringify(common);`,
		"node_modules/b/common.cjs":             `exports.__esModule = true; exports.default = "of common";`,
		"node_modules/c/package.json":           `{"type": "module", "main": "main.js", "module": "module.js"}`, // has two main files
		"node_modules/c/main.js":                `export default "main";`,
		"node_modules/c/module.js":              `export default "module";`,
		"node_modules/d/package.json":           typed, // is looked for
		"node_modules/d/index.js":               "import { one } from './lib/one'; export const d = one; export const load = (name) => import(`./lib/${name}.js`);",
		"node_modules/d/lib/one.js":             `export const one = "d";`,
		"node_modules/e/package.json":           `{"type": "module", "exports": "./index.js", "sideEffects": ["./index.js"]}`,
		"node_modules/e/index.js":               `import { g } from "g"; import { h } from "./h.cjs"; export const e = g + h;`,
		"node_modules/e/h.cjs":                  `exports.h = require("g").g;`,
		"node_modules/g/package.json":           `{"type": "module", "exports": {"import": "./index.js", "require": "./index.cjs"}}`, // is two
		"node_modules/g/index.js":               `export const g = "import";`,
		"node_modules/g/index.cjs":              `exports.g = "require";`,
		"node_modules/f/package.json":           `{"exports": "./index.js"}`, // has no type
		"node_modules/f/index.js":               `export default "f";`,
		"node_modules/a/node_modules/.keep/any": "",
	}
	in := project(t, files)
	write := func(name, text string) func() {
		return func() { writeFile(t, filepath.Join(in.Dir, filepath.FromSlash(name)), text) }
	}
	b, err := NewBuilder(in)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	steps := []struct {
		name   string
		change func()
		left   string // the files whose type is left out afterwards
		result string
	}{
		{"first", func() {}, "a/lib/effect.js a/lib/one.js a/lib/silent.js deep/index.js deep/unused.js g/index.js", `1deep,{"__esModule":true,"default":"of common"},module,d,importrequire,f`},
		{"again", func() {}, "a/lib/effect.js a/lib/one.js deep/index.js deep/unused.js g/index.js", `1deep,{"__esModule":true,"default":"of common"},module,d,importrequire,f`},
		{"an edit", write("worker.js", strings.Replace(files["worker.js"], ".join()", ".join(' ')", 1)), "a/lib/effect.js a/lib/one.js deep/index.js deep/unused.js g/index.js", `1deep {"__esModule":true,"default":"of common"} module d importrequire f`},
		{"an import of CommonJS", write("node_modules/a/lib/one.js", `import common from "../common.cjs"; export const one = JSON.stringify(common);`), "", ""},
		{"what it imports", write("node_modules/a/common.cjs", `exports.__esModule = true; exports.default = "of a";`), "a/lib/effect.js deep/index.js deep/unused.js g/index.js", `{"__esModule":true,"default":"of a"}deep {"__esModule":true,"default":"of common"} module d importrequire f`},
		{"no more", write("node_modules/a/lib/one.js", `export const one = 2;`), "a/lib/effect.js a/lib/one.js deep/index.js deep/unused.js g/index.js", `2deep {"__esModule":true,"default":"of common"} module d importrequire f`},
		{"a nearer package", func() {
			write("node_modules/a/node_modules/deep/package.json", typed)()
			write("node_modules/a/node_modules/deep/index.js", `export const deep = "near";`)()
		}, "a/lib/effect.js a/lib/one.js a/node_modules/deep/index.js g/index.js", `2near {"__esModule":true,"default":"of common"} module d importrequire f`},
		{"side effects", write("node_modules/a/package.json", strings.Replace(typed, "{", `{"sideEffects": false, `, 1)), "a/lib/effect.js a/lib/one.js a/node_modules/deep/index.js g/index.js", `2near {"__esModule":true,"default":"of common"} module d importrequire f`},
		{"another type", write("node_modules/a/package.json", `{"exports": "./index.js"}`), "a/node_modules/deep/index.js g/index.js", `2near {"__esModule":true,"default":"of common"} module d importrequire f`},
		{"a file less", func() {
			write("node_modules/a/package.json", typed)()
			if err := os.Remove(filepath.Join(in.Dir, "node_modules/a/lib/effect.js")); err != nil {
				t.Fatal(err)
			}
		}, "", ""},
	}
	for _, step := range steps {
		step.change()
		out, err := b.Build(context.Background())
		fresh, err2 := Build(context.Background(), in)
		if err != nil || err2 != nil {
			if err == nil || err2 == nil || err.Error() != err2.Error() || step.result != "" {
				t.Errorf("%s: %v, from the beginning %v", step.name, err, err2)
			}
			continue
		}
		if out.Code != fresh.Code {
			t.Errorf("%s: the script is not that of a build from the beginning:\n%s\n\n%s", step.name, out.Code, fresh.Code)
		}
		if got := run(t, out, nil); got != step.result {
			t.Errorf("%s: ran to %q, want %q", step.name, got, step.result)
		}
		if len(out.Map()) == 0 {
			t.Errorf("%s: no source map", step.name)
		}
		var left []string
		if b.untyped != nil {
			for _, file := range slices.Sorted(maps.Keys(b.untyped.files)) {
				left = append(left, strings.TrimPrefix(file, filepath.Join(in.Dir, "node_modules")+"/"))
			}
		}
		if got := strings.Join(left, " "); got != step.left {
			t.Errorf("%s: left out the types of %s, want %s", step.name, got, step.left)
		}
	}
}
