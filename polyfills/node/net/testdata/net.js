// Events and words are recorded from the platform.
const net = require("net");
const tls = require("tls");

test("a socket connects, writes and reads", async () => {
	const events = [];
	await new Promise((resolve, reject) => {
		const s = net.connect(7, "127.0.0.1", () => {
			events.push("called");
			s.write("hello");
		});
		for (const name of ["connect", "ready", "finish", "end"]) s.on(name, () => events.push(name));
		s.on("error", reject);
		s.on("data", (data) => {
			events.push(`data ${data}`, [s.readyState, s.connecting, s.pending, s.remoteAddress, s.remotePort, s.remoteFamily, s.localAddress, s.bytesRead, s.bytesWritten].join("/"));
			s.end();
		});
		s.on("close", (hadError) => {
			events.push(`close ${hadError}`);
			resolve();
		});
	});
	assertEquals(events.filter((e) => e !== "end"), ["called", "connect", "ready", "data hello", "open/false/false/127.0.0.1/7/IPv4/240.1.0.1/5/5", "finish", "close false"]);
});

test("what is written before the connection is there arrives; the end of the other side ends the socket", async () => {
	const events = [];
	await new Promise((resolve) => {
		const s = net.connect({ port: 1, host: "bye" });
		s.write("bye");
		for (const name of ["connect", "end", "finish", "error"]) s.on(name, () => events.push(name));
		s.on("data", (data) => events.push(`data ${data}`));
		s.on("close", () => resolve());
	});
	assertEquals(events, ["connect", "data ok", "end", "finish"]);
});

test("a connection that fails is an error as Node has it, where the reason is known", async () => {
	const fails = (...args) =>
		new Promise((resolve) => {
			const events = [];
			const s = net.connect(...args);
			for (const name of ["lookup", "connectionAttempt", "connectionAttemptFailed", "error"]) {
				s.on(name, (...seen) => events.push(`${name} ${seen.map((v) => (v instanceof Error ? `[${v.message}]` : v)).join()}`));
			}
			s.on("error", ({ code, errno, syscall }) => events.push([code, errno, syscall].join()));
			s.on("close", (hadError) => resolve([...events, hadError]));
		});
	const words = "proxy request failed, cannot connect to the specified address";
	assertEquals(await fails(1, "nowhere"), ["connectionAttempt nowhere,1,0", `connectionAttemptFailed nowhere,1,0,[${words}]`, `error [${words}]`, ",,", true]);
	const refused = "connect ECONNREFUSED 127.0.0.2:2";
	assertEquals(await fails(2, "127.0.0.2"), [`connectionAttemptFailed 127.0.0.2,2,4,[${refused}]`, `error [${refused}]`, "ECONNREFUSED,-111,connect", true]);
	const unknown = "getaddrinfo ENOTFOUND unknown";
	assertEquals(await fails(3, "unknown"), [`lookup [${unknown}],,,unknown`, `error [${unknown}]`, "ENOTFOUND,-3008,getaddrinfo", true]);
	assertEquals(await fails(4, "torn"), ["connectionAttempt torn,4,0", "error [read ECONNRESET]", "ECONNRESET,-104,read", true]);
});

test("a timeout is told", async () => {
	await new Promise((resolve) => {
		const s = net.connect(7, "echo");
		s.setTimeout(1, () => s.destroy());
		s.on("close", resolve);
	});
});

test("arguments are refused in the platform's words", async () => {
	assertThrows(() => net.connect(), TypeError, 'The "options" or "port" or "path" argument must be specified');
	assertThrows(() => net.connect(99999), Error, "Port should be >= 0 and < 65536.");
	assertThrows(() => net.connect("/tmp/x"), TypeError, "The argument 'path' is not supported. Received '/tmp/x'");
	assertThrows(() => net.connect({ port: 80, localAddress: "x" }), TypeError, "Invalid IP address: x");
	assertThrows(() => new net.Socket({ fd: 3 }), Error, "The options.fd option is not implemented");
	const code = await new Promise((resolve) => {
		const s = new net.Socket();
		s.on("error", () => {});
		s.write("x", (error) => resolve(error.code));
	});
	assertEquals(code, "ERR_SOCKET_CLOSED");
});

