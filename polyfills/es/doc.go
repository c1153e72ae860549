// Package es adds what ECMAScript has and the engine does not, one small file per gap.
//
// The one idea: each file is deletable. gaps (es.go) lists them all with an expression that
// is "undefined" in the bare engine; the test fails when the engine gains one, and then the
// file and its line go. What is written in JavaScript runs once per VM, before any bundle;
// what is big or rare is a lazy global.
//
// Syntax that the engine lacks is the business of jsruntime/dialect.
package es
