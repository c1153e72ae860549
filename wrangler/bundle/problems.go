package bundle

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"paddock/wrangler/message"
)

const (
	compatHint = `Add the "nodejs_compat" compatibility flag to your project.`
	aliasHint  = `Install the package, or add an entry to "alias" in your Wrangler configuration.`
)

// unresolved recognises esbuild's error for an import that leads nowhere.
var unresolved = regexp.MustCompile(`^Could not resolve "([^"]+)"`)

// noExport recognises its error for a name that a module of the runtime does not export.
var noExport = regexp.MustCompile(`^No matching export in "(?:` + hostNamespace + `|` + namesNamespace + `):([^"]+)" for import "([^"]*)"`)

// unexportedApart recognises its error for an import of a name from a module of CommonJS that stays apart.
var unexportedApart = regexp.MustCompile(`^No matching export in "` + importedNamespace + `:(.+)" for import "(.+)"$`)

// problems turns esbuild's errors into the user's.
func (b *Builder) problems(list []api.Message) message.Errors {
	return message.Errors(b.messages(message.Error, list))
}

func (b *Builder) messages(kind message.Kind, list []api.Message) []message.Message {
	var out []message.Message
	for _, m := range list {
		out = append(out, b.message(kind, m))
	}
	return out
}

func (b *Builder) message(kind message.Kind, m api.Message) message.Message {
	out := message.Message{Kind: kind, Text: strings.NewReplacer(hostNamespace+":", "", requiredHostNamespace+":", "").Replace(m.Text), Place: b.place(m.Location)}
	if hint, ok := m.Detail.(string); ok {
		out.Hint = hint
		return out
	}
	if found := noExport.FindStringSubmatch(m.Text); found != nil {
		out.Text = fmt.Sprintf("The requested module '%s' does not provide an export named '%s'", found[1], found[2])
		return out
	}
	if found := unresolved.FindStringSubmatch(m.Text); found != nil {
		b.explain(&out, found[1])
		return out
	}
	if found := unexportedApart.FindStringSubmatch(m.Text); found != nil {
		out.Text = fmt.Sprintf("No matching export in %q for import %q", relative(b.in.Dir, found[1]), found[2])
		out.Hint = "import the default export, which is module.exports: of a module of CommonJS that is not bundled there is no other"
		return out
	}
	for _, n := range m.Notes {
		out.Notes = append(out.Notes, b.note(n))
	}
	return out
}

// place converts a location: esbuild counts columns in bytes from 0, messages from 1.
func (b *Builder) place(at *api.Location) *message.Place {
	if at == nil {
		return nil
	}
	return &message.Place{File: b.file(at), Line: at.Line, Column: at.Column + 1, LineText: at.LineText, Length: at.Length}
}

func (b *Builder) file(at *api.Location) string {
	if filepath.IsAbs(at.File) {
		return relative(b.in.Dir, at.File)
	}
	return filepath.ToSlash(at.File)
}

func (b *Builder) note(n api.Note) string {
	if n.Location == nil {
		return n.Text
	}
	return fmt.Sprintf("%s:%d:%d: %s", b.file(n.Location), n.Location.Line, n.Location.Column+1, n.Text)
}

// explain says what to do about an import that leads nowhere.
func (b *Builder) explain(m *message.Message, specifier string) {
	bare := strings.TrimPrefix(specifier, "node:")
	if nodeBuiltins[bare] && b.plugin.node != nodeFull {
		m.Notes = append(m.Notes, fmt.Sprintf("The package %q wasn't found on the file system but is built into node.", specifier))
		m.Hint = compatHint
		return
	}
	if isPath(specifier) {
		dir := b.in.Dir
		if m.Place != nil {
			dir = filepath.Dir(filepath.Join(b.in.Dir, filepath.FromSlash(m.Place.File)))
		}
		if near := nearestFile(dir, specifier); near != "" {
			m.Hint = fmt.Sprintf("Did you mean %q?", near)
		}
		return
	}
	m.Hint = aliasHint
	if name := packageOf(specifier); declares(b.in.Dir, name) {
		if installed(b.in.Dir, name) {
			m.Notes = append(m.Notes, fmt.Sprintf("The installed package %q has no %q.", name, "."+strings.TrimPrefix(specifier, name)))
			m.Hint = "Install the version that package.json names: npm install"
			return
		}
		m.Notes = append(m.Notes, fmt.Sprintf("package.json names %q, but it is not installed.", name))
		m.Hint = "Install the project's packages: npm install"
		return
	}
	if near := nearestPackage(b.in.Dir, specifier); near != "" {
		m.Notes = append(m.Notes, fmt.Sprintf("Did you mean %q?", near))
	}
}

