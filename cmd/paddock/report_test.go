package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun_report(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		files  map[string]string
		report string
		code   int
		stderr string
		says   string // in the report
	}{
		{"a command that fails is a failure in the report", map[string]string{"index.js": "export default {};"}, "r.xml", 3, "", "sh ended with exit code 3"},
		{"that Paddock could not start is one, too", map[string]string{"index.js": "export default {"}, "r.xml", 1, "index.js:1:", "Paddock could not run it"},
		{"a report that cannot be written is told before anything runs", map[string]string{"index.js": "export default {"}, "no/such/r.xml", 1, "--junit: open", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, map[string]string{"wrangler.jsonc": `{ "name": "w", "main": "index.js", "compatibility_date": "2026-01-01" }`})
			write(t, dir, c.files)
			r := finish(t, paddock(t, dir, "run", "--persist-to", t.TempDir(), "--junit", filepath.Join(dir, c.report), "--", "sh", "-c", "exit 3"))
			if r.code != c.code || !strings.Contains(r.stderr, c.stderr) {
				t.Errorf("got %+v", r)
			}
			text, err := os.ReadFile(filepath.Join(dir, c.report))
			if (err == nil) != (c.says != "") || !strings.Contains(string(text), c.says) {
				t.Errorf("the report is %q, %v", text, err)
			}
		})
	}
}
