const http = require("http");
const { Buffer } = require("buffer");
const { httpServerHandler, handleAsNodeRequest } = cloudflareNode;

const serve = (listener) => httpServerHandler(http.createServer(listener));
const ask = (handler, path = "/", init) => handler.fetch(new Request("http://example.com" + path, init), { NAME: "env" }, { ctx: true });

test("a request is answered", async () => {
	const handler = serve((req, res) => {
		res.setHeader("X-Seen", `${req.method} ${req.url} ${req.headers["x-a"]} ${req.cloudflare.env.NAME}`);
		res.statusCode = 201;
		res.end("hello");
	});
	const response = await ask(handler, "/p?q=1", { headers: { "X-A": "b" } });
	assertEquals([response.status, response.statusText, response.headers.get("x-seen"), response.headers.get("content-length"), await response.text()], [201, "unknown", "GET /p?q=1 b env", "5", "hello"]);
});

test("a body is read as a stream", async () => {
	const handler = serve((req, res) => {
		const parts = [];
		req.on("data", (part) => parts.push(part));
		req.on("end", () => res.end(Buffer.concat(parts).toString().toUpperCase()));
	});
	assertEquals(await (await ask(handler, "/", { method: "POST", body: "body" })).text(), "BODY");
	const piped = serve((req, res) => req.pipe(res));
	assertEquals(await (await ask(piped, "/", { method: "POST", body: "piped" })).text(), "piped");
});

test("parts leave as they are written", async () => {
	let response;
	const handler = serve((req, res) => {
		response = res;
		res.writeHead(200, { "Content-Type": "text/plain" });
		res.write("one ");
	});
	const answer = await ask(handler);
	const reader = answer.body.getReader();
	assertEquals(new TextDecoder().decode((await reader.read()).value), "one ");
	response.end("two");
	assertEquals(new TextDecoder().decode((await reader.read()).value), "two");
	assertEquals((await reader.read()).done, true);
	assertEquals(answer.headers.get("content-type"), "text/plain");
});

test("finish and close come in this order", async () => {
	const events = [];
	const handler = serve((req, res) => {
		res.on("finish", () => events.push("finish"));
		res.on("close", () => events.push("close"));
		res.end("x", () => events.push("called"));
	});
	await (await ask(handler)).text();
	assertEquals(events, ["finish", "called", "close"]);
});

test("write says when to wait, and drain when to go on", async () => {
	const handler = serve((req, res) => {
		let left = 40;
		const more = () => {
			while (left-- > 0) if (!res.write(Buffer.alloc(8192))) return res.once("drain", more);
			res.end();
		};
		more();
	});
	assertEquals((await (await ask(handler)).arrayBuffer()).byteLength, 40 * 8192);
});

test("a client that goes away closes the response", async () => {
	let closed;
	const handler = serve((req, res) => {
		closed = new Promise((resolve) => res.on("close", () => resolve(res.writableFinished)));
		res.write("x");
	});
	await (await ask(handler)).body.cancel();
	assertEquals(await closed, false);
});

test("headers are kept as they are given, and only until they are sent", async () => {
	const handler = serve((req, res) => {
		res.setHeader("Set-Cookie", ["a=1", "b=2"]);
		res.appendHeader("X-A", "1").appendHeader("x-a", "2");
		assertEquals([res.getHeader("x-a"), res.hasHeader("X-A"), res.getHeaderNames(), res.getRawHeaderNames()], [["1", "2"], true, ["set-cookie", "x-a"], ["Set-Cookie", "X-A"]]);
		res.writeHead(202, "Fine", { "X-B": "3" });
		assertThrows(() => res.setHeader("a", "b"), Error, "Cannot set headers after they are sent to the client");
		assertThrows(() => res.writeHead(200), Error, "Cannot write headers after they are sent to the client");
		res.end();
	});
	const response = await ask(handler);
	assertEquals([response.status, response.statusText, response.headers.getSetCookie(), response.headers.get("x-a"), response.headers.get("x-b"), response.headers.get("connection")], [202, "Fine", ["a=1", "b=2"], "1, 2", "3", "keep-alive"]);
});

