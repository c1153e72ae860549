// Package bundle makes one script of a worker's source files, as wrangler does before it
// uploads a worker or runs it locally. It is the only importer of esbuild.
//
// The one idea to hold: whatever the worker is written in, the result is a single expression,
//
//	(async (deliver, host) => { … })
//
// an async function, so that top-level await works in an engine without modules. The runtime
// calls it with two functions. deliver(namespace) receives the live namespace object of the
// entry module once that has been evaluated. host(specifier) returns what the runtime has
// under a name: the platform's modules (cloudflare:workers, node:fs, …), whose result is
// treated as module.exports, the files of Output.Modules under ModulePrefix + name, and the
// manifest of Workers Sites under the name that is imported.
// The promise that the function returns settles when the entry module has been evaluated.
//
// esbuild does the work, asked anew for each build by a Builder (build.go) that knows what the build before has read.
// plugin.go tells it what leads where on the platform. What it cannot do stands beside it: modules that stay apart
// (apart.go), names that modules of the runtime lack (names.go), places of errors (problems.go, sourcemap.go).
//
// Syntax that the engine lacks is lowered by esbuild as jsruntime/dialect asks; making a
// program of the text is that package's business, and running it is jsruntime's.
package bundle
