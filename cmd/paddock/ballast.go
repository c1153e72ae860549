package main

// Sizes of the ballast, in bytes.
const (
	ballastOfRuns    = 32 << 20 // of a start, and of commands that end: what counts is the time
	ballastOfSession = 14 << 20 // of a session that lasts all day: memory counts, too
)

// ballast is memory that is never touched, and so costs none. The collector runs when the heap has doubled:
// beside the few MB that a small Worker lives in, that would be every few hundred requests.
type ballast []byte

func newBallast(size int) ballast { return make(ballast, size) }
