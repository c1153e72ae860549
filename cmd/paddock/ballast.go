package main

import "runtime/debug"

// Sizes of the ballast, in bytes.
const (
	ballastOfRuns    = 32 << 20 // of a start, and of commands that end: what counts is the time
	ballastOfSession = 24 << 20 // of a session that lasts all day: memory counts, too
)

// ballast is memory that is never touched, and so costs none. The collector runs when the heap has doubled:
// beside the few MB that a small Worker lives in, that would be every few hundred requests.
type ballast []byte

func newBallast(size int) ballast { return make(ballast, size) }

// reloadingPercent is by how much the heap may grow while a Worker is loaded again before the collector runs.
const reloadingPercent = 400

// collectLess keeps the collector from most of its work until the function that it gives is called: the bundler,
// the compiler and the old version of a Worker leave much at once, and somebody waits for the new one. It is not for
// the start, which would leave more memory in use for the rest of the day.
func collectLess() (restore func()) {
	before := debug.SetGCPercent(reloadingPercent)
	if before < 0 || before > reloadingPercent { // the user's own GOGC
		debug.SetGCPercent(before)
	}
	return func() { debug.SetGCPercent(before) }
}
