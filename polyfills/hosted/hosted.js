(() => {
	const absent = (module, name) => {
		throw new Error(`not emulated: ${name} of cloudflare:${module}`);
	};
	// missing makes a class of a service, which a Worker's own may extend.
	const missing = (module, name) => ({ [name]: class { constructor() { absent(module, name); } } })[name];
	// failure makes a class of errors whose name is always the same.
	const failure = (name) => ({
		[name]: class extends Error {
			constructor(message) {
				super(message);
				this.name = name;
			}
		},
	})[name];
	// named makes a class of errors that take their name from who throws them.
	const named = (name) => ({
		[name]: class extends Error {
			constructor(message, given = name) {
				super(message);
				this.name = given;
			}
		},
	})[name];
	return {
		"cloudflare:ai": {
			Ai: missing("ai", "Ai"),
			AiGateway: missing("ai", "AiGateway"),
			AiGatewayInternalError: failure("AiGatewayInternalError"),
			AiGatewayLogNotFound: failure("AiGatewayLogNotFound"),
			AutoRAG: missing("ai", "AutoRAG"),
			AutoRAGInternalError: named("AutoRAGInternalError"),
			AutoRAGNotFoundError: named("AutoRAGNotFoundError"),
			AutoRAGUnauthorizedError: named("AutoRAGUnauthorizedError"),
			InferenceUpstreamError: named("InferenceUpstreamError"),
			ToMarkdownService: missing("ai", "ToMarkdownService"),
		},
		"cloudflare:br": { BrowserRendering: missing("br", "BrowserRendering") },
		"cloudflare:durable-objects": {
			onHibernate: undefined, // a symbol only where experiments are allowed
			retryable(...methods) {
				if (methods.some((method) => typeof method !== "function")) {
					throw new TypeError("retryable() accepts only functions.");
				}
				absent("durable-objects", "retryable()");
			},
		},
		"cloudflare:pipelines": { PipelineTransformationEntrypoint: missing("pipelines", "PipelineTransformationEntrypoint") },
		"cloudflare:vectorize": {
			DistanceMetric: { EUCLIDEAN: "euclidean", COSINE: "cosine", DOT_PRODUCT: "dot-product" },
			KnownModel: Object.fromEntries([
				"openai/text-embedding-ada-002",
				"cohere/embed-multilingual-v2.0",
				"@cf/baai/bge-small-en-v1.5",
				"@cf/baai/bge-base-en-v1.5",
				"@cf/baai/bge-large-en-v1.5",
			].map((model) => [model, model])),
			MetadataRetrievalLevel: { ALL: "all", INDEXED: "indexed", NONE: "none" },
		},
	};
})()
