package bundle

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"

	"paddock/polyfills/compat"
)

const (
	pluginName            = "paddock"
	hostNamespace         = "paddock-host"         // modules of the platform
	requiredHostNamespace = "paddock-host-require" // the same, for require()
	absentNamespace       = "paddock-absent"       // modules that a worker may not have, there or here
	missingNamespace      = "paddock-missing"      // modules of Node that only this runtime lacks
	requireNamespace      = "paddock-require"      // modules of Node that may be imported and not required
	fileNamespace         = "paddock-file"         // text, data and wasm files
	valueNamespace        = "paddock-value"        // what a binding gives as a module

	// siteManifest is the module of the manifest of Workers Sites.
	siteManifest = "__STATIC_CONTENT_MANIFEST"

	// additionalSpecifier is the module, in a namespace of its own, that knows the
	// additional modules.
	additionalSpecifier = "paddock:additional"
	additionalNamespace = "paddock"
)

// plugin resolves what is special to workers: aliases, the platform's modules, and files that
// a rule makes modules. esbuild calls it from several goroutines.
type plugin struct {
	in    Input
	rules ruleSet
	node  nodeSupport

	untyped *untyped // not changed while building; nil: none

	mu      sync.Mutex // guards the rest
	modules map[string]Module
	read    map[string]bool   // files read by this build
	texts   map[string]string // of those that are no packages', as they were read
	kept    bool              // the texts are those of another build, which stay
}

// resolving marks the plugin's own questions to esbuild, which it must not answer itself.
type resolving struct{}

func newPlugin(in Input) (*plugin, error) {
	rules, err := newRules(in)
	if err != nil {
		return nil, err
	}
	p := &plugin{in: in, rules: rules, node: nodeSupportOf(in)}
	p.reset()
	return p, nil
}

// copy returns a plugin with the same rules that has collected nothing.
func (p *plugin) copy() *plugin {
	other := &plugin{in: p.in, rules: p.rules, node: p.node, untyped: p.untyped}
	other.reset()
	return other
}

func (p *plugin) reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.modules, p.read = map[string]Module{}, map[string]bool{}
	if !p.kept {
		p.texts = map[string]string{}
	}
}

// frozen returns a plugin that finds the project's files as this one's last build read them.
func (p *plugin) frozen() *plugin {
	other := p.copy()
	p.mu.Lock()
	defer p.mu.Unlock()
	other.texts, other.kept = maps.Clone(p.texts), true
	return other
}

// load reads a file of the project. Those of packages are left to esbuild: they hardly ever change.
func (p *plugin) load(file string) (api.OnLoadResult, error) {
	if installedFile(file) || !slices.Contains(scriptExtensions[1:], filepath.Ext(file)) {
		return api.OnLoadResult{}, nil
	}
	p.mu.Lock()
	text, ok := p.texts[file]
	p.mu.Unlock()
	if !ok {
		data, err := os.ReadFile(file)
		if err != nil {
			return api.OnLoadResult{}, nil //nolint:nilerr // esbuild tells of it
		}
		text = string(data)
		p.mu.Lock()
		p.texts[file] = text
		p.mu.Unlock()
	}
	return api.OnLoadResult{Contents: &text, Loader: api.LoaderDefault}, nil
}

func (p *plugin) setup(build api.PluginBuild) {
	build.OnStart(func() (api.OnStartResult, error) {
		p.reset()
		return api.OnStartResult{}, nil
	})
	build.OnResolve(api.OnResolveOptions{Filter: `.*`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
		if _, own := args.PluginData.(resolving); own {
			return api.OnResolveResult{}, nil
		}
		if path, ok := strings.CutPrefix(args.Path, importPrefix); ok {
			args.Path, args.Kind = path, api.ResolveJSDynamicImport
			found, err := p.resolve(build, args)
			if found.Path == "" {
				found.Path, found.Namespace = path, "file"
			}
			return found, err
		}
		return p.resolve(build, args)
	})
	build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: hostNamespace}, p.loadHost)
	build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: requiredHostNamespace}, p.loadRequiredHost)
	build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: valueNamespace}, loadValue)
	build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: absentNamespace}, p.loadAbsent)
	build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: missingNamespace}, loadMissing)
	build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: requireNamespace}, loadUnrequired)
	build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: standInNamespace}, loadStandIn)
	build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: requiredStandInNamespace}, loadRequiredStandIn)
	build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: importedNamespace}, loadImported)
	build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: requiredNamespace}, p.loadRequired)
	build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: fileNamespace}, p.loadFile)
	build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: assetsNamespace}, p.loadAssets)
	build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: additionalNamespace}, p.loadAdditional)
	build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: "file"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
		p.note(args.Path)
		if args.PluginData == scriptFile {
			return loadScript(args.Path)
		}
		if rule, active, ok := p.rules.find(args.Path); ok && active && rule.Type != TypeESModule && rule.Type != TypeCommonJS {
			args.PluginData = rule.Type // of import(`./texts/${name}`), which esbuild resolves by itself
			return p.loadFile(args)
		}
		return p.load(args.Path)
	})
}

