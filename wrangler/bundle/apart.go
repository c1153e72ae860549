package bundle

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"paddock/polyfills/compat"
)

// Additional modules stay apart on the platform, which has ways of its own to connect them, not esbuild's: what
// imports a module of CommonJS sees its default export alone, and what requires one gets what the compatibility
// date says. So imports and requires that lead to one lead to a module in between.
const (
	importedNamespace = "paddock-imported" // a module of CommonJS, for import
	requiredNamespace = "paddock-required" // any module that is not required as it is
)

// importPrefix stands before what the script of additional modules requires as an import would.
const importPrefix = "paddock-import:"

// inBetween marks the imports of the modules in between, which lead to the modules themselves.
type inBetween struct{}

// apart gives the type of an additional module.
func (p *plugin) apart(file string) (kind string, ok bool) {
	name, err := filepath.Rel(filepath.Dir(p.in.Entry), file)
	if err != nil || !p.in.FindAdditionalModules || !filepath.IsLocal(name) || file == p.in.Entry {
		return "", false
	}
	if slices.ContainsFunc(strings.Split(filepath.Dir(name), string(filepath.Separator)), hiddenFolder) {
		return "", false
	}
	return p.rules.additional(filepath.ToSlash(name))
}

// hiddenFolder reports whether a folder under that of the entry has no additional modules.
func hiddenFolder(name string) bool {
	return name == "node_modules" || strings.HasPrefix(name, ".") && name != "."
}

// resolveApart resolves what leads to an additional module that needs one in between.
func (p *plugin) resolveApart(build api.PluginBuild, args api.OnResolveArgs) (found api.OnResolveResult, ok bool) {
	if !p.in.FindAdditionalModules || !isPath(args.Path) || args.PluginData == (inBetween{}) {
		return found, false
	}
	at := build.Resolve(args.Path, api.ResolveOptions{ResolveDir: args.ResolveDir, Importer: args.Importer, Kind: args.Kind, PluginData: resolving{}})
	if len(at.Errors) > 0 || at.Namespace != "file" {
		return found, false
	}
	kind, ok := p.apart(at.Path)
	if !ok {
		return found, false
	}
	space := p.between(kind, args.Kind)
	return api.OnResolveResult{Path: at.Path, Namespace: space, PluginData: kind}, space != ""
}

// between gives the namespace of the module between an additional one and what asks for it; "": there is none.
func (p *plugin) between(kind string, asked api.ResolveKind) string {
	switch {
	case asked != api.ResolveJSRequireCall && kind == TypeCommonJS:
		return importedNamespace
	case asked == api.ResolveJSRequireCall && (kind != TypeCommonJS || !p.has("export_commonjs_default")):
		return requiredNamespace
	}
	return ""
}

func (p *plugin) has(flag string) bool {
	return compat.New(p.in.CompatDate, p.in.CompatFlags).Has(flag)
}

// loadImported makes what an import of a module of CommonJS gives.
func loadImported(args api.OnLoadArgs) (api.OnLoadResult, error) {
	return connecting(args, fmt.Sprintf("export default require(%s);", quote(args.Path)))
}

// loadRequired makes what require() gives of a module: of one of ECMAScript its default export or its namespace, as the
// date says, but what it gives itself under "module.exports", or if it wants its default export taken.
func (p *plugin) loadRequired(args api.OnLoadArgs) (api.OnLoadResult, error) {
	module := quote(args.Path)
	if kind := args.PluginData; kind == TypeCommonJS {
		return connecting(args, fmt.Sprintf("exports.default = require(%s);", module))
	} else if kind != TypeESModule {
		if p.has("export_commonjs_default") {
			return connecting(args, fmt.Sprintf("module.exports = require(%s).default;", module))
		}
		return connecting(args, fmt.Sprintf("exports.default = require(%s).default;", module))
	}
	if p.awaits(args.Path) {
		return connecting(args, fmt.Sprintf("throw new Error(%s);", quote(p.awaitRefused(args.Path))))
	}
	rest := "all.default"
	if p.has("new_module_registry") || !p.has("export_commonjs_default") {
		rest = "all"
	}
	// A function, lest esbuild warns of names that most modules do not export.
	return connecting(args, fmt.Sprintf(`import * as namespace from %s;
module.exports = ((all) => all.__cjsUnwrapDefault === true ? all.default : "module.exports" in all ? all["module.exports"] : %s)(namespace);`, module, rest))
}

func connecting(args api.OnLoadArgs, contents string) (api.OnLoadResult, error) {
	return api.OnLoadResult{Contents: &contents, Loader: api.LoaderJS, ResolveDir: filepath.Dir(args.Path), PluginData: inBetween{}}, nil
}

// awaitRefused is what the platform says of the require of a module that awaits. It starts such a module before
// disable_top_level_await_in_require, but does not wait for it, so that it is refused there, too.
func (p *plugin) awaitRefused(file string) string {
	switch {
	case p.has("new_module_registry"):
		name := filepath.ToSlash(relative(filepath.Dir(p.in.Entry), file))
		return "Top-level await is not supported in this context for module: file:///bundle/" + name
	case p.has("disable_top_level_await_in_require"):
		return "Top-level await in module is not permitted at this time."
	}
	return "Top-level await in module is unsettled."
}

// awaits reports whether a module, or one that it imports, has an await outside of functions.
func (p *plugin) awaits(file string) bool {
	o := commonOptions(p.in)
	o.Bundle = true
	o.EntryPoints = []string{file}
	o.Outfile = filepath.Join(p.in.Dir, outName)
	const word = "top-level-await"
	o.Supported[word] = false
	o.Plugins = []api.Plugin{{Name: pluginName + "-awaits", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: `.*`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			later := args.Kind == api.ResolveJSDynamicImport || args.Kind == api.ResolveJSRequireCall
			return api.OnResolveResult{External: later}, nil
		})
	}}, {Name: pluginName, Setup: p.copy().setup}}
	return slices.ContainsFunc(api.Build(o).Errors, func(m api.Message) bool {
		return strings.HasPrefix(m.Text, "Top-level await is not available")
	})
}
