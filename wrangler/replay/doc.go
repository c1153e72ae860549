// Package replay keeps the answers of the internet in a file, and gives them again without it.
//
// The one idea: a [Tape] stands between a session and the internet, for the Worker's own fetch() and
// for what containers send to hosts that no handler takes. While it records, every exchange goes out
// and is kept; while it replays, nothing goes out: what is not on the tape fails, and is listed.
//
// The file is an HTTP archive (see package har) in an order that does not depend on time, so that a
// new recording of the same answers is the same file. Requests are told apart by method, URL and
// body; equal ones get their answers in the order in which they were recorded, the last one for ever.
// Bodies are kept without their content coding and get it back. Secrets in headers and queries are
// taken out before anything is kept; bodies are kept as they are.
//
// Not kept: how long an answer took, the pieces in which it came, WebSockets, and what is no HTTP.
package replay
