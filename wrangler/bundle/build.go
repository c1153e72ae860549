package bundle

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"paddock/jsruntime/dialect"
	"paddock/polyfills/compat"
	"paddock/wrangler/message"
)

// outName is the name that the script would have in the project; source paths in the map
// are relative to it.
const outName = "worker.js"

// Build bundles once. If the project is at fault the error is message.Errors, and the
// output is not nil but holds Inputs only: the files to watch for a repair.
func Build(ctx context.Context, in Input) (*Output, error) {
	b, err := NewBuilder(in)
	if err != nil {
		return nil, err
	}
	defer b.Close()
	return b.Build(ctx)
}

// Builder bundles one worker again and again, reusing what has not changed. It is not safe
// for concurrent use.
type Builder struct {
	in      Input
	plugin  *plugin
	context api.BuildContext // nil before the first build
	trees   []Tree           // of the last build that succeeded
	untyped *untyped         // of the last build
	silent  map[string]bool  // see untyped.holds
	names   *names
}

// NewBuilder prepares to bundle. It fails with message.Errors if the input itself is wrong.
func NewBuilder(in Input) (*Builder, error) {
	if !filepath.IsAbs(in.Dir) {
		return nil, fmt.Errorf("bundle worker: project folder %q is not absolute", in.Dir)
	}
	if !filepath.IsAbs(in.Entry) {
		in.Entry = filepath.Join(in.Dir, in.Entry)
	}
	p, err := newPlugin(in)
	if err != nil {
		return nil, err
	}
	return &Builder{in: in, plugin: p, silent: map[string]bool{}, names: newNames(in, p)}, nil
}

// Close frees what the builder holds.
func (b *Builder) Close() {
	b.names.wait()
	if b.context != nil {
		b.context.Dispose()
		b.context = nil
	}
}

// Build bundles the files as they are now. See the function Build for what it returns.
func (b *Builder) Build(ctx context.Context) (*Output, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("bundle worker: %w", err)
	}
	var entry entryFacts
	inspected := make(chan struct{})
	go func() { defer close(inspected); entry = inspectEntry(b.in) }()
	result, meta, err := b.rebuild(ctx)
	<-inspected
	switch {
	case ctx.Err() != nil:
		return nil, fmt.Errorf("bundle worker: %w", ctx.Err())
	case err != nil:
		return b.failed(), err
	case len(result.Errors) > 0:
		return b.failed(), b.problems(result.Errors)
	}
	b.trees = b.searched(meta)
	return b.output(result, meta, entry)
}

// rebuild has esbuild build, and again with the types of all packages if a change made one count that was left out.
func (b *Builder) rebuild(ctx context.Context) (api.BuildResult, metafile, error) {
	if err := b.prepare(); err != nil {
		return api.BuildResult{}, metafile{}, err
	}
	stop := context.AfterFunc(ctx, b.context.Cancel)
	defer stop()
	if !b.untyped.current() {
		b.untyped = nil
	}
	for b.plugin.untyped = b.untyped; ; b.plugin.untyped = nil {
		result := b.context.Rebuild()
		meta := readMetafile(result.Metafile)
		if len(result.Errors) > 0 || ctx.Err() != nil {
			return result, meta, nil
		}
		if b.plugin.untyped.holds(b.in.Dir, meta, b.silent) {
			b.untyped = nil
			// Of a file that is left out, esbuild says who said that it has no side effects, which a plugin hides.
			if !slices.ContainsFunc(result.Warnings, func(m api.Message) bool { return m.ID == "ignored-bare-import" }) {
				b.untyped = newUntyped(b.in.Dir, meta, b.searched(meta), b.silent)
			}
			return result, meta, nil
		}
	}
}

// prepare makes the esbuild context, or keeps the one there is.
func (b *Builder) prepare() error {
	if b.context != nil {
		return nil
	}
	bc, failure := api.Context(options(b.in, b.plugin))
	if failure != nil {
		return b.problems(failure.Errors)
	}
	b.context = bc
	return nil
}

func options(in Input, p *plugin) api.BuildOptions {
	o := commonOptions(in)
	o.Bundle = true
	o.Stdin = &api.StdinOptions{Contents: entryScript(in), ResolveDir: in.Dir, Sourcefile: "paddock:entry", Loader: api.LoaderJS}
	o.Outfile = filepath.Join(in.Dir, outName)
	// The worker's names get a block of their own, since they may repeat those of the shim.
	o.Banner = map[string]string{"js": "(async (" + deliverName + ", " + hostName + ") => {" + requireShim + " {"}
	o.Footer = map[string]string{"js": "}})"}
	o.Plugins = []api.Plugin{{Name: pluginName, Setup: p.setup}}
	if in.NoBundle {
		o.TreeShaking = api.TreeShakingFalse
	}
	if in.Minify {
		o.MinifyWhitespace, o.MinifyIdentifiers, o.MinifySyntax = true, true, true
	}
	return o
}

