(require) => {
	const EventEmitter = require("events");
	const { Buffer } = require("buffer");
	const errors = require("internal/errors");
	const Stream = require("internal/stream/legacy");
	const WritableState = require("internal/stream/writable_state");
	const { construct, destroy, errorOrDestroy, undestroy } = require("internal/stream/destroy");
	const { nop, tick } = require("internal/stream/state");

	function Writable(options) {
		if (!Function.prototype[Symbol.hasInstance].call(Writable, this)) return new Writable(options);
		this._events ??= {};
		this._writableState = new WritableState(options ?? undefined, (error) => written(this, error));
		setUp(this, options);
		Stream.call(this, options);
		if (options?.signal) require("internal/stream/abort").addAbortSignal(options.signal, this);
		constructed(this);
	}
	Object.setPrototypeOf(Writable.prototype, Stream.prototype);
	Object.setPrototypeOf(Writable, Stream);
	Writable.WritableState = WritableState;

	const setUp = (stream, options) => {
		if (!options) return;
		for (const name of ["write", "writev", "destroy", "final", "construct"]) {
			if (typeof options[name] === "function") stream["_" + name] = options[name];
		}
	};
	const constructed = (stream) =>
		construct(stream, () => {
			const state = stream._writableState;
			if (!state.writing) clearBuffer(stream, state);
			finishMaybe(stream, state);
		});

	// A duplex is an instance too, though its prototype is that of Readable.
	Object.defineProperty(Writable, Symbol.hasInstance, {
		value(object) {
			if (Function.prototype[Symbol.hasInstance].call(this, object)) return true;
			return this === Writable && object?._writableState instanceof WritableState;
		},
	});

	Writable.prototype.pipe = function () {
		errorOrDestroy(this, new errors.ERR_STREAM_CANNOT_PIPE());
	};

	// Writing.

	// accept checks a chunk and hands it on. It gives whether there is room for more, or the error.
	const accept = (stream, chunk, encoding, callback) => {
		const state = stream._writableState;
		if (typeof encoding === "function") {
			callback = encoding;
			encoding = undefined;
		} else {
			if (encoding && encoding !== "buffer" && !Buffer.isEncoding(encoding)) throw new errors.ERR_UNKNOWN_ENCODING(encoding);
			if (typeof callback !== "function") callback = nop;
		}
		if (chunk === null) throw new errors.ERR_STREAM_NULL_VALUES();
		if (!state.objectMode) {
			encoding ||= state.defaultEncoding;
			if (typeof chunk === "string") {
				if (state.decodeStrings !== false) {
					chunk = Buffer.from(chunk, encoding);
					encoding = "buffer";
				}
			} else if (chunk instanceof Buffer) {
				encoding = "buffer";
			} else if (ArrayBuffer.isView(chunk)) {
				chunk = Stream._uint8ArrayToBuffer(chunk);
				encoding = "buffer";
			} else {
				throw new errors.ERR_INVALID_ARG_TYPE("chunk", ["string", "Buffer", "TypedArray", "DataView"], chunk);
			}
		}
		let error;
		if (state.ending) error = new errors.ERR_STREAM_WRITE_AFTER_END();
		else if (state.destroyed) error = new errors.ERR_STREAM_DESTROYED("write");
		if (error) {
			tick(callback, error);
			errorOrDestroy(stream, error, true);
			return error;
		}
		state.pendingcb++;
		return writeOrBuffer(stream, state, chunk, encoding, callback);
	};
	Writable.prototype.write = function (chunk, encoding, callback) {
		return accept(this, chunk, encoding, callback) === true;
	};

	const writeOrBuffer = (stream, state, chunk, encoding, callback) => {
		const length = state.objectMode ? 1 : chunk.length;
		state.length += length;
		const room = state.length < state.highWaterMark;
		if (!room) state.needDrain = true;
		if (state.writing || state.corked || state.errored || !state.constructed) {
			state.buffered.push({ chunk, encoding, callback });
			if (encoding !== "buffer") state.allBuffers = false;
			if (callback !== nop) state.allNoop = false;
		} else {
			state.begin(length, callback);
			stream._write(chunk, encoding, state.onwrite);
			state.sync = false;
		}
		return room && !state.errored && !state.destroyed;
	};
	const write = (stream, state, many, length, chunk, encoding, callback) => {
		state.begin(length, callback);
		if (state.destroyed) state.onwrite(new errors.ERR_STREAM_DESTROYED("write"));
		else if (many) stream._writev(chunk, state.onwrite);
		else stream._write(chunk, encoding, state.onwrite);
		state.sync = false;
	};

	// written is what _write calls back.
	const written = (stream, error) => {
		const state = stream._writableState;
		const { sync, writecb: callback } = state;
		if (typeof callback !== "function") return errorOrDestroy(stream, new errors.ERR_MULTIPLE_CALLBACK());
		state.writing = false;
		state.writecb = null;
		state.length -= state.writelen;
		state.writelen = 0;
		if (error) {
			state.errored ||= error;
			if (stream._readableState && !stream._readableState.errored) stream._readableState.errored = error;
			if (sync) tick(writeFailed, stream, state, error, callback);
			else writeFailed(stream, state, error, callback);
			return;
		}
		if (state.buffered.length > state.bufferedIndex) clearBuffer(stream, state);
		if (!sync) return afterWrite(stream, state, 1, callback);
		if (callback === nop) return unheard(stream, state);
		// Writes that end at once share one tick.
		if (state.afterWriteTickInfo?.callback === callback) {
			state.afterWriteTickInfo.count++;
			return;
		}
		const info = { count: 1, callback };
		state.afterWriteTickInfo = info;
		tick(() => {
			state.afterWriteTickInfo = null;
			afterWrite(stream, state, info.count, callback);
		});
	};
	// unheard ends a write that nobody waits for: only who waits for room is told, once for all writes of a turn.
	const unheard = (stream, state) => {
		if (!state.afterWritePending && state.needDrain && state.length === 0) {
			state.afterWritePending = true;
			tick(afterWrite, stream, state, 1, nop);
			return;
		}
		state.pendingcb--;
		if (state.ending) finishMaybe(stream, state, true);
	};
	const writeFailed = (stream, state, error, callback) => {
		state.pendingcb--;
		callback(error);
		failBuffer(state);
		errorOrDestroy(stream, error);
	};
	const afterWrite = (stream, state, count, callback) => {
		state.afterWritePending = false;
		if (!state.ending && !stream.destroyed && state.length === 0 && state.needDrain) {
			state.needDrain = false;
			stream.emit("drain");
		}
		while (count-- > 0) {
			state.pendingcb--;
			callback(undefined);
		}
		if (state.destroyed) failBuffer(state);
		finishMaybe(stream, state, true);
	};

	// failBuffer tells everything that waits that the stream is gone.
	const failBuffer = (state) => {
		if (state.writing) return;
		for (let i = state.bufferedIndex; i < state.buffered.length; i++) {
			const { chunk, callback } = state.buffered[i];
			state.length -= state.objectMode ? 1 : chunk.length;
			callback(state.errored ?? new errors.ERR_STREAM_DESTROYED("write"));
		}
		state.tellFinished(state.errored ?? new errors.ERR_STREAM_DESTROYED("end"));
		state.resetBuffer();
	};

	const clearBuffer = (stream, state) => {
		if (state.corked || state.bufferProcessing || state.destroyed || !state.constructed) return;
		const { buffered, bufferedIndex } = state;
		const count = buffered.length - bufferedIndex;
		if (count === 0) return;
		state.bufferProcessing = true;
		if (count > 1 && stream._writev) {
			state.pendingcb -= count - 1;
			const chunks = bufferedIndex === 0 ? buffered : buffered.slice(bufferedIndex);
			const callback = state.allNoop
				? nop
				: (error) => {
						for (const one of chunks) one.callback(error);
					};
			chunks.allBuffers = state.allBuffers;
			write(stream, state, true, state.length, chunks, "", callback);
			state.resetBuffer();
		} else {
			let i = bufferedIndex;
			do {
				const { chunk, encoding, callback } = buffered[i];
				buffered[i++] = null;
				write(stream, state, false, state.objectMode ? 1 : chunk.length, chunk, encoding, callback);
			} while (i < buffered.length && !state.writing);
			state.advance(i);
		}
		state.bufferProcessing = false;
	};

	Writable.prototype._write = function (chunk, encoding, callback) {
		if (!this._writev) throw new errors.ERR_METHOD_NOT_IMPLEMENTED("_write()");
		this._writev([{ chunk, encoding }], callback);
	};
	Writable.prototype._writev = null;

	Writable.prototype.cork = function () {
		this._writableState.corked++;
	};
	Writable.prototype.uncork = function () {
		const state = this._writableState;
		if (!state.corked) return;
		state.corked--;
		if (!state.writing) clearBuffer(this, state);
	};
	Writable.prototype.setDefaultEncoding = function (encoding) {
		if (typeof encoding === "string") encoding = encoding.toLowerCase();
		if (!Buffer.isEncoding(encoding)) throw new errors.ERR_UNKNOWN_ENCODING(encoding);
		this._writableState.defaultEncoding = encoding;
		return this;
	};

	// Ending.

	Writable.prototype.end = function (chunk, encoding, callback) {
		const state = this._writableState;
		if (typeof chunk === "function") {
			callback = chunk;
			chunk = null;
			encoding = null;
		} else if (typeof encoding === "function") {
			callback = encoding;
			encoding = null;
		}
		let error;
		if (chunk !== null && chunk !== undefined) {
			const result = accept(this, chunk, encoding);
			if (result instanceof Error) error = result;
		}
		if (state.corked) {
			state.corked = 1;
			this.uncork();
		}
		if (error) {
			// accept has told
		} else if (!state.errored && !state.ending) {
			state.ending = true;
			finishMaybe(this, state, true);
			state.ended = true;
		} else if (state.finished) {
			error = new errors.ERR_STREAM_ALREADY_FINISHED("end");
		} else if (state.destroyed) {
			error = new errors.ERR_STREAM_DESTROYED("end");
		}
		if (typeof callback === "function") {
			if (error) tick(callback, error);
			else if (state.errored) tick(callback, state.errored);
			else if (state.finished) tick(callback);
			else state.onFinish.push(callback);
		}
		return this;
	};

	const final = (stream, state) => {
		let called = false;
		const done = (error) => {
			if (called) return errorOrDestroy(stream, error ?? new errors.ERR_MULTIPLE_CALLBACK());
			called = true;
			state.pendingcb--;
			if (error) {
				state.tellFinished(error);
				errorOrDestroy(stream, error, state.sync);
			} else if (state.finishes()) {
				state.prefinished = true;
				stream.emit("prefinish");
				state.pendingcb++;
				tick(finish, stream, state);
			}
		};
		state.sync = true;
		state.pendingcb++;
		try {
			stream._final(done);
		} catch (error) {
			done(error);
		}
		state.sync = false;
	};
	const finishMaybe = (stream, state, sync) => {
		if (!state.finishes()) return;
		if (!state.prefinished && !state.finalCalled) {
			if (typeof stream._final === "function" && !state.destroyed) {
				state.finalCalled = true;
				final(stream, state);
			} else {
				state.prefinished = true;
				stream.emit("prefinish");
			}
		}
		if (state.pendingcb > 0) return;
		if (sync) {
			state.pendingcb++;
			tick(() => {
				if (state.finishes()) finish(stream, state);
				else state.pendingcb--;
			});
		} else if (state.finishes()) {
			state.pendingcb++;
			finish(stream, state);
		}
	};
	const finish = (stream, state) => {
		state.pendingcb--;
		state.finished = true;
		state.tellFinished(null);
		stream.emit("finish");
		if (!state.autoDestroy) return;
		const r = stream._readableState;
		if (!r || (r.autoDestroy && (r.endEmitted || r.readable === false))) stream.destroy();
	};

	Writable.prototype.destroy = function (error, callback) {
		const state = this._writableState;
		if (!state.destroyed && (state.bufferedIndex < state.buffered.length || state.onFinish.length)) tick(failBuffer, state);
		destroy.call(this, error, callback);
		return this;
	};
	Writable.prototype._undestroy = undestroy;
	Writable.prototype._destroy = function (error, callback) {
		callback(error);
	};
	Writable.prototype[EventEmitter.captureRejectionSymbol] = function (error) {
		this.destroy(error);
	};
	Writable.prototype[Symbol.asyncDispose] = function () {
		const error = this.destroyed || this.writableFinished ? null : new errors.AbortError();
		if (error) this.destroy(error);
		const { eos } = require("internal/stream/finished");
		return new Promise((resolve, reject) => eos(this, (failure) => (failure && failure !== error ? reject(failure) : resolve(null))));
	};

	// What a stream tells of itself.

	const state = (get) => ({
		get() {
			return this._writableState ? get(this._writableState) : undefined;
		},
		configurable: true,
	});
	const flag = (get) => ({
		get() {
			return this._writableState ? get(this._writableState) : false;
		},
		configurable: true,
	});
	Object.defineProperties(Writable.prototype, {
		closed: flag((w) => w.closed),
		destroyed: {
			get() {
				return this._writableState ? this._writableState.destroyed : false;
			},
			set(value) {
				if (this._writableState) this._writableState.destroyed = value;
			},
			configurable: true,
		},
		writable: {
			get() {
				const w = this._writableState;
				return !!w && w.writable !== false && !w.destroyed && !w.errored && !w.ending && !w.ended;
			},
			set(value) {
				if (this._writableState) this._writableState.writable = !!value;
			},
			configurable: true,
		},
		writableFinished: flag((w) => w.finished),
		writableObjectMode: flag((w) => w.objectMode),
		writableBuffer: state((w) => w.getBuffer()),
		writableEnded: flag((w) => w.ending),
		writableNeedDrain: flag((w) => !w.destroyed && !w.ending && w.needDrain),
		writableHighWaterMark: state((w) => w.highWaterMark),
		writableCorked: {
			get() {
				return this._writableState ? this._writableState.corked : 0;
			},
			configurable: true,
		},
		writableLength: state((w) => w.length),
		errored: {
			get() {
				return this._writableState ? this._writableState.errored : null;
			},
			configurable: true,
		},
		writableAborted: flag((w) => !!(w.writable !== false && (w.destroyed || w.errored) && !w.finished)),
	});

	Writable.fromWeb = (stream, options) => require("internal/stream/web").writableFromWeb(stream, options);
	Writable.toWeb = (stream) => require("internal/stream/web").writableToWeb(stream);

	return { Writable, setUpWritable: setUp, constructed, written };
}
