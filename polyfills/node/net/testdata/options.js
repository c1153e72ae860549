const net = require("net");

test("a BlockList takes addresses only, and knows those of IPv4 inside of IPv6", () => {
	const list = new net.BlockList();
	assertThrows(() => list.addAddress("x"), TypeError, "Invalid IP address: Invalid IPv4 address");
	assertThrows(() => list.addAddress("1.1.1.1", "x"), TypeError, "The argument 'family' must be one of: 'ipv4', 'ipv6'. Received 'x'");
	list.addSubnet("192.168.12.0", 24);
	assertEquals([list.check("::ffff:192.168.12.9", "ipv6"), list.check("::ffff:192.168.13.9", "ipv6"), list.check("192.168.12.9")], [true, false, true]);
});

test("a SocketAddress is read from a text", () => {
	const parts = (text) => net.SocketAddress.parse(text)?.toJSON();
	assertEquals(parts("1.2.3.4:80"), { address: "1.2.3.4", port: 80, family: "ipv4", flowlabel: 0 });
	assertEquals(parts("[::1]:3000"), { address: "::1", port: 3000, family: "ipv6", flowlabel: 0 });
	assertEquals([parts("1.2.3.4").port, parts("invalid"), parts("")], [0, undefined, undefined]);
	assertThrows(() => new net.SocketAddress({ address: "300.1.1.1" }), TypeError, "Invalid socket address");
});

test("a socket refuses times and modes that it cannot have", () => {
	assertThrows(() => new net.Socket().setTimeout(-1), RangeError, 'The value of "msecs" is out of range. It must be a non-negative finite number. Received -1');
	assertThrows(() => new net.Socket({ readableObjectMode: true }), TypeError, "The property 'options.readableObjectMode' is not supported. Received true");
});

test("a name is looked up by the function that is given", async () => {
	const asked = [];
	const socket = net.connect({ port: 1, host: "name.example", family: 4, lookup: (host, options, callback) => (asked.push([host, options.family]), callback(null, "nothing")) });
	assertEquals(asked, [["name.example", 4]]);
	const error = await new Promise((resolve) => socket.on("error", resolve));
	assertEquals(error.message, "Invalid IP address: nothing");
});