func (p *plugin) note(file string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.read[file] = true
}

func (p *plugin) resolve(build api.PluginBuild, args api.OnResolveArgs) (api.OnResolveResult, error) {
	if args.Path == additionalSpecifier {
		return api.OnResolveResult{Path: "additional", Namespace: additionalNamespace}, nil
	}
	if args.Path == siteManifest {
		return api.OnResolveResult{Path: args.Path, Namespace: valueNamespace}, nil
	}
	if p.in.AssetsPath != "" && strings.HasPrefix(args.Path, assetsPrefix) {
		return resolveAssets(args)
	}
	if target, ok := p.alias(args.Path); ok {
		return p.resolveAlias(build, args, target)
	}
	if name, ok := p.platformModule(args.Path); ok {
		return p.resolvePlatform(name, args), nil
	}
	if found, ok := p.standIn(args); ok {
		return found, nil
	}
	if found, ok := p.resolveApart(build, args); ok {
		return found, nil
	}
	if rule, active, ok := p.rules.find(args.Path); ok && args.Kind != api.ResolveEntryPoint {
		return p.resolveRule(build, args, rule, active)
	}
	return p.untyped.resolve(args), nil
}

// alias returns what an import stands for: the target of the specifier, or that of the package
// it begins with and the rest.
func (p *plugin) alias(path string) (string, bool) {
	if target, ok := p.in.Alias[path]; ok {
		return target, true
	}
	for i := len(path) - 1; i > 0; i-- {
		if path[i] == '/' {
			if target, ok := p.in.Alias[path[:i]]; ok {
				return target + path[i:], true
			}
		}
	}
	return "", false
}

// resolveAlias resolves the target as if the project's folder imported it.
func (p *plugin) resolveAlias(build api.PluginBuild, args api.OnResolveArgs, target string) (api.OnResolveResult, error) {
	if name, ok := p.platformModule(target); ok {
		return p.resolvePlatform(name, args), nil
	}
	if rule, active, ok := p.rules.find(target); ok {
		args.Path, args.ResolveDir = target, p.in.Dir
		return p.resolveRule(build, args, rule, active)
	}
	found := build.Resolve(target, api.ResolveOptions{ResolveDir: p.in.Dir, Importer: args.Importer, Kind: args.Kind, PluginData: resolving{}})
	if len(found.Errors) > 0 {
		return api.OnResolveResult{Errors: []api.Message{{Text: fmt.Sprintf("Could not resolve %q (originally %q)", target, args.Path)}}}, nil
	}
	return resolved(found), nil
}

func resolved(r api.ResolveResult) api.OnResolveResult {
	out := api.OnResolveResult{Path: r.Path, External: r.External, Namespace: r.Namespace, Suffix: r.Suffix}
	if !r.SideEffects {
		out.SideEffects = api.SideEffectsFalse
	}
	return out
}

// platformModule returns the full name of a module that the platform may have.
func (p *plugin) platformModule(path string) (string, bool) {
	for _, prefix := range []string{"cloudflare:", "node:", "workerd:"} {
		if strings.HasPrefix(path, prefix) {
			return path, true
		}
	}
	if p.node == nodeFull && nodeBuiltins[path] {
		return "node:" + path, true
	}
	return "", false
}

func (p *plugin) resolvePlatform(name string, args api.OnResolveArgs) api.OnResolveResult {
	if args.Kind == api.ResolveJSRequireCall && p.node < nodeFull && strings.HasPrefix(name, "node:") {
		return api.OnResolveResult{Path: name, Namespace: requireNamespace}
	}
	if p.allowed(name) && (p.in.HostModules == nil || p.in.HostModules(name)) {
		if args.Kind == api.ResolveJSRequireCall {
			return api.OnResolveResult{Path: name, Namespace: requiredHostNamespace}
		}
		return api.OnResolveResult{Path: name, Namespace: hostNamespace}
	}
	if strings.HasPrefix(name, "node:") && p.allowed(name) && nodeBuiltins[strings.TrimPrefix(name, "node:")] {
		return api.OnResolveResult{Path: name, Namespace: missingNamespace}
	}
	out := api.OnResolveResult{Path: name, Namespace: absentNamespace, PluginData: relative(p.in.Dir, args.Importer)}
	switch {
	case args.Kind == api.ResolveJSDynamicImport:
		out.PluginData = "" // the platform does not say it then
	case args.Importer == "":
		out.PluginData = relative(p.in.Dir, p.in.Entry)
	}
	if strings.HasPrefix(name, "node:") && !p.allowed(name) {
		out.Warnings = []api.Message{{Text: fmt.Sprintf("The package %q wasn't found on the file system but is built into node.", name), Detail: compatHint}}
	}
	if !strings.HasPrefix(name, "node:") {
		absent := api.Message{Text: fmt.Sprintf("There is no module %q.", name)}
		if near := nearest(name, platformModules()); near != "" {
			absent.Detail = fmt.Sprintf("Did you mean %q?", near)
		}
		out.Warnings = []api.Message{absent}
	}
	return out
}

