(require) => {
	const EventEmitter = require("events");

	// Stream is the class before there were Readable and Writable: events, and a pipe over them.
	function Stream(options) {
		EventEmitter.call(this, options);
	}
	Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype);
	Object.setPrototypeOf(Stream, EventEmitter);

	Stream.prototype.pipe = function (dest, options) {
		const source = this;
		const ondata = (chunk) => {
			if (dest.writable && dest.write(chunk) === false && source.pause) source.pause();
		};
		const ondrain = () => {
			if (source.readable && source.resume) source.resume();
		};
		let ended = false;
		const onend = () => {
			if (ended) return;
			ended = true;
			dest.end();
		};
		const onclose = () => {
			if (ended) return;
			ended = true;
			if (typeof dest.destroy === "function") dest.destroy();
		};
		function onerror(error) {
			cleanup();
			if (EventEmitter.listenerCount(this, "error") === 0) this.emit("error", error);
		}
		const cleanup = () => {
			source.removeListener("data", ondata);
			dest.removeListener("drain", ondrain);
			source.removeListener("end", onend);
			source.removeListener("close", onclose);
			source.removeListener("error", onerror);
			dest.removeListener("error", onerror);
			source.removeListener("end", cleanup);
			source.removeListener("close", cleanup);
			dest.removeListener("close", cleanup);
		};
		source.on("data", ondata);
		dest.on("drain", ondrain);
		if (!dest._isStdio && options?.end !== false) {
			source.on("end", onend);
			source.on("close", onclose);
		}
		source.prependListener("error", onerror);
		dest.prependListener("error", onerror);
		source.on("end", cleanup);
		source.on("close", cleanup);
		dest.on("close", cleanup);
		dest.emit("pipe", source);
		return dest;
	};
	return Stream;
}
