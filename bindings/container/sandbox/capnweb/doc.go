// Package capnweb speaks Cap'n Web, the RPC protocol of the npm package capnweb (0.8), over any
// transport of text messages.
//
// The one idea: both sides keep a table of what the other may use. A value that has members
// ([Object], [Method]) goes over by its number, everything else by copy, and the result of a call
// has a number before it is known, so that calls on it need not wait.
//
// A [Session] serves one peer. Calls of the peer run each in a goroutine of its own; calls to the
// peer are those of a [Stub]. Byte streams go both ways: a [Stream] that a method returns is pumped
// to the peer under a window, one that the peer sends is an [Incoming].
//
// Not spoken: Headers, Request, Response and Blob as values, and WritableStream as a result.
//
// Protocol: https://github.com/cloudflare/capnweb, under "protocol".
package capnweb
