// Package pty serves terminals: one for each session, shared by all who connect to it.
//
// A WebSocket carries what is typed and printed as binary messages, and everything else as JSON: the
// server says {"type":"ready"} after it has replayed the last 256 KiB, {"type":"exit","code","signal"}
// when the shell has ended, and {"type":"error","message"}; the client {"type":"resize","cols","rows"}.
//
// The shell begins where the session's shell is, with its variables. It outlives its connections
// and ends with its session; after its end, the next connection finds a new one. A client that reads
// slowly holds the terminal back, and nothing is lost.
package pty
