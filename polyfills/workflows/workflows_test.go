package workflows_test

import (
	"os"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/workflows"
)

func TestScripts(t *testing.T) {
	t.Parallel()
	module := jsruntime.API{Globals: map[string]func(*jsruntime.VM) jsruntime.Value{"workflows": workflows.API().Modules["cloudflare:workflows"]}}
	jstest.Run(t, os.DirFS("testdata"), module)
}
