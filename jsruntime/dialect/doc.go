// Package dialect turns JavaScript text, as a bundler prints it, into a compiled program
// that the engine can run and that any number of isolates may share.
//
// The one idea to hold: the engine speaks a dialect, and this is the only place that knows
// how it differs from the standard. Several things happen on the way to a program:
//
//   - Lowered names the syntax that the bundler must take away beforehand, because the
//     engine has no grammar for it.
//
//   - Class fields named get, set or async, which the engine's parser mistakes for the
//     beginning of an accessor, are renamed for the parse and given back their names in the
//     syntax tree (fields.go, scan.go).
//
//   - Regular expressions are checked and rewritten by package regex (literals.go). What was written goes to the function
//     PatternName, so that source and flags stay as they were.
//
//   - s += x on strings, which copies s each time, becomes a call of a host function that
//     keeps the end of the string open (append.go, concat.go), and s = x + s one that keeps its beginning
//     open (appendlong.go, prepend.go); also where reduce() hands a text on (reduce.go).
//
//   - A script tells its text first, from which errors of the engine quote in V8's words (errors.go,
//     messages.go, site.go).
//
//   - Async generators, which the bundler wrote as generators, get back what that took
//     (generators.go).
//
//   - new.target is asked for in a way that tells calls from constructions, which the engine does
//     not (newtarget.go), and arguments are named where arrow functions would not find them
//     (arguments.go).
//
//   - A catch clause that declares its parameter again assigns instead (catchvars.go), and groups of
//     regular expressions get names that the engine takes (groups.go).
//
//   - Defaults of array patterns in parameters of arrow functions, which the engine's parser loses, are read again (patterns.go).
//
//   - Scripts give what they call eval with to the host, which has the text read as scripts are, lowered if need be
//     (evals.go, evaltext.go), and in sloppy ones its functions in blocks made variables outside of them, too
//     (blockfunctions.go).
//
//   - What the machine has not got memory for is looked at first, because it would end the process: the
//     lengths of new buffers and the sizes of big integers (lengths.go, bigints.go). So are the iterators that
//     scripts make (iterators.go).
//
//   - Instructions of the engine that are wrong, as bitwise operators on numbers from 2⁶³ on or what refers to properties of
//     primitives, give way to others in the program that it has compiled (instructions.go, references.go).
//
// All of the rest works on the syntax tree or keeps the text's length, so that the lines and
// columns of a program are those of the text it was made from, and source maps stay true.
//
// Built-ins that the engine lacks are no business of this package: see polyfills/es.
package dialect
