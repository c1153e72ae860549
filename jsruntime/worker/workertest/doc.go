// Package workertest runs small Workers from source text in tests: a real worker.Fleet, real
// bindings, state in a folder of the test's own.
//
// [Start] gives a running Worker to drive from Go. [Run] runs files of tests that are written
// in JavaScript: each file is a Worker that imports its assertions from "./workertest.js" and
// exports its tests as an object of functions,
//
//	export const tests = { async "a stored value is found again"(env, ctx, request) { … } };
//
// Each test is a request to a fresh Worker on fresh state, inside of a bubble of
// testing/synctest: scheduler.wait(60_000) takes no time, and a goroutine that outlives the
// fleet fails the test. Comments of a file configure it:
//
//	// objects: Counter, Room       classes with SQLite storage, bound under their names
//	// legacy: Old                  classes with key-value storage
//	// services: SELF, OTHER=Name   bindings to the default or a named entrypoint of the file
//	// workflows: Signup            classes of workflows, bound under their names
package workertest
