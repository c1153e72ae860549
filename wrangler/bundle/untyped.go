package bundle

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// untyped are the files of a build that come out the same without the "type" of their packages, because they are
// ES modules by themselves and import others. esbuild keeps what it has parsed for the next build, but not of files
// with a type, since it compares where the package.json was read to, which is another place each time. So the plugin
// finds these files for it, as what a plugin finds has no type. In large projects they are most of what is parsed.
//
// The plugin cannot ask esbuild where they are, which would read all folders anew for each answer. It knows it of
// files that are imported by their names, and by those of packages from within packages: what else leads to a file,
// as imports of packages in the project, for which a tsconfig.json may have other answers, leaves the file as it is.
type untyped struct {
	files   map[string]bool          // by absolute paths
	links   map[link]string          // the files that imports of packages lead to
	roots   map[string]string        // where packages are found, by link.folder
	folders map[string]packageFolder // what package.json says
}

// link is an import of a package by a file in a folder.
type link struct{ dir, specifier string }

// folder is where a package would be if it were installed beside the importing file.
func (l link) folder() string { return filepath.Join(l.dir, "node_modules", packageOf(l.specifier)) }

// packageFolder is what the nearest package.json says of the files in a folder.
type packageFolder struct {
	text    []byte // of that in the folder; nil: there is none
	typed   bool   // the files have a type, and it is known without esbuild whether they have
	effects bool   // side effects
	exports bool   // imports of the package lead to what package.json says and no other file
}

// newUntyped gives the untyped files of a build; nil if there are none. trees are the folders in which esbuild finds
// files without asking a plugin, silent are files of which only the type tells what they are.
func newUntyped(dir string, meta metafile, trees []Tree, silent map[string]bool) *untyped {
	u := &untyped{map[string]bool{}, map[link]string{}, map[string]string{}, map[string]packageFolder{}}
	absolute := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	for name, input := range meta.Inputs {
		if file := absolute(name); !silent[file] && filepath.Ext(file) == ".js" && meta.tellsItself(input) && !within(trees, file) && u.folder(filepath.Dir(file)).typed {
			u.files[file] = true
		}
	}
	for name, input := range meta.Inputs {
		from := filepath.Dir(absolute(name))
		for _, i := range input.Imports {
			if file := absolute(i.Path); u.files[file] && !u.finds(from, i, file) {
				delete(u.files, file)
			}
		}
	}
	if len(u.files) == 0 {
		return nil
	}
	return u
}

// finds reports whether an import leads to a file for all who know no more than u, and takes note of it.
func (u *untyped) finds(dir string, i metafileImport, file string) bool {
	if isPath(i.Original) {
		return filepath.Join(dir, filepath.FromSlash(i.Original)) == file
	}
	l := link{dir, i.Original}
	if !installedFile(dir) || strings.HasPrefix(i.Original, "#") || i.Kind == "require-call" {
		return false
	}
	root := nearestInstalled(l)
	if root == "" || !strings.HasPrefix(file, root+string(filepath.Separator)) || !u.folder(root).exports {
		return false
	}
	u.links[l], u.roots[l.folder()] = file, root
	return true
}

// nearestInstalled finds the folder of the package that a link leads to.
func nearestInstalled(l link) string {
	for {
		if root, err := filepath.EvalSymlinks(l.folder()); err == nil {
			return root
		}
		up := filepath.Dir(l.dir)
		if up == l.dir {
			return ""
		}
		l.dir = up
	}
}

// current reports whether the files, where packages are found and what they say are as they were.
func (u *untyped) current() bool {
	if u == nil {
		return true
	}
	for file := range u.files {
		if _, err := os.Stat(file); err != nil {
			return false
		}
	}
	seen := map[string]bool{}
	for l := range u.links {
		if folder := l.folder(); !seen[folder] {
			seen[folder] = true
			if nearestInstalled(l) != u.roots[folder] {
				return false
			}
		}
	}
	for dir, p := range u.folders {
		text, _ := os.ReadFile(filepath.Join(dir, "package.json"))
		if !bytes.Equal(text, p.text) {
			return false
		}
	}
	return true
}

// holds reports whether a build that was made with the files was right to do so. Those that turn out not to tell that
// they are ES modules become silent: a build that knows the type shows no difference.
func (u *untyped) holds(dir string, meta metafile, silent map[string]bool) bool {
	if u == nil {
		return true
	}
	right := true
	for name, input := range meta.Inputs {
		if file := filepath.Join(dir, filepath.FromSlash(name)); u.files[file] && !meta.tellsItself(input) {
			right = false
			silent[file] = silent[file] || input.Format != "esm"
		}
	}
	return right
}

// resolve finds an untyped file. Nothing is found for others.
func (u *untyped) resolve(args api.OnResolveArgs) api.OnResolveResult {
	if u == nil || args.Kind == api.ResolveEntryPoint || len(args.With) > 0 {
		return api.OnResolveResult{}
	}
	var file string
	switch {
	case isPath(args.Path):
		file = filepath.Join(args.ResolveDir, filepath.FromSlash(args.Path))
	case args.Kind != api.ResolveJSRequireCall: // for which the package may have another file
		file = u.links[link{args.ResolveDir, args.Path}]
	}
	if !u.files[file] {
		return api.OnResolveResult{}
	}
	found := api.OnResolveResult{Path: file}
	if !u.folders[filepath.Dir(file)].effects {
		found.SideEffects = api.SideEffectsFalse
	}
	return found
}

// folder reads the package.json of a folder of an installed package, or of the nearest one around it.
func (u *untyped) folder(dir string) packageFolder {
	if p, ok := u.folders[dir]; ok || !installedFile(dir) {
		return p
	}
	text, err := os.ReadFile(filepath.Join(dir, "package.json"))
	if err != nil {
		p := u.folder(filepath.Dir(dir))
		p.text = nil
		u.folders[dir] = p
		return p
	}
	p := packageFolder{text: text}
	var says struct {
		Type, Module     string
		Exports, Browser json.RawMessage
		SideEffects      any
	}
	if json.Unmarshal(text, &says) == nil {
		// Of a package with two main files esbuild takes the other one everywhere once somebody requires it.
		oneMain := says.Browser == nil && (says.Exports != nil || says.Module == "")
		effects, simple := says.SideEffects.(bool)
		p.typed = says.Type != "" && oneMain && (simple || says.SideEffects == nil)
		p.effects = effects || says.SideEffects == nil
		p.exports = says.Exports != nil && says.Browser == nil
	}
	u.folders[dir] = p
	return p
}

// installedFile reports whether a file or a folder is of an installed package.
func installedFile(file string) bool {
	return strings.Contains(filepath.ToSlash(file), "/node_modules/")
}

func within(trees []Tree, file string) bool {
	return slices.ContainsFunc(trees, func(t Tree) bool { return strings.HasPrefix(file, t.Dir+string(filepath.Separator)) })
}
