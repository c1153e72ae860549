package globalscope_test

import (
	"os"
	"testing"

	"paddock/jsruntime/jstest"
	"paddock/polyfills/compat"
	"paddock/polyfills/events"
	"paddock/polyfills/globalscope"
)

func TestGlobalScope(t *testing.T) {
	t.Parallel()
	set := compat.New("2025-08-01", []string{"nodejs_compat", "enable_request_signal"})
	jstest.Run(t, os.DirFS("testdata"), compat.API(set), events.API(), globalscope.API())
}