// platformModules are those that the platform has besides Node's.
func platformModules() []string {
	return []string{
		"cloudflare:ai", "cloudflare:br", "cloudflare:durable-objects", "cloudflare:email", "cloudflare:node", "cloudflare:pipelines",
		"cloudflare:sockets", "cloudflare:vectorize", "cloudflare:workers", "cloudflare:workflows",
	}
}

// allowed reports whether the compatibility flags let a worker have a module.
func (p *plugin) allowed(name string) bool {
	if !strings.HasPrefix(name, "node:") {
		return true
	}
	return p.node >= nodePrefixed || p.node == nodeHooks && name == "node:async_hooks"
}

// loadHost makes a module of one of the host's, which is asked for its namespace.
func (p *plugin) loadHost(args api.OnLoadArgs) (api.OnLoadResult, error) {
	return p.hosted(args.Path, hostName+".namespace")
}

// loadRequiredHost does the same for require(), which gives the default export.
func (p *plugin) loadRequiredHost(args api.OnLoadArgs) (api.OnLoadResult, error) {
	return p.hosted(args.Path, hostName)
}

func (p *plugin) hosted(specifier, ask string) (api.OnLoadResult, error) {
	contents := fmt.Sprintf("module.exports = %s(%s);", ask, quote(specifier))
	if p.in.HostExports != nil {
		if names := p.in.HostExports(specifier); names != nil {
			contents = hostExports(specifier, names)
		}
	}
	return api.OnLoadResult{Contents: &contents, Loader: api.LoaderJS}, nil
}

// hostExports writes a module that exports names of one of the runtime. What nobody imports is left out of the
// bundle: else each parameter of the name, as env, would be called otherwise there, and so in messages.
func hostExports(specifier string, names []string) string {
	var b strings.Builder
	for _, name := range names {
		fmt.Fprintf(&b, "export const %s = /* @__PURE__ */ (() => %s(%s).%s)();\n", name, hostName, quote(specifier), name)
	}
	return b.String()
}

// loadValue makes a module whose default export is what the host has under its name.
func loadValue(args api.OnLoadArgs) (api.OnLoadResult, error) {
	contents := fmt.Sprintf("export default %s(%s);", hostName, quote(args.Path))
	return api.OnLoadResult{Contents: &contents, Loader: api.LoaderJS}, nil
}

// loadAbsent makes a module that throws, when it is evaluated, what the runtime throws.
func (p *plugin) loadAbsent(args api.OnLoadArgs) (api.OnLoadResult, error) {
	importer, _ := args.PluginData.(string)
	text := fmt.Sprintf("No such module \"%s\".", args.Path)
	switch {
	case importer != "":
		text += fmt.Sprintf("\n  imported from \"%s\"", importer)
	case compat.New(p.in.CompatDate, p.in.CompatFlags).Has("new_module_registry"):
		text = "Module not found: " + args.Path
	}
	contents := fmt.Sprintf("module.exports = {}; throw new Error(%s);", quote(text))
	return api.OnLoadResult{Contents: &contents, Loader: api.LoaderJS}, nil
}

// loadUnrequired makes a module that throws what a script made by esbuild does where it has nobody to ask.
func loadUnrequired(args api.OnLoadArgs) (api.OnLoadResult, error) {
	contents := fmt.Sprintf("throw new Error(%s);", quote(fmt.Sprintf("Dynamic require of %q is not supported", args.Path)))
	return api.OnLoadResult{Contents: &contents, Loader: api.LoaderJS}, nil
}

