package polyfills_test

import (
	"context"
	"strings"
	"testing"

	"paddock/jsruntime"
	"paddock/polyfills"
	"paddock/polyfills/compat"
)

// TestFlags shows what each flag decides: the same expression with the flag and without it.
func TestFlags(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ enable, disable, script, on, off string }{
		{"urlsearchparams_delete_has_value_arg", "no_urlsearchparams_delete_has_value_arg",
			`const p = new URLSearchParams("a=1&a=2"); const has = p.has("a", "3"); p.delete("a", "1"); return has + String(p)`, "falsea=2", "true"},
		{"precise_timers", "no_precise_timers",
			`for (let i = 0; i < 20; i++) { if (Date.now() % 3 || performance.now() % 3 || new Date() % 3) return "fine"; await new Promise((r) => setTimeout(r, 1)); } return "coarse"`, "coarse", "fine"},
		{"immutable_api_prototypes", "mutable_api_prototypes",
			`return Object.getOwnPropertyDescriptor(Headers, "prototype").writable`, "false", "true"},
		{"http_headers_getsetcookie", "no_http_headers_getsetcookie",
			`const h = new Headers([["set-cookie", "a"], ["set-cookie", "b"]]); return JSON.stringify([...h])`, `[["set-cookie","a"],["set-cookie","b"]]`, `[["set-cookie","a, b"]]`},
		{"http_headers_getsetcookie", "no_http_headers_getsetcookie",
			`return typeof Headers.prototype.getSetCookie + typeof new Response().headers.getSetCookie`, "functionfunction", "undefinedundefined"},
		{"response_redirect_url_standard", "response_redirect_url_original",
			`return Response.redirect("http://x.example/a b").headers.get("location")`, "http://x.example/a%20b", "http://x.example/a b"},
		{"upper_case_all_http_methods", "no_upper_case_all_http_methods",
			`return new Request("http://x.example", { method: "patch" }).method`, "PATCH", "TypeError: Invalid HTTP method string: patch"},
		{"upper_case_all_http_methods", "no_upper_case_all_http_methods",
			`return new Request("http://x.example", { method: "post" }).method`, "POST", "POST"},
		{"cache_option_enabled", "cache_option_disabled",
			`return new Request("http://x.example", { cache: "no-store" }).cache`, "no-store", "Error: The 'cache' field on 'RequestInitializerDict' is not implemented."},
		{"cache_no_cache_enabled", "cache_no_cache_disabled",
			`return new Request("http://x.example", { cache: "no-cache" }).cache`, "no-cache", "TypeError: Unsupported cache mode: no-cache"},
		{"cache_reload_enabled", "cache_reload_disabled",
			`return new Request("http://x.example", { cache: "reload" }).cache`, "reload", "TypeError: Unsupported cache mode: reload"},
		{"set_event_target_this", "no_set_event_target_this",
			`const e = new EventTarget(); let self; e.addEventListener("x", function () { self = this === e; }); e.dispatchEvent(new Event("x")); return self`, "true", "false"},
		{"spec_compliant_dispatch_exceptions", "no_spec_compliant_dispatch_exceptions",
			`const t = new EventTarget(); let n = 0; t.addEventListener("x", () => { throw new RangeError("m"); }); t.addEventListener("x", () => n++); try { t.dispatchEvent(new Event("x")); } catch (e) { n = e; } return n`, "1", "RangeError: m"},
		{"spec_compliant_dispatch_exceptions", "no_spec_compliant_dispatch_exceptions",
			`const c = new AbortController(); let n = 0; c.signal.addEventListener("abort", () => { throw new RangeError("m"); }); c.signal.addEventListener("abort", () => n++); try { c.abort(); } catch (e) { n = e; } return n`, "1", "RangeError: m"},
		{"enable_navigator_language", "disable_navigator_language",
			`return String(navigator.language)`, "en", "undefined"},
		{"expose_global_message_channel", "no_expose_global_message_channel",
			`return typeof MessageChannel + typeof MessagePort`, "functionfunction", "undefinedundefined"},
		{"enable_weak_ref", "disable_weak_ref",
			`return typeof WeakRef + typeof FinalizationRegistry`, "functionfunction", "undefinedundefined"},
		{"urlpattern_standard", "urlpattern_original",
			`const p = new URLPattern("/x", "https://a.example/y?z"); return [p.hostname, p.pathname, p.search, p.username, p.hasRegExpGroups].join()`, "a.example,/x,*,*,false", "a.example,/x,,,"},
		{"urlpattern_standard", "urlpattern_original",
			`return new URLPattern({ pathname: "/x", baseURL: "https://a.example/y?z" }).search`, "*", "z"},
		{"urlpattern_standard", "urlpattern_original",
			`return new URLPattern({ pathname: "/x" }, "https://a.example").pathname`, "TypeError: Failed to construct URLPattern", "/x"},
		{"urlpattern_standard", "urlpattern_original",
			`return new URLPattern({ pathname: "/x" }).test({}, "https://a.example")`, "TypeError: Failed to test URLPattern", "TypeError: A baseURL is not allowed when input is an object."},
		{"urlpattern_standard", "urlpattern_original",
			`return new URLPattern("/x")`, "TypeError: Failed to construct URLPattern", "TypeError: Syntax error in URL Pattern: a relative pattern must have a base URL."},
		{"enable_global_performance_classes", "disable_global_performance_classes disable_nodejs_perf_hooks_module no_nodejs_compat_v2",
			`return typeof Performance + typeof PerformanceObserver + typeof performance`, "functionfunctionobject", "undefinedundefinedobject"},
		{"enable_nodejs_perf_hooks_module", "disable_nodejs_perf_hooks_module disable_global_performance_classes no_nodejs_compat_v2",
			`return typeof PerformanceMark`, "function", "undefined"},
		{"encoder_stream_spec_compliant_backpressure", "no_encoder_stream_spec_compliant_backpressure",
			`let n = "waits"; new TextEncoderStream().writable.getWriter().write("x").then(() => (n = "written")); return new Promise((r) => setTimeout(() => r(n), 1))`, "waits", "written"},
		{"crypto_preserve_public_exponent", "no_crypto_preserve_public_exponent",
			`return crypto.subtle.generateKey({ name: "RSA-PSS", modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" }, true, ["sign", "verify"]).then((k) => k.publicKey.algorithm.publicExponent.constructor.name)`, "Uint8Array", "ArrayBuffer"},
		{"no_resizable_array_buffer_in_blob", "resizable_array_buffer_in_blob",
			`return new Blob([new Uint8Array(new ArrayBuffer(1, { maxByteLength: 2 }))]).size`, "TypeError: Cannot create a Blob with a resizable ArrayBuffer", "1"},
		{"strip_bom_in_read_all_text", "do_not_strip_bom_in_read_all_text",
			`return new Response("\uFEFFx").text().then((text) => text.length)`, "1", "2"},
		{"fetch_iterable_type_support", "no_fetch_iterable_type_support",
			`return new Response((function* () { yield new Uint8Array([65]); })()).text()`, "A", "[object Generator]"},
		{"enhanced_error_serialization", "legacy_error_serialization",
			`class Mine extends Error { name = "Mine"; code = 5 }; const e = structuredClone(new Mine("m", { cause: "c" })); return [e.name, e.message, e.cause, e.code, e.constructor.name, e.stack.split("\n")[0]].join()`,
			"Mine,m,c,5,Error,Mine: m", "Error,m,c,,Error,Mine: m"},
		{"enhanced_error_serialization", "legacy_error_serialization",
			`const e = structuredClone(new AggregateError([1], "m")); return [e.name, e.message, e.errors, e instanceof AggregateError].join()`,
			"AggregateError,m,1,true", "Error,m,,false"},
		{"enhanced_error_serialization", "legacy_error_serialization",
			`const e = new RangeError("m"); e.self = e; const c = structuredClone([e, e]); return [c[0] === c[1], c[0].self === c[0], c[0] instanceof RangeError].join()`,
			"true,true,true", "true,false,true"},
		{"enhanced_error_serialization", "legacy_error_serialization",
			`return structuredClone(Object.assign(new Error("m"), { f() {} })).message`, "DataCloneError: f() {} could not be cloned.", "m"},
		{"streams_enable_constructors", "streams_disable_constructors",
			`return String(new ReadableStream())`, "[object ReadableStream]",
			"Error: To use the new ReadableStream() constructor, enable the streams_enable_constructors compatibility flag. Refer to the docs for more information: https://developers.cloudflare.com/workers/platform/compatibility-dates/#compatibility-flags"},
		{"streams_enable_constructors", "streams_disable_constructors",
			`return String(new WritableStream())`, "[object WritableStream]",
			"Error: To use the new WritableStream() constructor, enable the streams_enable_constructors compatibility flag. Refer to the docs for more information: https://developers.cloudflare.com/workers/platform/compatibility-dates/#compatibility-flags"},
		{"streams_enable_constructors", "streams_disable_constructors",
			`return typeof ReadableStreamDefaultController + typeof TransformStreamDefaultController`, "functionfunction", "undefinedundefined"},
		{"transformstream_enable_standard_constructor", "transformstream_disable_standard_constructor",
			`const t = new TransformStream({ transform(chunk, c) { c.enqueue(chunk + "!"); } }); const read = t.readable.getReader().read().then((r) => r.value); return Promise.race([read, t.writable.getWriter().write("x").then(() => read)])`,
			"x!", "120"},
		{"formdata_parser_supports_files", "formdata_parser_converts_files_to_strings",
			`const f = new FormData(); f.set("a", new File(["text"], "a.txt")); return String((await new Response(f).formData()).get("a"))`, "[object File]", "text"},
		{"streams_enable_constructors", "streams_disable_constructors",
			`return ReadableStream.from(["a"]).getReader().read().then((r) => r.value)`, "a",
			"Error: To use the new ReadableStream() constructor, enable the streams_enable_constructors compatibility flag. Refer to the docs for more information: https://developers.cloudflare.com/workers/platform/compatibility-dates/#compatibility-flags"},
		{"global_navigator", "no_global_navigator", `return typeof navigator`, "object", "undefined"},
		{"websocket_standard_binary_type", "no_websocket_standard_binary_type",
			`return new WebSocketPair()[0].binaryType`, "blob", "arraybuffer"},
		{"workers_api_getters_setters_on_prototype", "workers_api_getters_setters_on_instance",
			`return Object.keys(new File([], "a")).join() + ("name" in File.prototype)`, "true", "lastModified,name,type,sizefalse"},
		{"workers_api_getters_setters_on_prototype", "workers_api_getters_setters_on_instance",
			`return new (class extends Request { get url() { return "mine"; } })("http://x/").url`, "mine", "http://x/"},
		{"url_standard", "url_original",
			`return [new URL("http://x?a=b c"), new URL("http://x//%41/")].join() + typeof URL.canParse`, "http://x/?a=b%20c,http://x//%41/function", "http://x?a=b+c,http://x/A/undefined"},
		{"url_standard", "url_original",
			`const u = new URL("http://x/?a&b"); u.searchParams.append("c", "d"); return u + " " + u.searchParams`, "http://x/?a=&b=&c=d a=&b=&c=d", "http://x/?a&b&c=d a=&b=&c=d"},
		{"strict_compression_checks", "no_strict_compression_checks",
			`const b = await new Response(new Blob(["hello"]).stream().pipeThrough(new CompressionStream("gzip"))).bytes(); return new Response(new Blob([b.slice(0, -3)]).stream().pipeThrough(new DecompressionStream("gzip"))).text()`,
			"TypeError: Called close() on a decompression stream with incomplete data", "hello"},
		{"strict_compression_checks", "no_strict_compression_checks",
			`const b = await new Response(new Blob(["hello"]).stream().pipeThrough(new CompressionStream("deflate"))).bytes(); return new Response(new Blob([b, "more"]).stream().pipeThrough(new DecompressionStream("deflate"))).text()`,
			"TypeError: Trailing bytes after end of compressed data", "hello"},
		{"strict_crypto_checks", "no_strict_crypto_checks",
			`const p = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]); const k = await crypto.subtle.importKey("raw", await crypto.subtle.exportKey("raw", p.publicKey), { name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]); return k.usages`,
			`SyntaxError: Attempt to import public ECDH key with invalid usage "deriveBits".`, "deriveBits"},
		{"dont_substitute_null_on_type_error", "substitute_null_on_type_error",
			`return new Request("http://x/", { signal: 5 }).signal.aborted`, "TypeError: Incorrect type for the 'signal' field on 'RequestInitializerDict': the provided value is not of type 'AbortSignal'.", "false"},
		{"dont_substitute_null_on_type_error", "substitute_null_on_type_error",
			`return new EventTarget().addEventListener("a", 5)`, "TypeError: Failed to execute 'addEventListener' on 'EventTarget': parameter 2 is not of type 'function or HandlerObject'.", "undefined"},
		{"unwrap_custom_thenables", "no_unwrap_custom_thenables",
			`let n = "ignored"; await new WritableStream({ write() { return { then(f) { n = "awaited"; f(); } }; } }).getWriter().write(1); return n`, "awaited", "ignored"},
		{"text_decoder_replace_surrogates", "disable_text_decoder_replace_surrogates",
			`return new TextDecoder("utf-16le").decode(new Uint8Array([0, 0xd8])).charCodeAt(0).toString(16)`, "fffd", "d800"},
		{"streams_byob_reader_detaches_buffer", "streams_byob_reader_does_not_detach_buffer",
			`const v = new Uint8Array(2); await new Response("abc").body.getReader({ mode: "byob" }).read(v); return v.length`, "0", "2"},
		{"writable_stream_spec_compliant_writer", "no_writable_stream_spec_compliant_writer",
			`const w = new WritableStream().getWriter(); await w.ready; w.releaseLock(); return w.ready.then(() => "ready")`, "TypeError: This WritableStream writer has been released.", "ready"},
		{"writable_stream_spec_compliant_writer", "no_writable_stream_spec_compliant_writer",
			`const w = new WritableStream({ start: () => new Promise(() => {}) }).getWriter(); return Promise.race([w.ready.then(() => "ready"), new Promise((r) => setTimeout(() => r("waits"), 1))])`, "ready", "waits"},
		{"pipe_to_backward_propagation", "no_pipe_to_backward_propagation",
			`let c; const w = new WritableStream({ start(x) { c = x; } }); setTimeout(() => c.error(new Error("lost")), 1); return new ReadableStream().pipeTo(w).then(() => "done")`, "Error: lost", "done"},
		{"pipe_to_backward_propagation", "no_pipe_to_backward_propagation",
			`return new ReadableStream({ start(c) { c.enqueue(1); } }).pipeTo(new WritableStream({ write() { throw new Error("write"); } }))`, "Error: write", "Error: write"},
		{"pedantic_wpt", "non_pedantic_wpt", `return Object.keys(new CustomEvent("x")).join()`, "isTrusted", ""},
		{"pedantic_wpt", "non_pedantic_wpt", `return new Response("", { statusText: "\u0100" }).status`, "TypeError: Invalid statusText", "200"},
		{"pedantic_wpt", "non_pedantic_wpt", `return new Response("", { statusText: "a\tb" }).status`, "200", "TypeError: Invalid statusText"},
		{"pedantic_wpt", "non_pedantic_wpt", `return new Response("", { statusText: "\x7f" }).status`, "TypeError: Invalid statusText", "200"},
		{"pedantic_wpt", "non_pedantic_wpt", `const h = Response.error().headers; h.set("a", "b"); return h.get("a")`, "TypeError: Can't modify immutable headers.", "b"},
		{"pedantic_wpt", "non_pedantic_wpt", `return Response.json(Symbol()).text()`, "TypeError: Response.json() requires a value that can be serialized to JSON.", "undefined"},
		{"pedantic_wpt", "non_pedantic_wpt", `const [a] = new WebSocketPair(); a.accept(); a.close(2999); return a.readyState`, "InvalidAccessError: Invalid WebSocket close code: 2999.", "2"},
		{"pedantic_wpt", "non_pedantic_wpt", `const [a] = new WebSocketPair(); a.accept(); a.close(3000); return a.readyState`, "2", "2"},
		{"capture_async_api_throws", "do_not_capture_async_api_throws",
			`let how = "throws"; try { crypto.subtle.digest().catch(() => {}); how = "rejects"; } catch {} return how`, "rejects", "throws"},
		{"strict_compression_checks", "no_strict_compression_checks",
			`const b = await new Response(new Blob(["hello"]).stream().pipeThrough(new CompressionStream("gzip"))).bytes(); return new Response(new Blob([b.slice(0, -3)]).stream().pipeThrough(new DecompressionStream("gzip"))).text()`,
			"TypeError: Called close() on a decompression stream with incomplete data", "hello"},
		{"strict_compression_checks", "no_strict_compression_checks",
			`const b = await new Response(new Blob(["hello"]).stream().pipeThrough(new CompressionStream("deflate"))).bytes(); return new Response(new Blob([b, "more"]).stream().pipeThrough(new DecompressionStream("deflate"))).text()`,
			"TypeError: Trailing bytes after end of compressed data", "hello"},
		{"strict_crypto_checks", "no_strict_crypto_checks",
			`const p = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]); const k = await crypto.subtle.importKey("raw", await crypto.subtle.exportKey("raw", p.publicKey), { name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]); return k.usages`,
			`SyntaxError: Attempt to import public ECDH key with invalid usage "deriveBits".`, "deriveBits"},
		{"dont_substitute_null_on_type_error", "substitute_null_on_type_error",
			`return new Request("http://x/", { signal: 5 }).signal.aborted`, "TypeError: Incorrect type for the 'signal' field on 'RequestInitializerDict': the provided value is not of type 'AbortSignal'.", "false"},
		{"dont_substitute_null_on_type_error", "substitute_null_on_type_error",
			`return new EventTarget().addEventListener("a", 5)`, "TypeError: Failed to execute 'addEventListener' on 'EventTarget': parameter 2 is not of type 'function or HandlerObject'.", "undefined"},
		{"unwrap_custom_thenables", "no_unwrap_custom_thenables",
			`let n = "ignored"; await new WritableStream({ write() { return { then(f) { n = "awaited"; f(); } }; } }).getWriter().write(1); return n`, "awaited", "ignored"},
		{"text_decoder_replace_surrogates", "disable_text_decoder_replace_surrogates",
			`return new TextDecoder("utf-16le").decode(new Uint8Array([0, 0xd8])).charCodeAt(0).toString(16)`, "fffd", "d800"},
		{"streams_byob_reader_detaches_buffer", "streams_byob_reader_does_not_detach_buffer",
			`const v = new Uint8Array(2); await new Response("abc").body.getReader({ mode: "byob" }).read(v); return v.length`, "0", "2"},
		{"writable_stream_spec_compliant_writer", "no_writable_stream_spec_compliant_writer",
			`const w = new WritableStream().getWriter(); await w.ready; w.releaseLock(); return w.ready.then(() => "ready")`, "TypeError: This WritableStream writer has been released.", "ready"},
		{"writable_stream_spec_compliant_writer", "no_writable_stream_spec_compliant_writer",
			`const w = new WritableStream({ start: () => new Promise(() => {}) }).getWriter(); return Promise.race([w.ready.then(() => "ready"), new Promise((r) => setTimeout(() => r("waits"), 1))])`, "ready", "waits"},
		{"capture_async_api_throws", "do_not_capture_async_api_throws",
			`let how = "throws"; try { crypto.subtle.digest("nonsense", new Uint8Array()).catch(() => {}); how = "rejects"; } catch {} return how`, "rejects", "rejects"},
	} {
		for flag, want := range map[string]string{c.enable: c.on, c.disable: c.off} {
			t.Run(flag, func(t *testing.T) {
				t.Parallel()
				if got := evaluate(t, compat.New("", strings.Fields(flag)), c.script); got != want {
					t.Errorf("%s: got %q, want %q", c.script, got, want)
				}
			})
		}
	}
}

// evaluate gives the text of what the body of an async function returns or throws.
func evaluate(t *testing.T, set compat.Set, body string) string {
	t.Helper()
	iso, err := jsruntime.New(context.Background(), jsruntime.Options{APIs: polyfills.All(polyfills.Options{Compat: set})})
	if err != nil {
		t.Fatal(err)
	}
	defer iso.Close()
	text := make(chan string, 1)
	err = iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		v, err := vm.RunString("(async () => {" + body + "})()")
		if err != nil {
			return err
		}
		vm.Then(v, func(v jsruntime.Value) { text <- v.String() }, func(reason jsruntime.Value) { text <- vm.Wrap(reason).Error() })
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return <-text
}
