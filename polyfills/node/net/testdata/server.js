// What is expected is what the platform answers.
const net = require("net");
const http = require("http");
const { connectHandler, handleAsNodeConnection, handleAsNodeRequest } = require("internal/cloudflare_node");

const turns = async (n = 20) => {
	for (let i = 0; i < n; i++) await null;
};
const codeOf = (f) => {
	try {
		return f();
	} catch (error) {
		return error.code;
	}
};
const text = (bytes) => new TextDecoder().decode(bytes);

// inbound makes a connection that has come in to a port, and its other side.
const inbound = (port, info) => {
	const [up, down] = [new IdentityTransformStream(), new IdentityTransformStream()];
	const { promise: closed, resolve } = Promise.withResolvers();
	const handle = {
		opened: Promise.resolve({ localAddress: `any:${port}`, ...info }),
		closed,
		readable: up.readable,
		writable: down.writable,
		close: async () => resolve(),
	};
	const [writer, reader] = [up.writable.getWriter(), down.readable.getReader()];
	const send = (words) => writer.write(new TextEncoder().encode(words));
	const done = connectHandler().connect(handle, {}, {});
	return { done, send, end: () => writer.close(), receive: async () => text((await reader.read()).value), closed };
};

test("a server gets what comes to its port, and ends when its connections have", async () => {
	const events = [];
	const server = net.createServer((socket) => {
		events.push([socket.remoteAddress, socket.remoteFamily, socket.remotePort >= 49152, socket.readyState, socket.connecting, socket.pending].join());
		events.push([socket.localAddress, socket.localPort, socket.localFamily, socket.address().address].join());
		events.push(socket.server === server && socket instanceof net.Socket);
		for (const name of ["end", "finish", "close", "error"]) socket.on(name, (...args) => events.push([name, ...args].join()));
		socket.on("data", (data) => socket.write(`echo ${data}`));
	});
	server.on("close", () => events.push("server closed"));
	server.listen(7400);
	const { send, receive, end, done } = inbound(7400);
	await send("hi");
	assertEquals(await receive(), "echo hi");
	server.getConnections((error, count) => events.push(`count ${count}`));
	server.close();
	await turns();
	assertEquals(events.splice(0), ["240.1.255.254,IPv4,true,open,false,false", "240.1.0.1,7400,IPv4,240.1.0.1", true, "count 1"]);
	await end();
	await done;
	await turns();
	assertEquals(events, ["end", "finish", "close,false", "server closed"]);
});

test("the peer that the platform names is the socket's", async () => {
	const peers = [];
	const server = net.createServer((socket) => {
		peers.push([socket.remoteAddress, socket.remotePort, socket.remoteFamily].join());
		socket.end();
		socket.resume();
	});
	server.listen(7401, "::");
	for (const remoteAddress of ["1.2.3.4:5", "[2001:db8::1]:6", "*:7"]) {
		const { done, end } = inbound(7401, { remoteAddress });
		await end();
		await done;
	}
	server.close();
	assertEquals(peers, ["1.2.3.4,5,IPv4", "2001:db8::1,6,IPv6", "0.0.0.0,7,IPv4"]);
});

test("a socket that may be half open goes on after the other side's end", async () => {
	const server = net.createServer({ allowHalfOpen: true }, (socket) => {
		socket.on("end", () => queueMicrotask(() => socket.end("late")));
		socket.resume();
	}).listen(7402);
	const { end, receive, done } = inbound(7402);
	await end();
	assertEquals(await receive(), "late");
	await done;
	server.close();
});

test("pauseOnConnect keeps data back", async () => {
	const server = net.createServer({ pauseOnConnect: true }).listen(7403);
	const accepted = new Promise((resolve) => server.on("connection", resolve));
	const { send, end, done } = inbound(7403);
	const sent = send("kept");
	const socket = await accepted;
	assertEquals([socket.isPaused(), socket.bytesRead], [true, 0]);
	const data = new Promise((resolve) => socket.on("data", resolve));
	socket.resume();
	assertEquals(String(await data), "kept");
	await sent;
	socket.end();
	await end();
	await done;
	server.close();
});

test("more than maxConnections are dropped", async () => {
	const dropped = [];
	const server = net.createServer(() => dropped.push("taken")).listen(7404);
	server.maxConnections = 0;
	server.on("drop", ({ localPort, localAddress, remoteAddress }) => dropped.push([localPort, localAddress, remoteAddress].join()));
	const { done, closed } = inbound(7404);
	await Promise.all([done, closed]);
	assertEquals(dropped, ["7404,240.1.0.1,240.1.255.254"]);
	server.close();
});

test("servers that share a port take turns", async () => {
	const taken = [];
	const servers = ["a", "b"].map((name) => net.createServer((socket) => taken.push(name) && socket.destroy()).listen({ port: 7405, reusePort: true }));
	for (let i = 0; i < 3; i++) await inbound(7405).done;
	assertEquals(taken, ["a", "b", "a"]);
	for (const server of servers) server.close();
	assertEquals(codeOf(() => http.createServer().listen(7405).close().listening), false);
});

