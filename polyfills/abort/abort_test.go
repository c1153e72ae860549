package abort_test

import (
	"os"
	"testing"

	"paddock/jsruntime/jstest"
	"paddock/polyfills/abort"
	"paddock/polyfills/events"
	"paddock/polyfills/timers"
)

func TestAbort(t *testing.T) {
	t.Parallel()
	jstest.Run(t, os.DirFS("testdata"), events.API(), timers.API(), abort.API())
}
