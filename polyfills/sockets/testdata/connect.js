const { connect } = sockets;
const bytes = (text) => new TextEncoder().encode(text);
const text = (b) => new TextDecoder().decode(b);
const all = async (readable) => {
	const reader = readable.getReader();
	let out = "";
	for (let r; !(r = await reader.read()).done; ) out += text(r.value);
	return out;
};

test("arguments are refused in the platform's words", () => {
	const refused = {
		"": "Specified address is missing hostname.",
		"foo": "Specified address is missing port.",
		"foo:": "Specified address is missing port.",
		":80": "Specified address could not be parsed.",
		"a b:80": "Specified address could not be parsed.",
		"foo:99999": "Specified address could not be parsed.",
		"foo:80/x": "Specified address is empty string, contains unsupported characters or is too long.",
		"https://foo:80": "Specified address is missing port.",
	};
	for (const [address, message] of Object.entries(refused)) assertThrows(() => connect(address), TypeError, message);
	assertThrows(() => connect(5), TypeError, "Specified address is missing port.");
	assertThrows(() => connect({ hostname: "x" }), TypeError, "The value cannot be converted because it is not an integer.");
	assertThrows(() => connect({ hostname: "x", port: 70000 }), TypeError, "Value out of range. Must be less than or equal to 65535.");
	assertThrows(() => connect({ hostname: "x", port: -1 }), TypeError, "The value cannot be converted because it is negative and this API expects a positive number.");
	assertThrows(() => connect("echo:1", { secureTransport: "x" }), TypeError, "Unsupported value in secureTransport socket option: x");
	assertThrows(() => connect("echo:1", 5), TypeError, "Failed to execute 'connect' on 'SocketsModule': parameter 2 is not of type 'SocketOptions'.");
	assertThrows(() => connect("echo:1", { highWaterMark: "x" }), TypeError, "The value cannot be converted because it is not an integer.");
});

test("a socket tells what it is connected to", async () => {
	const s = connect({ hostname: "echo", port: "7" });
	assertEquals(Object.prototype.toString.call(s), "[object Socket]");
	assertEquals(await s.opened, { remoteAddress: "echo:7" });
	assertEquals([s.upgraded, s.secureTransport, s.opened === s.opened], [false, "off", true]);
	assertThrows(() => new s.constructor(), TypeError, "Illegal constructor");
	await s.close();
});

test("what is written before the connection is there arrives", async () => {
	const s = connect("echo:7");
	const writer = s.writable.getWriter();
	const reader = s.readable.getReader();
	writer.write(bytes("hello"));
	assertEquals(text((await reader.read()).value), "hello");
	writer.write(" text");
	assertEquals(text((await reader.read()).value), " text");
	await s.close();
});

test("close lets what was written leave, and ends both streams", async () => {
	const s = connect("silent:1");
	await s.opened;
	const reader = s.readable.getReader();
	const writer = s.writable.getWriter();
	const pending = reader.read();
	const written = writer.write(bytes("x"));
	const closed = s.close();
	assertEquals(await Promise.race([pending.catch((e) => e.message), closed.then(() => "closed")]), "closed");
	await assertRejects(pending, TypeError, "This socket has been closed.");
	assertEquals(await reader.closed, undefined);
	await written;
	assertEquals([await closed, await s.closed, await s.close()], [undefined, undefined, undefined]);
	await assertRejects(reader.read(), TypeError, "This ReadableStream belongs to an object that is closing.");
	await assertRejects(writer.write(bytes("y")), TypeError, "This WritableStream belongs to an object that is closing.");
});

test("close ends a pipe from the socket as the end of the other side does", async () => {
	const s = connect("silent:1");
	await s.opened;
	const { readable, writable } = new TransformStream();
	const piped = s.readable.pipeTo(writable);
	await s.close();
	assertEquals([await piped, (await readable.getReader().read()).done], [undefined, true]);
});

test("the end of the other side closes the socket", async () => {
	const s = connect("bye:1");
	const writer = s.writable.getWriter();
	await writer.write(bytes("bye"));
	assertEquals(await all(s.readable), "ok");
	await s.closed;
	await assertRejects(writer.write(bytes("z")), TypeError, "This WritableStream has been closed.");
});

test("allowHalfOpen leaves the writable side open", async () => {
	const s = connect("bye:1", { allowHalfOpen: true });
	const writer = s.writable.getWriter();
	await writer.write(bytes("bye"));
	assertEquals(await all(s.readable), "ok");
	assertEquals(await Promise.race([s.closed.then(() => "closed"), Promise.resolve("open")]), "open");
});

test("an address that cannot be reached fails everything", async () => {
	const words = "proxy request failed, cannot connect to the specified address";
	const s = connect("nowhere:1");
	const read = s.readable.getReader().read();
	const write = s.writable.getWriter().write(bytes("x"));
	await assertRejects(s.opened, Error, words);
	await assertRejects(s.closed, Error, words);
	await assertRejects(read, Error, "Stream was cancelled.");
	await assertRejects(write, Error, "jsg.Error: " + words);
	await assertRejects(connect("nowhere:443").opened, Error, words + ". It looks like you might be trying to connect to a HTTP-based service — consider using fetch instead");
});

test("secureTransport on speaks TLS from the start", async () => {
	const s = connect("example.com:443", { secureTransport: "on" });
	const writer = s.writable.getWriter();
	await writer.write(bytes("secret"));
	assertEquals(text((await s.readable.getReader().read()).value), "secret");
	assertThrows(() => s.startTls(), TypeError, "Cannot startTls on a TLS socket.");
	await s.close();
});

test("startTls goes on over the same connection", async () => {
	const s = connect("example.com:5432", { secureTransport: "starttls" });
	const writer = s.writable.getWriter();
	const reader = s.readable.getReader();
	await writer.write(bytes("tls"));
	assertEquals(text((await reader.read()).value), "yes");
	const waiting = reader.read();
	waiting.catch(() => {});
	writer.releaseLock();
	reader.releaseLock();
	const secure = s.startTls();
	assertThrows(() => s.startTls(), TypeError, "startTls can only be called once.");
	await s.closed;
	assertEquals([s.upgraded, secure.upgraded, secure.secureTransport, s.readable.locked, s.writable.locked], [true, false, "on", true, true]);
	await secure.opened;
	await secure.writable.getWriter().write(bytes("secret"));
	assertEquals(text((await secure.readable.getReader().read()).value), "secret");
	await secure.close();
});

test("startTls is refused when it makes no sense", async () => {
	const plain = connect("echo:1");
	assertThrows(() => plain.startTls(), TypeError, "The `secureTransport` socket option must be set to 'starttls' for startTls to be used.");
	await plain.close();
	assertThrows(() => plain.startTls(), TypeError, "The connection was closed before startTls could be started.");
	const wrong = connect("gone:1", { secureTransport: "on" });
	await assertRejects(wrong.opened, Error, "proxy request failed, cannot connect to the specified address");
});
