package messageport_test

import (
	"os"
	"testing"

	"paddock/jsruntime/jstest"
	"paddock/polyfills/es"
	"paddock/polyfills/events"
	"paddock/polyfills/messageport"
	"paddock/polyfills/structuredclone"
	"paddock/polyfills/timers"
)

func TestMessagePort(t *testing.T) {
	t.Parallel()
	jstest.Run(t, os.DirFS("testdata"), es.API(), events.API(), timers.API(), structuredclone.API(), messageport.API())
}
