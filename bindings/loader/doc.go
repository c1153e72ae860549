// Package loader is the kind of binding for Worker Loaders: Workers made of code that a script gives
// while it runs.
//
// The one idea: a [dynamic] is a Worker that is still to come. Stubs of its entrypoints are there at
// once; what is sent to them waits, in order, until the session has made it.
//
// What scripts find (a test checks it):
//
//	WorkerLoader.get                    emulated
//	WorkerLoader.load                   emulated
//	WorkerStub.getEntrypoint            emulated
//	WorkerStub.getDurableObjectClass    throws
//
// Differs from the platform: Workers under a name live until the session ends, those without one until
// the event that made them has ended; limits, tails and Python are refused.
//
// Platform: https://developers.cloudflare.com/workers/runtime-apis/bindings/worker-loader/
package loader
