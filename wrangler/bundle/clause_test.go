package bundle

import "testing"

func TestImportsKnown(t *testing.T) {
	t.Parallel()
	known := map[string][]string{"node:path": {"default", "join", "sep"}}
	for text, want := range map[string]bool{
		`import { join } from "node:path"`:                                   true,
		`import{join as j,sep}from'node:path';`:                              true,
		`import path, { join, } from "node:path";`:                           true,
		"import path,\n  * as all\nfrom\n\"node:path\"":                      true,
		`import "node:path"; import("node:path"); require("node:path")`:      true,
		`export * from "node:path"; export * as path from "node:path"`:       true,
		`export { join as default } from "node:path"`:                        true,
		`import a from "a"; import { join } from "node:path"`:                true,
		`import { other } from "other"; import { join } from "node:path"`:    true,
		`const from = "node:path"; call(from, "node:path")`:                  true,
		`import { jion } from "node:path"`:                                   false,
		`import { join } from "node:path"; export { jion } from 'node:path'`: false,
		`import path, { jion } from "node:path"`:                             false,
		`import { join } from /* the path */ "node:path"`:                    false, // in doubt
		`import { /* the path */ join } from "node:path"`:                    false,
		`import { "join" as j } from "node:path"`:                            false,
		`import { type ParsedPath } from "node:path"`:                        false,
		`const important = join, from = 1; x from "node:path"`:               false,
	} {
		if got := importsKnown(text, known); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}

// What the text shows must be what esbuild finds, whatever the text.
func FuzzImportsKnown(f *testing.F) {
	for _, text := range []string{
		`import { join } from "node:path"`, `import{jion as j,join}from'node:path';`, `import path, * as all from "node:path"`, `export { jion } from "node:path"`,
		"import { join } from // here\n'node:path'", `let from = "node:path"; import { from as x } from "node:path"`, "export default `import {jion} from 'node:path'`",
	} {
		f.Add(text)
	}
	b, err := NewBuilder(Input{Dir: f.TempDir(), Entry: "worker.js", CompatDate: "2026-06-01", CompatFlags: []string{"nodejs_compat"}})
	if err != nil {
		f.Fatal(err)
	}
	n := b.names
	n.known = pathNames(nil)
	f.Fuzz(func(t *testing.T, text string) {
		if !importsKnown(text, n.known) {
			return
		}
		file := b.in.Entry
		writeFile(t, file, text)
		n.files = map[string]namesFound{file: {}}
		n.look([]string{file})
		for _, wrong := range n.files[file].wrong {
			t.Errorf("%q: %s", text, wrong.Text)
		}
	})
}
