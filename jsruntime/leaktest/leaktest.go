// Package leaktest has tests fail that leave goroutines behind: whoever starts one stops it and waits.
package leaktest

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"
)

// patience is how long goroutines that were told to end may take for it, on a busy machine.
const patience = 5 * time.Second

// Main runs a package's tests and ends the process; with a failure, too, when goroutines are left over.
//
//	func TestMain(m *testing.M) { leaktest.Main(m) }
func Main(m *testing.M) {
	before := runtime.NumGoroutine()
	code := m.Run()
	if f := flag.Lookup("test.fuzz"); f != nil && f.Value.String() != "" {
		os.Exit(code) // the fuzzing engine keeps goroutines of its own
	}
	if n := left(before, patience); n > 0 && code == 0 {
		buf := make([]byte, 1<<20)
		fmt.Fprintf(os.Stderr, "%d goroutines are left over:\n%s\n", n, buf[:runtime.Stack(buf, true)])
		code = 1
	}
	os.Exit(code)
}

// left counts the goroutines beyond those that were there before, and gives them time to end. That one has
// ended is no event: it can only be looked for.
func left(before int, patience time.Duration) int {
	end := time.After(patience)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		n := runtime.NumGoroutine() - before
		if n <= 0 {
			return 0
		}
		select {
		case <-end:
			return n
		case <-tick.C:
		}
	}
}
