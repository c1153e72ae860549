(require) => {
	const { Duplex } = require("stream");
	const { ERR_STREAM_WRAP } = require("internal/errors");
	const { Socket } = require("internal/net/socket");

	// handleOf gives a stream in the shape of a platform's socket.
	const handleOf = (stream) => {
		const { promise: closed, resolve } = Promise.withResolvers();
		stream.once("close", resolve);
		const close = async () => {
			stream.destroy();
			await closed;
		};
		return { ...Duplex.toWeb(stream), closed, close, opened: Promise.resolve({}), secureTransport: "off", upgraded: false };
	};

	// A JSStreamSocket is a net.Socket over any stream of bytes.
	class JSStreamSocket extends Socket {
		constructor(stream) {
			super({ handle: handleOf(stream) });
			this.stream = stream;
			stream.on("error", (error) => this.emit("error", error));
			stream.on("data", (chunk) => {
				if (typeof chunk === "string" || stream.readableObjectMode) this.emit("error", new ERR_STREAM_WRAP());
			});
			stream.once("close", () => this.destroy());
			this.read(0);
		}
		isClosing() {
			return !this.readable || !this.writable;
		}
		readStart() {
			this.stream.resume();
			return 0;
		}
		readStop() {
			this.stream.pause();
			return 0;
		}
		doShutdown(request) {
			queueMicrotask(() => this.stream.end());
			return 0;
		}
		doClose() {
			this.stream.destroy();
		}
	}
	return JSStreamSocket;
}
