package events_test

import (
	"os"
	"testing"

	"paddock/jsruntime/jstest"
	"paddock/polyfills/events"
)

func TestEvents(t *testing.T) {
	t.Parallel()
	jstest.Run(t, os.DirFS("testdata"), events.API())
}