test("listen takes what Node takes, and tells where it listens", async () => {
	const events = [];
	const server = net.createServer();
	for (const name of ["listening", "close"]) server.on(name, () => events.push(name));
	assertEquals([server.address(), server.listening], [null, false]);
	server.listen(7410, () => events.push("called"));
	assertEquals([server.address(), server.listening], [{ address: "0.0.0.0", port: 7410, family: "IPv4" }, true]);
	await turns();
	server.close((error) => events.push(`closed ${error}`));
	await turns();
	server.close((error) => events.push(`closed ${error.code}`));
	await turns();
	assertEquals(events, ["listening", "called", "close", "closed undefined", "close", "closed ERR_SERVER_NOT_RUNNING"]);
	const at = (...args) => {
		const { address, family } = server.listen(...args).address();
		server.close();
		return [address, family];
	};
	assertEquals([at(7411, "::1"), at({ ipv6Only: true }), at(7411, "localhost"), at(7411, "example.com")], [["::1", "IPv6"], ["::", "IPv6"], ["127.0.0.1", "IPv4"], ["example.com", undefined]]);
	assert(server.listen().address().port >= 49152);
	await server[Symbol.asyncDispose]();
	assertEquals(server.listening, false);
});

test("a port is one server's, of whatever kind", async () => {
	const server = net.createServer().listen(7420);
	const second = net.createServer().listen(7420);
	const error = await new Promise((resolve) => second.on("error", resolve));
	assertEquals([error.message, error.code, error.syscall, error.address, error.port], ["bind EADDRINUSE 0.0.0.0:7420", "EADDRINUSE", "bind", "0.0.0.0", 7420]);
	assertEquals([second.listening, second.address()], [false, null]);
	assertThrows(() => http.createServer().listen(7420), Error, "bind EADDRINUSE 127.0.0.1:7420");
	assertThrows(() => http.createServer().listen(7420, "::1"), Error, "bind EADDRINUSE ::1:7420");
	assertThrows(() => server.listen(7421), Error, "Listen method has been called more than once without closing.");
	await assertRejects(handleAsNodeRequest(7420, new Request("http://a.test")), Error, "Http server with port 7420 not found.");
	server.close();
});

test("what cannot be listened on is refused in the platform's words", () => {
	const listen = (...args) => () => new net.Server().listen(...args);
	assertThrows(listen("/tmp/x"), TypeError, "The property 'options.path' is not supported. Received '/tmp/x'");
	assertThrows(listen({ fd: 3 }), TypeError, "The argument 'options' only a net.BoundSocket handle is supported. Received { fd: 3 }");
	assertThrows(listen(70000), Error, "options.port should be >= 0 and < 65536. Received number.");
	assertThrows(listen({ port: 5, host: null }), TypeError, 'The "options.host" property must be of type string. Received null');
	assertThrows(listen({ port: 5, reusePort: 1 }), TypeError, 'The "options.reusePort" property must be of type boolean. Received type number (1)');
	assertThrows(() => net.createServer(5), TypeError, 'The "options" argument must be of type object. Received type number (5)');
	assertThrows(() => net.createServer({}, 5), TypeError, 'The "connectionListener" argument must be of type function. Received type number (5)');
	assertThrows(() => net.Server(), TypeError, "Class constructor Server cannot be invoked without 'new'");
});

test("connections that nobody waits for are told so", async () => {
	const connection = (info) => handleAsNodeConnection({ opened: Promise.resolve(info) });
	await assertRejects(connection({ localAddress: "a:9" }), Error, "No net.Server is listening on port 9. Call server.listen(9) to accept connections arriving on that port.");
	await assertRejects(connection({}), Error, "Failed to determine port for inbound socket from local address undefined");
	await assertRejects(connection({ localAddress: "a:99999" }), Error, "Failed to determine port for server");
	const server = http.createServer().listen(7430);
	await assertRejects(connection({ localAddress: "a:7430" }), Error, "No net.Server is listening on port 7430.");
	server.close();
});

test("a bound socket keeps a port for who adopts it", () => {
	const bound = new net.BoundSocket();
	const { address, family, port } = bound.address();
	assertEquals([address, family, port >= 49152, bound.fd()], ["0.0.0.0", "IPv4", true, -1]);
	const server = net.createServer().listen(bound);
	assertEquals(server.address().port, port);
	for (const use of [() => bound.address(), () => bound.fd(), () => bound.close(), () => net.createServer().listen({ handle: bound })]) {
		assertThrows(use, Error, "The bound socket has already been adopted by a server or socket");
	}
	server.close();

	const held = new net.BoundSocket({ host: "::1", port: 7440 });
	assertEquals([held.address(), net.BoundSocket.isBoundSocket(held), net.BoundSocket.isBoundSocket({})], [{ address: "::1", family: "IPv6", port: 7440 }, true, false]);
	assertThrows(() => new net.BoundSocket({ port: 7440 }), Error, "bind EADDRINUSE 0.0.0.0:7440");
	held.close();
	for (const shared of [1, 2].map(() => new net.BoundSocket({ port: 7440, reusePort: true }))) shared[Symbol.dispose]();

	const socket = new net.Socket({ handle: new net.BoundSocket({ port: 7440 }) });
	assertEquals([socket.localPort, socket.address()], [7440, { address: "0.0.0.0", family: "IPv4", port: 7440 }]);
	assertThrows(() => socket.connect({ port: 1, localPort: 5 }), TypeError, "The argument 'options' localAddress and localPort cannot be used with an adopted bound socket.");
	socket.destroy();
	assertEquals(socket.address(), {});
	new net.BoundSocket({ port: 7440 }).close();
	assertThrows(() => new net.BoundSocket({ host: "x" }), TypeError, "The property 'options.host' must be a numeric IP address; net.BoundSocket does not perform DNS resolution. Received 'x'");
	assertThrows(() => new net.BoundSocket({ path: "x" }), TypeError, "The property 'options.path' is not supported. Received 'x'");
});
