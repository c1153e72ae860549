(require) => {
	const { Buffer } = require("buffer");
	const { AbortError, ERR_INVALID_ARG_TYPE, ERR_STREAM_PREMATURE_CLOSE } = require("internal/errors");
	const { validateBoolean, validateObject } = require("internal/validators");
	const { Readable } = require("internal/stream/readable");
	const { Writable } = require("internal/stream/writable");
	const Duplex = require("internal/stream/duplex");
	const { destroyer } = require("internal/stream/destroy");
	const { eos } = require("internal/stream/finished");
	const s = require("internal/stream/state");

	const rethrow = (error) => {
		s.tick(() => {
			throw error;
		});
	};
	const settle = (callback, error) => {
		try {
			callback(error);
		} catch (thrown) {
			rethrow(thrown);
		}
	};

	// From the web to Node.

	// half reads or writes one end of the web; each knows whether that has closed.
	const reading = (stream) => {
		const reader = stream.getReader();
		const half = {
			closed: false,
			read(node) {
				reader.read().then(
					({ value, done }) => node.push(done ? null : value),
					(error) => destroyer(node, error),
				);
			},
			destroy: (error) => (half.closed ? Promise.resolve() : reader.cancel(error)),
			watch(node) {
				reader.closed.then(
					() => (half.closed = true),
					(error) => {
						half.closed = true;
						destroyer(node, error);
					},
				);
			},
		};
		return half;
	};
	const writing = (stream) => {
		const writer = stream.getWriter();
		const half = {
			closed: false,
			write(node, chunks, callback) {
				writer.ready
					.then(() => Promise.all(chunks.map((chunk) => writer.write(chunk))))
					.then(
						() => settle(callback),
						(error) => settle(callback, error),
					);
			},
			final(node, callback) {
				if (half.closed) return settle(callback);
				writer.close().then(
					() => settle(callback),
					(error) => settle(callback, error),
				);
			},
			destroy(error) {
				if (half.closed) return Promise.resolve();
				return error != null ? writer.abort(error) : writer.close();
			},
			watch(node) {
				writer.closed.then(
					() => {
						half.closed = true;
						// Closed by somebody else, which nobody may write to any more.
						if (!s.isWritableEnded(node)) destroyer(node, new ERR_STREAM_PREMATURE_CLOSE());
					},
					(error) => {
						half.closed = true;
						destroyer(node, error);
					},
				);
			},
		};
		return half;
	};
	const writer = (half) => ({
		write(chunk, encoding, callback) {
			if (typeof chunk === "string" && this._writableState.decodeStrings && !this._writableState.objectMode) chunk = Buffer.from(chunk, encoding);
			half.write(this, [chunk], callback);
		},
		writev(chunks, callback) {
			half.write(
				this,
				chunks.map(({ chunk }) => chunk),
				callback,
			);
		},
		final(callback) {
			half.final(this, callback);
		},
	});

	const readableFromWeb = (stream, options = {}) => {
		if (!s.isReadableStream(stream)) throw new ERR_INVALID_ARG_TYPE("readableStream", "ReadableStream", stream);
		validateObject(options, "options");
		const { highWaterMark, encoding, objectMode = false, signal } = options;
		validateBoolean(objectMode, "options.objectMode");
		const half = reading(stream);
		const node = new Readable({
			objectMode,
			highWaterMark,
			encoding,
			signal,
			read() {
				half.read(this);
			},
			destroy(error, callback) {
				const done = () => settle(callback, error);
				half.destroy(error).then(done, done);
			},
		});
		half.watch(node);
		return node;
	};

	const writableFromWeb = (stream, options = {}) => {
		if (!s.isWritableStream(stream)) throw new ERR_INVALID_ARG_TYPE("writableStream", "WritableStream", stream);
		validateObject(options, "options");
		const { highWaterMark, decodeStrings = true, objectMode = false, signal } = options;
		validateBoolean(objectMode, "options.objectMode");
		validateBoolean(decodeStrings, "options.decodeStrings");
		const half = writing(stream);
		const node = new Writable({
			highWaterMark,
			objectMode,
			decodeStrings,
			signal,
			...writer(half),
			destroy(error, callback) {
				const done = () => settle(callback, error);
				half.destroy(error).then(done, done);
			},
		});
		half.watch(node);
		return node;
	};

	const duplexFromWeb = (pair, options = {}) => {
		validateObject(pair, "pair");
		if (!s.isReadableStream(pair.readable)) throw new ERR_INVALID_ARG_TYPE("pair.readable", "ReadableStream", pair.readable);
		if (!s.isWritableStream(pair.writable)) throw new ERR_INVALID_ARG_TYPE("pair.writable", "WritableStream", pair.writable);
		validateObject(options, "options");
		const { allowHalfOpen = false, objectMode = false, encoding, decodeStrings = true, highWaterMark, signal } = options;
		validateBoolean(objectMode, "options.objectMode");
		const r = reading(pair.readable);
		const w = writing(pair.writable);
		const node = new Duplex({
			allowHalfOpen,
			highWaterMark,
			objectMode,
			encoding,
			decodeStrings,
			signal,
			...writer(w),
			read() {
				r.read(this);
			},
			destroy(error, callback) {
				const done = () => settle(callback, error);
				Promise.all([w.destroy(error), r.destroy(error)]).then(done, done);
			},
		});
		r.watch(node);
		w.watch(node);
		return node;
	};

	// From Node to the web.

	const strategyFor = (options, objectMode, highWaterMark) => {
		if (options?.strategy) return options.strategy;
		return objectMode ? new CountQueuingStrategy({ highWaterMark }) : new ByteLengthQueuingStrategy({ highWaterMark });
	};
	const known = (error) => (error?.code === "ERR_STREAM_PREMATURE_CLOSE" ? new AbortError(undefined, { cause: error }) : error);

	const readableToWeb = (node, options = {}) => {
		if (typeof node?._readableState !== "object") throw new ERR_INVALID_ARG_TYPE("streamReadable", "stream.Readable", node);
		if (s.isDestroyed(node) || !s.isReadable(node)) {
			const closed = new ReadableStream();
			closed.cancel();
			return closed;
		}
		const { readableObjectMode: objectMode } = node;
		let controller;
		let canceled = false;
		node.pause();
		const leave = eos(node, { writable: false }, (error) => {
			leave();
			node.on("error", () => {}); // errors after the end
			if (error) controller.error(known(error));
			else if (!canceled) controller.close();
		});
		node.on("data", (chunk) => {
			if (chunk instanceof Buffer && !objectMode) chunk = new Uint8Array(chunk);
			controller.enqueue(chunk);
			if (controller.desiredSize <= 0) node.pause();
		});
		return new ReadableStream(
			{
				start(c) {
					controller = c;
					node.pause();
				},
				pull() {
					node.resume();
				},
				cancel(reason) {
					canceled = true;
					destroyer(node, reason);
				},
			},
			strategyFor(options, objectMode, node.readableHighWaterMark),
		);
	};

	const writableToWeb = (node) => {
		if (typeof node?._writableState !== "object") throw new ERR_INVALID_ARG_TYPE("streamWritable", "stream.Writable", node);
		if (s.isDestroyed(node) || !s.isWritable(node)) {
			const closed = new WritableStream();
			closed.close();
			return closed;
		}
		let controller;
		let pressure = null;
		let closing = null;
		const leave = eos(node, { readable: false }, (error) => {
			leave();
			node.on("error", () => {}); // errors after the end
			error = known(error);
			if (error != null) {
				pressure?.reject(error);
				if (closing) closing.reject(error);
				else controller.error(error);
			} else if (closing) {
				closing.resolve();
			} else {
				controller.error(new AbortError());
			}
			closing = null;
		});
		node.on("drain", () => pressure?.resolve());
		return new WritableStream(
			{
				start(c) {
					controller = c;
				},
				write(chunk) {
					if (!node.writableNeedDrain && node.write(chunk)) return undefined;
					pressure = Promise.withResolvers();
					return pressure.promise.finally(() => (pressure = null));
				},
				abort(reason) {
					destroyer(node, reason);
				},
				close() {
					if (!closing && !s.isWritableEnded(node)) node.end();
					if (s.isWritableFinished(node)) return undefined;
					closing = Promise.withResolvers();
					return closing.promise;
				},
			},
			strategyFor(undefined, node.writableObjectMode, node.writableHighWaterMark),
		);
	};

	const duplexToWeb = (duplex) => {
		if (typeof duplex?._writableState !== "object" || typeof duplex?._readableState !== "object") {
			throw new ERR_INVALID_ARG_TYPE("duplex", "stream.Duplex", duplex);
		}
		return { writable: writableToWeb(duplex), readable: readableToWeb(duplex) };
	};

	return { readableFromWeb, writableFromWeb, duplexFromWeb, readableToWeb, writableToWeb, duplexToWeb };
}
