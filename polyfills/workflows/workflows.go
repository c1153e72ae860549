// Package workflows is the module cloudflare:workflows: the error that keeps a step from being
// tried again. The base class of workflows is in polyfills/workers.
//
// Platform: https://developers.cloudflare.com/workflows/build/workers-api/#nonretryableerror
package workflows

import "paddock/jsruntime"

var script = jsruntime.NewScript("cloudflare:workflows", `({
	NonRetryableError: class NonRetryableError extends Error {
		constructor(message, name = "NonRetryableError") {
			super(message);
			this.name = name;
		}
	},
})`)

// API gives the module.
func API() jsruntime.API {
	return jsruntime.API{
		Name:    "cloudflare:workflows",
		Modules: map[string]func(*jsruntime.VM) jsruntime.Value{"cloudflare:workflows": script.Run},
		Exports: map[string][]string{"cloudflare:workflows": {"NonRetryableError"}},
	}
}
