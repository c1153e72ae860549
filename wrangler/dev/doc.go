// Package dev is a running project: a session loads the configuration, bundles the worker,
// opens what its bindings stand for, deploys it to a fleet, and does so again when a file
// changes.
//
// The ideas to hold: the state behind bindings outlives reloads; the code does not. A build
// that fails leaves the last good version serving. Everything the session started ends with
// Close, which waits.
//
// How a worker runs is jsruntime/worker; what the user reads is package message.
package dev
