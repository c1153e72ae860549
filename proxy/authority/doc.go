// Package authority issues the certificates under which the gateway terminates
// TLS: one root for a project or a run, one leaf for each host, made on demand.
//
// All leaves share one key, so that a new host costs one signature. The
// container must be made to trust the root; that is the business of engines.
package authority
