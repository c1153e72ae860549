package hosted_test

import (
	"os"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/hosted"
)

func TestScripts(t *testing.T) {
	t.Parallel()
	globals := map[string]func(*jsruntime.VM) jsruntime.Value{}
	for name, specifier := range map[string]string{
		"ai": "cloudflare:ai", "br": "cloudflare:br", "objects": "cloudflare:durable-objects",
		"pipelines": "cloudflare:pipelines", "vectorize": "cloudflare:vectorize",
	} {
		globals[name] = hosted.API().Modules[specifier]
	}
	jstest.Run(t, os.DirFS("testdata"), jsruntime.API{Globals: globals})
}