// commonOptions are those that decide how a source file is read.
func commonOptions(in Input) api.BuildOptions {
	o := api.BuildOptions{
		LogLevel:      api.LogLevelSilent,
		LogLimit:      0,
		LogOverride:   map[string]api.LogLevel{"empty-import-meta": api.LogLevelSilent, "unsupported-dynamic-import": api.LogLevelSilent},
		AbsWorkingDir: in.Dir,
		Metafile:      true,
		Format:        api.FormatESModule,
		Platform:      api.PlatformBrowser,
		Target:        api.ESNext,
		Supported:     dialect.Lowered(),
		Conditions:    []string{"workerd", "worker", "browser"},
		MainFields:    []string{"browser", "module", "main"},
		KeepNames:     true,
		// Names and places of the generated text are counted in bytes by the engine and in
		// UTF-16 units by source maps; in ASCII they are the same.
		Charset:     api.CharsetASCII,
		Define:      defines(in),
		JSXFactory:  in.JSXFactory,
		JSXFragment: in.JSXFragment,
		Loader:      map[string]api.Loader{".js": api.LoaderJSX, ".mjs": api.LoaderJSX, ".cjs": api.LoaderJSX},
	}
	if in.Conditions != nil {
		o.Conditions = in.Conditions
	}
	switch in.Platform {
	case "node":
		o.Platform, o.MainFields = api.PlatformNode, nil
	case "neutral":
		o.Platform, o.MainFields = api.PlatformNeutral, nil
	}
	if in.TSConfig != "" {
		o.Tsconfig = in.TSConfig
		if !filepath.IsAbs(o.Tsconfig) {
			o.Tsconfig = filepath.Join(in.Dir, o.Tsconfig)
		}
	}
	return o
}

// defines are wrangler's own replacements under the user's.
func defines(in Input) map[string]string {
	environment := strconv.Quote(cmp.Or(in.NodeEnv, "development"))
	out := map[string]string{
		"process.env.NODE_ENV":            environment,
		"global.process.env.NODE_ENV":     environment,
		"globalThis.process.env.NODE_ENV": environment,
		"import.meta":                     metaName,
	}
	if compat.New(in.CompatDate, in.CompatFlags).Has("global_navigator") {
		out["navigator.userAgent"] = `"Cloudflare-Workers"`
	}
	maps.Copy(out, in.Define)
	return out
}

// output reads the result of a build without errors.
func (b *Builder) output(result api.BuildResult, meta metafile, entry entryFacts) (*Output, error) {
	out := &Output{Format: FormatModules, Exports: entry.exports, Modules: b.plugin.collected(), Inputs: b.inputs(), Trees: b.trees}
	for _, f := range result.OutputFiles {
		if filepath.Base(f.Path) == outName {
			out.Code = string(f.Contents)
		}
	}
	if out.Code == "" {
		return nil, errors.New("bundle worker: esbuild returned no script")
	}
	unlinked := b.names.check(meta)
	out.Unlinked = func() error {
		if wrong := unlinked(); len(wrong) > 0 {
			return b.problems(wrong)
		}
		return nil
	}
	out.Map = sourceMap(b.in, b.plugin.frozen(), out.Code)
	if entry.reexports {
		out.Exports = allExports(b.in, b.plugin.copy())
	}
	out.Warnings = b.plugin.rules.warnings()
	out.Warnings = append(out.Warnings, b.messages(message.Warning, result.Warnings)...)
	if !slices.Contains(out.Exports, "default") {
		out.Format = FormatServiceWorker
		if b.in.FindAdditionalModules && !b.in.NoBundle {
			return b.failed(), message.Errors{{
				Kind: message.Error, Text: "`find_additional_modules` can only be used with an ES module entrypoint.",
				Hint: "take `find_additional_modules` out of the configuration, or give " + relative(b.in.Dir, b.in.Entry) + " a default export",
			}}
		}
		if len(out.Exports) > 0 {
			out.Warnings = append(out.Warnings, message.Message{Kind: message.Warning, Text: fmt.Sprintf(
				"The entrypoint %s has exports like an ES Module, but hasn't defined a default export like a module worker normally would. Building the worker using \"service-worker\" format...",
				relative(b.in.Dir, b.in.Entry))})
		}
	}
	return out, nil
}

// failed is the output of a failed build: what to watch.
func (b *Builder) failed() *Output { return &Output{Inputs: b.inputs(), Trees: b.trees} }

// searched are the folders in which the build looked for files by a pattern: those of imports whose names
// are put together, as import("./lang/" + name + ".js"), and that of additional modules.
func (b *Builder) searched(meta metafile) []Tree {
	var dirs []string
	for file, in := range meta.Inputs {
		for _, i := range in.Imports {
			if fixed, _, glob := strings.Cut(i.Path, "*"); glob && strings.HasPrefix(fixed, ".") {
				dirs = append(dirs, filepath.Join(b.in.Dir, filepath.Dir(file), fixed[:strings.LastIndex(fixed, "/")+1]))
			}
		}
	}
	slices.Sort(dirs)
	var trees []Tree
	for _, dir := range slices.Compact(dirs) {
		trees = append(trees, Tree{Dir: dir})
	}
	if b.in.FindAdditionalModules {
		trees = append(trees, Tree{Dir: filepath.Dir(b.in.Entry), Wants: func(file string) bool {
			_, ok := b.plugin.apart(file)
			return ok
		}})
	}
	return trees
}

// inputs are all files that a build has read, the entry even if it does not exist.
func (b *Builder) inputs() []string {
	files := b.plugin.files()
	files = append(files, b.in.Entry)
	if b.in.TSConfig != "" {
		files = append(files, commonOptions(b.in).Tsconfig)
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// relative names a file the way messages do.
func relative(dir, file string) string {
	rel, err := filepath.Rel(dir, file)
	if err != nil || strings.HasPrefix(rel, "..") {
		return file
	}
	return filepath.ToSlash(rel)
}
