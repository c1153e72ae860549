// Package program finds out which program opened a connection, and where programs listen, for records
// and messages.
//
// The one idea: the kernel lists the sockets of a network namespace with their inodes, and the
// descriptors of a process name the inodes that it holds. Both are read from /proc while the
// connection is open; that takes a few milliseconds and may find nothing, as when the process has
// ended. Nothing is decided by it, but whether a client that is silent has left.
package program
