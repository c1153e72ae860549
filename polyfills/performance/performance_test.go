package performance_test

import (
	"os"
	"testing"

	"paddock/jsruntime/jstest"
	"paddock/polyfills/performance"
)

func TestPerformance(t *testing.T) {
	t.Parallel()
	jstest.Run(t, os.DirFS("testdata"), performance.API())
}
