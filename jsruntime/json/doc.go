// Package json reads and writes JSON as the platform's engine does: with its words, down to the
// place of a mistake and the way round a circle, and without a limit of depth.
//
// The engine's own goes token by token and character by character; this one goes over bytes.
// What scripts can see of it is that of ECMA-262, §25.5: toJSON, replacers and revivers (with
// the source of what they are given), getters, proxies, raw JSON.
package json
