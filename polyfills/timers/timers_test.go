package timers_test

import (
	"os"
	"testing"

	"paddock/jsruntime/jstest"
	"paddock/polyfills/abort"
	"paddock/polyfills/events"
	"paddock/polyfills/timers"
)

func TestTimers(t *testing.T) {
	t.Parallel()
	jstest.Run(t, os.DirFS("testdata"), events.API(), timers.API(), abort.API())
}
