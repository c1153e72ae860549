// Package secrets is the kind of binding for secrets of a Secrets Store.
//
// The one idea: a store is a table of names and values below the state folder, in wrangler's
// layout; `paddock secrets-store secret create` fills it. Each secret has a random id, kept in
// the metadata of its row.
//
// What scripts find (a test checks it):
//
//	Fetcher.get  emulated
//
// Platform: https://developers.cloudflare.com/secrets-store/integrations/workers/
package secrets
