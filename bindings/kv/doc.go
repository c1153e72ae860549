// Package kv is the kind of binding for Workers KV namespaces.
//
// The one idea: a namespace is one SQLite file of keys, with the values as blobs beside it, in
// the layout of wrangler's local state. What the JavaScript sees is class.go and the files
// named after its methods.
//
// What scripts find (a test checks it):
//
//	KvNamespace.get              emulated
//	KvNamespace.list             emulated
//	KvNamespace.put              emulated
//	KvNamespace.getWithMetadata  emulated
//	KvNamespace.delete           emulated
//
// Differs from production: strongly consistent; no cache, so cacheTtl is only checked and
// cacheStatus is null; no limit on writes per second. Differs from wrangler's local KV: a put
// whose stream fails leaves the key as it was, and a bulk get gives keys that look like array
// indexes too.
//
// Platform: https://developers.cloudflare.com/kv/api/
package kv
