const net = require("net");
const { duplexPair, Duplex } = require("stream");
const JSStreamSocket = require("_stream_wrap");

test("any stream of bytes is a socket", async () => {
	const [near, far] = duplexPair();
	const socket = new JSStreamSocket(near);
	assertEquals([socket instanceof net.Socket, socket.stream === near, socket.isClosing(), socket.readStop(), socket.readStart()], [true, true, false, 0, 0]);
	const got = new Promise((resolve) => far.once("data", resolve));
	socket.write("up");
	assertEquals(String(await got), "up");
	const answer = new Promise((resolve) => socket.once("data", resolve));
	far.write("down");
	assertEquals(String(await answer), "down");
	const closed = new Promise((resolve) => near.once("close", resolve));
	socket.destroy();
	await closed;
});

test("a stream of text is refused, and the end of a stream that of the socket", async () => {
	const stream = new Duplex({ read() {}, write() {} });
	stream.setEncoding("utf8");
	const socket = new JSStreamSocket(stream);
	const refused = new Promise((resolve) => socket.once("error", resolve));
	stream.push("text");
	assertEquals((await refused).code, "ERR_STREAM_WRAP");
	const closed = new Promise((resolve) => socket.once("close", resolve));
	socket.on("error", () => {});
	socket.doClose();
	await closed;
	assertEquals(stream.destroyed, true);
});
