// Package ratelimit is the kind of binding for rate limits.
//
// The one idea: a limiter counts calls by key in windows that begin at whole multiples of the
// period since the epoch, as wrangler's local one does. Counts are kept in memory, by
// namespace: two bindings of one namespace share them, and they end with the session.
//
// Platform: https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/
package ratelimit
