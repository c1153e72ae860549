package assets

import (
	"strings"
	"testing"
)

func TestIgnore(t *testing.T) {
	t.Parallel()
	rules := parseIgnore("# comment\n*.map\n/secret.txt\nnode_modules\nbuild/\ndocs/*.md\n**/tmp/**\n!keep.map\nfile-[0-9].txt\n\\#real\nq?x\r\n\n!\ntrailing   \n")
	for path, want := range map[string]bool{
		"/a.map": true, "/deep/b.map": true, "/keep.map": false, "/deep/keep.map": false, "/A.MAP": true,
		"/secret.txt": true, "/deep/secret.txt": false,
		"/node_modules/x/y.js": true, "/deep/node_modules/x": true, "/node_modules": true, "/node_modules.js": false,
		"/build/x": true, "/build": false, "/deep/build/x": true,
		"/docs/a.md": true, "/docs/deep/a.md": false, "/deep/docs/a.md": false,
		"/tmp/x": true, "/deep/tmp/x/y": true, "/tmp": false,
		"/file-1.txt": true, "/file-x.txt": false, "/#real": true, "/qax": true, "/qx": false, "/trailing": true, "/index.html": false,
	} {
		if got := rules.ignores(path); got != want {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
}

func FuzzParseIgnore(f *testing.F) {
	f.Add("*.map\n!a\n[a-\n/x/**/y\n", "/x/y")
	f.Fuzz(func(t *testing.T, text, path string) {
		rules := parseIgnore(text)
		rules.ignores(path)
		if all := parseIgnore(text + "\n*\n"); strings.Trim(path, "/") != "" && !strings.ContainsAny(path, "\n\x00") && !all.ignores(path) && !strings.HasSuffix(path, "/") {
			t.Errorf("* does not ignore %q", path)
		}
	})
}
