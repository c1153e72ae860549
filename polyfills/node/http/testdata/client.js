const http = require("http");
const https = require("https");

// done gives a request's response with its text, or rejects with its error.
const done = (req) =>
	new Promise((resolve, reject) => {
		req.on("error", reject);
		req.on("response", (res) => {
			let text = "";
			res.on("data", (part) => (text += part));
			res.on("end", () => resolve({ res, text }));
		});
	});

test("get asks for a URL", async () => {
	const { res, text } = await done(http.get("http://example.com:8080/a?b=c"));
	assertEquals([res.statusCode, res.statusMessage, text, res.headers["x-url"], res.complete], [200, "OK", "GET ", "http://example.com:8080/a?b=c", true]);
	assertEquals(res.rawHeaders.length % 2, 0);
});

test("a body is sent when the request ends", async () => {
	const req = http.request({ host: "example.com", path: "/p", method: "post", auth: "u:p", headers: { "X-Many": ["1", "2"] } });
	req.write("hello ");
	req.end(Uint8Array.of(119, 111, 114, 108, 100));
	const { res, text } = await done(req);
	assertEquals([text, res.headers["x-many"], res.headers["x-authorization"]], ["POST hello world", "1|2", "Basic dTpw"]);
	assert(req.headersSent && req.getHeader("host") === "example.com");
});

test("https has its own agent and port", async () => {
	const { res } = await done(https.get(new URL("https://example.com/x")));
	assertEquals(res.headers["x-url"], "https://example.com/x");
	assertEquals([https.globalAgent.protocol, https.globalAgent.defaultPort], ["https:", 443]);
	assertThrows(() => http.get("https://example.com"), TypeError, 'Protocol "https:" not supported. Expected "http:"');
});

test("redirects are not followed, cookies are a list", async () => {
	assertEquals((await done(http.get("http://example.com/away"))).res.statusCode, 302);
	const { res } = await done(http.get("http://example.com/cookies"));
	assertEquals([res.statusCode, res.headers["set-cookie"]], [418, ["a=1", "b=2"]]);
});

test("errors come as events", async () => {
	await assertRejects(done(http.get("http://example.com/lost")), Error);
	const req = http.get("http://example.com/slow");
	const failed = done(req);
	req.destroy();
	const error = await assertRejects(failed, Error, "socket hang up");
	assertEquals(error.code, "ECONNRESET");
	const timed = http.get({ host: "example.com", path: "/slow", timeout: 1 });
	const end = done(timed).catch((e) => e.message);
	await new Promise((resolve) => timed.on("timeout", resolve));
	timed.destroy(new Error("too late"));
	assertEquals(await end, "too late");
});

test("a signal ends a request", async () => {
	const controller = new AbortController();
	const failed = done(http.get("http://example.com/slow", { signal: controller.signal }));
	controller.abort(new Error("stop"));
	const error = await failed.catch((e) => e);
	assertEquals([error.name, error.code, error.message, error.cause.message], ["AbortError", "ABORT_ERR", "The operation was aborted", "stop"]);
});

test("what fetch cannot do is refused", () => {
	assertThrows(() => http.request({ path: "/a b" }), TypeError, "Request path contains unescaped characters");
	assertThrows(() => http.request({ path: "//other" }), TypeError, "must be a path-only request target");
	assertThrows(() => http.request({ method: "a b" }), TypeError, 'Method must be a valid HTTP token ["a b"]');
	assertThrows(() => http.request({ socketPath: "/x" }), Error, "The options.socketPath option is not implemented");
	assertThrows(() => http.request({ agent: 5 }), TypeError, 'The "options.agent" property must be');
	assertThrows(() => new http.Agent().createConnection(), Error, "The createConnection method is not implemented");
	assertThrows(() => http.request("http://x/").setHeader("a b", "c"), TypeError, 'Header name must be a valid HTTP token ["a b"]');
	assertThrows(() => http.request("http://x/").setHeader("a", "\n"), TypeError, 'Invalid character in header content ["a"]');
});

test("a path that is set later cannot name another host", async () => {
	const req = http.request({ hostname: "example.com", path: "/safe" });
	req.path = "//evil.test/";
	req.end();
	assertEquals((await done(req).catch((error) => error)).code, "ERR_INVALID_ARG_VALUE");
});
