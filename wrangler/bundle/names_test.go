package bundle

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// pathNames gives node:path some names, and no other module.
func pathNames([]string) map[string][]string {
	return map[string][]string{"node:path": {"default", "join", "delete"}}
}

// What the platform links is what esbuild leaves of imports: of files that are part of the bundle all names, used or not.
func TestBuild_HostNames(t *testing.T) {
	t.Parallel()
	wrong := "The requested module 'node:path' does not provide an export named "
	for name, c := range map[string]struct {
		files map[string]string
		err   string // "": none
	}{
		"names that are there":             {map[string]string{"worker.js": `import path, { join, delete as gone } from "node:path"; join; gone; export default path`}, ""},
		"a name that is not":               {map[string]string{"worker.js": `import { jion } from "path"; jion; export default {}`}, wrong + "'jion'"},
		"one that nobody uses":             {map[string]string{"worker.js": `import { jion as join } from "node:path"; export default {}`}, wrong + "'jion'"},
		"one that is passed on":            {map[string]string{"worker.js": `export { jion } from "node:path"; export default {}`}, wrong + "'jion'"},
		"one of a package":                 {map[string]string{"worker.js": `import "own"; export default {}`, "node_modules/own/index.js": `import { jion } from "path"; jion;`}, wrong + "'jion'"},
		"one of a package that is dropped": {map[string]string{"worker.js": `import "own"; export default {}`, "node_modules/own/index.js": `import { jion } from "path"; jion;`, "node_modules/own/package.json": `{"sideEffects": false}`}, ""},
		"a type":                           {map[string]string{"worker.ts": `import { ParsedPath } from "node:path"; let p: ParsedPath; export default {}`}, ""},
		"a property":                       {map[string]string{"worker.js": `import * as path from "node:path"; path.jion; import("node:path").then((p) => p.jion); export default require("path").jion`}, ""},
		"a module whose names are unknown": {map[string]string{"worker.js": `import { anything } from "node:fs"; anything; export default {}`}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := project(t, c.files)
			in.HostNames, in.CompatDate, in.CompatFlags = pathNames, "2026-06-01", []string{"nodejs_compat"}
			out, err := Build(context.Background(), in)
			if err == nil {
				err = out.Unlinked()
			}
			if (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

// A file is looked at again when it has changed, and what was wrong stays so until then.
func TestBuilder_HostNames(t *testing.T) {
	t.Parallel()
	in := project(t, map[string]string{
		"worker.js": `import { jion } from "node:path"; import "./other.js"; jion; export default {}`,
		"other.js":  `import { join } from "node:path"; join;`,
	})
	in.HostNames, in.CompatFlags = pathNames, []string{"nodejs_compat"}
	b, err := NewBuilder(in)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	later := time.Now()
	for i, step := range []struct{ file, text, err string }{
		{"other.js", `import { join } from "node:path"; join();`, "worker.js:1:10: The requested module 'node:path' does not provide an export named 'jion'"},
		{"other.js", `import { jnoi } from "node:path"; jnoi;`, "worker.js:1:10: The requested module 'node:path' does not provide an export named 'jion'\n" +
			"other.js:1:10: The requested module 'node:path' does not provide an export named 'jnoi'"},
		{"worker.js", `import { join } from "node:path"; import "./other.js"; join; export default {}`, "other.js:1:10: The requested module 'node:path' does not provide an export named 'jnoi'"},
		{"other.js", `import { join } from "node:path"; join;`, ""},
	} {
		file := filepath.Join(in.Dir, step.file)
		writeFile(t, file, step.text)
		later = later.Add(time.Second)
		if err := os.Chtimes(file, later, later); err != nil {
			t.Fatal(err)
		}
		out, err := b.Build(context.Background())
		if err == nil {
			err = out.Unlinked()
		}
		got := ""
		if err != nil {
			got = err.Error()
		}
		for _, line := range strings.Split(step.err, "\n") {
			if !strings.Contains(got, line) || (got == "") != (step.err == "") || strings.Count(got, "does not provide") != strings.Count(step.err, "does not provide") {
				t.Errorf("step %d: the error is %q, want %q", i, got, step.err)
			}
		}
	}
}
