(require) => {
	const EventEmitter = require("events");
	const { Buffer } = require("buffer");
	const errors = require("internal/errors");
	const { validateObject } = require("internal/validators");
	const Stream = require("internal/stream/legacy");
	const ReadableState = require("internal/stream/readable_state");
	const { construct, destroy, destroyer, errorOrDestroy, undestroy } = require("internal/stream/destroy");
	const { nop, tick } = require("internal/stream/state");
	const { asyncGenerator, wait } = require("internal/stream/generator");

	// Readable with a duplex's options reads those of its half; see internal/stream/duplex.
	function Readable(options) {
		if (!(this instanceof Readable)) return new Readable(options);
		this._events ??= {};
		this._readableState = new ReadableState(options ?? undefined);
		setUp(this, options);
	}
	Object.setPrototypeOf(Readable.prototype, Stream.prototype);
	Object.setPrototypeOf(Readable, Stream);
	Readable.ReadableState = ReadableState;

	// setUp finishes the construction of a stream that has its state.
	const setUp = (stream, options) => {
		if (options) {
			if (typeof options.read === "function") stream._read = options.read;
			if (typeof options.destroy === "function") stream._destroy = options.destroy;
			if (typeof options.construct === "function") stream._construct = options.construct;
		}
		Stream.call(stream, options);
		if (options?.signal) require("internal/stream/abort").addAbortSignal(options.signal, stream);
		construct(stream, () => {
			if (stream._readableState.needReadable) maybeReadMore(stream, stream._readableState);
		});
	};

	Readable.prototype.destroy = destroy;
	Readable.prototype._undestroy = undestroy;
	Readable.prototype._destroy = function (error, callback) {
		callback(error);
	};
	Readable.prototype[EventEmitter.captureRejectionSymbol] = function (error) {
		this.destroy(error);
	};
	Readable.prototype[Symbol.asyncDispose] = function () {
		const error = this.destroyed || this.readableEnded ? null : new errors.AbortError();
		if (error) this.destroy(error);
		const { eos } = require("internal/stream/finished");
		return new Promise((resolve, reject) => eos(this, (failure) => (failure && failure !== error ? reject(failure) : resolve(null))));
	};

	// Pushing.

	Readable.prototype.push = function (chunk, encoding) {
		return add(this, chunk, encoding, false);
	};
	Readable.prototype.unshift = function (chunk, encoding) {
		return add(this, chunk, encoding, true);
	};

	// bytesOf makes a chunk of what is pushed: a Buffer, or the text of a stream with an encoding.
	// The second result tells whether it is decoded already.
	const bytesOf = (state, chunk, encoding, inFront) => {
		if (typeof chunk === "string") {
			encoding ||= state.defaultEncoding;
			if (state.encoding === encoding) return [chunk, true];
			const bytes = Buffer.from(chunk, encoding);
			return inFront && state.encoding ? [bytes.toString(state.encoding), true] : [bytes, false];
		}
		if (chunk === undefined || chunk instanceof Buffer) return [chunk, false];
		if (ArrayBuffer.isView(chunk)) return [Stream._uint8ArrayToBuffer(chunk), false];
		throw new errors.ERR_INVALID_ARG_TYPE("chunk", ["string", "Buffer", "TypedArray", "DataView"], chunk);
	};

	const add = (stream, chunk, encoding, inFront) => {
		const state = stream._readableState;
		if (chunk === null) {
			state.reading = false;
			endOfData(stream, state);
			return false;
		}
		let decoded = false;
		if (!state.objectMode) {
			try {
				[chunk, decoded] = bytesOf(state, chunk, encoding, inFront);
			} catch (error) {
				errorOrDestroy(stream, error);
				return false;
			}
			if (!chunk || chunk.length <= 0) {
				if (!inFront) state.reading = false;
				maybeReadMore(stream, state);
				return state.room();
			}
		} else if (encoding) {
			decoded = typeof chunk === "string" && state.encoding === encoding;
		}
		if (inFront) {
			if (state.endEmitted) {
				errorOrDestroy(stream, new errors.ERR_STREAM_UNSHIFT_AFTER_END_EVENT());
				return state.room();
			}
			if (state.destroyed || state.errored) return false;
			addChunk(stream, state, chunk, true);
			return state.room();
		}
		if (state.ended) {
			errorOrDestroy(stream, new errors.ERR_STREAM_PUSH_AFTER_EOF());
			return false;
		}
		if (state.destroyed || state.errored) return false;
		state.reading = false;
		if (state.decoder && !decoded) {
			chunk = state.decoder.write(chunk);
			if (!state.objectMode && chunk.length === 0) {
				maybeReadMore(stream, state);
				return state.room();
			}
		}
		addChunk(stream, state, chunk, false);
		return state.room();
	};

	const addChunk = (stream, state, chunk, inFront) => {
		if (state.flowing && !state.sync && state.length === 0 && stream.listenerCount("data") > 0) {
			forgetDrains(state);
			state.dataEmitted = true;
			stream.emit("data", chunk);
		} else {
			state.length += state.objectMode ? 1 : chunk.length;
			if (inFront) state.prepend(chunk);
			else state.buffer.push(chunk);
			if (state.needReadable) emitReadable(stream);
		}
		maybeReadMore(stream, state);
	};
	const forgetDrains = (state) => {
		if (state.multiAwaitDrain) state.awaitDrainWriters.clear();
		else state.awaitDrainWriters = null;
	};

	const endOfData = (stream, state) => {
		if (state.ended) return;
		if (state.decoder) {
			const rest = state.decoder.end();
			if (rest?.length) {
				state.buffer.push(rest);
				state.length += state.objectMode ? 1 : rest.length;
			}
		}
		state.ended = true;
		if (state.sync) {
			emitReadable(stream);
		} else {
			state.needReadable = false;
			state.emittedReadable = true;
			emitReadableNow(stream);
		}
	};

	// Reading.

	const maxHighWaterMark = 0x40000000;
	const raise = (n) => {
		if (n > maxHighWaterMark) throw new errors.ERR_OUT_OF_RANGE("size", "<= 1GiB", n);
		return 2 ** Math.ceil(Math.log2(n));
	};

	Readable.prototype.read = function (n) {
		if (n === undefined) n = NaN;
		else if (!Number.isInteger(n)) n = Number.parseInt(n, 10);
		const state = this._readableState;
		const asked = n;
		if (n > state.highWaterMark) state.highWaterMark = raise(n);
		if (n !== 0) state.emittedReadable = false;

		// read(0) only makes _read run, or an event that is due.
		const full = state.highWaterMark !== 0 ? state.length >= state.highWaterMark : state.length > 0;
		if (n === 0 && state.needReadable && (full || state.ended)) {
			if (state.length === 0 && state.ended) endReadable(this);
			else emitReadable(this);
			return null;
		}
		n = state.available(n);
		if (n === 0 && state.ended) {
			if (state.length === 0) endReadable(this);
			return null;
		}

		const low = state.needReadable || state.length === 0 || state.length - n < state.highWaterMark;
		const mayRead = !(state.ended || state.reading || state.destroyed || state.errored || !state.constructed);
		if (low && mayRead) {
			fill(this, state);
			if (!state.reading) n = state.available(asked);
		}

		const chunk = n > 0 ? state.take(n) : null;
		if (chunk === null) {
			state.needReadable = state.length <= state.highWaterMark;
			n = 0;
		} else {
			state.length -= n;
			forgetDrains(state);
		}
		if (state.length === 0) {
			if (!state.ended) state.needReadable = true;
			if (asked !== n && state.ended) endReadable(this);
		}
		// What was read before an error is told of is given out, other than in Node.
		if (chunk !== null && !state.closeEmitted) {
			state.dataEmitted = true;
			this.emit("data", chunk);
		}
		return chunk;
	};
	const fill = (stream, state) => {
		state.reading = true;
		state.sync = true;
		if (state.length === 0) state.needReadable = true;
		try {
			stream._read(state.highWaterMark);
		} catch (error) {
			errorOrDestroy(stream, error);
		}
		state.sync = false;
	};
	Readable.prototype._read = function (n) {
		throw new errors.ERR_METHOD_NOT_IMPLEMENTED("_read()");
	};

	const emitReadable = (stream) => {
		const state = stream._readableState;
		state.needReadable = false;
		if (state.emittedReadable) return;
		state.emittedReadable = true;
		tick(emitReadableNow, stream);
	};
	const emitReadableNow = (stream) => {
		const state = stream._readableState;
		if (!state.destroyed && !state.errored && (state.length || state.ended)) {
			stream.emit("readable");
			state.emittedReadable = false;
		}
		state.needReadable = !state.flowing && !state.ended && state.length <= state.highWaterMark;
		flow(stream);
	};

	const maybeReadMore = (stream, state) => {
		if (state.readingMore || !state.constructed) return;
		state.readingMore = true;
		tick(readMore, stream, state);
	};
	const readMore = (stream, state) => {
		while (!state.reading && !state.ended && (state.length < state.highWaterMark || (state.flowing && state.length === 0))) {
			const before = state.length;
			stream.read(0);
			if (before === state.length) break; // nothing came
		}
		state.readingMore = false;
	};

	const endReadable = (stream) => {
		const state = stream._readableState;
		if (state.endEmitted) return;
		state.ended = true;
		tick(endNow, state, stream);
	};
	const endNow = (state, stream) => {
		if (state.errored || state.closeEmitted || state.endEmitted || state.length > 0) return;
		state.endEmitted = true;
		stream.emit("end");
		if (stream.writable && stream.allowHalfOpen === false) {
			tick(() => {
				if (stream.writable && !stream.writableEnded && !stream.destroyed) stream.end();
			});
			return;
		}
		if (!state.autoDestroy) return;
		const w = stream._writableState;
		if (!w || (w.autoDestroy && (w.finished || w.writable === false))) stream.destroy();
	};

	// Flowing.

	Readable.prototype.on = function (event, listener) {
		const result = Stream.prototype.on.call(this, event, listener);
		const state = this._readableState;
		if (event === "data") {
			state.readableListening = this.listenerCount("readable") > 0;
			if (state.flowing !== false) this.resume();
		} else if (event === "readable" && !state.endEmitted && !state.readableListening) {
			state.readableListening = state.needReadable = true;
			state.flowing = false;
			state.emittedReadable = false;
			if (state.length) emitReadable(this);
			else if (!state.reading) tick((stream) => stream.read(0), this);
		}
		return result;
	};
	Readable.prototype.addListener = Readable.prototype.on;
	Readable.prototype.removeListener = function (event, listener) {
		const result = Stream.prototype.removeListener.call(this, event, listener);
		if (event === "readable") tick(listenersChanged, this);
		return result;
	};
	Readable.prototype.off = Readable.prototype.removeListener;
	Readable.prototype.removeAllListeners = function (...args) {
		const result = Stream.prototype.removeAllListeners.apply(this, args);
		if (args[0] === "readable" || args[0] === undefined) tick(listenersChanged, this);
		return result;
	};
	const listenersChanged = (stream) => {
		const state = stream._readableState;
		state.readableListening = stream.listenerCount("readable") > 0;
		if (state.resumeScheduled && state.paused === false) state.flowing = true;
		else if (stream.listenerCount("data") > 0) stream.resume();
		else if (!state.readableListening) state.flowing = null;
	};

	Readable.prototype.resume = function () {
		const state = this._readableState;
		if (!state.flowing) {
			state.flowing = !state.readableListening;
			if (!state.resumeScheduled) {
				state.resumeScheduled = true;
				tick(resumeNow, this, state);
			}
		}
		state.paused = false;
		return this;
	};
	const resumeNow = (stream, state) => {
		if (!state.reading) stream.read(0);
		state.resumeScheduled = false;
		stream.emit("resume");
		flow(stream);
		if (state.flowing && !state.reading) stream.read(0);
	};
	Readable.prototype.pause = function () {
		const state = this._readableState;
		if (state.flowing !== false) {
			state.flowing = false;
			this.emit("pause");
		}
		state.paused = true;
		return this;
	};
	Readable.prototype.isPaused = function () {
		return this._readableState.paused === true || this._readableState.flowing === false;
	};
	const flow = (stream) => {
		const state = stream._readableState;
		while (state.flowing && stream.read() !== null);
	};

	Readable.prototype.setEncoding = function (encoding) {
		const state = this._readableState;
		state.decode(encoding);
		const text = state.buffer.slice(state.bufferIndex).reduce((all, chunk) => all + state.decoder.write(chunk), "");
		state.clear();
		if (text !== "") state.buffer.push(text);
		state.length = text.length;
		return this;
	};

	// wrap makes this stream read an old one, which only has events.
	Readable.prototype.wrap = function (old) {
		let paused = false;
		old.on("data", (chunk) => {
			if (!this.push(chunk) && old.pause) {
				paused = true;
				old.pause();
			}
		});
		old.on("end", () => this.push(null));
		old.on("error", (error) => errorOrDestroy(this, error));
		old.on("close", () => destroyer(this));
		old.on("destroy", () => destroyer(this));
		this._read = () => {
			if (paused && old.resume) {
				paused = false;
				old.resume();
			}
		};
		for (const name of Object.keys(old)) {
			if (this[name] === undefined && typeof old[name] === "function") this[name] = old[name].bind(old);
		}
		return this;
	};

	// Iteration.

	Readable.prototype[Symbol.asyncIterator] = function () {
		return iterate(this);
	};
	Readable.prototype.iterator = function (options) {
		if (options !== undefined) validateObject(options, "options");
		return iterate(this, options);
	};
	const iterate = (stream, options) => {
		if (typeof stream.read !== "function") stream = Readable.wrap(stream, { objectMode: true });
		const iterator = chunks(stream, options);
		iterator.stream = stream;
		return iterator;
	};
	const chunks = asyncGenerator(function* (stream, options) {
		const { eos } = require("internal/stream/finished");
		let wake = nop;
		const woken = () => {
			wake();
			wake = nop;
		};
		stream.on("readable", woken);
		let error; // undefined: not ended; null: ended well
		const cleanup = eos(stream, { writable: false }, (failure) => {
			error = failure ? errors.aggregateTwoErrors(error, failure) : null;
			woken();
		});
		try {
			for (;;) {
				const chunk = stream.destroyed ? null : stream.read();
				if (chunk !== null) yield chunk;
				else if (error) throw error;
				else if (error === null) return;
				else yield wait(new Promise((resolve) => (wake = resolve)));
			}
		} catch (failure) {
			error = errors.aggregateTwoErrors(error, failure);
			throw error;
		} finally {
			const leave = error || options?.destroyOnReturn !== false;
			if (leave && (error === undefined || stream._readableState.autoDestroy)) {
				destroyer(stream, null);
			} else {
				stream.off("readable", woken);
				cleanup();
			}
		}
	});

	// What a stream tells of itself.

	const state = (get, set) => ({
		get() {
			return this._readableState ? get(this._readableState, this) : undefined;
		},
		set,
		configurable: true,
	});
	Object.defineProperties(Readable.prototype, {
		readable: {
			get() {
				const r = this._readableState;
				return !!r && r.readable !== false && !r.destroyed && !r.errorEmitted && !r.endEmitted;
			},
			set(value) {
				if (this._readableState) this._readableState.readable = !!value;
			},
			configurable: true,
		},
		readableDidRead: state((r) => r.dataEmitted),
		readableAborted: state((r) => !!(r.readable !== false && (r.destroyed || r.errored) && !r.endEmitted)),
		readableHighWaterMark: state((r) => r.highWaterMark),
		readableBuffer: state((r) => r.buffer),
		readableFlowing: state(
			(r) => r.flowing,
			function (value) {
				if (this._readableState) this._readableState.flowing = value;
			},
		),
		readableLength: state((r) => r.length),
		readableObjectMode: {
			get() {
				return this._readableState ? this._readableState.objectMode : false;
			},
			configurable: true,
		},
		readableEncoding: {
			get() {
				return this._readableState ? this._readableState.encoding : null;
			},
			configurable: true,
		},
		errored: {
			get() {
				return this._readableState ? this._readableState.errored : null;
			},
			configurable: true,
		},
		closed: {
			get() {
				return this._readableState ? this._readableState.closed : false;
			},
			configurable: true,
		},
		destroyed: {
			get() {
				return this._readableState ? this._readableState.destroyed : false;
			},
			set(value) {
				if (this._readableState) this._readableState.destroyed = value;
			},
			configurable: true,
		},
		readableEnded: {
			get() {
				return this._readableState ? this._readableState.endEmitted : false;
			},
			configurable: true,
		},
	});

	Readable._fromList = (n, state) => state.take(n);
	Readable.from = (iterable, options) => require("internal/stream/from")(Readable, iterable, options);
	Readable.fromWeb = (stream, options) => require("internal/stream/web").readableFromWeb(stream, options);
	Readable.toWeb = (stream, options) => require("internal/stream/web").readableToWeb(stream, options);
	Readable.wrap = (source, options) =>
		new Readable({
			objectMode: source.readableObjectMode ?? source.objectMode ?? true,
			...options,
			destroy(error, callback) {
				destroyer(source, error);
				callback(error);
			},
		}).wrap(source);

	return { Readable, setUpReadable: setUp };
}
