package dialect

import (
	"time"

	"github.com/dlclark/regexp2/v2"
)

// LimitMatches bounds how long one match may take of the regular expressions that are compiled from
// now on: the ones with lookaround or back-references, which backtrack and cannot be interrupted from
// outside. A match that takes longer finds nothing; so the limit belongs above that of a turn, whose
// interruption is then noticed at once. It is for the start of the process: the expressions' library
// has no other place for it.
func LimitMatches(limit time.Duration) { regexp2.DefaultMatchTimeout = limit }
