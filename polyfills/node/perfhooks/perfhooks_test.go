package perfhooks_test

import (
	"os"
	"testing"

	"paddock/polyfills/node/nodetest"
)

func TestScripts(t *testing.T) {
	t.Parallel()
	nodetest.Run(t, os.DirFS("testdata/now"))
}

func TestScripts_BeforeTheModule(t *testing.T) {
	t.Parallel()
	nodetest.RunAt(t, os.DirFS("testdata/before"), "2026-03-16")
}
