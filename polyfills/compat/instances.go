package compat

// onInstances are the accessors that the platform had on instances rather than on prototypes before
// 2022, by class, in the order in which it lists them.
var onInstances = map[string][]string{
	"AbortController":             {"signal"},
	"AbortSignal":                 {"reason", "aborted"},
	"Blob":                        {"type", "size"},
	"Body":                        {"bodyUsed", "body"},
	"CacheStorage":                {"default"},
	"Crypto":                      {"subtle"},
	"CryptoKey":                   {"usages", "algorithm", "extractable", "type"},
	"DigestStream":                {"digest"},
	"Event":                       {"cancelBubble", "isTrusted", "timeStamp", "srcElement", "target", "currentTarget", "returnValue", "defaultPrevented", "cancelable", "bubbles", "composed", "eventPhase", "type"},
	"File":                        {"lastModified", "name"},
	"IdentityTransformStream":     {"writable", "readable"},
	"ReadableStream":              {"locked"},
	"ReadableStreamBYOBReader":    {"closed"},
	"ReadableStreamDefaultReader": {"closed"},
	"Request":                     {"keepalive", "integrity", "cf", "signal", "fetcher", "redirect", "headers", "url", "method", "bodyUsed", "body"},
	"Response":                    {"type", "cf", "webSocket", "url", "redirected", "ok", "headers", "statusText", "status", "bodyUsed", "body"},
	"TextDecoder":                 {"ignoreBOM", "fatal", "encoding"},
	"TextEncoder":                 {"encoding"},
	"TransformStream":             {"writable", "readable"},
	"URL":                         {"hash", "searchParams", "search", "pathname", "port", "hostname", "host", "password", "username", "protocol", "origin", "href"},
	"WebSocket":                   {"binaryType", "extensions", "protocol", "url", "bufferedAmount", "readyState"},
	"WritableStream":              {"locked"},
	"WritableStreamDefaultWriter": {"desiredSize", "ready", "closed"},
}
