// Package cache is the Cache API: the global caches, which every Worker has without declaring
// it.
//
// The one idea: each cache is one SQLite file of URLs, with the bodies as blobs beside it, in the
// layout of wrangler's local state, and all Workers of a session share them. What may be stored
// and for how long is freshness.go, what a request gets of it match.go.
//
// What scripts find (a test checks it):
//
//	CacheStorage.default  emulated
//	CacheStorage.open     emulated
//	CacheStorage.match    emulated
//	CacheStorage.has      emulated
//	CacheStorage.delete   emulated
//	CacheStorage.keys     emulated
//	Cache.match           emulated
//	Cache.put             emulated
//	Cache.delete          emulated
//	Cache.add             emulated
//	Cache.addAll          emulated
//	Cache.matchAll        emulated
//	Cache.keys            emulated
//
// As on the platform, all of CacheStorage but default and open, and of Cache add, addAll, matchAll
// and keys, throw that the method is not implemented. As in wrangler's local cache, Vary is no
// part of the key, Age stands still, and fetch() neither fills nor asks the cache.
//
// Platform: https://developers.cloudflare.com/workers/runtime-apis/cache/
package cache
