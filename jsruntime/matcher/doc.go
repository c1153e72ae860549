// Package matcher matches regular expressions as ECMA-262 has it (22.2.2, with annex B), by backtracking.
//
// The one idea to hold: it is for the expressions that the engine's two machines match in another way, above all those
// with groups that are repeated and may match nothing, and with captures in assertions. A pattern becomes a tree of
// nodes (parse.go), that a program of instructions (compile.go), and a machine runs it over the UTF-16 units of a text
// (run.go). What it has to come back to lies on a stack of its own, so that no pattern and no text ends the process,
// and it asks now and then whether it is to go on.
//
// Patterns must be valid, and properties and the set notation of the flag v be spelt out: package dialect sees to both.
package matcher