test("addresses are told apart", () => {
	assertEquals(["1.2.3.4", "::1", "x", "1.2.3", "::ffff:1.2.3.4", "fe80::1%eth0", "", "256.1.1.1", "01.2.3.4", ":::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8:9"].map(net.isIP), [4, 6, 0, 0, 6, 6, 0, 0, 0, 0, 6, 0]);
	const list = new net.BlockList();
	list.addAddress("1.2.3.4");
	list.addRange("10.0.0.1", "10.0.0.5");
	list.addSubnet("192.168.0.0", 16);
	list.addSubnet("fe80::", 10, "ipv6");
	assertEquals(["1.2.3.4", "10.0.0.3", "192.168.4.5", "8.8.8.8"].map((a) => list.check(a)), [true, true, true, false]);
	assertEquals([list.check("fe80::1", "ipv6"), list.check("::1", "ipv6")], [true, false]);
	assertEquals(list.rules, ["Address: IPv4 1.2.3.4", "Range: IPv4 10.0.0.1-10.0.0.5", "Subnet: IPv4 192.168.0.0/16", "Subnet: IPv6 fe80::/10"]);
	const address = new net.SocketAddress({ address: "1.2.3.4", port: 5 });
	assertEquals([address.address, address.port, address.family, address.flowlabel], ["1.2.3.4", 5, "ipv4", 0]);
});

test("TLS takes the options that the platform takes", () => {
	for (const [name, value] of [["ALPNProtocols", ["h2"]], ["rejectUnauthorized", false], ["pskCallback", () => {}], ["enableTrace", true], ["requestOCSP", true]]) {
		assertThrows(() => tls.connect({ port: 1, host: "echo", [name]: value }), Error, `The options.${name} option is not implemented`);
	}
	tls.connect({ port: 1, host: "echo", checkServerIdentity() {} }).on("error", () => {}).destroy();
	assertThrows(() => tls.connect({ port: 1, secureContext: "x" }), TypeError, "context must be a SecureContext");
	assertThrows(() => tls.createServer(), Error, "Not implemented");
	assertThrows(() => new tls.TLSSocket(new net.Socket()).getPeerCertificate(), Error, "getPeerCertificate is not implemented");
	assertThrows(() => tls.createSecurePair(), Error, "The createSecurePair method is not implemented");
});

test("a host is compared with the names of a certificate", () => {
	assertEquals(tls.checkServerIdentity("a.com", { subject: { CN: "a.com" } }), undefined);
	assertEquals(tls.checkServerIdentity("a.b.com", { subject: { CN: "x" }, subjectaltname: "DNS:*.b.com, IP Address:1.2.3.4" }), undefined);
	assertEquals(tls.checkServerIdentity("1.2.3.4", { subject: { CN: "x" }, subjectaltname: "DNS:*.b.com, IP Address:1.2.3.4" }), undefined);
	const error = tls.checkServerIdentity("a.com", { subject: { CN: "b.com" } });
	assertEquals([error.code, error.reason, error.host], ["ERR_TLS_CERT_ALTNAME_INVALID", "Host: a.com. is not cert's CN: b.com", "a.com"]);
	assertEquals(tls.checkServerIdentity("a.com", { subject: { CN: "b.com" }, subjectaltname: "DNS:*.com" }).reason, "Host: a.com. is not in the cert's altnames: DNS:*.com");
	const out = {};
	tls.convertALPNProtocols(["h2", "http/1.1"], out);
	assertEquals([...out.ALPNProtocols], [2, 104, 50, 8, 104, 116, 116, 112, 47, 49, 46, 49]);
});

test("a handshake that fails is an error", async () => {
	const message = await new Promise((resolve) => tls.connect(1, "gone").on("error", (error) => resolve(error.message)));
	assertEquals(message, "proxy request failed, cannot connect to the specified address");
});

// echoed gives what comes back of a text.
const echoed = (socket, text) =>
	new Promise((resolve, reject) => {
		socket.once("error", reject);
		socket.once("data", (data) => resolve(String(data)));
		socket.write(text);
	});

test("TLS can be spoken from the start", async () => {
	const s = tls.connect({ port: 443, host: "example.com" });
	await new Promise((resolve, reject) => s.on("secureConnect", resolve).on("error", reject));
	assertEquals([s.encrypted, s.authorized, s.secureConnecting, s.remoteAddress], [true, true, false, "example.com"]);
	assertEquals(await echoed(s, "secret"), "secret");
	s.destroy();
});

test("TLS can take a socket over, as drivers of databases do it", async () => {
	const plain = net.connect(5432, "example.com");
	assertEquals(await echoed(plain, "SSL"), "S");
	const s = tls.connect({ socket: plain, servername: "example.com" });
	await new Promise((resolve, reject) => s.on("secureConnect", resolve).on("error", reject));
	assertEquals([await echoed(s, "secret"), s.remoteAddress, s.remotePort], ["secret", "example.com", 5432]);
	await new Promise((resolve) => {
		s.on("close", resolve);
		s.end();
	});
});

test("a server of another name is refused", async () => {
	const plain = net.connect(5432, "example.com");
	assertEquals(await echoed(plain, "SSL"), "S");
	const message = await new Promise((resolve) => tls.connect({ socket: plain, servername: "other.test" }).on("error", (error) => resolve(error.message)));
	assertEquals(message, "proxy request failed, cannot connect to the specified address");
});