// packageOf is the package that a specifier leads into.
func packageOf(specifier string) string {
	parts := strings.SplitN(specifier, "/", 3)
	if strings.HasPrefix(specifier, "@") && len(parts) > 1 {
		return parts[0] + "/" + parts[1]
	}
	return parts[0]
}

// declares tells whether the package.json of the project, or of a folder above it, names a package.
// installed tells whether a package is in the node_modules of a folder or of one above it.
func installed(dir, name string) bool {
	for ; ; dir = filepath.Dir(dir) {
		if info, err := os.Stat(filepath.Join(dir, "node_modules", filepath.FromSlash(name))); err == nil && info.IsDir() {
			return true
		}
		if dir == filepath.Dir(dir) {
			return false
		}
	}
}

func declares(dir, name string) bool {
	for ; ; dir = filepath.Dir(dir) {
		var declared struct {
			Dependencies    map[string]string `json:"dependencies"`
			DevDependencies map[string]string `json:"devDependencies"`
		}
		if data, err := os.ReadFile(filepath.Join(dir, "package.json")); err == nil && json.Unmarshal(data, &declared) == nil {
			return declared.Dependencies[name] != "" || declared.DevDependencies[name] != ""
		}
		if dir == filepath.Dir(dir) {
			return false
		}
	}
}

func isPath(specifier string) bool {
	return strings.HasPrefix(specifier, "./") || strings.HasPrefix(specifier, "../") || filepath.IsAbs(specifier)
}

// nearestFile returns the specifier of the file or folder beside the missing one whose name is
// most like it.
func nearestFile(dir, specifier string) string {
	folder, name := splitLast(specifier)
	target := filepath.Join(dir, filepath.FromSlash(folder))
	if filepath.IsAbs(specifier) {
		target = filepath.FromSlash(folder)
	}
	entries, err := os.ReadDir(target)
	if err != nil {
		return ""
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
		if ext := filepath.Ext(e.Name()); ext != "" && filepath.Ext(name) == "" {
			names = append(names, strings.TrimSuffix(e.Name(), ext))
		}
	}
	if near := nearest(name, names); near != "" {
		return folder + near
	}
	return ""
}

// splitLast splits "./a/b" into "./a/" and "b".
func splitLast(specifier string) (folder, name string) {
	i := strings.LastIndexByte(specifier, '/')
	return specifier[:i+1], specifier[i+1:]
}

// nearestPackage returns the installed package whose name is most like the missing one.
func nearestPackage(dir, specifier string) string {
	parts := strings.SplitN(specifier, "/", 3)
	want := parts[0]
	if strings.HasPrefix(want, "@") && len(parts) > 1 {
		want += "/" + parts[1]
	}
	var names []string
	for {
		names = append(names, packagesIn(filepath.Join(dir, "node_modules"))...)
		up := filepath.Dir(dir)
		if up == dir {
			break
		}
		dir = up
	}
	return nearest(want, names)
}

func packagesIn(dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil // most folders have none
	}
	var names []string
	for _, e := range entries {
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case strings.HasPrefix(e.Name(), "@"):
			for _, scoped := range packagesIn(filepath.Join(dir, e.Name())) {
				names = append(names, e.Name()+"/"+scoped)
			}
		default:
			names = append(names, e.Name())
		}
	}
	return names
}

// nearest returns the candidate that is fewest edits away from a name, if few enough to be a
// slip of the finger; "" otherwise.
func nearest(name string, candidates []string) string {
	best, bestDistance := "", max(1, len(name)/3)+1
	for _, c := range candidates {
		if d := editDistance(strings.ToLower(name), strings.ToLower(c)); c != name && d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
}

// editDistance counts the insertions, deletions and replacements between two names.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
