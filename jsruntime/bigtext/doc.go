// Package bigtext reads texts as big integers and writes big integers as texts, however long they are, in the way of
// ECMAScript's StringToBigInt and BigInt::toString (ECMA-262, 7.1.14 and 6.1.6.2.21). Both take less than the square of the
// length, and ask now and then whether they must stop: a text may have half a billion digits.
package bigtext
