package assert_test

import (
	"os"
	"testing"

	"paddock/polyfills/node/nodetest"
)

func TestScripts(t *testing.T) {
	t.Parallel()
	nodetest.Run(t, os.DirFS("testdata"))
}
