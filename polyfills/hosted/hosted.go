// Package hosted is the modules of services that only Cloudflare has, and of what is not emulated of Durable
// Objects: cloudflare:ai, cloudflare:br, cloudflare:durable-objects, cloudflare:pipelines, cloudflare:vectorize.
// Their constants and errors are what they are there, so that programs which name them load and catch; what
// would need the service throws "not emulated: …" when it is called or constructed.
package hosted

import (
	_ "embed"

	"paddock/jsruntime"
)

//go:embed hosted.js
var text string

var script = jsruntime.NewScript("cloudflare:hosted", text)

// exports are the names of each module, in order.
var exports = map[string][]string{
	"cloudflare:ai": {
		"Ai", "AiGateway", "AiGatewayInternalError", "AiGatewayLogNotFound", "AutoRAG", "AutoRAGInternalError",
		"AutoRAGNotFoundError", "AutoRAGUnauthorizedError", "InferenceUpstreamError", "ToMarkdownService",
	},
	"cloudflare:br":              {"BrowserRendering"},
	"cloudflare:durable-objects": {"onHibernate", "retryable"},
	"cloudflare:pipelines":       {"PipelineTransformationEntrypoint"},
	"cloudflare:vectorize":       {"DistanceMetric", "KnownModel", "MetadataRetrievalLevel"},
}

// API gives the modules.
func API() jsruntime.API {
	modules := map[string]func(*jsruntime.VM) jsruntime.Value{}
	for specifier := range exports {
		modules[specifier] = func(vm *jsruntime.VM) jsruntime.Value {
			return jsruntime.AsObject(script.Run(vm)).Get(specifier)
		}
	}
	return jsruntime.API{Name: "cloudflare:hosted", Modules: modules, Exports: exports}
}