test("a status has the program's message, and none of its own", async () => {
	const messageOf = async (listener) => (await ask(serve(listener))).statusText;
	assertEquals(
		[
			await messageOf((req, res) => res.writeHead(404).end()),
			await messageOf((req, res) => res.writeHead(404, "Gone fishing").end()),
			await messageOf((req, res) => ((res.statusMessage = "Mine"), res.end())),
			await messageOf((req, res) => ((res.statusMessage = ""), (res.statusCode = 404), res.end())),
		],
		["unknown", "Gone fishing", "Mine", "Not Found"],
	);
});

test("headers of writeHead that say nothing change nothing that was set", async () => {
	const { headers } = await ask(serve((req, res) => res.setHeader("a", "1").writeHead(200, { a: "", b: 0, c: "3" }).end()));
	assertEquals([headers.get("a"), headers.get("b"), headers.get("c")], ["1", null, "3"]);
});

test("an async listener that rejects ends the response with its error", async () => {
	await assertRejects(ask(serve(async () => { await null; throw new RangeError("no"); })), RangeError, "no");
	const begun = await ask(serve(async (req, res) => { res.write("a"); await null; throw new RangeError("late"); }));
	await assertRejects(begun.text(), RangeError, "late");
	const server = http.createServer((req, res) => res.end());
	const told = new Promise((resolve) => server.on("error", resolve));
	server.on("connection", async () => { throw new Error("of a connection"); });
	await ask(httpServerHandler(server));
	assertEquals((await told).message, "of a connection");
});

test("what is destroyed before its end breaks off, and after it arrives", async () => {
	const events = [];
	const log = (res) => { for (const name of ["finish", "close", "error"]) res.on(name, (e) => events.push(e ? `${name} ${e.message}` : name)); };
	await assertRejects(ask(serve((req, res) => { log(res); res.destroy(); })), TypeError, "Premature close");
	await assertRejects(ask(serve((req, res) => { log(res); res.destroy(new Error("d")); })), Error, "d");
	assertEquals(events.splice(0), ["close", "error d", "close"]);
	const handler = serve((req, res) => {
		log(res);
		res.end("whole");
		res.destroy(new Error("too late"));
		events.push(res.destroyed, res.errored.message);
	});
	assertEquals(await (await ask(handler)).text(), "whole");
	assertEquals(events, [true, "too late", "finish", "close"]);
});

test("a body where none may be is refused to whom asks for it", async () => {
	const handler = httpServerHandler(http.createServer({ rejectNonStandardBodyWrites: true }, (req, res) => {
		res.statusCode = 304;
		assertThrows(() => res.write("x"), Error, "Request with GET/HEAD method cannot have body");
		res.end();
	}));
	assertEquals((await ask(handler)).status, 304);
});

test("HEAD and 204 have no body", async () => {
	const handler = serve((req, res) => {
		if (req.method !== "HEAD") res.writeHead(204);
		res.end("ignored");
	});
	assertEquals(await (await ask(handler, "/", { method: "HEAD" })).text(), "");
	const response = await ask(handler);
	assertEquals([response.status, response.body], [204, null]);
});

test("what a listener throws rejects", async () => {
	await assertRejects(ask(serve(() => { throw new RangeError("no"); })), RangeError, "no");
	const res = serve((req, res) => {
		assertThrows(() => res.writeHead(99), RangeError, "Invalid status code: 99");
		assertThrows(() => res.write(5), TypeError, 'The "chunk" argument must be of type string or an instance of Buffer or Uint8Array. Received type number (5)');
		assertThrows(() => res.assignSocket(), Error, "The assignSocket method is not implemented");
		res.end();
	});
	assertEquals((await ask(res)).status, 200);
});

test("servers are found by their port", async () => {
	const server = http.createServer((req, res) => res.end("port")).listen(8081);
	assertEquals([server.listening, server.address()], [true, { port: 8081, family: "IPv4", address: "127.0.0.1" }]);
	assertEquals(await (await handleAsNodeRequest(8081, new Request("http://x/"))).text(), "port");
	assertEquals(await (await ask(httpServerHandler({ port: 8081 }))).text(), "port");
	const { code, syscall, address, port } = assertThrows(() => http.createServer().listen(8081), Error, "bind EADDRINUSE 127.0.0.1:8081");
	assertEquals([code, syscall, address, port], ["EADDRINUSE", "bind", "127.0.0.1", 8081]);
	assertThrows(() => server.listen(8082), Error, "Listen method has been called more than once without closing.");
	await new Promise((resolve) => server.close(resolve));
	const error = await assertRejects(handleAsNodeRequest(8081, new Request("http://x/")), Error, "Http server with port 8081 not found. This is likely a bug with your code. You should check if server.listen() was called with the same port (8081)");
	assertEquals(error.code, "ERR_INVALID_ARG_VALUE");
	assertThrows(() => httpServerHandler(null), Error, "Server descriptor cannot be null or undefined");
	assertThrows(() => httpServerHandler({}), Error, "Failed to determine port for server");
});

