(require) => {
	const { AbortError, ERR_INVALID_ARG_TYPE, ERR_STREAM_PREMATURE_CLOSE, ERR_WEB_STREAM_INTEROP_UNSUPPORTED } = require("internal/errors");
	const { validateAbortSignal, validateBoolean, validateFunction, validateObject } = require("internal/validators");
	const s = require("internal/stream/state");

	// eos calls back once when a stream has ended, failed or closed; the result takes it back.
	const eos = (stream, options, callback) => {
		if (callback === undefined) {
			callback = options;
			options = {};
		} else if (options == null) {
			options = {};
		} else {
			validateObject(options, "options");
		}
		validateFunction(callback, "callback");
		validateAbortSignal(options.signal, "options.signal");
		callback = s.once(callback);
		if (s.isReadableStream(stream) || s.isWritableStream(stream)) {
			throw new ERR_WEB_STREAM_INTEROP_UNSUPPORTED("finished()");
		}
		if (!s.isNodeStream(stream)) throw new ERR_INVALID_ARG_TYPE("stream", ["ReadableStream", "WritableStream", "Stream"], stream);
		return new Watch(stream, options, callback).start();
	};

	// Watch looks at one stream until its end.
	class Watch {
		constructor(stream, options, callback) {
			this.stream = stream;
			this.options = options;
			this.callback = callback;
			this.readable = options.readable ?? s.isReadableNodeStream(stream);
			this.writable = options.writable ?? s.isWritableNodeStream(stream);
			const whole = s.isReadableNodeStream(stream) === this.readable && s.isWritableNodeStream(stream) === this.writable;
			this.willEmitClose = s.willEmitClose(stream) && whole;
			this.writableFinished = s.isWritableFinished(stream, false);
			this.readableFinished = s.isReadableFinished(stream, false);
			this.closed = s.isClosed(stream);
			this.listeners = [];
		}
		start() {
			const { stream, options } = this;
			if (s.isRequest(stream)) this.watchRequest();
			else if (this.writable && !stream._writableState) {
				const legacy = () => {
					if (!stream.writable) this.onfinish();
				};
				this.on(stream, "end", legacy);
				this.on(stream, "close", legacy);
			}
			if (!this.willEmitClose && typeof stream.aborted === "boolean") this.on(stream, "aborted", () => this.onclose());
			this.on(stream, "end", () => this.onend());
			this.on(stream, "finish", () => this.onfinish());
			if (options.error !== false) this.on(stream, "error", (error) => this.call(error));
			this.on(stream, "close", () => this.onclose());
			this.over();
			if (options.signal && !this.closed) this.watchSignal(options.signal);
			return () => this.leave();
		}
		// over finds a stream that has ended before.
		over() {
			const { stream } = this;
			const w = stream._writableState;
			const r = stream._readableState;
			const quiet = w == null || w.pendingcb === undefined || w.pendingcb === 0;
			if (this.closed) {
				s.tick(() => this.onclose());
			} else if (w?.errorEmitted || r?.errorEmitted) {
				if (!this.willEmitClose) s.tick(() => this.onclosed());
			} else if (!this.readable && (!this.willEmitClose || s.isReadable(stream)) && (this.writableFinished || s.isWritable(stream) === false) && quiet) {
				s.tick(() => this.onclosed());
			} else if (!this.writable && (!this.willEmitClose || s.isWritable(stream)) && (this.readableFinished || s.isReadable(stream) === false)) {
				s.tick(() => this.onclosed());
			}
		}
		on(target, event, listener) {
			target.on(event, listener);
			this.listeners.push([target, event, listener]);
		}
		call(...error) {
			this.callback.apply(this.stream, error);
		}
		leave() {
			this.callback = s.nop;
			for (const [target, event, listener] of this.listeners) target.removeListener(event, listener);
			this.listeners = [];
			this.unlisten?.();
		}
		onfinish() {
			this.writableFinished = true;
			// The stream may have been destroyed after it ended: then "close" does not tell.
			if (this.stream.destroyed) this.willEmitClose = false;
			if (this.willEmitClose && (!this.stream.readable || this.readable)) return;
			if (!this.readable || this.readableFinished) this.call();
		}
		onend() {
			this.readableFinished = true;
			if (this.stream.destroyed) this.willEmitClose = false;
			if (this.willEmitClose && (!this.stream.writable || this.writable)) return;
			if (!this.writable || this.writableFinished) this.call();
		}
		// failure is the error of a stream that has closed.
		failure() {
			const error = s.isWritableErrored(this.stream) || s.isReadableErrored(this.stream);
			return error && typeof error !== "boolean" ? error : undefined;
		}
		onclose() {
			this.closed = true;
			const error = this.failure();
			if (error) return this.call(error);
			const { stream } = this;
			const early =
				(this.readable && !this.readableFinished && s.isReadableNodeStream(stream, true) && !s.isReadableFinished(stream, false)) ||
				(this.writable && !this.writableFinished && !s.isWritableFinished(stream, false));
			if (early) this.call(new ERR_STREAM_PREMATURE_CLOSE());
			else this.call();
		}
		onclosed() {
			this.closed = true;
			const error = this.failure();
			if (error) this.call(error);
			else this.call();
		}
		watchRequest() {
			const { stream } = this;
			const onrequest = () => this.on(stream.req, "finish", () => this.onfinish());
			this.on(stream, "complete", () => this.onfinish());
			if (!this.willEmitClose) this.on(stream, "abort", () => this.onclose());
			if (stream.req) onrequest();
			else this.on(stream, "request", onrequest);
		}
		watchSignal(signal) {
			const { callback, stream } = this;
			const unlisten = s.listen(signal, () => {
				this.leave();
				callback.call(stream, new AbortError(undefined, { cause: signal.reason }));
			});
			this.unlisten = unlisten;
			this.callback = s.once((...args) => {
				unlisten();
				callback.apply(stream, args);
			});
		}
	}

	const finished = (stream, options) => {
		let cleanup = false;
		if (options === null) options = {};
		if (options?.cleanup) {
			validateBoolean(options.cleanup, "cleanup");
			cleanup = options.cleanup;
		}
		return new Promise((resolve, reject) => {
			const leave = eos(stream, options ?? {}, (error) => {
				if (cleanup) leave();
				if (error) reject(error);
				else resolve();
			});
		});
	};
	return { eos, finished };
}
