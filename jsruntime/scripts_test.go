package jsruntime_test

import (
	"os"
	"testing"

	"paddock/jsruntime/jstest"
)

func TestJavaScript(t *testing.T) {
	t.Parallel()
	jstest.Run(t, os.DirFS("testdata"))
}
