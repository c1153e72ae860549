package regex

import (
	"sync"
	"time"

	"github.com/dlclark/regexp2/v2"
)

// LimitMatches bounds how long one match may take of the regular expressions that are compiled from
// now on: the ones with lookaround or back-references, which backtrack and cannot be interrupted from
// outside. A match that takes longer finds nothing; so the limit belongs above that of a turn, whose
// interruption is then noticed at once. It is for the start of the process: the expressions' library
// has no other place for it.
func LimitMatches(limit time.Duration) { regexp2.DefaultMatchTimeout = limit }

// deepest is how many places a match may come back to: as many as V8 has room for, in 64 MB.
const deepest = 64 << 20 / 8

// MatchDeep lets matches backtrack that deep: what the library allows by itself is used up by a text of some
// ten thousand characters, and a match that goes deeper finds nothing. It has to be called before the first
// expression of the process is compiled; the library has no other place for it, either.
var MatchDeep = sync.OnceFunc(func() { regexp2.DefaultOptimizationOptions.MaxBacktrackingStackSize = deepest })