test("a request tells of its client", async () => {
	const handler = serve((req, res) => res.end(JSON.stringify([req.socket.remoteAddress, req.socket.remoteFamily, req.connection.encrypted, req.httpVersion])));
	const response = await ask(handler, "/", { headers: { "cf-connecting-ip": "::1", "x-forwarded-proto": "https" } });
	assertEquals(await response.json(), ["::1", "IPv6", true, "1.1"]);
});

test("a request has the first of what came joined", async () => {
	let seen;
	const handler = serve((req, res) => {
		seen = req.headers;
		res.end();
	});
	const headers = new Headers([["host", "a"], ["host", "b"], ["content-type", 'text/plain; f="a, b"'], ["content-type", "c"], ["accept", "d"], ["accept", "e"], ["constructor", "f"]]);
	await ask(handler, "/", { headers });
	assertEquals([seen.host, seen["content-type"], seen.accept, seen.constructor], ["a", 'text/plain; f="a, b"', "d, e", "f"]);
});

test("no more than the promised length is sent", async () => {
	const handler = serve((req, res) => {
		res.setHeader("Content-Length", 5);
		res.write("123");
		res.end("4567");
	});
	assertEquals(await (await ask(handler)).text(), "12345");
	assertEquals(await (await ask(serve((req, res) => { res.setHeader("Content-Length", 2); res.end("123"); }))).text(), "12");
});

test("what is said after the end is an error, unless all is over", async () => {
	const seen = [];
	const handler = serve((req, res) => {
		res.on("error", (error) => seen.push(error.code));
		res.end("x");
		res.end((error) => seen.push(error.code));
		res.end("y", (error) => seen.push("called " + error.code));
		res.on("close", () => res.end("z", () => seen.push("late")));
	});
	await ask(handler);
	await new Promise((resolve) => setTimeout(resolve, 1));
	assertEquals(seen, ["ERR_STREAM_ALREADY_FINISHED", "called ERR_STREAM_WRITE_AFTER_END", "ERR_STREAM_WRITE_AFTER_END", "late"]);
});

test("a response tells why it was destroyed", async () => {
	let response;
	const handler = serve((req, res) => { response = res; assertEquals(res.errored, null); res.end(); res.destroy(new Error("why")); });
	await ask(handler).catch(() => {});
	assertEquals(response.errored.message, "why");
});

test("the header stands before the first bytes that are held back", async () => {
	let lengths;
	const handler = serve((req, res) => {
		res.writeHead(200);
		res.cork();
		lengths = [res.writableLength];
		res.write("abc");
		lengths.push(res.writableLength - res._header.length);
		res.uncork();
		lengths.push(res.writableLength);
		res.end();
	});
	await ask(handler);
	assertEquals(lengths, [0, 3, 0]);
});

test("Content-Disposition behind a length is of UTF-8", async () => {
	const name = Buffer.from("bår").toString("latin1");
	const named = serve((req, res) => { res.writeHead(200, ["Content-Length", "1", "Content-Disposition", name]); res.end("x"); });
	assertEquals((await ask(named)).headers.get("content-disposition"), "bår");
});

test("messages of no kind keep count of what they are told", () => {
	const message = new http.OutgoingMessage();
	message._implicitHeader = () => {};
	while (message.write("abc"));
	assert(message.outputSize >= message.writableHighWaterMark);
	const answer = new http.OutgoingMessage();
	let told;
	answer.on("_headersSent", (event) => (told = event));
	answer._header = "HTTP/1.1 404 Not Found\r\nA: b\r\n\r\n";
	assertEquals(typeof answer._send("x"), "boolean");
	assertEquals([told.statusCode, told.statusMessage, told.headers.get("a")], [404, "Not Found", "b"]);
});
