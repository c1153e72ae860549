// Package hyperdrive is the kind of binding for Hyperdrive configurations.
//
// The one idea: here there is no pool and no cache. The binding tells of a host that only this
// worker's connect() knows, and connections to it go to the database of the local connection
// string; where that asks for TLS, Paddock speaks it and the worker does not.
//
// What scripts find (a test checks it):
//
//	Hyperdrive.database          emulated
//	Hyperdrive.user              emulated
//	Hyperdrive.password          emulated
//	Hyperdrive.host              emulated
//	Hyperdrive.port              emulated
//	Hyperdrive.connectionString  emulated
//	Hyperdrive.connect           emulated
//
// Platform: https://developers.cloudflare.com/hyperdrive/configuration/local-development/
package hyperdrive