// loadMissing makes a module that can be imported, as on the platform, but throws when
// something in it is used. The trap is in the prototype, since esbuild's namespace objects
// take over that and the own properties.
func loadMissing(args api.OnLoadArgs) (api.OnLoadResult, error) {
	contents := fmt.Sprintf(`module.exports = Object.create(new Proxy({}, { get(target, key) {
	if (typeof key === "symbol" || key === "__esModule" || key === "then" || key === "toJSON") return undefined;
	throw new Error("not emulated: " + %s + "." + key);
} }));`, quote(args.Path))
	return api.OnLoadResult{Contents: &contents, Loader: api.LoaderJS}, nil
}

func (p *plugin) loadAdditional(api.OnLoadArgs) (api.OnLoadResult, error) {
	contents, err := additionalScript(p.in, p.rules)
	if err != nil {
		return api.OnLoadResult{}, err
	}
	return api.OnLoadResult{Contents: &contents, Loader: api.LoaderJS, ResolveDir: p.in.Dir}, nil
}

// resolveRule resolves a file that a rule matches.
func (p *plugin) resolveRule(build api.PluginBuild, args api.OnResolveArgs, rule compiledRule, active bool) (api.OnResolveResult, error) {
	if !active {
		return api.OnResolveResult{Errors: []api.Message{{Text: rule.ignoredText(args.Path)}}}, nil
	}
	script := rule.Type == TypeESModule || rule.Type == TypeCommonJS
	if script && slices.Contains(scriptExtensions, filepath.Ext(args.Path)) {
		return p.untyped.resolve(args), nil // what esbuild takes for JavaScript anyway
	}
	path, _, _ := strings.Cut(args.Path, "?")
	found := build.Resolve(path, api.ResolveOptions{ResolveDir: args.ResolveDir, Importer: args.Importer, Kind: args.Kind, PluginData: resolving{}})
	if len(found.Errors) > 0 {
		file, ok := unexported(path, args.ResolveDir)
		if !ok {
			return api.OnResolveResult{Errors: []api.Message{{Text: fmt.Sprintf("Could not resolve %q", args.Path)}}}, nil
		}
		found = api.ResolveResult{Path: file, Namespace: "file"}
	}
	if found.External || found.Namespace != "file" {
		return resolved(found), nil
	}
	if script {
		return api.OnResolveResult{Path: found.Path, Namespace: "file", PluginData: scriptFile}, nil
	}
	return api.OnResolveResult{Path: found.Path, Namespace: fileNamespace, PluginData: rule.Type, WatchFiles: []string{found.Path}}, nil
}

// unexported finds a file of a package that the package's "exports" do not name: for files that are no
// JavaScript wrangler asks for no more than that they are there.
func unexported(path, dir string) (file string, ok bool) {
	if isPath(path) || !filepath.IsLocal(filepath.FromSlash(path)) {
		return "", false
	}
	for ; ; dir = filepath.Dir(dir) {
		file := filepath.Join(dir, "node_modules", filepath.FromSlash(path))
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return file, true
		}
		if dir == filepath.Dir(dir) {
			return "", false
		}
	}
}

// scriptFile marks files that a rule makes JavaScript in spite of their name.
const scriptFile = "script"

// scriptExtensions are those that esbuild reads as JavaScript or TypeScript by itself.
var scriptExtensions = []string{"", ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx"}

func loadScript(file string) (api.OnLoadResult, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return api.OnLoadResult{}, fmt.Errorf("read module: %w", err)
	}
	contents := string(data)
	return api.OnLoadResult{Contents: &contents, Loader: api.LoaderJSX, ResolveDir: filepath.Dir(file)}, nil
}

// loadFile reads a text, data or wasm file, keeps it for the output and makes a module that
// asks the host for it.
func (p *plugin) loadFile(args api.OnLoadArgs) (api.OnLoadResult, error) {
	data, err := os.ReadFile(args.Path)
	if err != nil {
		return api.OnLoadResult{}, fmt.Errorf("read module: %w", err)
	}
	kind, _ := args.PluginData.(string)
	m := Module{Name: relative(p.in.Dir, args.Path), Type: kind, Data: data}
	p.mu.Lock()
	p.modules[args.Path] = m
	p.read[args.Path] = true
	p.mu.Unlock()
	contents := fmt.Sprintf("export default %s(%s);", hostName, quote(ModulePrefix+m.Name))
	return api.OnLoadResult{Contents: &contents, Loader: api.LoaderJS, ResolveDir: filepath.Dir(args.Path), WatchFiles: []string{args.Path}}, nil
}

// collected returns the modules of the last build in the order of their names.
func (p *plugin) collected() []Module {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []Module
	for _, m := range p.modules {
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b Module) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// files returns the files that the last build read.
func (p *plugin) files() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []string
	for file := range p.read {
		out = append(out, file)
	}
	return out
}
