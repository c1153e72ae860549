// Package interpreter runs code in Python, JavaScript and TypeScript. A context is a process of
// python3 or node that keeps what the code has declared from run to run; a small program of ours in it
// evaluates the code, and gives the value of the last expression and what was displayed in each
// format that it has.
//
// IPython does the running where it is installed, with its magics. TypeScript loses its types before
// it is run. What the code and its child processes print comes as one event for each stream at the
// end of a run, as with the original.
//
// Differs from the original: errors of JavaScript have their name, message and stack, and syntax
// errors of Python are errors; a context has the folder and the variables that it was asked for; a
// timeout is heeded.
package interpreter
