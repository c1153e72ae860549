package bundle

import (
	"embed"
	"fmt"

	"github.com/evanw/esbuild/pkg/api"
)

const (
	standInNamespace         = "paddock-standin"         // modules in place of packages of npm
	requiredStandInNamespace = "paddock-standin-require" // the same, for require()
)

//go:embed standins
var standInFiles embed.FS

// standIns are the packages that wrangler replaces, whether they are installed or not, where a Worker has
// all of Node: those that only make fetch() or URL of what Node once lacked, or that Node has by itself. A
// project's own alias goes before. Wrangler's list is that of unenv's shims for packages of npm.
var standIns = map[string]string{
	"cross-fetch":                  "cross-fetch",
	"cross-fetch/polyfill":         "empty",
	"fsevents":                     "fsevents",
	"inherits":                     "inherits",
	"isomorphic-fetch":             "empty",
	"node-fetch":                   "node-fetch",
	"node-fetch-native":            "node-fetch",
	"node-fetch-native/polyfill":   "empty",
	"whatwg-url":                   "whatwg-url",
	"whatwg-url/webidl2js-wrapper": "whatwg-url-wrapper",
}

// standIn finds what stands in for a package. Asked for by require() it is what the package's own module
// would be: its default export with the others as properties.
func (p *plugin) standIn(args api.OnResolveArgs) (api.OnResolveResult, bool) {
	if _, ok := standIns[args.Path]; !ok || p.node != nodeFull {
		return api.OnResolveResult{}, false
	}
	if args.Kind == api.ResolveJSRequireCall {
		return api.OnResolveResult{Path: args.Path, Namespace: requiredStandInNamespace}, true
	}
	return api.OnResolveResult{Path: args.Path, Namespace: standInNamespace}, true
}

func loadStandIn(args api.OnLoadArgs) (api.OnLoadResult, error) {
	data, err := standInFiles.ReadFile("standins/" + standIns[args.Path] + ".js")
	if err != nil {
		return api.OnLoadResult{}, fmt.Errorf("read what stands in for a package: %w", err)
	}
	contents := string(data)
	return api.OnLoadResult{Contents: &contents, Loader: api.LoaderJS}, nil
}

func loadRequiredStandIn(args api.OnLoadArgs) (api.OnLoadResult, error) {
	contents := fmt.Sprintf(`import * as all from %s;
const { default: main = {}, ...rest } = all;
module.exports = Object.isExtensible(main) ? Object.assign(main, rest) : main;`, quote(args.Path))
	return api.OnLoadResult{Contents: &contents, Loader: api.LoaderJS}, nil
}
