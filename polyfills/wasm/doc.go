// Package wasm is the global WebAssembly, over wazero.
//
// The ideas to hold: a [Source] is the bytes of a .wasm file of the project, taken apart once. Scripts
// may compile bytes of their own only until [CloseCode], as the platform has it. Each isolate has a world: one wazero runtime with everything that scripts made in it. Machine code
// is shared by isolates through a [Cache].
//
// wazero lets a host export functions only. So each thing that a module imports is given to it by
// a module of its own that exports it as "x": a host module for a JavaScript function, a few
// assembled bytes for a memory, table, global, tag or another instance's function (assemble.go). The
// import section is rewritten to ask for "0" "x", "1" "x" and so on.
//
// A call that WebAssembly.promising has made of an export runs on a goroutine that hands control back to the
// loop, so that it may wait (suspend.go).
//
// Legacy instructions for exceptions are written by those of WebAssembly 3.0, which the engine has (legacy.go).
//
// Differences from the platform: memory that is shared cannot grow and is for scripts only; exceptions neither enter
// nor leave a module: what a function of JavaScript throws passes its handlers by, those for WebAssembly.JSTag, too;
// addresses have 32 bits. Where wazero has one word for two traps, the words are those of
// the likelier one: "float unrepresentable in integer range" also for a division that overflows,
// "null function" also for an index beyond a table. A module that runs too long ends the isolate
// as a script does. An instance lives as long as its isolate, whether a script still has it or not:
// the engine cannot tell who still refers to its functions.
//
// Specification: https://webassembly.github.io/spec/js-api/
package wasm
