// Package paddock holds the rules of the house as tests: who may import whom, that every
// package tells what it is, and what lies at the root.
package paddock

import (
	"bytes"
	"encoding/json"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// pkg is what `go list -json` tells of a package of ours.
type pkg struct {
	ImportPath   string
	Dir          string
	Doc          string
	Imports      []string
	GoFiles      []string
	CgoFiles     []string
	TestImports  []string
	XTestImports []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Dir,Doc,Imports,GoFiles,CgoFiles", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := d.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// rel is an import path below the module, "" for foreign ones.
func rel(path string) string {
	s, ok := strings.CutPrefix(path, "paddock/")
	if !ok {
		return ""
	}
	return s
}

func under(path string, folders ...string) bool {
	return slices.ContainsFunc(folders, func(f string) bool { return path == f || strings.HasPrefix(path, f+"/") })
}

// rule forbids an import and says why.
type rule struct {
	who, what []string // folders of ours
	except    []string // of what
	why       string
}

var rules = []rule{
	{[]string{"jsruntime"}, []string{"polyfills", "bindings", "proxy", "wrangler", "cmd", "fixtures"}, nil, "the engine room knows nothing of what runs in it (jsruntime/worker excepted)"},
	{[]string{"polyfills"}, []string{"bindings", "proxy", "wrangler", "cmd", "fixtures", "jsruntime/worker"}, nil, "web APIs know no services"},
	{[]string{"bindings"}, []string{"wrangler", "cmd", "fixtures", "jsruntime/worker"}, nil, "kinds call workers through bindings.Dispatcher"},
	{[]string{"proxy"}, []string{"jsruntime", "polyfills", "bindings", "wrangler", "cmd", "fixtures"}, nil, "the proxy knows neither JavaScript nor containers"},
	{[]string{"wrangler/config", "wrangler/message"}, []string{"jsruntime", "polyfills", "bindings", "proxy", "cmd", "wrangler"}, []string{"wrangler/message"}, "leaves of the tool"},
	{[]string{"wrangler/bundle"}, []string{"polyfills", "bindings", "proxy", "cmd", "wrangler", "jsruntime"}, []string{"wrangler/message", "wrangler/bundle", "jsruntime/dialect", "polyfills/compat"}, "the bundler knows only the engine's dialect, and compatibility flags"},
}

// owners may import a heavy dependency; nobody else.
var owners = []struct {
	dependency string
	folders    []string
}{
	{"github.com/dop251/goja", []string{"jsruntime", "jsruntime/dialect"}},
	{"github.com/mattn/go-sqlite3", []string{"bindings/store"}},
	{"github.com/evanw/esbuild", []string{"wrangler/bundle"}},
	{"github.com/google/go-containerregistry", []string{"bindings/container/image"}},
	{"github.com/moby/buildkit", []string{"bindings/container/dockerfile"}},
	{"github.com/moby/moby", []string{"bindings/container/docker"}},
	{"github.com/docker/cli", []string{"bindings/container/docker"}},
	{"github.com/hashicorp/yamux", []string{"proxy/tunnel", "wrangler/registry"}},
	{"github.com/google/nftables", []string{"proxy/netns"}},
	{"github.com/vishvananda/netlink", []string{"proxy/netns"}},
	{"github.com/pelletier/go-toml", []string{"wrangler/config"}},
	{"github.com/tetratelabs/wazero", []string{"polyfills/wasm"}},
	{"github.com/spf13/cobra", []string{"cmd/paddock"}},
}

func TestImports(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		from := rel(p.ImportPath)
		for _, imp := range p.Imports {
			to := rel(imp)
			for _, r := range rules {
				host := under(from, "jsruntime/worker") && slices.Contains(r.who, "jsruntime")
				if host || !under(from, r.who...) || !under(to, r.what...) || under(to, r.except...) {
					continue
				}
				t.Errorf("%s imports %s: %s", from, to, r.why)
			}
			if kind, ok := kindOf(from); ok {
				if other, ok := kindOf(to); ok && other != kind {
					t.Errorf("%s imports %s: kinds of bindings are strangers to each other", from, to)
				}
			}
			if under(to, "fixtures", "cmd") {
				t.Errorf("%s imports %s: nothing imports the proof or the door", from, to)
			}
			for _, o := range owners {
				if (imp == o.dependency || strings.HasPrefix(imp, o.dependency+"/")) && !slices.Contains(o.folders, from) {
					t.Errorf("%s imports %s, whose owner is %v", from, imp, o.folders)
				}
			}
		}
	}
}

var (
	required = regexp.MustCompile(`(?m)^(?:require )?\t?(\S+\.\S+/\S+) v\S+$`) // without "// indirect"
	quoted   = regexp.MustCompile("`([^`]+)`")
)

// dependencies gives, by each module of CONTRIBUTING's table, the folders that may import it.
func dependencies(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	words := func(cell string) (list []string) {
		for _, m := range quoted.FindAllStringSubmatch(cell, -1) {
			list = append(list, m[1])
		}
		return list
	}
	table := map[string][]string{}
	_, section, _ := strings.Cut(string(text), "\n## Dependencies\n")
	for line := range strings.Lines(section) {
		cells := strings.Split(line, "|")
		if len(cells) != 6 {
			continue
		}
		for _, module := range words(cells[1]) {
			table[module] = words(cells[3])
		}
	}
	return table
}

func TestDependencies(t *testing.T) {
	t.Parallel()
	table := dependencies(t)
	text, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	direct := map[string]bool{}
	for _, m := range required.FindAllStringSubmatch(string(text), -1) {
		direct[m[1]] = true
		if table[m[1]] == nil {
			t.Errorf("go.mod requires %s, of which CONTRIBUTING.md says nothing", m[1])
		}
	}
	for module := range table {
		if !direct[module] {
			t.Errorf("CONTRIBUTING.md has a line for %s, which go.mod does not require", module)
		}
	}
	for _, p := range packages(t) {
		for _, imp := range p.Imports {
			for module, folders := range table {
				if under(imp, module) && !under(rel(p.ImportPath), folders...) {
					t.Errorf("%s imports %s; CONTRIBUTING.md names only %v", rel(p.ImportPath), module, folders)
				}
			}
		}
	}
}

// kindOf gives the kind of binding that a package belongs to.
func kindOf(path string) (string, bool) {
	rest, ok := strings.CutPrefix(path, "bindings/")
	if !ok {
		return "", false
	}
	kind, _, _ := strings.Cut(rest, "/")
	return kind, !slices.Contains([]string{"all", "store", "bindtest"}, kind)
}

func TestPackagesTellWhatTheyAre(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		if len(p.GoFiles)+len(p.CgoFiles) > 0 && p.Doc == "" {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}

func TestRoot(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("git", "ls-files", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		t.Skipf("git does not answer: %v", err)
	}
	allowed := []string{
		"cmd", "jsruntime", "polyfills", "proxy", "bindings", "wrangler", "fixtures", "docs",
		"go.mod", "go.sum", "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE",
		"Makefile", "house_test.go", ".ci", ".gitignore",
	}
	seen := map[string]bool{}
	for _, file := range strings.Fields(string(out)) {
		entry, _, _ := strings.Cut(file, "/")
		if !seen[entry] && !slices.Contains(allowed, entry) {
			t.Errorf("%s does not belong at the root", entry)
		}
		seen[entry] = true
	}
}

func TestNoInitAndNoBlankImports(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		for _, name := range append(p.GoFiles, p.CgoFiles...) {
			file := filepath.Join(p.Dir, name)
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, src, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			for _, imp := range parsed.Imports {
				if imp.Name != nil && imp.Name.Name == "_" && imp.Path.Value != `"embed"` {
					t.Errorf("%s imports %s for its side effects", file, imp.Path.Value)
				}
			}
			if bytes.Contains(src, []byte("\nfunc init()")) {
				t.Errorf("%s has an init function", file)
			}
		}
	}
}
