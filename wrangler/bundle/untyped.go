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
type untyped struct {
	files   map[string]bool     // by absolute paths
	asked   map[question]bool   // which imports of names lead to them
	folders map[string]packaged // what their packages say, by folder
}

// question is an import that only esbuild can resolve, as it names a package.
type question struct{ dir, path string }

// questionCost is how many bytes are parsed in the time that esbuild takes to resolve one import for a plugin, for
// which it reads all folders on the way again.
const questionCost = 12 << 10

// newUntyped gives the untyped files of a build; nil if there are none, or too few to be worth the questions. trees are
// the folders in which esbuild finds files without asking a plugin.
func newUntyped(dir string, meta metafile, trees []Tree) *untyped {
	u := &untyped{map[string]bool{}, map[question]bool{}, map[string]packaged{}}
	names := map[string]bool{}
	for name, input := range meta.Inputs {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if filepath.Ext(file) == ".js" && meta.tellsItself(input) && !within(trees, file) && u.folder(filepath.Dir(file)).typed {
			names[name] = true
		}
	}
	for name, input := range meta.Inputs {
		from := filepath.Dir(filepath.Join(dir, filepath.FromSlash(name)))
		for _, i := range input.Imports {
			if !names[i.Path] {
				continue
			}
			switch file := filepath.Join(dir, filepath.FromSlash(i.Path)); {
			case !isPath(i.Original):
				u.asked[question{from, i.Original}] = true
			case filepath.Join(from, i.Original) != file:
				names[i.Path] = false // esbuild would find it with its type
			}
		}
	}
	size := 0
	for name, still := range names {
		if still {
			u.files[filepath.Join(dir, filepath.FromSlash(name))] = true
			size += meta.Inputs[name].Bytes
		}
	}
	if size <= len(u.asked)*questionCost {
		return nil
	}
	return u
}

// current reports whether the files and what their packages say of them are as they were.
func (u *untyped) current() bool {
	if u == nil {
		return true
	}
	for file := range u.files {
		if _, err := os.Stat(file); err != nil {
			return false
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

// holds reports whether a build that was made with the files was right to do so.
func (u *untyped) holds(dir string, meta metafile) bool {
	if u == nil {
		return true
	}
	for name, input := range meta.Inputs {
		if u.files[filepath.Join(dir, filepath.FromSlash(name))] && !meta.tellsItself(input) {
			return false
		}
	}
	return true
}

// resolve finds an untyped file. Nothing is found for others.
func (u *untyped) resolve(build api.PluginBuild, args api.OnResolveArgs) api.OnResolveResult {
	if u == nil || args.Kind == api.ResolveEntryPoint || len(args.With) > 0 {
		return api.OnResolveResult{}
	}
	if isPath(args.Path) {
		file := filepath.Join(args.ResolveDir, filepath.FromSlash(args.Path))
		if !u.files[file] {
			return api.OnResolveResult{}
		}
		found := api.OnResolveResult{Path: file}
		if !u.folders[filepath.Dir(file)].effects {
			found.SideEffects = api.SideEffectsFalse
		}
		return found
	}
	if !u.asked[question{args.ResolveDir, args.Path}] {
		return api.OnResolveResult{}
	}
	found := build.Resolve(args.Path, api.ResolveOptions{ResolveDir: args.ResolveDir, Importer: args.Importer, Kind: args.Kind, PluginData: resolving{}})
	if len(found.Errors) > 0 || found.Namespace != "file" || found.Suffix != "" || !u.files[found.Path] {
		return api.OnResolveResult{}
	}
	return resolved(found)
}

// packaged is what the nearest package.json says of the files in a folder.
type packaged struct {
	text    []byte // of that in the folder; nil: there is none
	typed   bool   // the files have a type, and it is known without esbuild which they are and whether they have
	effects bool   // side effects
}

// folder reads the package.json of a folder of an installed package, or of the nearest one around it.
func (u *untyped) folder(dir string) packaged {
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
	p := packaged{text: text}
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
