// Package config reads a wrangler configuration (wrangler.json, wrangler.jsonc, wrangler.toml) as
// wrangler reads it: discovery, named environments with their inheritance, variables and secrets,
// and the checks with wrangler's words.
//
// The one idea to hold: both syntaxes become one tree whose nodes know their place in the user's
// file. Everything after the adapters (jsonc.go, toml.go) works on that tree, so that each error
// has a place, and sections leave as canonical JSON.
//
// What a binding section means beyond its shape is the business of the kinds in bindings; how
// messages look is in package message. Keys that only matter to a deployment are accepted
// silently. See https://developers.cloudflare.com/workers/wrangler/configuration/
package config
