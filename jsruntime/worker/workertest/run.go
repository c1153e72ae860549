package workertest

import (
	_ "embed"
	"encoding/json"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
)

//go:embed workertest.js
var assertions string

// main joins a file of tests with the handler that runs them.
const main = `
import { handler } from "./workertest.js";
import { tests } from "./tests.js";
export * from "./tests.js";
export default handler(tests);
`

// Run runs every *.js file of files, each of its tests as a sub-test.
func Run(t *testing.T, files fs.FS) {
	t.Helper()
	names, err := fs.Glob(files, "*.js")
	if err != nil || len(names) == 0 {
		t.Fatalf("no test files: %v", err)
	}
	for _, name := range names {
		src, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(path.Base(name), ".js"), func(t *testing.T) {
			t.Parallel()
			file(t, string(src))
		})
	}
}

func file(t *testing.T, src string) {
	code := Compile(t, main, map[string]string{"tests.js": src, "workertest.js": assertions})
	opts := Options{Sections: sections(src)}
	list := Start(t, code, opts)
	var tests []string
	if err := json.Unmarshal([]byte(list.Text("/")), &tests); err != nil || len(tests) == 0 {
		t.Fatalf("the file has no tests: %v", err)
	}
	list.Close()
	for _, name := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := Start(t, code, opts)
				defer s.Close()
				status, text, err := s.Get("/?test=" + url.QueryEscape(name))
				if err != nil || status != 200 {
					t.Errorf("%s%v", text, err)
				}
			})
		})
	}
}

// directive is a comment that configures a file.
var directive = regexp.MustCompile(`(?m)^// (objects|legacy|services|workflows): (.*)$`)

// sections makes the configuration that the comments of a file ask for.
func sections(src string) map[string]any {
	var objects, services, workflows []map[string]any
	migration := map[string][]string{}
	for _, m := range directive.FindAllStringSubmatch(src, -1) {
		for name := range strings.SplitSeq(m[2], ",") {
			name = strings.TrimSpace(name)
			switch m[1] {
			case "services":
				binding, entrypoint, _ := strings.Cut(name, "=")
				services = append(services, map[string]any{"binding": binding, "service": "test", "entrypoint": entrypoint})
				continue
			case "workflows":
				workflows = append(workflows, map[string]any{"binding": name, "name": strings.ToLower(name), "class_name": name})
				continue
			case "objects":
				migration["new_sqlite_classes"] = append(migration["new_sqlite_classes"], name)
			case "legacy":
				migration["new_classes"] = append(migration["new_classes"], name)
			}
			objects = append(objects, map[string]any{"name": name, "class_name": name})
		}
	}
	return map[string]any{
		"durable_objects": map[string]any{"bindings": objects},
		"migrations":      []any{migration},
		"services":        services,
		"workflows":       workflows,
	}
}
