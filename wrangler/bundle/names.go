package bundle

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/evanw/esbuild/pkg/api"
)

// namesNamespace has modules that export the names which a module of the runtime has, and nothing else.
const namesNamespace = "paddock-names"

// names tells of imports of names that the runtime's modules with a default export do not have: the platform refuses
// such a bundle when it links it. A build itself takes them, as the modules are asked for while the Worker starts. So
// the files that import from them are looked at once more when they have changed, while the caller compiles.
type names struct {
	in      Input
	plugin  *plugin
	looking sync.WaitGroup
	known   map[string][]string // of [Input.HostNames]; belongs to who looks, as does what follows
	files   map[string]namesFound
}

// namesFound is what was found in a version of a file.
type namesFound struct {
	changed time.Time
	wrong   []api.Message
}

func newNames(in Input, p *plugin) *names {
	return &names{in: in, plugin: p, known: map[string][]string{}, files: map[string]namesFound{}}
}

// wait waits until nobody looks any more.
func (n *names) wait() { n.looking.Wait() }

// check begins to look at the files of a build. The function that it gives waits for what is wrong.
func (n *names) check(meta metafile) func() []api.Message {
	if n.in.HostNames == nil || n.in.FindAdditionalModules {
		return func() []api.Message { return nil } // modules that stay apart are linked when they are imported
	}
	n.wait()
	var wrong []api.Message
	done := make(chan struct{})
	n.looking.Go(func() {
		defer close(done)
		wrong = n.find(meta.hostImporters())
	})
	return func() []api.Message { <-done; return wrong }
}

// find gives what is wrong in files that import from modules of the runtime.
func (n *names) find(files []hostImporter) (wrong []api.Message) {
	n.learn(files)
	before := n.files
	n.files = map[string]namesFound{}
	var doubtful []string
	for _, importer := range files {
		file := filepath.Join(n.in.Dir, filepath.FromSlash(importer.name))
		info, err := os.Stat(file)
		if err != nil {
			continue // it is another one's to tell
		}
		found, ok := before[file]
		if !ok || !found.changed.Equal(info.ModTime()) {
			found = namesFound{changed: info.ModTime()}
			if n.doubtful(file, importer) {
				doubtful = append(doubtful, file)
			}
		}
		n.files[file] = found
	}
	n.look(doubtful)
	for _, file := range slices.Sorted(maps.Keys(n.files)) {
		wrong = append(wrong, n.files[file].wrong...)
	}
	return wrong
}

// learn asks for the names of modules that are not known yet.
func (n *names) learn(files []hostImporter) {
	unknown := map[string]bool{}
	for _, importer := range files {
		for _, specifier := range importer.imports {
			if _, known := n.known[specifier]; !known {
				unknown[specifier] = true
			}
		}
	}
	if len(unknown) == 0 {
		return
	}
	found := n.in.HostNames(slices.Sorted(maps.Keys(unknown)))
	for specifier := range unknown {
		n.known[specifier] = found[specifier]
	}
}

// doubtful reports whether a file must be parsed to know what it imports. Most need not.
func (n *names) doubtful(file string, importer hostImporter) bool {
	known := map[string][]string{}
	for original, specifier := range importer.imports {
		if names := n.known[specifier]; names != nil {
			known[original] = names
		}
	}
	if len(known) == 0 {
		return false
	}
	text, err := os.ReadFile(file)
	return err != nil || !importsKnown(string(text), known)
}

// look builds files, each by itself, and keeps what is wrong with them.
func (n *names) look(files []string) {
	if len(files) == 0 {
		return
	}
	o := commonOptions(n.in)
	o.Bundle, o.Metafile, o.EntryPoints = true, false, files
	o.Outdir, o.Outbase = n.in.Dir, n.in.Dir
	o.Plugins = []api.Plugin{{Name: pluginName, Setup: n.setUp}}
	for _, m := range api.Build(o).Errors {
		if m.Location == nil || !noExport.MatchString(m.Text) {
			continue
		}
		file := filepath.Join(n.in.Dir, filepath.FromSlash(m.Location.File))
		if of, ok := n.files[file]; ok {
			of.wrong = append(of.wrong, m)
			n.files[file] = of
		}
	}
}

func (n *names) setUp(build api.PluginBuild) {
	build.OnResolve(api.OnResolveOptions{Filter: `.*`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
		if args.Kind == api.ResolveEntryPoint {
			return api.OnResolveResult{}, nil
		}
		name, ok := n.plugin.platformModule(args.Path)
		if ok && args.Kind == api.ResolveJSImportStatement && n.known[name] != nil {
			return api.OnResolveResult{Path: name, Namespace: namesNamespace}, nil
		}
		return api.OnResolveResult{Path: args.Path, External: true}, nil
	})
	build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: namesNamespace}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
		var text strings.Builder
		text.WriteString("const value = 0;\n")
		for _, name := range n.known[args.Path] {
			fmt.Fprintf(&text, "export { value as %s };\n", quote(name))
		}
		contents := text.String()
		return api.OnLoadResult{Contents: &contents, Loader: api.LoaderJS}, nil
	})
}
