const net = require("net");

test("an IPv4 address does not end with a dot", () => {
	assertEquals(["1.2.3.4", "1.2.3.4.", "1.2.3", "01.2.3.4"].map(net.isIPv4), [true, false, false, false]);
});

test("addresses and lists know their own", () => {
	const { SocketAddress, BlockList } = net;
	assertEquals([new SocketAddress(), {}, null].map(SocketAddress.isSocketAddress), [true, false, false]);
	assertEquals([new BlockList(), new SocketAddress(), undefined].map(BlockList.isBlockList), [true, false, false]);
});

test("options of families are checked, and the prototype has no bytes", () => {
	const code = (options) => { try { net.connect({ port: 1, ...options }); } catch (error) { return error.code; } };
	assertEquals([code({ autoSelectFamily: "x" }), code({ autoSelectFamilyAttemptTimeout: 0 })], ["ERR_INVALID_ARG_TYPE", "ERR_OUT_OF_RANGE"]);
	assertEquals([net.Socket.prototype.bytesWritten, net.Socket.prototype.bytesRead], [undefined, undefined]);
});

test("addresses and lists are shown as on the platform", () => {
	const net = require("net");
	const { inspect } = require("util");
	assertEquals(
		[inspect(new net.SocketAddress()), inspect(new net.BlockList())],
		["SocketAddress { address: '127.0.0.1', port: 0, family: 'ipv4', flowlabel: 0 }", "BlockList {\n  rules: []\n}"],
	);
});
