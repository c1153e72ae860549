package bundle

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"paddock/jsruntime/dialect"
)

// The two parameters of the script. esbuild renames what a worker calls by these names.
const (
	deliverName = "__deliver"
	hostName    = "__host"
)

// requireShim defines what esbuild's output calls for a require or an import() whose module it
// could not know. Additional modules and the main one are found in tables that the entry script
// fills, one for each of both; others are the host's, which is given the function for the texts of eval. An import of the host's gives
// the namespace that the host has made, which must not be copied.
const requireShim = ` var __additional = Object.create(null), __required = Object.create(null); ` +
	`function require(name) { return ` + namespacesName + `.find(__required, name, ` + hostName + `.load); } ` +
	namespacesName + `.find = (table, name, load) => (table[String(name).replace(/^\.?\//, "")] ?? load)(name); ` +
	namespacesName + `.of = (name) => ` + namespacesName + `.find(__additional, name, ` + hostName + `.import); ` +
	`function ` + namespacesName + `(copy) { return (module, node, to) => ` + hostName + `.isNamespace(module) ? module : copy(module, node, to); } ` +
	`async function ` + loadName + `(name, options) { ` +
	`name = String(name); var check = ` + hostName + `.attributes(options), found = ` + namespacesName + `.of(name); check(name); ` +
	`if (!found || found.__esModule || ` + hostName + `.isNamespace(found)) return found; ` +
	`return Object.defineProperty(Object.create(found, Object.fromEntries(Object.keys(found).map((key) => [key, { get: () => found[key], enumerable: true }]))), ` +
	`"default", { value: found, enumerable: true }); } ` + hostName + `.imports(` + loadName + `);`

// namespacesName is the function that esbuild's helper for modules of CommonJS is given to.
const namespacesName = dialect.NamespacesWord

// loadName is what import() becomes where esbuild leaves it, because it is called with options.
const loadName = dialect.ImportWord

// metaName is what import.meta becomes: the host knows where the platform has the bundle.
const metaName = hostName + ".meta"

// entryScript is the text that imports the worker and delivers its namespace. Additional
// modules are known before the worker is evaluated. It mentions names for esbuild to give them to nothing else.
func entryScript(in Input) string {
	return fmt.Sprintf("import %s;\nimport * as worker from %s;\n__additional[%s] = __required[%[3]s] = () => worker;\n%s(worker, %s, %s);\n",
		quote(additionalSpecifier), quote(in.Entry), quote(MainName(in.Entry, in.NoBundle)), deliverName, loadName, namespacesName)
}

// MainName gives the name that the platform knows the main module by, of the file that it is made of.
func MainName(entry string, noBundle bool) string {
	name := filepath.Base(entry)
	if noBundle {
		return name
	}
	return strings.TrimSuffix(name, filepath.Ext(name)) + ".js"
}

// additionalScript fills the table of additional modules. They are loaded by require, so that
// none is evaluated before it is asked for.
func additionalScript(in Input, rules ruleSet) (string, error) {
	if !in.FindAdditionalModules {
		return "", nil
	}
	names, err := additionalModules(in, rules)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, name := range names {
		file := filepath.Join(filepath.Dir(in.Entry), filepath.FromSlash(name))
		fmt.Fprintf(&b, "__additional[%s] = () => require(%s);\n__required[%[1]s] = () => require(%s);\n", quote(name), quote(importPrefix+file), quote(file))
	}
	return b.String(), nil
}

// additionalModules lists the files under the entry's folder that a rule matches, by paths
// relative to that folder.
func additionalModules(in Input, rules ruleSet) ([]string, error) {
	base := filepath.Dir(in.Entry)
	var names []string
	err := filepath.WalkDir(base, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if path != base && hiddenFolder(d.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		name := filepath.ToSlash(strings.TrimPrefix(path, base+string(filepath.Separator)))
		if _, ok := rules.additional(name); ok && path != in.Entry {
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("find additional modules: %w", err)
	}
	return names, nil
}

// entryFacts are what the entry file alone tells.
type entryFacts struct {
	exports   []string
	reexports bool // export * from …: there may be more
}

// inspectEntry reads the exports of the entry file. Of a file with errors it knows nothing;
// the build proper reports those.
func inspectEntry(in Input) entryFacts {
	o := commonOptions(in)
	o.EntryPoints = []string{in.Entry}
	o.Outfile = filepath.Join(in.Dir, outName)
	result := api.Build(o)
	if len(result.Errors) > 0 {
		return entryFacts{exports: []string{"default"}}
	}
	facts := entryFacts{exports: metafileExports(result.Metafile)}
	for _, f := range result.OutputFiles {
		facts.reexports = facts.reexports || strings.Contains(string(f.Contents), "export * from")
	}
	return facts
}

// allExports reads the exports of the entry with those that it passes on from other files.
func allExports(in Input, p *plugin) []string {
	o := commonOptions(in)
	o.Bundle = true
	o.EntryPoints = []string{in.Entry}
	o.Outfile = filepath.Join(in.Dir, outName)
	o.Plugins = []api.Plugin{{Name: pluginName, Setup: p.setup}}
	return metafileExports(api.Build(o).Metafile)
}

// metafileExports returns the exports of the one output in an esbuild metafile, sorted.
func metafileExports(text string) []string {
	var meta struct {
		Outputs map[string]struct {
			Exports []string `json:"exports"`
		} `json:"outputs"`
	}
	if err := json.Unmarshal([]byte(text), &meta); err != nil {
		return nil
	}
	var out []string
	for _, o := range meta.Outputs {
		out = append(out, o.Exports...)
	}
	slices.Sort(out)
	return out
}

// quote writes a string as a JavaScript literal.
func quote(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(fmt.Errorf("quote %q: %w", s, err)) // strings always marshal
	}
	return string(text)
}

// Exports gives the names that a script exports by itself, sorted. dir is the folder of its project. What is
// wrong with the script comes as message.Errors.
func Exports(dir, file string) ([]string, error) {
	b, err := NewBuilder(Input{Dir: dir, Entry: file})
	if err != nil {
		return nil, err
	}
	defer b.Close()
	o := commonOptions(b.in)
	o.EntryPoints = []string{file}
	o.Outfile = filepath.Join(dir, outName)
	result := api.Build(o)
	if len(result.Errors) > 0 {
		return nil, b.problems(result.Errors)
	}
	return metafileExports(result.Metafile), nil
}
