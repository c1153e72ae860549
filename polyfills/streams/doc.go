// Package streams is the Streams standard (https://streams.spec.whatwg.org) with the
// platform's own IdentityTransformStream and FixedLengthStream, and the streams of the
// Encoding and Compression standards.
//
// The idea to hold: a readable stream has one of three controllers. Two are the standard's,
// with its algorithms and its order of promise reactions, over callbacks of scripts. The
// third, native, is over a Go source and keeps no queue: a read asks the source, which works
// outside of the loop. Likewise a writable stream may have a Go sink. Between two native ends
// a pipe copies outside of the loop, and [Take] gives host code the source itself, so that
// bytes that come from Go and go to Go never pass through JavaScript.
//
// State lives in Go structs; promises that scripts rarely look at (closed, ready) are made
// when asked for. Functions that JavaScript did not call run inside jsruntime's Enter.
//
//   - readable.go, reader.go, defaultcontroller.go, bytecontroller.go: the standard, reading
//   - writable.go, writer.go, writablecontroller.go, transform.go: the standard, writing
//   - native.go, source.go, sink.go, pipenative.go, teego.go: streams over Go
//   - conduit.go: the hand-over that IdentityTransformStream is made of
//   - public.go, pump.go: what other packages use
//
// A deviation: reads of compression and of a teed IdentityTransformStream wait on a goroutine,
// so that an event that hangs in one is not found to hang.
//
// TextDecoderStream needs the global TextDecoder, and signals need AbortController; both
// live in their own packages, as does Symbol.asyncIterator (polyfills/es).
package streams
