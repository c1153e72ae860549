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
// The section "site", of Workers Sites, is a namespace too: the files of a folder (site.go), to be
// read alone, beside the manifest of their keys. Differs from wrangler's local one: hidden files
// are left out as they are on deploy, files are found whatever their names, what would write
// rejects where it hangs there, and the manifest of scripts in service-worker syntax is the text
// that it is when deployed.
//
// Platform: https://developers.cloudflare.com/kv/api/
package kv
