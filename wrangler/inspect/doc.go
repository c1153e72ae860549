// Package inspect keeps what left the containers of a session, for people to read and for
// programs: a line for each request, an HTTP archive, the list of what no handler took.
//
// The one idea: a [Log] is told of every [proxy.Record] and answers questions afterwards. It
// keeps no bodies.
package inspect
