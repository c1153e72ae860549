// Package pages makes a Worker of a Pages project, as `wrangler pages dev` does: of the files of the
// folder functions, or of _worker.js in the folder of static files.
//
// The one idea: a Pages project is a Worker with static assets that says everything by the names of its
// files. [Prepare] reads those names and fills in what other projects have in their configuration: the main
// module, which it writes into .wrangler/tmp, and the section of the assets, which says which requests are
// the Worker's. From there on it is a project like any other, which is bundled, watched and reloaded.
//
// A file functions/a/[id].js answers /a/1 with what it exports as onRequest, onRequestGet and so on;
// _middleware.js runs before all files of its folder and below. tree.go finds these routes, pattern.go makes
// regular expressions of them, worker.js runs them, rules.go reads _routes.json.
//
// Not emulated: plugins that import "assets:", commands and ports that a project is proxied to.
//
// Platform: https://developers.cloudflare.com/pages/functions/
package pages
