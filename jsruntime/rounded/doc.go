// Package rounded has the functions of JavaScript's Math as V8 computes them: most give the number that is nearest to
// the exact result, and the hyperbolic ones what the formulas of fdlibm make of those.
//
// Go's own differ by some units in the last place, and are quite wrong for a few arguments. The idea here: what is
// wanted is computed to about a hundred bits, as the sum of two numbers (pair), and rounded once. Logarithms
// and inverse functions begin with Go's result and take one step of Newton's.
package rounded
